import type { CallRecord } from '../../api/policies/callLog.ts';
import { Emitter } from '../../base/event.ts';
import type { ConnectionId } from '../../protocol/panel.ts';

/** A call of the extension's own client in this window. */
export interface WindowCall {
  readonly number: number;
  readonly connection: ConnectionId;
  /** When it ended, in ms since 1970. */
  readonly endedAt: number;
  readonly call: CallRecord;
}

const most = 500;

/** The latest calls of this window, oldest first. Without tokens, bodies and query values, as `CallRecord` is. */
export class WindowCalls {
  readonly #changed = new Emitter<void>();
  #calls: readonly WindowCall[] = [];
  #number = 0;

  readonly onDidChange = this.#changed.event;

  get list(): readonly WindowCall[] {
    return this.#calls;
  }

  add(connection: ConnectionId, call: CallRecord): void {
    const entry = { number: ++this.#number, connection, endedAt: Date.now(), call };
    this.#calls = [...this.#calls.slice(1 - most), entry];
    this.#changed.fire();
  }

  clear(): void {
    this.#calls = [];
    this.#changed.fire();
  }
}
