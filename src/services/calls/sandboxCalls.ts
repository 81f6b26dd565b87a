import { systemClock, type Clock } from '../../base/alarm.ts';
import { Emitter, type Event } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import type { Finding } from '../../sandbox/coach/findings.ts';
import type { Call } from '../../sandbox/http/callLog.ts';
import type { Traffic } from '../../sandbox/http/traffic.ts';
import { SandboxControl } from '../connection/sandboxControl.ts';
import { loopbackOrigin, type SandboxServer } from '../connection/sandboxServer.ts';
import { PolledTraffic, type TrafficControl } from './polledTraffic.ts';

/** What is known about the sandbox of this window. */
export type SandboxState =
  /** It doesn't run; a command starts it. */
  | { readonly kind: 'stopped' }
  /** Runs elsewhere and has not answered yet. */
  | { readonly kind: 'loading'; readonly origin: string }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'ready';
      /** `http://127.0.0.1:PORT` */
      readonly origin: string;
      /** Oldest first. */
      readonly calls: readonly Call[];
      readonly findings: readonly Finding[];
    };

export interface SandboxCallsParts {
  /** The window's sandbox connection. */
  readonly sandbox: { readonly current: SandboxServer | undefined; readonly onDidChange: Event<void> };
  /** The setting for a sandbox that runs elsewhere; empty without one. */
  readonly url: () => string;
  readonly clock?: Clock;
  readonly control?: (origin: string) => TrafficControl;
}

type Source =
  | { readonly kind: 'own'; readonly origin: string; readonly traffic: Traffic; readonly listening: Disposable }
  | { readonly kind: 'elsewhere'; readonly origin: string; readonly traffic: PolledTraffic }
  | { readonly kind: 'invalid'; readonly error: unknown };

/**
 * Calls and findings of the window's sandbox. That of this process tells by itself; one elsewhere is polled while
 * `watch(true)`.
 */
export class SandboxCalls implements Disposable {
  readonly #parts: SandboxCallsParts;
  readonly #changed = new Emitter<void>();
  readonly #listening: Disposable;
  #source: Source | undefined;
  #watching = false;

  readonly onDidChange = this.#changed.event;

  constructor(parts: SandboxCallsParts) {
    this.#parts = parts;
    this.#listening = parts.sandbox.onDidChange(() => this.reconnect());
    this.reconnect();
  }

  get state(): SandboxState {
    const source = this.#source;
    if (!source) return { kind: 'stopped' };
    if (source.kind === 'invalid') return { kind: 'failed', error: source.error };
    const { origin } = source;
    if (source.kind === 'own') {
      return { kind: 'ready', origin, calls: source.traffic.calls(), findings: source.traffic.findings() };
    }
    const { loaded, failure, calls, findings } = source.traffic;
    if (!loaded) return { kind: 'loading', origin };
    return failure ? { kind: 'failed', error: failure } : { kind: 'ready', origin, calls, findings };
  }

  /** Whether somebody looks. */
  watch(watching: boolean): void {
    this.#watching = watching;
    if (this.#source?.kind === 'elsewhere') this.#source.traffic.watch(watching);
  }

  /** To be called when the setting changed. */
  reconnect(): void {
    const { current } = this.#parts.sandbox;
    const before = this.#source;
    if (current?.traffic) {
      if (before?.kind === 'own' && before.traffic === current.traffic) return;
      this.#use({
        kind: 'own',
        origin: current.url,
        traffic: current.traffic,
        listening: current.traffic.onDidChange(() => this.#changed.fire()),
      });
      return;
    }
    const url = this.#parts.url();
    if (url === '') return this.#use(undefined);
    let origin: string;
    try {
      origin = loopbackOrigin(url);
    } catch (error) {
      return this.#use({ kind: 'invalid', error });
    }
    if (before?.kind === 'elsewhere' && before.origin === origin) return;
    const { control = (at: string): TrafficControl => new SandboxControl(at), clock = systemClock } = this.#parts;
    const traffic = new PolledTraffic(control(origin), clock);
    traffic.onDidChange(() => this.#changed.fire());
    this.#use({ kind: 'elsewhere', origin, traffic });
    traffic.watch(this.#watching);
  }

  /** Asks a sandbox elsewhere at once; that of this process has told already. */
  async refresh(): Promise<void> {
    if (this.#source?.kind === 'elsewhere') await this.#source.traffic.refresh();
  }

  /** Rejects with an `ApiError` if the sandbox elsewhere refuses. */
  async clear(): Promise<void> {
    if (this.#source?.kind === 'own' || this.#source?.kind === 'elsewhere') await this.#source.traffic.clear();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#use(undefined);
    this.#changed.dispose();
  }

  #use(source: Source | undefined): void {
    const before = this.#source;
    if (before === source) return;
    if (before?.kind === 'own') before.listening.dispose();
    if (before?.kind === 'elsewhere') before.traffic.dispose();
    this.#source = source;
    this.#changed.fire();
  }
}
