import * as vscode from 'vscode';
import type { AccessToken, Account, SignInContext, SignInRequest, TokenSource } from '../../auth/tokens.ts';
import { singleFlight } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime } from '../../base/lifetime.ts';
import { settings } from '../names.ts';
import { readSettings } from '../settings.ts';

/** The token source of the setting `partnerReferrals.auth.method`. A change of the setting takes effect immediately. */
export class ConfiguredTokens implements TokenSource, vscode.Disposable {
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<void>());
  readonly #microsoft: () => Promise<TokenSource>;
  #identity: Promise<TokenSource> | undefined;
  /** Incremented when a setting changes. Tokens that were requested with the previous settings are discarded. */
  #generation = 0;

  readonly onDidChange = this.#changed.event;

  constructor() {
    const options = () => ({ clientId: readSettings.authClientId(), tenantId: readSettings.authTenantId() });
    // Created on first use: nothing depends on the sessions before.
    this.#microsoft = singleFlight(
      async () => {
        const [{ MicrosoftTokens }, { microsoftProvider }] = await Promise.all([
          import('../../auth/microsoftTokens.ts'),
          import('./microsoftProvider.ts'),
        ]);
        const tokens = this.#lifetime.add(new MicrosoftTokens(microsoftProvider, options));
        this.#lifetime.add(tokens.onDidChange(() => this.#changed.fire()));
        return tokens;
      },
      { keep: true },
    );
    this.#lifetime.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        const relevant = [settings.authMethod, settings.authClientId, settings.authTenantId];
        if (!relevant.some((key) => event.affectsConfiguration(key))) return;
        this.#generation++;
        // Cancels a running sign-in with the previous settings.
        void this.#identity?.then(
          (former) => former.signOut(),
          () => undefined,
        );
        this.#identity = undefined;
        this.#changed.fire();
      }),
    );
  }

  get method(): string {
    return readSettings.authMethod();
  }

  getToken(signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined> {
    return this.#ask((source) => source.getToken(signal, pinned));
  }

  renew(refused: AccessToken, signal: AbortSignal, pinned?: string): Promise<AccessToken | undefined> {
    return this.#ask((source) => source.renew(refused, signal, pinned));
  }

  async signIn(request: SignInRequest, context?: SignInContext): Promise<AccessToken | undefined> {
    const generation = this.#generation;
    const token = await (await this.#source()).signIn(request, context);
    return generation === this.#generation ? token : undefined;
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

  async #ask(from: (source: TokenSource) => Promise<AccessToken | undefined>): Promise<AccessToken | undefined> {
    for (;;) {
      const generation = this.#generation;
      const token = await from(await this.#source());
      if (generation === this.#generation) return token;
    }
  }

  async #source(): Promise<TokenSource> {
    const method = readSettings.authMethod();
    if (method === 'vscode') return this.#microsoft();
    return (this.#identity ??= import('./shownIdentityTokens.ts').then(({ createShownIdentityTokens }) => {
      const tokens = createShownIdentityTokens(method);
      this.#lifetime.add(tokens.onDidChange(() => this.#changed.fire()));
      return tokens;
    }));
  }
}
