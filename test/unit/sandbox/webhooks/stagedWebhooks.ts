import { SandboxState } from '../../../../src/sandbox/store/state.ts';
import { SandboxClock } from '../../../../src/sandbox/time/clock.ts';
import type { Delivery } from '../../../../src/sandbox/webhooks/delivery.ts';
import type { Answer, Outgoing } from '../../../../src/sandbox/webhooks/post.ts';
import { Webhooks } from '../../../../src/sandbox/webhooks/webhooks.ts';
import { contentOf } from '../../../../src/sandbox/store/store.ts';
import { stampWrite } from '../../../../src/sandbox/write/serverSet.ts';
import { StagedClock } from '../../stagedClock.ts';
import { noon } from '../client.ts';

export const own = new URL('http://127.0.0.1:4000');

/** A notification as a receiver sees it. */
export interface Received {
  readonly url: string;
  /** The id in ResourceUri. */
  readonly referral: string;
  readonly event: string;
  /** ms after the start */
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

type Respond = (received: Received, count: number) => Answer | Promise<Answer>;

export const ok: Answer = { status: 200, response: '' };
export const failed: Answer = { status: 500, response: 'broken' };

/** As a receiver that never answers: ends when the waiting is ended. */
export function never({ signal }: Pick<Received, 'signal'>): Promise<Answer> {
  return new Promise((resolve) => {
    const end = (): void => resolve({ status: null, response: (signal.reason as Error).message });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}

/** Webhooks whose time passes when told to, and whose receivers are functions. A signature is the bytes in base64. */
export class StagedWebhooks {
  readonly clock = new StagedClock(noon);
  readonly state: SandboxState;
  readonly webhooks: Webhooks;
  readonly received: Received[] = [];
  readonly delivered: Delivery[] = [];
  readonly reports: string[] = [];
  /** Number of signatures that were made. */
  signed = 0;
  respond: Respond = () => ok;
  holdMs: (referral: string) => number = () => 0;

  /** @param ids of the referrals */
  constructor(ids: readonly string[] = ['a', 'b'], seed: unknown = ids.map((id) => ({ id, status: 'New' }))) {
    const report = (text: string): void => void this.reports.push(text);
    this.state = new SandboxState(new SandboxClock(() => this.clock.now()), { seed: JSON.stringify(seed) }, report);
    const getSigner = async () => ({
      certificate: 'PEM',
      sign: (bytes: Uint8Array) => {
        this.signed++;
        return Buffer.from(bytes).toString('base64');
      },
    });
    this.webhooks = new Webhooks(this.state, getSigner, false, report, {
      clock: this.clock,
      post: (outgoing) => this.#receive(outgoing),
      holdMs: (referral) => this.holdMs(referral),
    });
    this.webhooks.onDelivery((delivery) => this.delivered.push(delivery));
  }

  register(registration: object = {}): string {
    return this.webhooks.add({ url: 'http://127.0.0.1:5000/hook', ...registration }, own);
  }

  /** Changes a referral. */
  write(id: string): void {
    const referral = this.state.store.find(id);
    if (!referral) throw new Error(`There is no ${id}`);
    this.state.store.change(referral, stampWrite(contentOf(referral), this.state.clock));
  }

  /** Lets what is asked for now happen, and then time pass. */
  async pass(ms = 0): Promise<void> {
    // A timer that is due at once makes the clock wait for what promises do.
    this.clock.after(0, () => undefined);
    await this.clock.pass(0);
    await this.clock.pass(ms);
  }

  async #receive({ url, headers, body, signal }: Outgoing): Promise<Answer> {
    const text = body.toString();
    const { ResourceUri, EventName } = JSON.parse(text) as { ResourceUri: string; EventName: string };
    const received = {
      url,
      referral: decodeURIComponent(ResourceUri.slice(ResourceUri.lastIndexOf('/') + 1)),
      event: EventName,
      at: this.clock.now() - noon,
      headers,
      body: text,
      signal,
    };
    this.received.push(received);
    return this.respond(received, this.received.length);
  }
}
