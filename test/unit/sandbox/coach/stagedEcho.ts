import { Coach } from '../../../../src/sandbox/coach/coach.ts';
import type { CallFacts, ObservedCall } from '../../../../src/sandbox/coach/observedCall.ts';
import { ok, StagedWebhooks } from '../webhooks/stagedWebhooks.ts';

const id = 'deal-1';
const address = '/v1.0/engagements/referrals';
/** How long a call and an answer take. */
const callMs = 4;

/** How a client changes the referral. */
export interface Edit {
  readonly path?: string;
  /** How it learns the eTag. `nothing`: it sends none. */
  readonly look?: 'read' | 'list' | 'nothing';
  readonly by?: string;
}

/** One referral, its webhooks and the coach, in time that passes when told to. Each write has a new value. */
export class StagedEcho {
  readonly staged = new StagedWebhooks([id]);
  readonly coach = new Coach(
    () => false,
    () => this.staged.clock.now(),
  );
  #calls = 0;

  constructor() {
    const { webhooks } = this.staged;
    this.staged.holdMs = (referral) => this.coach.holdMs(referral);
    webhooks.onSend(({ referral, eTag }) => this.coach.sending(referral, eTag));
    webhooks.onDelivery((delivery) => this.coach.delivered(delivery));
  }

  /** Registers a receiver. `reacts` runs with each event, before the answer or after it. */
  receiver(reacts: () => Promise<unknown>, isAnsweredFirst = true, behaviour: object = {}): void {
    const url = `http://127.0.0.1:${5001 + this.#receivers.size}/hook`;
    this.#receivers.set(url, async () => {
      await this.wait(callMs);
      const reaction = reacts();
      if (!isAnsweredFirst) await reaction;
      await this.wait(callMs);
    });
    this.staged.respond = async (received) => {
      await this.#receivers.get(received.url)?.();
      return ok;
    };
    this.staged.register({ url, behaviour });
  }

  readonly #receivers = new Map<string, () => Promise<void>>();

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.staged.clock.after(ms, resolve));
  }

  /** Looks, and changes the referral. */
  async edit({ path = '/details/notes', look = 'read', by = 'sync' }: Edit = {}): Promise<void> {
    const eTag = look === 'nothing' ? null : await this.look(look, by);
    await this.patch(eTag, path, by);
  }

  async look(kind: 'read' | 'list' = 'read', by = 'sync'): Promise<string> {
    const startedAt = this.#now;
    await this.wait(callMs);
    const target = kind === 'read' ? `${address}/${id}` : `${address}?$top=5`;
    this.#observe({ kind, target, startedAt, userAgent: by, id: kind === 'read' ? id : '' });
    return this.#eTag;
  }

  async patch(ifMatch: string | null, path = '/details/notes', by = 'sync'): Promise<void> {
    const startedAt = this.#now;
    await this.wait(callMs / 2);
    const eTagBefore = this.#eTag;
    const isDone = ifMatch === null || ifMatch === eTagBefore;
    if (isDone) this.staged.write(id);
    const change = { before: {}, after: {}, eTagBefore, eTagAfter: this.#eTag, paths: [path], isUnchanged: false };
    await this.wait(callMs / 2);
    this.#observe({
      kind: 'change',
      method: 'PATCH',
      startedAt,
      ifMatch,
      userAgent: by,
      bodyDigest: String(this.#calls),
      status: isDone ? 204 : 412,
      facts: { notes: [], ...(isDone && { change }) },
    });
  }

  /** Lets a client go on until it has finished, then events until nothing happens for a while. */
  async run(client: Promise<unknown>): Promise<void> {
    let isRunning = true;
    void client.then(() => (isRunning = false));
    while (isRunning) await this.staged.pass(3_600_000);
    await this.staged.pass(30_000);
  }

  rules(): readonly string[] {
    return this.coach.list().map(({ rule }) => rule);
  }

  get #now(): number {
    return this.staged.clock.now();
  }

  get #eTag(): string {
    return this.staged.state.store.find(id)?.eTag ?? '';
  }

  #observe(call: Partial<ObservedCall>): void {
    const requestId = String(++this.#calls);
    const facts: CallFacts = { notes: [] };
    this.coach.observe('admin', {
      requestId,
      clientRequestId: crypto.randomUUID(),
      method: 'GET',
      host: '127.0.0.1',
      target: `${address}/${id}`,
      kind: 'read',
      id,
      startedAt: this.#now,
      endedAt: this.#now,
      status: 200,
      retryAfterMs: undefined,
      ifMatch: null,
      prefersRepresentation: false,
      bodyDigest: '',
      userAgent: 'sync',
      facts,
      ...call,
    });
  }
}
