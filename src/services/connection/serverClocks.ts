import type { CallRecord } from '../../api/policies/callLog.ts';
import { Emitter } from '../../base/event.ts';
import type { ConnectionId } from '../../protocol/panel.ts';

/** Smaller differences, in ms, are those of a slow response. */
const tolerance = 5 * 60_000;

/**
 * The time of each server, by which its referrals expire. A sandbox's clock may be ahead of this machine's, and its
 * responses tell the time. For Partner Center, it is the time of this machine.
 */
export class ServerClocks {
  readonly #changed = new Emitter<void>();
  #sandboxAhead = 0;

  /** Fired when the sandbox's clock was advanced or reset. */
  readonly onDidChange = this.#changed.event;

  /** Milliseconds that the server's clock is ahead of this machine's. */
  ahead(connection: ConnectionId): number {
    return connection === 'sandbox' ? this.#sandboxAhead : 0;
  }

  /** Milliseconds since 1970. */
  now(connection: ConnectionId): number {
    return Date.now() + this.ahead(connection);
  }

  /** Takes the time from a response. */
  note(connection: ConnectionId, { serverTime }: Pick<CallRecord, 'serverTime'>): void {
    if (connection !== 'sandbox' || serverTime === undefined) return;
    const ahead = serverTime - Date.now();
    if (Math.abs(ahead - this.#sandboxAhead) < tolerance) return;
    this.#sandboxAhead = Math.abs(ahead) < tolerance ? 0 : ahead;
    this.#changed.fire();
  }
}
