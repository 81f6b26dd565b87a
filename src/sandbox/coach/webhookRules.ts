import type { CoachRule } from './coachRule.ts';
import type { Delivery } from '../webhooks/delivery.ts';

/** A receiver that works on the event before it answers. The sandbox waits 10 s. */
const lateMs = 3000;
/** A receiver that has just started or is about to end may miss some. The third attempt comes 1.25 s after the first. */
const unansweredInARow = 3;

/** Rules about what a receiver of webhooks answers. */
export const webhookRules: readonly CoachRule[] = [
  {
    id: 'webhook-signature-unchecked',
    severity: 'error',
    evidence: 'documented',
    source: 'sibling API, Sources',
    title: 'A receiver refuses an event whose signature is wrong.',
    meaning:
      'An event with a bad signature was answered with 2xx. Whoever knows the address can make the receiver believe anything. Right is 401 or 403.',
    example: `const signature = Buffer.from(authorization.slice('Signature '.length), 'base64');
if (!verify('RSA-SHA256', rawBody, certificate.publicKey, signature)) return respond(401);`,
    judgeDelivery: (delivery) =>
      delivery.badSignature && isSuccess(delivery)
        ? `An event with a wrong signature was answered with ${delivery.status ?? ''}: nobody checks it. Verify RSA-SHA256 over the raw body with the certificate, and answer 401.`
        : undefined,
  },
  {
    id: 'webhook-answered-late',
    severity: 'warning',
    evidence: 'advice',
    source: 'sibling API, Sources',
    title: 'A receiver answers at once and does its work afterwards.',
    meaning: 'An answer took more than 3 s, or did not come within 10 s. The event is sent again and done twice.',
    example: `queue.push(event); // then
respond(202);`,
    judgeDelivery: ({ durationMs, status, badSignature }) =>
      durationMs < lateMs || (badSignature && status === null)
        ? undefined
        : `The receiver ${status === null ? 'did not answer in time' : 'took more than 3 s to answer'}. Put the event into a queue, answer 2xx, then work on it.`,
  },
  {
    id: 'webhook-refused',
    severity: 'warning',
    evidence: 'documented',
    source: 'sibling API, Sources',
    title: 'A receiver answers 2xx to each event that is signed rightly.',
    meaning: 'An event was answered with another status. It is sent again up to ten times, then it is lost.',
    example: 'HTTP/1.1 202 Accepted',
    judgeDelivery: (delivery) => {
      const { status, badSignature } = delivery;
      if (badSignature || status === null || isSuccess(delivery)) return undefined;
      const hint = [401, 403].includes(status)
        ? 'Its signature is right: verify the raw body, not what a parser made of it, and read the certificate again from its address, where it may have been replaced.'
        : 'Answer 2xx once the event is taken, also if it is a duplicate or of no use.';
      return `A rightly signed event was answered with ${status}. ${hint}`;
    },
  },
  {
    id: 'webhook-unanswered',
    severity: 'warning',
    evidence: 'advice',
    source: 'sibling API, Sources',
    title: 'A receiver can be reached.',
    meaning:
      'Three attempts in a row to deliver an event found nobody, or a connection that was closed without an answer.',
    example: `server.listen(Number(process.env.PARTNER_WEBHOOK_PORT), '127.0.0.1');`,
    // By the attempt too, since duplicates have the same id.
    judgeDelivery: ({ id, attempt, status, badSignature, durationMs }, receiver) =>
      status === null &&
      !badSignature &&
      durationMs < lateMs &&
      Math.min(attempt, receiver.unanswered(id) + 1) >= unansweredInARow
        ? 'The receiver can not be reached, or closes the connection without an answer. Start it before it is registered, and answer each event.'
        : undefined,
  },
];

function isSuccess({ status }: Delivery): boolean {
  return status !== null && status >= 200 && status < 300;
}
