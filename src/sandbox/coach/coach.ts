import type { Delivery } from '../webhooks/delivery.ts';
import { BoundedMap } from '../../base/boundedMap.ts';
import { ClientHistory, type Surroundings } from './clientHistory.ts';
import type { CoachRule, Omission } from './coachRule.ts';
import { holdFor, type SentEvent } from './echoChain.ts';
import { Findings, type Finding } from './findings.ts';
import type { CallKind, ObservedCall } from './observedCall.ts';
import { ReceiverHistory } from './receiverHistory.ts';
import { coachRules } from './rules.ts';

/**
 * Judges the calls of each client by the rules (docs/findings.md). A client is a caller with a User-Agent, so that an
 * integration and a person who looks on with the same token are not taken for one. The cost of a call doesn't depend on
 * how many came before.
 */
export class Coach {
  readonly #findings = new Findings();
  readonly #clients = new BoundedMap<string, { readonly caller: string; readonly history: ClientHistory }>(200);
  readonly #receivers = new BoundedMap<string, ReceiverHistory>(200);
  /** The latest events, by `eventKey`. */
  readonly #events = new BoundedMap<string, SentEvent>(1000);
  /** Which client has changed a referral last, by its id. */
  readonly #writers = new BoundedMap<string, ClientHistory>(1000);
  /** When an event about a referral was held back last, by its id. */
  readonly #heldAt = new BoundedMap<string, number>(1000);
  readonly #surroundings: Surroundings;
  readonly #elapsed: () => number;

  /** A finding about a call or delivery was added or counted; undefined: all were cleared. */
  readonly onDidChange = this.#findings.onDidChange;

  /** True once all that the clients were to do is done: nothing more comes from them, and they have told of no failure. */
  haveClientsEnded = false;

  /** False while nobody has to answer webhook events, so that an event without an answer says nothing. */
  expectsReceivers = true;

  /**
   * @param isClosed true if the referral is Closed or does not exist
   * @param elapsed milliseconds of a clock that only goes forward
   */
  constructor(isClosed: (id: string) => boolean, elapsed: () => number = () => performance.now()) {
    this.#elapsed = elapsed;
    this.#surroundings = { isClosed, eventAbout: (id, eTag) => this.#events.get(eventKey(id, eTag)) };
  }

  /** The time by which calls are judged. */
  now(): number {
    return this.#elapsed();
  }

  /** Judges a call that has ended. */
  observe(caller: string, call: ObservedCall): void {
    const history = this.#historyOf(caller, call.userAgent);
    for (const { rule, judge } of judges[call.kind]) {
      const found = judge(call, history);
      if (found === undefined) continue;
      const messages = typeof found === 'string' ? [found] : found;
      for (const message of messages) this.#findings.add(rule, message, caller, call.requestId);
    }
    history.add(call);
    if (call.facts.change) this.#writers.set(call.id, history);
  }

  /** For how many milliseconds an event about a write to the referral should be held back (echoChain.ts). */
  holdMs(referral: string): number {
    const id = referral.toLowerCase();
    const own = this.#writers.get(id)?.ownWrites.get(id);
    const ms = own?.chain ? holdFor(own.chain) : 0;
    if (ms === 0 || this.now() - (this.#heldAt.get(id) ?? -Infinity) < leastBetweenHolds) return 0;
    this.#heldAt.set(id, this.now());
    return ms;
  }

  /** An event about a write is sent. Copies for other receivers, and repetitions, come later than the first. */
  sending(referral: string, eTag: string): void {
    const key = eventKey(referral, eTag);
    if (!this.#events.get(key)) this.#events.set(key, { eTag, sentAt: this.now() });
  }

  /** Judges what a receiver answered to an event. Its findings have the caller `receiver <url>`. */
  delivered(delivery: Delivery): void {
    const { url, id, status } = delivery;
    if (status === null && !this.expectsReceivers) return;
    const receiver = this.#receivers.get(url) ?? new ReceiverHistory();
    for (const rule of deliveryRules) {
      const message = rule.judgeDelivery?.(delivery, receiver);
      if (message !== undefined) this.#findings.add(rule, message, `receiver ${url}`, id);
    }
    receiver.add(delivery);
    this.#receivers.set(url, receiver);
  }

  /** The findings so far, with what clients have left undone until now. */
  list(): readonly Finding[] {
    const all = this.#findings.copy();
    for (const { caller, history } of this.#clients.values()) {
      for (const rule of openRules.filter(({ isOfEnd }) => !isOfEnd || this.haveClientsEnded)) {
        for (const omission of rule.open?.(history) ?? []) addOmission(all, rule, omission, caller);
      }
    }
    return all.list();
  }

  /** The clients were ended from outside: a write that failed may have been about to come again. */
  wasInterrupted(): void {
    for (const { history } of this.#clients.values()) history.failedWrites.clear();
  }

  /** Clears the findings, and forgets all calls: each client begins anew. */
  clear(): void {
    this.#findings.clear();
    this.#clients.clear();
    this.#receivers.clear();
    this.#events.clear();
    this.#writers.clear();
    this.#heldAt.clear();
  }

  #historyOf(caller: string, userAgent: string): ClientHistory {
    // Neither has a line break, since both come from headers.
    const key = `${caller}\n${userAgent}`;
    const known = this.#clients.get(key);
    if (known) return known.history;
    const history = new ClientHistory(this.#surroundings);
    this.#clients.set(key, { caller, history });
    return history;
  }
}

/** So that a client that edits fast and does not wait for events hardly delays those of others. */
const leastBetweenHolds = 10_000;

function eventKey(referral: string, eTag: string): string {
  return `${referral.toLowerCase()} ${eTag}`;
}

function addOmission(all: Findings, rule: CoachRule, { message, requestIds, times }: Omission, caller: string): void {
  for (const [index, requestId] of requestIds.entries()) {
    all.add(rule, message, caller, requestId, index === 0 ? times - requestIds.length + 1 : 1);
  }
}

interface Judge {
  readonly rule: CoachRule;
  readonly judge: NonNullable<CoachRule['judge']>;
}

/** The rules that can find something in a call, by its kind. */
const judges: Readonly<Record<CallKind, readonly Judge[]>> = {
  list: judgesOf('list'),
  read: judgesOf('read'),
  create: judgesOf('create'),
  change: judgesOf('change'),
  other: judgesOf('other'),
};
const openRules = coachRules.filter(({ open }) => open);
const deliveryRules = coachRules.filter(({ judgeDelivery }) => judgeDelivery);

function judgesOf(kind: CallKind): readonly Judge[] {
  return coachRules.flatMap((rule) =>
    rule.judge && (rule.kinds?.includes(kind) ?? true) ? [{ rule, judge: rule.judge }] : [],
  );
}
