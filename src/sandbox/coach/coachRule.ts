import type { Delivery } from '../webhooks/delivery.ts';
import type { ClientHistory } from './clientHistory.ts';
import type { CallKind, ObservedCall } from './observedCall.ts';
import type { ReceiverHistory } from './receiverHistory.ts';

/** What is wrong, as sentences: what it is, with its name or value, and what to do instead. */
export type Message = string;

/** A rule of the coach. What breaks it becomes a finding. */
export interface CoachRule {
  readonly id: string;
  /** `error` and `warning`: data is lost, doubled or refused. */
  readonly severity: 'error' | 'warning' | 'info';
  /**
   * `documented`: Microsoft's documents say it. `observed`: responses of the service or code of others show it.
   * `advice`: no document demands it.
   */
  readonly evidence: 'documented' | 'observed' | 'advice';
  /** The document, by its mark there (docs/api.md, Sources), and the section there about it. */
  readonly source: string;
  /** What must hold, as one sentence. */
  readonly title: string;
  /** When it is found, and what goes wrong otherwise. */
  readonly meaning: string;
  /** The right way, as HTTP messages or TypeScript. */
  readonly example: string;
  /** The calls that `judge` is asked about. */
  readonly kinds?: readonly CallKind[];
  /** Judges a call by what its client did before. */
  readonly judge?: (call: ObservedCall, history: ClientHistory) => Message | readonly Message[] | undefined;
  /** What the client has left undone so far. It is no longer found once it is done. */
  readonly open?: (history: ClientHistory) => readonly Omission[];
  /** True if it is found only once it is known that the clients have ended: until then they may be waiting to do it. */
  readonly isOfEnd?: boolean;
  /** Judges what a receiver answered to an event by its earlier answers. */
  readonly judgeDelivery?: (delivery: Delivery, receiver: ReceiverHistory) => Message | undefined;
}

/** Something left undone after calls. */
export interface Omission {
  readonly message: Message;
  /** The latest of these calls, oldest first; at least one. */
  readonly requestIds: readonly string[];
  /** Number of these calls. */
  readonly times: number;
}
