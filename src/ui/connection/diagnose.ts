import { lookup } from 'node:dns/promises';
import * as vscode from 'vscode';
import type { SilentTokens } from '../../auth/tokens.ts';
import { orAborted } from '../../base/async.ts';
import { redacted } from '../../base/redact.ts';
import type { Connections } from '../../services/connection/connection.ts';
import type { ConnectionSettings, Probes } from '../../services/connection/diagnostics/runDiagnostics.ts';
import { diagnose } from '../../services/connection/diagnostics/diagnose.ts';
import { sendProbe } from '../../services/connection/diagnostics/probe.ts';
import { writeReport } from '../../services/connection/diagnostics/report.ts';
import { Reports } from '../documents/reports.ts';
import { schemes } from '../names.ts';
import { withProgress } from '../progress.ts';
import { readSettings } from '../settings.ts';

/** Time limits, in ms. */
const lookupTimeout = 10_000;
const tokenTimeout = 20_000;

export interface DiagnosticsDeps {
  readonly connections: Connections;
  readonly session: SilentTokens;
  /** Version of the extension. */
  readonly version: string;
}

/** Checks the connection to Partner Center step by step and shows the report. Never prompts for a sign-in. */
export class Diagnosis implements vscode.Disposable {
  readonly #deps: DiagnosticsDeps;
  readonly #reports = new Reports(schemes.diagnosis);

  constructor(deps: DiagnosticsDeps) {
    this.#deps = deps;
  }

  async run(): Promise<void> {
    const title = vscode.l10n.t('Diagnosing the connection…');
    const report = await withProgress(title, async ({ signal }) => {
      const findings = await diagnose(probesOf(this.#deps), signal);
      const facts = { at: Date.now(), environment: environment(this.#deps) };
      return signal.aborted ? undefined : writeReport(findings, facts);
    });
    if (report === undefined) return;
    // The last part is the tab's name.
    const path = `/${vscode.l10n.t('Partner Center connection')}.md`;
    await this.#reports.show(vscode.Uri.from({ scheme: schemes.diagnosis, path }), report);
  }

  dispose(): void {
    this.#reports.dispose();
  }
}

function probesOf({ connections, session }: DiagnosticsDeps): Probes {
  return {
    settings: readConnectionSettings,
    resolve: async (host) => {
      const found = await orAborted(lookup(host, { all: true }), AbortSignal.timeout(lookupTimeout));
      return found.map(({ address }) => address);
    },
    sendProbe,
    token: async (signal) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(tokenTimeout)]);
      return (await orAborted(session.getToken(limit), limit))?.value;
    },
    countListed: async (signal) => {
      const client = await connections.get('partner-center').client();
      return (await client.list(undefined, { signal })).items.length;
    },
    now: Date.now,
  };
}

function readConnectionSettings(): ConnectionSettings {
  const configuration = vscode.workspace.getConfiguration();
  const text = (key: string): string => {
    const value = configuration.get<unknown>(key);
    return typeof value === 'string' ? value.trim() : '';
  };
  const fromEnvironment = ['https_proxy', 'HTTPS_PROXY'].find((name) => process.env[name]);
  const proxy =
    text('http.proxy') !== ''
      ? { from: 'http.proxy', address: withoutCredentials(text('http.proxy')) }
      : fromEnvironment === undefined
        ? undefined
        : { from: fromEnvironment, address: withoutCredentials(process.env[fromEnvironment] ?? '') };
  return {
    connection: readSettings.connection(),
    method: readSettings.authMethod(),
    clientId: readSettings.authClientId(),
    tenantId: readSettings.authTenantId(),
    proxy,
    proxySupportOff: text('http.proxySupport') === 'off',
    sovereignCloud: text('microsoft-sovereign-cloud.environment') !== '',
  };
}

/** A password may contain `@`, so the host begins after the last one. */
function withoutCredentials(address: string): string {
  return redacted(address.slice(address.lastIndexOf('@') + 1));
}

function environment({ version }: DiagnosticsDeps): string[] {
  const { remoteName } = vscode.env;
  // Only the kind, such as wsl or ssh-remote: the report must not contain a host's address.
  const where = remoteName === undefined ? [] : [/^[a-z-]+$/.test(remoteName) ? `remote ${remoteName}` : 'remote'];
  return [`Partner Referrals ${version}`, `VS Code ${vscode.version}`, process.platform, ...where];
}
