import type { Disposable } from '../../base/lifetime.ts';
import { attemptDelivery, type Surroundings } from './attempt.ts';
import type { Delivery } from './delivery.ts';
import { Disorder } from './disorder.ts';
import type { Webhook } from './readWebhook.ts';
import type { WebhookEvent } from './webhookEvent.ts';

/** Then an event is given up. */
export const mostAttempts = 10;
const firstWaitMs = 500;
const growth = 1.5;
/** More would use up the connections that the sandbox itself needs. */
const retriesAtOnce = 20;
const mostWaiting = 100_000;

/** Milliseconds between an attempt and the next one: ten attempts are over after 38 seconds and the answers' time. */
export function waitAfter(attempt: number): number {
  return Math.round(firstWaitMs * growth ** (attempt - 1));
}

interface Outlet {
  /** Called before each first attempt. */
  onSend(event: WebhookEvent): void;
  /** Called for each attempt that has ended. */
  onDelivery(delivery: Delivery): void;
  report(text: string): void;
}

/** An event on its way. */
interface Waiting {
  readonly event: WebhookEvent;
  /** The first attempt doesn't begin before this time. */
  readonly due: number;
}

/**
 * Delivers events to one registered address. First attempts are made one after the other, which keeps their order; an
 * event that has failed is repeated beside them.
 */
export class Receiver implements Disposable {
  readonly #webhook: Webhook;
  readonly #certificateUrl: string;
  readonly #surroundings: Surroundings;
  readonly #outlet: Outlet;
  readonly #disorder: Disorder<Waiting> | undefined;
  readonly #timers = new Set<Disposable>();
  readonly #posts = new Set<AbortController>();
  /** Retries whose wait is over and for which there are too many others. */
  readonly #due: (() => Promise<void>)[] = [];
  readonly #signatures = new WeakMap<WebhookEvent, string>();
  #retries = 0;
  /** Nothing listened at the last attempt. */
  #isRefused = false;
  #waiting = 0;
  #dropped = 0;
  #disposed = false;
  /** Settles when the first attempts that were asked for so far have ended. */
  #last: Promise<void> = Promise.resolve();

  /** @param seed for `shuffle` */
  constructor(webhook: Webhook, certificateUrl: string, seed: number, surroundings: Surroundings, outlet: Outlet) {
    this.#webhook = webhook;
    this.#certificateUrl = certificateUrl;
    this.#surroundings = surroundings;
    this.#outlet = outlet;
    if (webhook.behaviour.shuffle) {
      this.#disorder = new Disorder(seed, surroundings.clock, (items) => this.#line(items));
    }
  }

  get webhook(): Webhook {
    return this.#webhook;
  }

  /** Number of events, with duplicates, that are neither delivered nor given up. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Number of events that were not taken, since too many waited. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @param holdMs how long the event is held back beyond what was asked for */
  deliver(event: WebhookEvent, holdMs = 0): void {
    const { duplicate, delayMs } = this.#webhook.behaviour;
    const copies = duplicate ? 2 : 1;
    if (this.#waiting + copies > mostWaiting) {
      if (this.#dropped++ === 0) {
        this.#outlet.report(`${mostWaiting} events wait for ${this.#webhook.url}. More are dropped until it answers.`);
      }
      return;
    }
    this.#waiting += copies;
    const item = { event, due: this.#surroundings.clock.now() + delayMs + holdMs };
    if (this.#disorder) this.#disorder.add(item);
    else this.#line([item]);
  }

  /** Ends what waits. Attempts that run are given up and not reported. */
  dispose(): void {
    this.#disposed = true;
    this.#disorder?.dispose();
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
    for (const post of this.#posts) post.abort(new Error('the webhook was removed.'));
    this.#posts.clear();
    this.#due.length = 0;
    this.#waiting = 0;
  }

  /** Lines first attempts up. Duplicates of what is shuffled come after all of it. */
  #line(items: readonly Waiting[]): void {
    const { duplicate, shuffle } = this.#webhook.behaviour;
    const all = !duplicate ? items : shuffle ? [...items, ...items] : items.flatMap((item) => [item, item]);
    for (const { event, due } of all) {
      this.#last = this.#last.then(async () => {
        const wait = due - this.#surroundings.clock.now();
        if (wait > 0) await new Promise<void>((resolve) => this.#after(wait, resolve));
        await this.#attempt(event, 1);
      });
    }
  }

  async #attempt(event: WebhookEvent, attempt: number): Promise<void> {
    if (this.#disposed) return;
    const ended = new AbortController();
    this.#posts.add(ended);
    if (attempt === 1) this.#outlet.onSend(event);
    const made = await attemptDelivery(
      this.#surroundings,
      this.#webhook,
      event,
      attempt,
      this.#signatures,
      this.#certificateUrl,
      ended,
    ).catch((error: unknown) => {
      this.#outlet.report(`A webhook event could not be sent: ${String(error)}`);
      return undefined;
    });
    // Disposed meanwhile.
    if (!this.#posts.delete(ended)) return;
    this.#isRefused = made?.isRefused === true;
    if (made) this.#outlet.onDelivery(made.delivery);
    const status = made?.delivery.status ?? 0;
    if ((status >= 200 && status < 300) || attempt === mostAttempts) this.#waiting--;
    else this.#after(waitAfter(attempt), () => this.#retry(() => this.#attempt(event, attempt + 1)));
  }

  #retry(attempt: () => Promise<void>): void {
    if (this.#retries >= this.#mostRetries) return void this.#due.push(attempt);
    this.#retries++;
    void attempt().then(() => {
      this.#retries--;
      while (this.#retries < this.#mostRetries) {
        const next = this.#due.shift();
        if (!next) return;
        this.#retry(next);
      }
    });
  }

  /** Refused attempts end at once: many of them would leave the sandbox no time for anything else. */
  get #mostRetries(): number {
    return this.#isRefused ? 1 : retriesAtOnce;
  }

  #after(ms: number, task: () => void): void {
    const timer = this.#surroundings.clock.after(ms, () => {
      this.#timers.delete(timer);
      task();
    });
    this.#timers.add(timer);
  }
}
