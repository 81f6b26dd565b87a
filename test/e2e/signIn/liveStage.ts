import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after } from 'mocha';
import { waitLimit } from '../../limits.ts';
import { root } from '../../vscode/paths.ts';
import type { VscodeServer } from '../../vscode/server.ts';
import { openWorkbench, shareWorkbench, type Workbench, type WorkbenchOptions } from '../harness.ts';
import { StandInAccounts, type Account, type ProviderCall } from './standInAccounts.ts';
import { apiHost, apiTarget, idsIn, StandInPartnerCenter, type ApiCall } from './standInPartnerCenter.ts';

/** The showcase, which the admin sees and Jonas does not. */
export const showcase = {
  id: '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77',
  customer: 'lucia.ferrer@woodgrove.example',
} as const;

/** What the extension asks VS Code for where the settings name no app registration. */
export const defaultScopes: readonly string[] = [`https://${apiHost}/.default`, 'offline_access'];

/** What happened since a moment. */
export interface Since {
  readonly calls: readonly ApiCall[];
  /** What the proxy was asked for. */
  readonly targets: readonly string[];
  /** How often the provider was asked for sessions of ours, which shows nothing to anybody. */
  readonly asked: readonly ProviderCall[];
  /** Each is a trip to Microsoft's sign-in page for a person. */
  readonly prompts: readonly ProviderCall[];
}

interface StageOptions {
  /** VS Code trusts the authority that signed Partner Center's certificate. Default: true. */
  readonly trusting?: boolean;
}

/**
 * All that the live connection needs, on this machine: accounts, and a Partner Center behind a proxy. The addresses of both
 * are part of VS Code's environment, so all tests of one kind share a stage, and with it a server and a window.
 */
export class LiveStage {
  readonly accounts: StandInAccounts;
  readonly partnerCenter: StandInPartnerCenter;
  readonly #window: WorkbenchOptions;
  /** E-mail addresses in customers' data. */
  readonly #people: readonly string[];
  /** Which test it is: each has people of its own, so that VS Code has not asked for consent to them before. */
  #round = 1;

  private constructor(
    accounts: StandInAccounts,
    partnerCenter: StandInPartnerCenter,
    people: readonly string[],
    trusting: boolean,
  ) {
    this.accounts = accounts;
    this.partnerCenter = partnerCenter;
    this.#people = people;
    this.#window = {
      extensions: [join(root, 'test/vscode/standInProvider')],
      env: { ...accounts.env, ...partnerCenter.env({ trusting }) },
      // Half of it is wide enough for the hovered id.
      size: { width: 1600, height: 900 },
    };
  }

  static shared({ trusting = true }: StageOptions = {}): Promise<LiveStage> {
    let stage = stages.get(trusting);
    if (!stage) {
      stage = LiveStage.#start(trusting);
      stages.set(trusting, stage);
    }
    return stage;
  }

  static async #start(trusting: boolean): Promise<LiveStage> {
    const accounts = await StandInAccounts.start();
    const partnerCenter = await StandInPartnerCenter.start((token) => accounts.check(token)?.sandboxToken);
    const people: readonly string[] = (await partnerCenter.list('sandbox-admin')).match(/[\w.+-]+@[\w.-]+/g) ?? [];
    assert.ok(people.includes(showcase.customer));
    return new LiveStage(accounts, partnerCenter, [...new Set(people)], trusting);
  }

  /** Sees everything. */
  get admin(): Account {
    return { label: `admin.${this.#round}@contoso.example`, sandboxToken: 'sandbox-admin' };
  }

  /** Sees few of the deals, and the showcase is none of them. */
  get jonas(): Account {
    return {
      label: `jonas.${this.#round}@fabrikam.example`,
      sandboxToken: 'sandbox-user:jonas.ahlgren@litware.example',
    };
  }

  /** The ids of what an account sees. */
  async idsOf(account: Account): Promise<readonly string[]> {
    return idsIn(await this.partnerCenter.list(account.sandboxToken));
  }

  /** A window in which nobody has signed in yet. */
  async openWindow(): Promise<Workbench> {
    await this.reset();
    return openWorkbench(this.#window);
  }

  /** A window that other tests of this stage use too. */
  shareWindow(): Promise<Workbench> {
    return shareWorkbench(this.#window);
  }

  /** Nobody is signed in, nobody has met VS Code before, the admin comes next, and Partner Center is well. */
  async reset(): Promise<void> {
    this.#round += 1;
    await this.accounts.reset(this.admin);
    await this.partnerCenter.reset();
  }

  /** Watches from here on. */
  watch(): () => Since {
    const { calls, targets } = this.partnerCenter;
    const asked = this.accounts.calls;
    const from = { calls: calls.length, targets: targets.length, asked: asked.length };
    return () => ({
      calls: calls.slice(from.calls),
      targets: targets.slice(from.targets),
      asked: asked.slice(from.asked).filter(({ method, scopes }) => method === 'getSessions' && scopes?.length),
      prompts: asked.slice(from.asked).filter(({ method }) => method === 'createSession'),
    });
  }

  /** Settles when the extension's log holds these words, and returns all files that VS Code wrote. */
  async whenLogged(server: VscodeServer, ...words: readonly string[]): Promise<readonly WrittenFile[]> {
    const deadline = Date.now() + waitLimit;
    for (;;) {
      const written = filesIn(server.dirs.serverData, server.dirs.userData);
      const log = written.filter(({ path }) => basename(path) === 'Partner Referrals.log').map(({ text }) => text);
      const missing = words.filter((each) => !log.some((text) => text.includes(each)));
      if (missing.length === 0) return written;
      if (Date.now() > deadline) throw new Error(`The log does not say: ${missing.join(', ')}`);
      // VS Code writes its logs some time later and tells nobody.
      await setTimeout(50);
    }
  }

  /** No token ever went to another origin, and neither tokens nor customers' addresses stand in what VS Code wrote. */
  async assertNothingLeaked(server: VscodeServer): Promise<void> {
    const { calls, targets } = this.partnerCenter;
    // VS Code's own look for extensions, which is refused.
    const others = new Set([...targets].filter((target) => target !== apiTarget && target !== 'open-vsx.org:443'));
    assert.deepEqual([...others], []);
    assert.deepEqual(
      [...new Set(calls.map(({ origin }) => origin))].filter((origin) => origin !== `https://${apiHost}`),
      [],
    );
    // The log is complete when it has the last calls too; the doctor looks without a token, and logs nothing.
    const logged = calls.filter(({ token }) => token !== undefined).map(({ clientRequestId = '' }) => clientRequestId);
    const written = await this.whenLogged(server, ...logged);
    const secrets = [...this.accounts.issued, ...this.#people];
    const leaks = written.filter(({ text }) => secrets.some((secret) => text.includes(secret)));
    assert.deepEqual(
      leaks.map(({ path }) => path),
      [],
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.accounts.close(), this.partnerCenter.close()]);
  }
}

interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/** All files below some folders. */
function filesIn(...folders: string[]): WrittenFile[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  );
}

const stages = new Map<boolean, Promise<LiveStage>>();
after(() => Promise.all([...stages.values()].map(async (stage) => (await stage).close())));
