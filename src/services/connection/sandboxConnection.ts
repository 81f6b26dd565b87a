import type { ReferralClient } from '../../api/client.ts';
import type { CallRecord } from '../../api/policies/callLog.ts';
import type { SilentTokens } from '../../auth/tokens.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import type { Connection } from './connection.ts';
import type { SandboxServer } from './sandboxServer.ts';

export interface WorkspaceFolder {
  readonly scheme: string;
  readonly fsPath: string;
}

export interface SandboxSettings {
  /** URL of a running sandbox. Empty to start one in this process. */
  readonly url: string;
  /** Port of the started sandbox; 0 for any free one. */
  readonly port: number;
  /**
   * Path of the seed file. Relative paths and `${workspaceFolder}` refer to `folder`. Empty for the built-in sample
   * data.
   */
  readonly seedFile: string;
  /** The first folder of the workspace. */
  readonly folder?: WorkspaceFolder | undefined;
  /** Generated referrals instead of the seed file. */
  readonly count?: number;
  readonly strict?: boolean;
  readonly lenient?: boolean;
}

/** What a task says about its sandbox. The rest is as in the settings. */
export type SandboxChoices = Partial<Pick<SandboxSettings, 'port' | 'seedFile' | 'count' | 'strict' | 'lenient'>>;

/** The token for all sandboxes. A real token is never sent to a sandbox. */
export const sandboxToken = 'sandbox-admin';
const tokens: SilentTokens = {
  getToken: () => Promise.resolve({ value: sandboxToken, account: sandboxToken }),
  renew: (refused) => Promise.resolve(refused),
};

interface Running extends SandboxServer {
  readonly client: ReferralClient;
}

/**
 * The connection to the local sandbox. The first call starts it. It stops with the extension or when its settings
 * change.
 */
export class SandboxConnection implements Connection, Disposable {
  readonly id = 'sandbox';
  readonly needsSignIn = false;
  readonly #settings: () => SandboxSettings;
  readonly #onCall: (call: CallRecord) => void;
  readonly #userAgent: string | undefined;
  readonly #changed = new Emitter<void>();
  readonly #startingAgain = new Emitter<void>();
  /** What is known is of a sandbox that was stopped. */
  #isOutdated = false;
  #choices: SandboxChoices | undefined;
  /** The URL in the settings with which the last sandbox was started; empty for one of our own. */
  #elsewhere = '';
  #current: Running | undefined;
  #running: Promise<Running> | undefined;
  #closing: Promise<unknown> | undefined;

  /** Another sandbox runs, or none. */
  readonly onDidChange = this.#changed.event;

  /** Fired before another sandbox starts than the one before, of which everything that is known has to be forgotten. */
  readonly onWillStartAgain = this.#startingAgain.event;

  constructor(settings: () => SandboxSettings, onCall: (call: CallRecord) => void, userAgent?: string) {
    this.#settings = settings;
    this.#onCall = onCall;
    this.#userAgent = userAgent;
  }

  /** What runs now; undefined if nothing does, or only a sandbox elsewhere to which nobody has connected. */
  get current(): SandboxServer | undefined {
    return this.#current;
  }

  async client(): Promise<ReferralClient> {
    return (await this.#run()).client;
  }

  /** Returns the origin of the sandbox, `http://127.0.0.1:PORT`. Starts the sandbox if necessary. */
  async url(): Promise<string> {
    return (await this.#run()).url;
  }

  /**
   * Replaces what runs by a sandbox of our own with these choices, until the next restart. Without a port it takes over
   * that of the one before, whose address may already be in use. Rejects with an `ApiError`.
   */
  startWith(choices: SandboxChoices): Promise<SandboxServer> {
    const before = this.#current;
    void this.restart();
    const port = choices.port ?? (before?.traffic && Number(new URL(before.url).port));
    this.#choices = { ...choices, ...(port !== undefined && { port }) };
    return this.#run();
  }

  /**
   * Restarts and returns true, unless what runs stays the same: a sandbox with choices of its own, or one elsewhere whose
   * address did not change.
   */
  settingsChanged(): boolean {
    if (this.#choices || (this.#elsewhere && this.#elsewhere === this.#settings().url)) return false;
    void this.restart();
    return true;
  }

  /** Call this when what is known of a sandbox that was stopped is forgotten before another one starts. */
  noteForgotten(): void {
    this.#isOutdated = false;
  }

  /** Stops the sandbox. The next call starts it with the current settings. Resolves when everything is closed. */
  async restart(): Promise<void> {
    const running = this.#running;
    if (running) this.#isOutdated = true;
    this.#running = undefined;
    this.#choices = undefined;
    this.#use(undefined);
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
    if (this.#isOutdated) {
      this.#isOutdated = false;
      this.#startingAgain.fire();
    }
    const running = (this.#running ??= this.#start());
    try {
      const current = await running;
      if (this.#running === running) this.#use(current);
      return current;
    } catch (error) {
      // A failed start isn't kept, since the user may have corrected the seed file.
      if (this.#running === running) this.#running = this.#choices = undefined;
      throw error;
    }
  }

  async #start(): Promise<Running> {
    // A port from the settings is free only after the previous sandbox has closed it.
    await this.#closing;
    const settings = this.#choices ? { ...this.#settings(), url: '', ...this.#choices } : this.#settings();
    this.#elsewhere = settings.url;
    const [{ createNodeClient }, server] = await Promise.all([
      import('./nodeClient.ts'),
      import('./sandboxServer.ts').then(({ sandboxServer }) => sandboxServer(settings)),
    ]);
    const [onCall, userAgent] = [this.#onCall, this.#userAgent];
    return { ...server, client: createNodeClient({ origin: server.url, tokens, onCall, userAgent }) };
  }

  #use(current: Running | undefined): void {
    if (current === this.#current) return;
    this.#current = current;
    this.#changed.fire();
  }
}
