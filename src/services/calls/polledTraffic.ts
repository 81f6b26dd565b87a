import { ApiError } from '../../api/failure.ts';
import type { Clock } from '../../base/alarm.ts';
import { singleFlight } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';
import type { Json } from '../../base/json.ts';
import type { Disposable } from '../../base/lifetime.ts';
import type { Finding } from '../../sandbox/coach/findings.ts';
import type { Call } from '../../sandbox/http/callLog.ts';
import { readCalls, readFindings } from './readTraffic.ts';

/** The part of the control plane that is polled. Rejects with an `ApiError`. */
export interface TrafficControl {
  calls(since?: string): Promise<Json>;
  findings(): Promise<Json>;
  clearCalls(): Promise<void>;
}

const pace = 2000;
const most = 10_000;

/**
 * Calls and findings of a sandbox in another process, which can only be asked: while somebody looks, every two seconds
 * after the last answer, for the calls since the latest known one.
 */
export class PolledTraffic implements Disposable {
  readonly #control: TrafficControl;
  readonly #clock: Clock;
  readonly #changed = new Emitter<void>();
  readonly #ask = singleFlight(() => this.#read());
  #timer: Disposable | undefined;
  #watching = false;
  #calls: readonly Call[] = [];
  #findings: readonly Finding[] = [];
  #failure: ApiError | undefined;
  #loaded = false;
  /** The last answers, for noticing that nothing is new. */
  #seen = '';

  readonly onDidChange = this.#changed.event;

  constructor(control: TrafficControl, clock: Clock) {
    this.#control = control;
    this.#clock = clock;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Why the latest question had no answer. */
  get failure(): ApiError | undefined {
    return this.#failure;
  }

  /** False until the first answer or failure. */
  get loaded(): boolean {
    return this.#loaded;
  }

  watch(watching: boolean): void {
    if (watching === this.#watching) return;
    this.#watching = watching;
    this.#timer?.dispose();
    this.#timer = undefined;
    if (watching) void this.#poll();
  }

  /** Asks once. Never rejects: a failure is the state. */
  refresh(): Promise<void> {
    return this.#ask();
  }

  async clear(): Promise<void> {
    await this.#control.clearCalls();
    this.#calls = [];
    this.#findings = [];
    this.#seen = '';
    this.#changed.fire();
  }

  dispose(): void {
    this.watch(false);
    this.#changed.dispose();
  }

  async #poll(): Promise<void> {
    await this.#ask();
    if (!this.#watching) return;
    this.#timer?.dispose();
    this.#timer = this.#clock.after(pace, () => void this.#poll());
  }

  async #read(): Promise<void> {
    const before = this.#seen;
    try {
      const answer = await this.#readCalls();
      const findings = await this.#control.findings();
      this.#findings = readFindings(findings);
      this.#failure = undefined;
      this.#seen = JSON.stringify([answer, findings]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#failure = error;
      this.#seen = JSON.stringify(error.failure);
    }
    this.#loaded = true;
    if (this.#seen !== before) this.#changed.fire();
  }

  async #readCalls(): Promise<Json> {
    const newest = this.#calls.at(-1);
    // A call that still runs may have ended meanwhile.
    const first = this.#calls.find(({ duration }) => duration === null) ?? newest;
    if (first && newest) {
      const answer = await this.#control.calls(first.time);
      const latest = readCalls(answer);
      const ids = new Set(latest.map(({ requestId }) => requestId));
      // Without the newest known one, the list was cleared, or the sandbox is another one.
      if (ids.has(newest.requestId)) {
        this.#calls = [...this.#calls.filter(({ requestId }) => !ids.has(requestId)), ...latest].slice(-most);
        return answer;
      }
    }
    const answer = await this.#control.calls();
    this.#calls = readCalls(answer).slice(-most);
    return answer;
  }
}
