import type { SandboxOptions } from '../../../../src/sandbox/http/createSandbox.ts';
import { Client, collection, type Answer } from '../client.ts';
import { example } from '../writes.ts';

export interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly caller: string;
  readonly count: number;
  readonly calls: readonly string[];
}

type Headers = Record<string, string>;

/** A deal with a value for each property that tests change. */
export const deal = (id: string, changes: object = {}): object => ({
  id,
  eTag: `"${id}-1"`,
  status: 'New',
  substatus: 'Pending',
  direction: 'Incoming',
  createdDateTime: '2026-06-01T10:00:00.0000000Z',
  updatedDateTime: '2026-06-02T10:00:00.0000000Z',
  details: { notes: 'first', dealValue: 10, currency: 'EUR' },
  ...changes,
});

/** Eight deals, the first five of them New, at three on a page. */
const seed = JSON.stringify(
  Array.from({ length: 8 }, (_, index) =>
    deal(
      `deal-${index + 1}`,
      index < 5
        ? {}
        : index < 7
          ? { status: 'Active', substatus: 'Accepted' }
          : { status: 'Closed', substatus: 'Lost', closedDateTime: '2026-06-03T10:00:00Z' },
    ),
  ),
);

/** A client of a sandbox with a clock of its own: calls take no time, and waiting is told. */
export class Traffic {
  readonly client: Client;
  userAgent = 'integration/1.0';
  #elapsed = 0;

  constructor(options: SandboxOptions = {}) {
    // Each look at the clock is a little later, as with a real one.
    this.client = new Client({ seed, pageSize: 3, elapsed: () => (this.#elapsed += 0.001), ...options });
  }

  wait(ms: number): void {
    this.#elapsed += ms;
  }

  /** Another client with the same token. */
  as(userAgent: string): Traffic {
    return Object.assign(Object.create(this) as Traffic, { userAgent });
  }

  send(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const own = { 'client-request-id': crypto.randomUUID(), 'User-Agent': this.userAgent };
    return this.client.send(method, path, body, { ...own, ...headers });
  }

  /** Undefined if the connection was closed. */
  try(...call: Parameters<Traffic['send']>): Promise<Answer | undefined> {
    return this.send(...call).catch(() => undefined);
  }

  list(query = ''): Promise<Answer> {
    return this.send('GET', collection + (query && `?${query}`));
  }

  get(id: string, query = ''): Promise<Answer> {
    return this.send('GET', `${collection}/${id}${query}`);
  }

  post(body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('POST', collection, body, headers);
  }

  patch(id: string, values: unknown, eTag?: string, headers: Headers = {}): Promise<Answer> {
    return this.send('PATCH', `${collection}/${id}`, operationsOf(values), {
      ...(eTag !== undefined && { 'If-Match': eTag }),
      ...headers,
    });
  }

  /** Reads a list to its end, and returns its pages. */
  async all(query = ''): Promise<Answer[]> {
    const pages = [await this.list(query)];
    for (let next = tokenOf(pages[0]); next !== undefined; next = tokenOf(pages.at(-1)))
      pages.push(await this.list(next));
    return pages;
  }

  /** A fault of the next matching call. */
  fault(fault: object): Promise<Answer> {
    return this.client.fault(fault);
  }

  async findings(): Promise<readonly Found[]> {
    return (await this.client.get('/_sandbox/findings')).json.findings;
  }

  /** With what is found only at the end. */
  findingsAtEnd(): readonly Found[] {
    const { coach } = this.client.sandbox.spaceOf(`Bearer ${this.client.token}`);
    coach.haveClientsEnded = true;
    return coach.list();
  }

  async rules(): Promise<readonly string[]> {
    return (await this.findings()).map(({ rule }) => rule);
  }
}

/** The query of the next page, as a careful client takes it from nextLink. */
export function tokenOf(page: Answer | undefined): string | undefined {
  const next: string | undefined = page?.json['@odata.nextLink'];
  return next?.slice(next.indexOf('$skiptoken='));
}

function operationsOf(values: unknown): unknown {
  if (Array.isArray(values) || typeof values !== 'object' || values === null) return values;
  return Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }));
}

export const accept = { '/status': 'Active', '/substatus': 'Accepted' };

/** The documented private deal with changes. */
export function newDeal(changes: object = {}): Record<string, unknown> {
  return { ...(JSON.parse(example('createPrivateDeal')) as object), ...changes };
}
