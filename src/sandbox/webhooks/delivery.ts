/** An attempt to deliver an event that has ended. */
export interface Delivery {
  /** The event's, the same for each attempt. */
  readonly id: string;
  /** The event's name, e.g. `referral-updated`. */
  readonly event: string;
  /** Id of the referral that the event names. */
  readonly referral: string;
  readonly url: string;
  /** From 1. */
  readonly attempt: number;
  /** null: no answer. */
  readonly status: number | null;
  readonly durationMs: number;
  /** The first 2,000 characters of the answer's body; without an answer the reason. */
  readonly response: string;
  /** The signature did not match the body, as asked for. */
  readonly badSignature: boolean;
  /** When the attempt began, real time in milliseconds since 1970. */
  readonly sentAt: number;
}
