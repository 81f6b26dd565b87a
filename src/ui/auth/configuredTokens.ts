import * as vscode from 'vscode';
import type { AccessToken, Account, SignIn, SignInRequest, SilentTokens } from '../../auth/tokens.ts';
import { singleFlight } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime } from '../../base/lifetime.ts';
import { settings } from '../names.ts';
import { readSettings } from '../settings.ts';
import type { MicrosoftMemory } from './microsoftTokens.ts';

type Source = SilentTokens & SignIn;

/** The token source that `partnerReferrals.auth.method` names; changing the setting changes it on the spot. */
export class ConfiguredTokens implements SilentTokens, SignIn, vscode.Disposable {
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<void>());
  readonly #microsoft: () => Promise<Source>;
  #identity: Promise<Source> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(memory: MicrosoftMemory) {
    const options = () => ({ clientId: readSettings.authClientId(), tenantId: readSettings.authTenantId() });
    // On first need: sessions that change before anybody asked for one interest nobody.
    this.#microsoft = singleFlight(
      async () => {
        const { MicrosoftTokens } = await import('./microsoftTokens.ts');
        const tokens = this.#lifetime.add(new MicrosoftTokens(options, memory));
        this.#lifetime.add(tokens.onDidChange(() => this.#changed.fire()));
        return tokens;
      },
      { keep: true },
    );
    this.#lifetime.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        const mine = [settings.authMethod, settings.authClientId, settings.authTenantId];
        if (!mine.some((key) => event.affectsConfiguration(key))) return;
        // A sign-in that is under way with the old settings ends with them.
        void this.#identity?.then(
          (old) => old.signOut(),
          () => undefined,
        );
        this.#identity = undefined;
        this.#changed.fire();
      }),
    );
  }

  async getToken(signal: AbortSignal): Promise<AccessToken | undefined> {
    return (await this.#source()).getToken(signal);
  }

  async renew(refused: AccessToken, signal: AbortSignal): Promise<AccessToken | undefined> {
    return (await this.#source()).renew(refused, signal);
  }

  async signIn(request: SignInRequest): Promise<AccessToken | undefined> {
    return (await this.#source()).signIn(request);
  }

  async signOut(): Promise<void> {
    return (await this.#source()).signOut();
  }

  async accounts(): Promise<readonly Account[]> {
    return (await this.#source()).accounts();
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  async #source(): Promise<Source> {
    const method = readSettings.authMethod();
    if (method === 'vscode') return this.#microsoft();
    return (this.#identity ??= import('./shownIdentityTokens.ts').then(({ createShownIdentityTokens }) => {
      const tokens = createShownIdentityTokens(method);
      this.#lifetime.add(tokens.onDidChange(() => this.#changed.fire()));
      return tokens;
    }));
  }
}
