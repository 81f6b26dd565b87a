import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './clientTypes.generated.ts';

export type Referral = components['schemas']['referral'];

/** A client of the API as somebody would write it with openapi-fetch and the generated types. */
export class SmallClient {
  readonly #client: Client<paths>;

  constructor(baseUrl: string, token: string) {
    this.#client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
  }

  async read(id: string): Promise<Referral | undefined> {
    const { data } = await this.#client.GET('/v1.0/engagements/referrals/{id}', { params: { path: { id } } });
    return data;
  }

  /** All referrals that a filter finds, page by page. */
  async *list(filter: string): AsyncGenerator<Referral> {
    let page = await this.#page({ $filter: filter });
    for (;;) {
      yield* page.value;
      const next = page['@odata.nextLink'];
      if (next === undefined) return;
      page = await this.#page({ $skiptoken: decodeURIComponent(next.slice(next.indexOf('=') + 1)) });
    }
  }

  async #page(query: { $filter: string } | { $skiptoken: string }): Promise<components['schemas']['referralPage']> {
    const { data, error } = await this.#client.GET('/v1.0/engagements/referrals', { params: { query } });
    if (!data) throw new Error(JSON.stringify(error));
    return data;
  }

  async create(referral: Referral): Promise<Referral> {
    const { data, error } = await this.#client.POST('/v1.0/engagements/referrals', { body: referral });
    if (!data) throw new Error(JSON.stringify(error));
    return data;
  }

  /** The code of the refusal, if there is one. */
  async setValue(id: string, eTag: string, value: number): Promise<string | undefined> {
    const { error } = await this.#client.PATCH('/v1.0/engagements/referrals/{id}', {
      params: { path: { id }, header: { 'If-Match': eTag } },
      body: [{ op: 'replace', path: '/details/dealValue', value }],
    });
    return error && 'error' in error ? error.error.code : undefined;
  }

  async failOnce(status: number): Promise<void> {
    await this.#client.POST('/_sandbox/faults', { body: { method: 'GET', status, times: 1 } });
  }

  async statuses(): Promise<(number | null)[]> {
    const { data } = await this.#client.GET('/_sandbox/calls', { params: { query: { method: 'GET' } } });
    return data?.calls.map(({ status }) => status) ?? [];
  }
}
