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
  /** A sandbox that already runs; empty: our own, in this process. */
  readonly url: string;
  /** 0: any free one. */
  readonly port: number;
  /** Relative paths and `${workspaceFolder}` refer to `folder`; empty: built-in sample data. */
  readonly seedFile: string;
  /** The first folder of the workspace. */
  readonly folder?: WorkspaceFolder | undefined;
}

/** The one token that ever goes to a sandbox, ours or another: no real one does. */
export const sandboxToken = 'sandbox-admin';
const tokens: SilentTokens = {
  getToken: () => Promise.resolve({ value: sandboxToken, account: sandboxToken }),
  renew: (refused) => Promise.resolve(refused),
};

interface Running extends SandboxServer {
  readonly client: ReferralClient;
}

/** The local sandbox of the API. Started at the first call, stopped with the extension or when its settings change. */
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
