import { Emitter } from '../../base/event.ts';
import { isObject, type Json } from '../../base/json.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { invalidRequest, requestRefusal } from '../http/requestRefusal.ts';
import type { SandboxState } from '../store/state.ts';
import type { Change } from '../store/store.ts';
import type { Surroundings } from './attempt.ts';
import type { Delivery } from './delivery.ts';
import { deliveryClock } from './deliveryClock.ts';
import { DeliveryLog } from './deliveryLog.ts';
import { postOverHttp } from './post.ts';
import { checkMembers, readEventName, readWebhook, type Webhook } from './readWebhook.ts';
import { Receiver } from './receiver.ts';
import type { GetSigner } from './signer.ts';
import { changeTime, createEvent, nameEvent, type EventName, type WebhookEvent } from './webhookEvent.ts';

const mostWebhooks = 100;

/** A registration as it is listed. */
export type ListedWebhook = Webhook & {
  readonly id: string;
  /** Number of events, with duplicates, that are neither delivered nor given up. */
  readonly waiting: number;
  /** Number of events that were not taken, since too many waited. */
  readonly dropped: number;
};

/** What webhooks need from outside. */
interface Outside extends Surroundings {
  /** For how many milliseconds an event about a change of this referral is held back. */
  holdMs(referral: string): number;
}

/** Tells registered addresses of changes, as Partner Center does (docs/api.md, Webhooks). */
export class Webhooks implements Disposable {
  readonly #state: SandboxState;
  readonly #surroundings: Outside;
  readonly #anyHost: boolean;
  readonly #report: (text: string) => void;
  readonly #receivers = new Map<string, Receiver>();
  readonly #sent = new Emitter<WebhookEvent>();
  readonly #delivered = new Emitter<Delivery>();
  readonly #listening: readonly Disposable[];
  /** When the clock was advanced, in real time, and by how much, in ms: the latest 100 times. */
  #advances: readonly { readonly at: number; readonly by: number }[] = [];
  /** Numbers the registrations, as seeds for `shuffle`. */
  #registered = 0;

  /** First attempts that begin. */
  readonly onSend = this.#sent.event;
  /** Attempts that have ended. */
  readonly onDelivery = this.#delivered.event;
  readonly log = new DeliveryLog();

  /**
   * @param anyHost send also to other machines
   * @param outside time and HTTP of tests, and what holds events back
   */
  constructor(
    state: SandboxState,
    getSigner: GetSigner,
    anyHost: boolean,
    report: (text: string) => void,
    outside: Partial<Outside> = {},
  ) {
    this.#state = state;
    this.#surroundings = { clock: deliveryClock, post: postOverHttp, getSigner, holdMs: () => 0, ...outside };
    this.#anyHost = anyHost;
    this.#report = report;
    this.#listening = [
      state.onDidChange((changes) => changes.forEach((change) => this.#tell(change))),
      state.onDidAdvance(({ from, to }) => {
        this.#advances = [...this.#advances.slice(-99), { at: this.#surroundings.clock.now(), by: to - from }];
      }),
    ];
  }

  /**
   * Registers an address and returns the id of the registration.
   * @param own the address under which the sandbox was called; its certificate is there
   * @throws RequestRefusal 400
   */
  add(input: Json | undefined, own: URL): string {
    const webhook = readWebhook(input, own, this.#anyHost);
    if (this.#receivers.size >= mostWebhooks) {
      throw invalidRequest(`There are ${mostWebhooks} webhooks already. Remove them with DELETE /_sandbox/webhooks.`);
    }
    const id = crypto.randomUUID();
    const receiver = new Receiver(
      webhook,
      new URL('/_sandbox/webhooks/certificate', own).href,
      ++this.#registered,
      this.#surroundings,
      {
        onSend: (event) => this.#inform(() => this.#sent.fire(event)),
        onDelivery: (delivery) => this.#note(delivery),
        report: this.#report,
      },
    );
    this.#receivers.set(id, receiver);
    return id;
  }

  list(): readonly ListedWebhook[] {
    return [...this.#receivers].map(([id, { webhook, waiting, dropped }]) => ({ id, ...webhook, waiting, dropped }));
  }

  /** Ends what waits. The deliveries stay listed. */
  removeAll(): void {
    for (const receiver of this.#receivers.values()) receiver.dispose();
    this.#receivers.clear();
  }

  /**
   * Sends an event although nothing has changed.
   * @param input `{ "event"?, "referral" }`
   * @throws RequestRefusal 400, or 404 for an unknown referral
   */
  send(input: Json | undefined): { readonly id: string; readonly event: EventName; readonly webhooks: number } {
    if (!isObject(input) || typeof input.referral !== 'string') {
      throw invalidRequest('Send {"referral": "<id>"}, and "event" for another one than an update.', 'referral');
    }
    checkMembers(input, ['event', 'referral']);
    const { store, clock } = this.#state;
    const referral = store.find(input.referral);
    if (!referral) {
      throw requestRefusal(404, 'itemNotFound', `There is no referral with the id ${input.referral}.`, {
        target: 'referral',
      });
    }
    const name =
      input.event === undefined ? nameEvent(store, { kind: 'updated', referral }) : readEventName(input.event, 'event');
    const receivers = this.#receiversOf(name);
    if (receivers.length === 0) {
      throw invalidRequest(`No webhook takes ${name}. Register one with POST /_sandbox/webhooks.`, 'event');
    }
    // The present time: a receiver may take an event of the same time for a duplicate.
    const event = createEvent(name, referral, clock.stamp());
    deliver(event, receivers);
    return { id: event.id, event: name, webhooks: receivers.length };
  }

  /** PEM. */
  async certificate(): Promise<string> {
    return (await this.#surroundings.getSigner()).certificate;
  }

  /** Also forgets the deliveries. */
  reset(): void {
    this.removeAll();
    this.#advances = [];
    this.log.clear();
    this.#registered = 0;
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.removeAll();
    this.#sent.dispose();
    this.#delivered.dispose();
  }

  /** When an attempt began, by the sandbox's clock, which may have been advanced since. */
  #begun({ sentAt }: Delivery): number {
    const ahead = this.#state.clock.now() - this.#surroundings.clock.now();
    const since = this.#advances.filter(({ at }) => at > sentAt);
    return since.reduce((time, { by }) => time - by, sentAt + ahead);
  }

  #tell(change: Change): void {
    if (this.#receivers.size === 0) return;
    const { store, clock } = this.#state;
    const name = nameEvent(store, change);
    const receivers = this.#receiversOf(name);
    if (receivers.length === 0) return;
    const event = createEvent(name, change.referral, changeTime(change.referral, clock));
    deliver(event, receivers, this.#surroundings.holdMs(event.referral));
  }

  #receiversOf(name: EventName): Receiver[] {
    return [...this.#receivers.values()].filter(({ webhook }) => webhook.events.includes(name));
  }

  #note(delivery: Delivery): void {
    this.log.add({ ...delivery, time: new Date(this.#begun(delivery)).toISOString() });
    this.#inform(() => this.#delivered.fire(delivery));
  }

  #inform(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      // The next events must be delivered all the same.
      this.#report(`Internal error of the sandbox: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}

function deliver(event: WebhookEvent, receivers: readonly Receiver[], holdMs = 0): void {
  for (const receiver of receivers) receiver.deliver(event, holdMs);
}
