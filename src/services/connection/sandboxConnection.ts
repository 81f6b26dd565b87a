import type { ReferralClient } from '../../api/client.ts';
import type { CallRecord } from '../../api/policies/callLog.ts';
import type { SilentTokens } from '../../auth/tokens.ts';
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
}

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
  #running: Promise<Running> | undefined;
  #closing: Promise<unknown> | undefined;

  constructor(settings: () => SandboxSettings, onCall: (call: CallRecord) => void) {
    this.#settings = settings;
    this.#onCall = onCall;
  }

  async client(): Promise<ReferralClient> {
    return (await this.#run()).client;
  }

  /** Returns the origin of the sandbox, `http://127.0.0.1:PORT`. Starts the sandbox if necessary. */
  async url(): Promise<string> {
    return (await this.#run()).url;
  }

  /** Stops the sandbox. The next call starts it with the current settings. Resolves when everything is closed. */
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
      // A failed start isn't kept, since the user may have corrected the seed file.
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  async #start(): Promise<Running> {
    // A port from the settings is free only after the previous sandbox has closed it.
    await this.#closing;
    const settings = this.#settings();
    const [{ createReferralClient }, { nodeFetchTransport }, server] = await Promise.all([
      import('../../api/client.ts'),
      import('../../api/nodeFetchTransport.ts'),
      import('./sandboxServer.ts').then(({ sandboxServer }) => sandboxServer(settings)),
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
