import { join } from 'node:path';
import { after } from 'mocha';
import { root } from '../vscode/paths.ts';
import type { WorkbenchOptions } from './harness.ts';
import { StandInAccounts, type Account, type ProviderCall } from './standInAccounts.ts';
import { StandInPartnerCenter, type ApiCall } from './standInPartnerCenter.ts';

/** What happened since a moment. */
export interface Since {
  readonly calls: readonly ApiCall[];
  /** How often the provider was asked for sessions of ours, which shows nothing to anybody. */
  readonly asked: readonly ProviderCall[];
  /** Each is a trip to Microsoft's sign-in page for a person. */
  readonly prompts: readonly ProviderCall[];
}

/** All that the live connection needs, on this machine: accounts, and a Partner Center behind a proxy. */
export class LiveStage {
  readonly accounts: StandInAccounts;
  readonly partnerCenter: StandInPartnerCenter;

  private constructor(accounts: StandInAccounts, partnerCenter: StandInPartnerCenter) {
    this.accounts = accounts;
    this.partnerCenter = partnerCenter;
    open.add(this);
  }

  static async start(person: Account): Promise<LiveStage> {
    const accounts = await StandInAccounts.start(person);
    return new LiveStage(accounts, await StandInPartnerCenter.start((token) => accounts.check(token)?.sandboxToken));
  }

  /** A workbench that has this stage for the world. */
  workbench({ trusting = true, settings = {} }: StageOptions = {}): WorkbenchOptions {
    return {
      extensions: [join(root, 'test/vscode/standInProvider')],
      env: { ...this.accounts.env, ...this.partnerCenter.env({ trusting }) },
      settings,
    };
  }

  /** Watches from here on. */
  watch(): () => Since {
    const { calls } = this.partnerCenter;
    const asked = this.accounts.calls;
    const from = { calls: calls.length, asked: asked.length };
    return () => ({
      calls: calls.slice(from.calls),
      asked: asked.slice(from.asked).filter(({ method, scopes }) => method === 'getSessions' && scopes?.length),
      prompts: asked.slice(from.asked).filter(({ method }) => method === 'createSession'),
    });
  }

  async close(): Promise<void> {
    open.delete(this);
    await Promise.all([this.accounts.close(), this.partnerCenter.close()]);
  }
}

interface StageOptions {
  /** VS Code trusts the authority that signed Partner Center's certificate. Default: true. */
  readonly trusting?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

const open = new Set<LiveStage>();
after(() => Promise.all([...open].map((stage) => stage.close())));
