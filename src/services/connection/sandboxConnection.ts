import { t } from '../../base/l10n.ts';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { ReferralClient } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import type { CallRecord } from '../../api/policies/callLog.ts';
import type { SilentTokens } from '../../auth/tokens.ts';
import type { Disposable } from '../../base/lifetime.ts';
import type { Connection } from './connection.ts';

export interface SandboxSettings {
  /** A sandbox that already runs; empty: our own, in this process. */
  readonly url: string;
  /** 0: any free one. */
  readonly port: number;
  /** As `resolveSeedFile` gives it; empty: built-in sample data. */
  readonly seedFile: string;
}

/** The one token that ever goes to a sandbox, ours or another: no real one does. */
export const sandboxToken = 'sandbox-admin';
const tokens: SilentTokens = {
  getToken: () => Promise.resolve({ value: sandboxToken, account: sandboxToken }),
  renew: (refused) => Promise.resolve(refused),
};

interface Running {
  readonly client: ReferralClient;
  readonly url: string;
  close(): Promise<void>;
}

/** The Partner API in small. Started at the first call, stopped with the extension or when its settings change. */
export class SandboxConnection implements Connection, Disposable {
  readonly id = 'sandbox';
  readonly needsSignIn = false;
  readonly #settings: () => SandboxSettings;
  readonly #onCall: (call: CallRecord) => void;
  #running: Promise<Running> | undefined;
  #closing: Promise<unknown> | undefined;

  constructor(settings: () => SandboxSettings, onCall: (call: CallRecord) => void) {
    this.#settings = settings;
    this.#onCall = onCall;
  }

  async client(): Promise<ReferralClient> {
    return (await this.#run()).client;
  }

  /** Where the sandbox is served, `http://127.0.0.1:PORT`; starts it. */
  async url(): Promise<string> {
    return (await this.#run()).url;
  }

  /** Ends what runs; the next call starts with the settings of then. Resolves when all is closed. */
  async restart(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    const closing = running?.then(
      (it) => it.close(),
      () => undefined,
    );
    this.#closing = Promise.all([this.#closing, closing]);
    await this.#closing;
  }

  dispose(): void {
    void this.restart();
  }

  async #run(): Promise<Running> {
    const running = (this.#running ??= this.#start());
    try {
      return await running;
    } catch (error) {
      // A start that failed is not kept: the seed file may have been mended meanwhile.
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  async #start(): Promise<Running> {
    // A port of the person's choice is free only when the one before has let go of it.
    await this.#closing;
    const settings = this.#settings();
    const [{ createReferralClient }, { nodeFetchTransport }, server] = await Promise.all([
      import('../../api/client.ts'),
      import('../../api/nodeFetchTransport.ts'),
      settings.url === '' ? startOwn(settings) : { url: loopbackOrigin(settings.url), close: () => Promise.resolve() },
    ]);
    const client = createReferralClient({
      origin: server.url,
      tokens,
      transport: nodeFetchTransport,
      onCall: this.#onCall,
    });
    return { client, url: server.url, close: () => server.close() };
  }
}

async function startOwn(settings: SandboxSettings): Promise<{ url: string; close(): Promise<void> }> {
  const seed = await readSeedFile(settings.seedFile);
  const { serveSandbox } = await import('../../sandbox/http/serveSandbox.ts');
  try {
    return await serveSandbox({ port: settings.port, ...seed });
  } catch (error) {
    const inUse = typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
    const reason = inUse
      ? t(
          'Port {0} is in use. Set partnerReferrals.sandbox.port to another one, or to 0 for any free one.',
          settings.port,
        )
      : error instanceof Error
        ? error.message
        : t('It could not be started.');
    throw new ApiError({ kind: 'sandbox', reason }, { cause: error });
  }
}

/**
 * The path that the setting means: `${workspaceFolder}` and relative paths refer to the first folder. Where that isn't on
 * this machine's disk, as in a virtual workspace, the path stays as it is, and the sandbox doesn't start with it.
 */
export function resolveSeedFile(
  setting: string,
  folder: { readonly scheme: string; readonly fsPath: string } | undefined,
): string {
  if (setting === '' || folder?.scheme !== 'file') return setting;
  const path = setting.replaceAll('${workspaceFolder}', folder.fsPath);
  return isAbsolute(path) ? path : join(folder.fsPath, path);
}

async function readSeedFile(path: string): Promise<{ seed: string; seedName: string } | undefined> {
  if (path === '') return undefined;
  if (!isAbsolute(path)) {
    const reason = t(
      'The seed file {0} is in the workspace’s folder, and there is no such folder on the disk of the machine where the extension runs. Set an absolute path in partnerReferrals.sandbox.seedFile, or clear it for sample data.',
      path,
    );
    throw new ApiError({ kind: 'sandbox', reason });
  }
  try {
    return { seed: await readFile(path, 'utf8'), seedName: path };
  } catch (error) {
    const reason = t(
      'The seed file {0} can’t be read. Change partnerReferrals.sandbox.seedFile, or clear it for sample data.',
      path,
    );
    throw new ApiError({ kind: 'sandbox', reason }, { cause: error });
  }
}

/** The origin of a sandbox's address. Throws an `ApiError` unless the host is this machine's loopback. */
export function loopbackOrigin(address: string): string {
  const refuse = (reason: string): never => {
    throw new ApiError({ kind: 'sandbox', reason: `${reason} ${t('Change partnerReferrals.sandbox.url.')}` });
  };
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return refuse(t('The address of the sandbox is not a URL such as http://127.0.0.1:8080.'));
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse(t('A sandbox speaks http or https.'));
  // URL has already normalised every spelling of an address: 127.1, 0x7f000001 and the like.
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) {
    return refuse(t('A sandbox must run on this machine: localhost, 127.0.0.1 or [::1].'));
  }
  return url.origin;
}
