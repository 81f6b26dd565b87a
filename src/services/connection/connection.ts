import type { ReferralClient } from '../../api/client.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { Emitter } from '../../base/event.ts';
import type { ConnectionId } from '../../protocol/panel.ts';

export type { ConnectionId };

/**
 * What we talk to. It owns address and token source together, behind `client()`, so that a token can never meet another
 * address.
 */
export interface Connection {
  readonly id: ConnectionId;
  /** Ready to ask; built, and the sandbox started, at the first call. Rejects with an `ApiError`. */
  client(): Promise<ReferralClient>;
  readonly needsSignIn: boolean;
}

/** All connections, and which one is current. Panels and documents of the other one stay what they are. */
export class Connections implements Disposable {
  readonly #byId: Readonly<Record<ConnectionId, Connection>>;
  readonly #changed = new Emitter<void>();
  #current: ConnectionId;

  /** The current connection changed. */
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
