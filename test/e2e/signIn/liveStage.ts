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

/** A deal that the admin can see and Jonas can't. */
export const showcase = {
  id: '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77',
  customer: 'lucia.ferrer@woodgrove.example',
} as const;

/** The scopes that the extension requests from VS Code if the settings have no app registration. */
export const defaultScopes: readonly string[] = [`https://${apiHost}/.default`, 'offline_access'];

/** The events since a point in time. */
export interface Since {
  readonly calls: readonly ApiCall[];
  /** The targets of the requests to the proxy. */
  readonly targets: readonly string[];
  /** The requests for sessions of the extension, which show nothing to the user. */
  readonly asked: readonly ProviderCall[];
  /** The requests that open Microsoft's sign-in page. */
  readonly prompts: readonly ProviderCall[];
}

interface StageOptions {
  /** True if VS Code trusts the authority of Partner Center's certificate. Default: true. */
  readonly trusting?: boolean;
}

/**
 * Everything that the live connection needs, on this machine: accounts, and a Partner Center behind a proxy. Both
 * addresses are in VS Code's environment, so all tests of one kind share a stage with its server and window.
 */
export class LiveStage {
  readonly accounts: StandInAccounts;
  readonly partnerCenter: StandInPartnerCenter;
  readonly #window: WorkbenchOptions;
  /** E-mail addresses in the data of customers. */
  readonly #customerAddresses: readonly string[];
  /** The number of the test. Each test has its own users, for whom VS Code hasn't asked for consent yet. */
  #testNumber = 1;

  private constructor(
    accounts: StandInAccounts,
    partnerCenter: StandInPartnerCenter,
    people: readonly string[],
    trusting: boolean,
  ) {
    this.accounts = accounts;
    this.partnerCenter = partnerCenter;
    this.#customerAddresses = people;
    this.#window = {
      extensions: [join(root, 'test/vscode/standInProvider')],
      env: { ...accounts.env, ...partnerCenter.env({ trusting }) },
      // Half of the width is enough for the hovered id.
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

  /** The account that can see everything. */
  get admin(): Account {
    return { label: `admin.${this.#testNumber}@contoso.example`, sandboxToken: 'sandbox-admin' };
  }

  /** The account that can see few deals, and not the showcase. */
  get jonas(): Account {
    return {
      label: `jonas.${this.#testNumber}@fabrikam.example`,
      sandboxToken: 'sandbox-user:jonas.ahlgren@litware.example',
    };
  }

  /** Returns the ids of the referrals that an account can see. */
  async idsOf(account: Account): Promise<readonly string[]> {
    return idsIn(await this.partnerCenter.list(account.sandboxToken));
  }

  /** Opens a window in which nobody has signed in yet. */
  async openWindow(): Promise<Workbench> {
    await this.reset();
    return openWorkbench(this.#window);
  }

  /** Returns the window that the tests of this stage share. */
  shareWindow(): Promise<Workbench> {
    return shareWorkbench(this.#window);
  }

  /**
   * Restores the initial state: nobody is signed in, VS Code knows no user, the admin is the next one to sign in, and
   * Partner Center has no faults.
   */
  async reset(): Promise<void> {
    this.#testNumber += 1;
    await this.accounts.reset(this.admin);
    await this.partnerCenter.reset();
  }

  /** Records events from now on. */
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

  /** Resolves when the extension's log contains these words, with all files that VS Code has written. */
  async whenLogged(server: VscodeServer, ...words: readonly string[]): Promise<readonly WrittenFile[]> {
    const deadline = Date.now() + waitLimit;
    for (;;) {
      const written = filesIn(server.dirs.serverData, server.dirs.userData);
      const log = written.filter(({ path }) => basename(path) === 'Partner Referrals.log').map(({ text }) => text);
      const missing = words.filter((each) => !log.some((text) => text.includes(each)));
      if (missing.length === 0) return written;
      if (Date.now() > deadline) throw new Error(`The log does not say: ${missing.join(', ')}`);
      // VS Code writes its logs with a delay and without an event.
      await setTimeout(50);
    }
  }

  /**
   * Checks that no token was sent to another origin, and that files of VS Code contain neither tokens nor addresses of
   * customers.
   */
  async assertNothingLeaked(server: VscodeServer): Promise<void> {
    const { calls, targets } = this.partnerCenter;
    // VS Code's search for extensions, which is refused.
    const others = new Set([...targets].filter((target) => target !== apiTarget && target !== 'open-vsx.org:443'));
    assert.deepEqual([...others], []);
    assert.deepEqual(
      [...new Set(calls.map(({ origin }) => origin))].filter((origin) => origin !== `https://${apiHost}`),
      [],
    );
    // The log is complete when it contains the last calls. The diagnostics call without a token and log nothing.
    const logged = calls.filter(({ token }) => token !== undefined).map(({ clientRequestId = '' }) => clientRequestId);
    const written = await this.whenLogged(server, ...logged);
    const secrets = [...this.accounts.issued, ...this.#customerAddresses];
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

/** Returns all files below the folders. */
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
