import type { ReferralClient } from '../../api/client.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { Emitter } from '../../base/event.ts';
import type { ConnectionId } from '../../protocol/panel.ts';

export type { ConnectionId };

/**
 * A server with its sign-in. A connection owns address and token source together and exposes only `client()`, so that a
 * token can't be sent to another address.
 */
export interface Connection {
  readonly id: ConnectionId;
  /** Returns the client. The first call creates it, and starts the sandbox. Rejects with an `ApiError`. */
  client(): Promise<ReferralClient>;
  readonly needsSignIn: boolean;
}

/** All connections and the current one. A switch doesn't change panels and documents of the other connection. */
export class Connections implements Disposable {
  readonly #byId: Readonly<Record<ConnectionId, Connection>>;
  readonly #changed = new Emitter<void>();
  #current: ConnectionId;

  /** Fired when the current connection changed. */
  readonly onDidChange = this.#changed.event;

  constructor(byId: Readonly<Record<ConnectionId, Connection>>, current: ConnectionId) {
    this.#byId = byId;
    this.#current = current;
  }

  get current(): Connection {
    return this.#byId[this.#current];
  }

  get(id: ConnectionId): Connection {
    return this.#byId[id];
  }

  use(id: ConnectionId): void {
    if (id === this.#current) return;
    this.#current = id;
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
