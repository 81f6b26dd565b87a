import { setTimeout as wait } from 'node:timers/promises';

/** The part of a referral that the sync needs. */
export interface Referral {
  readonly id: string;
  readonly eTag: string;
  readonly name: string | null;
  readonly status: string;
  readonly substatus: string;
  readonly direction: string;
  readonly organizationId: string;
  readonly externalReferenceId: string | null;
  readonly updatedDateTime: string;
  readonly details: { readonly dealValue: number | null } | null;
}

interface Page {
  readonly value: readonly Referral[];
  readonly '@odata.nextLink'?: string;
}

export interface Operation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

/** The API said no. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, body: string) {
    super(`Partner Center answered ${status}: ${body.slice(0, 500)}`);
    this.status = status;
  }
}

/** The API gave no answer from which one could tell what happened. */
export class NoAnswer extends Error {}

const collection = '/v1.0/engagements/referrals';
const mostAttempts = 5;

/** A client of the referrals API that waits when it is told to, and never repeats a write without a look. */
export class PartnerApi {
  readonly #address: string;
  readonly #token: string;

  constructor(address: string, token: string) {
    this.#address = address;
    this.#token = token;
  }

  /** All referrals of a list, page by page. */
  async *list(query: string): AsyncGenerator<Referral> {
    const seen = new Set<string>();
    for (let options = query; ;) {
      const page = (await this.#read(`${collection}?${options}`)) as Page;
      yield* page.value;
      // The link's host and path are not always those of the API; only its token counts, as it is written.
      const token = /[?&][$]skiptoken=([^&]*)/.exec(page['@odata.nextLink'] ?? '')?.[1];
      if (token === undefined || seen.has(token)) return;
      seen.add(token);
      options = `$skiptoken=${token}`;
    }
  }

  async get(id: string): Promise<Referral> {
    return (await this.#read(`${collection}/${id}`)) as Referral;
  }

  /**
   * Changes a referral if it still is as it was read, and returns its new state.
   * @throws Refusal 412 if it isn't; NoAnswer
   */
  async patch({ id, eTag }: Pick<Referral, 'id' | 'eTag'>, operations: readonly Operation[]): Promise<Referral> {
    const headers = { 'If-Match': eTag, Prefer: 'return=representation' };
    const answer = await this.#write('PATCH', `${collection}/${id}`, operations, headers);
    // 204 has no body.
    return answer.status === 204 ? this.get(id) : ((await answer.json()) as Referral);
  }

  /** @throws NoAnswer if the deal may have been created all the same */
  async create(deal: object): Promise<Referral> {
    return (await (await this.#write('POST', collection, deal, {})).json()) as Referral;
  }

  /** Repeats until there is an answer that a repetition would not change. */
  async #read(path: string): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      let reason = 'no JSON';
      const answer = await this.#send('GET', path).catch((error: unknown) => {
        reason = causeOf(error);
        return undefined;
      });
      if (answer && !answer.ok) reason = `status ${answer.status}`;
      const text = await answer?.text().catch(() => undefined);
      if (answer?.ok) {
        const value = parse(text);
        if (value !== undefined) return value;
      }
      const mayPass = !answer || answer.ok || answer.status === 429 || answer.status >= 500;
      if (!mayPass) throw new Refusal(answer.status, text ?? '');
      if (attempt === mostAttempts) {
        throw new NoAnswer(`GET ${path} had no usable answer in ${attempt} attempts: ${reason}`);
      }
      await backOff(attempt, answer);
    }
  }

  /** Repeats only what was certainly not carried out. */
  async #write(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#send(method, path, body, headers).catch(() => undefined);
      if (!answer || answer.status >= 500) throw new NoAnswer(`${method} ${path} had no answer.`);
      if (answer.ok) return answer;
      const wasHeldBack = answer.status === 429 || answer.status === 423;
      if (!wasHeldBack || attempt === mostAttempts) throw new Refusal(answer.status, await answer.text());
      await backOff(attempt, answer);
    }
  }

  #send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#address + path, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
      headers: {
        Authorization: `Bearer ${this.#token}`,
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'client-request-id': crypto.randomUUID(),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

/** Waits as long as the API asks for, else longer each time. */
export async function backOff(attempt: number, answer?: Response): Promise<void> {
  const after = answer?.headers.get('Retry-After') ?? '';
  // Seconds, or a date.
  const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
  const grown = 100 * 2 ** attempt * (1 + Math.random() / 4);
  await wait(seconds > 0 ? seconds * 1000 + 50 : grown);
}

/** `fetch` tells in the cause what went wrong, for example that nothing listens. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
