import type { Memento } from '../../../src/auth/accountMemory.ts';
import type { MicrosoftProvider, MicrosoftSession, SessionPrompt } from '../../../src/auth/microsoftTokens.ts';
import type { Account } from '../../../src/auth/tokens.ts';
import { Emitter } from '../../../src/base/event.ts';

export const alice: Account = { id: 'id-a', label: 'alice@contoso.example' };
export const bob: Account = { id: 'id-b', label: 'bob@fabrikam.example' };

/** VS Code's storage: `get` returns values immediately. */
export class Storage implements Memento {
  readonly #values = new Map<string, unknown>();

  get(key: string): unknown {
    return this.#values.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
    return Promise.resolve();
  }

  get values(): unknown[] {
    return [...this.#values.values()];
  }
}

/** Replaces VS Code's Microsoft authentication provider. The result of a call is determined when `when` resolves. */
export class MicrosoftAccounts implements MicrosoftProvider {
  listed: Account[] = [alice, bob];
  /** If false, accounts are listed but their tokens are expired. */
  online = true;
  /** The account that the user chooses in a prompt. */
  person = alice;
  prompts = 0;
  /** Delays the result of a call. */
  when: (call: 'accounts' | SessionPrompt['kind'], account: Account | undefined) => Promise<unknown> = () =>
    Promise.resolve();
  readonly #changed = new Emitter<void>();
  readonly onDidChangeSessions = this.#changed.event;

  async getAccounts(): Promise<Account[]> {
    const { listed } = this;
    await this.when('accounts', undefined);
    return listed;
  }

  async getSession(
    _request: unknown,
    prompt: SessionPrompt,
    account: Account | undefined,
  ): Promise<MicrosoftSession | undefined> {
    if (prompt.kind === 'silent') {
      const found = this.#silently(account);
      await this.when(prompt.kind, account);
      return found;
    }
    const found = prompt.kind === 'ifNeeded' && !prompt.choose ? this.#silently(account) : undefined;
    if (!found) this.prompts++;
    await this.when(prompt.kind, account);
    const chosen = found?.account ?? account ?? this.person;
    if (!this.listed.some(({ id }) => id === chosen.id)) this.change([...this.listed, chosen]);
    return sessionOf(chosen);
  }

  change(listed: Account[]): void {
    this.listed = listed;
    this.#changed.fire();
  }

  #silently(account: Account | undefined): MicrosoftSession | undefined {
    const found = this.listed.find(({ id }) => account === undefined || id === account.id);
    return found && this.online ? sessionOf(found) : undefined;
  }
}

function sessionOf(account: Account): MicrosoftSession {
  return { accessToken: `token of ${account.label}`, account };
}
