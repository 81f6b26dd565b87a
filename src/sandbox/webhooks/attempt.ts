import type { Clock } from '../../base/alarm.ts';
import type { Delivery } from './delivery.ts';
import type { Answer, Post } from './post.ts';
import type { Webhook } from './readWebhook.ts';
import type { GetSigner } from './signer.ts';
import type { WebhookEvent } from './webhookEvent.ts';

/** What deliveries need from outside. */
export interface Surroundings {
  readonly clock: Clock;
  readonly post: Post;
  readonly getSigner: GetSigner;
}

export interface Attempt {
  readonly delivery: Delivery;
  /** Nothing listens at the address. */
  readonly isRefused: boolean;
}

/** No answer counts after this time. */
const patienceMs = 10_000;

/**
 * Signs an event and sends it once. Rejects if the event can't be signed.
 * @param signatures of events that were sent before to the same webhook: a signature takes as long as the rest
 * @param certificateUrl the address of the certificate, as the receiver reaches it
 * @param ended ends the waiting
 */
export async function attemptDelivery(
  { clock, post, getSigner }: Surroundings,
  { url, behaviour: { badSignature } }: Webhook,
  event: WebhookEvent,
  attempt: number,
  signatures: WeakMap<WebhookEvent, string>,
  certificateUrl: string,
  ended: AbortController,
): Promise<Attempt> {
  const body = Buffer.from(event.body);
  const signer = await getSigner();
  const signed = badSignature ? Buffer.concat([body, Buffer.from(' ')]) : body;
  const signature = signatures.get(event) ?? signer.sign(signed);
  signatures.set(event, signature);
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    Authorization: `Signature ${signature}`,
    'X-MS-Certificate-Url': certificateUrl,
    'X-MS-Signature-Algorithm': 'rsa-sha256',
  };
  const limit = clock.after(patienceMs, () => ended.abort(new Error(`none within ${patienceMs / 1000} seconds.`)));
  const sentAt = clock.now();
  const began = performance.now();
  const { status, response, isRefused = false }: Answer = await post({ url, headers, body, signal: ended.signal });
  limit.dispose();
  const durationMs = Math.round((performance.now() - began) * 100) / 100;
  const { id, name, referral } = event;
  const delivery = { id, event: name, referral, url, attempt, status, durationMs, response, badSignature, sentAt };
  return { delivery, isRefused };
}
