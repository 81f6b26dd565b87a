/** An attempt to deliver an event to a receiver. */
export interface Delivery {
  /** Id of the event, the same for each attempt. */
  readonly id: string;
  /** EventName, e.g. `referral-updated` (docs/api.md, Sources: sibling API). */
  readonly event: string;
  /** Id of the referral. */
  readonly referral: string;
  readonly url: string;
  /** From 1. */
  readonly attempt: number;
  /** null: no answer. */
  readonly status: number | null;
  readonly durationMs: number;
  /** The first 2,000 characters of the answer. */
  readonly response: string;
  /** The event was signed wrongly on purpose. */
  readonly badSignature: boolean;
  /** Milliseconds since 1970, real time. */
  readonly sentAt: number;
}
