import { createReferralClient, type ClientParts, type ReferralClient } from '../../../../src/api/client.ts';
import { TransportError, type HttpRequest, type Transport } from '../../../../src/api/transport.ts';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/http/createSandbox.ts';
import { saveEdit } from '../../../../src/services/edit/save.ts';
import type { SaveOutcome } from '../../../../src/services/edit/saveOutcome.ts';

export const never = new AbortController().signal;

/** What happens to the next PATCH: its answer is lost before or after it was carried out, or it is refused. */
export type Trouble = 'none' | 'lostBefore' | 'lostAfter' | 'error500' | 'error500After' | 'throttled' | 'expired';

/** A PATCH that the server carried out. */
export interface AppliedWrite {
  readonly writer: number;
  readonly before: string;
  readonly after: string;
  readonly operations: string;
}

/** The client as it is, over a transport of the test. It doesn't wait before it repeats a request. */
export function clientOver(send: Transport['send'], more: Pick<ClientParts, 'keepsWaits'> = {}): ReferralClient {
  const token = { value: 'sandbox-admin', account: 'x' };
  return createReferralClient({
    ...more,
    origin: 'http://127.0.0.1',
    tokens: { getToken: async () => token, renew: async () => token },
    transport: { send },
    onCall: () => undefined,
    random: () => 0,
    wait: async () => undefined,
  });
}

/** A sandbox in the process, and what it carried out. */
export class WritersStage {
  readonly sandbox: Sandbox;
  readonly applied: AppliedWrite[] = [];
  /** What the service serves of a stored text: it may add members. */
  serve = (text: string): string => text;
  readonly #id: string;

  constructor(seed: string, id: string) {
    this.sandbox = createSandbox({ seed, now: () => Date.parse('2026-06-15T12:00:00Z') });
    this.#id = id;
  }

  async text(): Promise<string> {
    const headers = { authorization: 'Bearer sandbox-admin' };
    const url = `http://127.0.0.1/v1.0/engagements/referrals/${this.#id}`;
    return this.serve(await (await this.sandbox.fetch(new Request(url, { headers }))).text());
  }

  /** The client as it is, over a transport that can lose answers. `troubles` meet the next PATCHes, in turn. */
  clientOf(writer: number, troubles: Trouble[]): ReferralClient {
    const ask = async ({ method, url, headers, body, signal }: HttpRequest) => {
      const response = await this.sandbox.fetch(new Request(url, { method, headers, body: body ?? null, signal }));
      const text = await response.text();
      const served = response.ok && text !== '' ? this.serve(text) : text;
      const header = (name: string): string | undefined => response.headers.get(name) ?? undefined;
      return { status: response.status, header, body: served };
    };
    const send = async (request: HttpRequest) => {
      if (request.method !== 'PATCH') return ask(request);
      const trouble = troubles.shift() ?? 'none';
      const refusal = (status: number) => ({ status, header: () => undefined, body: '' });
      if (trouble === 'lostBefore') throw new TransportError({ kind: 'unreachable', code: 'ECONNRESET' });
      if (trouble === 'error500') return refusal(500);
      if (trouble === 'throttled') return refusal(429);
      if (trouble === 'expired') return refusal(401);
      const before = await this.text();
      const response = await ask(request);
      const isApplied = response.status < 300;
      if (isApplied) {
        this.applied.push({ writer, before, after: response.body, operations: request.body ?? '' });
      }
      if (trouble === 'lostAfter') throw new TransportError({ kind: 'timeout', afterMs: 1 });
      return trouble === 'error500After' ? refusal(500) : response;
    };
    return clientOver(send);
  }
}

/** A person with a text of the referral. */
export class Writer {
  base = '';
  text = '';
  sent: readonly string[] | undefined;
  readonly #stage: WritersStage;
  readonly #number: number;
  readonly #id: string;

  constructor(stage: WritersStage, number: number, id: string) {
    this.#stage = stage;
    this.#number = number;
    this.#id = id;
  }

  async open(): Promise<void> {
    this.base = this.text = await this.#stage.text();
    this.sent = undefined;
  }

  edit(change: (referral: Record<string, never>) => void): void {
    const referral = JSON.parse(this.text) as Record<string, never>;
    change(referral);
    this.text = JSON.stringify(referral);
  }

  /** Saves; a conflict is decided for `side` and saved again. */
  async save(troubles: Trouble[] = [], side: 'mine' | 'theirs' | 'later' = 'later'): Promise<SaveOutcome> {
    const { base, text, sent } = this;
    const client = this.#stage.clientOf(this.#number, troubles);
    const outcome = await saveEdit(client, { id: this.#id, base, text, sent }, { signal: never });
    this.sent = outcome.sent;
    if (outcome.kind === 'saved') this.base = this.text = outcome.fetched.text;
    if (outcome.kind !== 'conflict' || side === 'later') return outcome;
    this.base = outcome.current.text;
    this.text = outcome[side];
    this.sent = undefined;
    return this.save(troubles, side);
  }
}

export const referral = {
  id: 'a',
  eTag: '"first"',
  status: 'Active',
  substatus: 'Accepted',
  name: 'Deal',
  details: { dealValue: 5000, notes: 'n', currency: 'EUR' },
  externalReferenceId: 'crm',
  team: [{ email: 'first@x.example' }],
};

export async function stage(
  count: number,
  seed: object = referral,
): Promise<{ stage: WritersStage; writers: Writer[] }> {
  const made = new WritersStage(JSON.stringify(seed), referral.id);
  const writers = Array.from({ length: count }, (_, number) => new Writer(made, number, referral.id));
  for (const writer of writers) await writer.open();
  return { stage: made, writers };
}

export type Deal = {
  details: { notes: string; dealValue: number };
  team: { email: string }[];
  name: string;
  id: string;
};
export const stored = async ({ stage: made }: { stage: WritersStage }): Promise<Deal> =>
  JSON.parse(await made.text()) as Deal;
export const notes = (text: string) => (deal: object) => void ((deal as Deal).details.notes = text);
export const value = (dealValue: number) => (deal: object) => void ((deal as Deal).details.dealValue = dealValue);
export const member = (email: string) => (deal: object) => void (deal as Deal).team.push({ email });

export const registration = (solution: string): object => ({
  type: 'AzureIPCoSell',
  contract: { value: 180_000, currency: 'EUR', term: 'Perpetual', signDateTime: '2026-06-10T00:00:00Z' },
  solutionDetails: [{ id: solution, value: 150_000, currency: 'EUR' }],
});
/** A deal that can be registered. */
export const wonDeal = {
  ...referral,
  status: 'Closed',
  substatus: 'Won',
  type: 'Shared',
  consent: { consentToShareReferralWithMicrosoftSellers: true },
  registrations: [] as object[],
};
/** The solution of each registration. */
export const solutionsOf = (text: string): string[] =>
  (JSON.parse(text) as { registrations: readonly { solutionDetails: readonly { id: string }[] }[] }).registrations.map(
    ({ solutionDetails: [solution] }) => solution?.id ?? '',
  );

/** As the service serves a customer's people: with members that nobody has sent. */
export function withNulls(text: string): string {
  const deal = JSON.parse(text) as { customerProfile: { team: object[] } };
  deal.customerProfile.team = deal.customerProfile.team.map((person) => ({
    title: null,
    contactPreference: null,
    ...person,
  }));
  return JSON.stringify(deal);
}
