import { refuse } from '../http/requestRefusal.ts';
import { isVisible, type Caller } from '../http/callers.ts';
import { memberSlices } from '../json/jsonSlices.ts';
import { readSkipToken, writeSkipToken, type ListPosition } from './skipToken.ts';
import { SnapshotCache } from './snapshotCache.ts';
import type { ReferralStore, StoredReferral } from '../store/store.ts';

export interface ListSettings {
  /** Referrals per page; the service has 100 (docs/api.md, Pages). */
  readonly pageSize: number;
  /** nextLink and count as in official samples (docs/api.md, Pages); otherwise as in OData. */
  readonly quirks: boolean;
}

const known = ['$filter', '$orderby', '$select', '$top', '$skip', '$count', '$skiptoken', '$expand'];

/** Answers list requests page by page. */
export class ListEndpoint {
  readonly #snapshots = new SnapshotCache();
  readonly #store: ReferralStore;
  readonly #settings: ListSettings;

  constructor(store: ReferralStore, settings: ListSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /**
   * The response body of one page.
   * @throws RequestRefusal 400 with `target` naming the option that is wrong
   */
  page(url: URL, caller: Caller): string {
    const { query, position } = readQuery(url.searchParams);
    const { id, referrals } = this.#snapshots.take(this.#store, query, caller, position?.snapshot);
    const skip = position ? position.offset : (readCount(query, '$skip') ?? 0);
    const left = position ? position.left : readCount(query, '$top');
    const end = Math.min(skip + Math.min(this.#settings.pageSize, left ?? Infinity), referrals.length);
    const cut = referrals.slice(skip, end);
    // They were visible when the first page was requested, but may no longer be.
    const items = cut.filter((referral) => isVisible(referral, caller));
    const wantedCount = readFlag(query, '$count');
    const total =
      wantedCount || (!this.#settings.quirks && query.$count === undefined) ? referrals.length : items.length;
    const leftAfter = left === undefined ? undefined : left - cut.length;
    const more = end < referrals.length && leftAfter !== 0;
    const next: ListPosition = {
      snapshot: id,
      offset: end,
      ...(leftAfter === undefined ? {} : { left: leftAfter }),
      query,
    };
    const parts = [
      `{"@odata.context":"${this.#settings.quirks ? 'http' : 'https'}://api.partner.microsoft.com/v1.0/$metadata#Referrals"`,
      `"@odata.count":${total}`,
      `"value":[${items.map(selection(query.$select)).join(',')}]`,
    ];
    if (more) parts.push(`"@odata.nextLink":${JSON.stringify(this.#nextLink(url, next))}`);
    return `${parts.join(',')}}`;
  }

  /** With quirks the link has the short path of the samples, but the sandbox's host, so that it can be followed. */
  #nextLink(url: URL, next: ListPosition): string {
    const path = this.#settings.quirks ? '/v1.0/referrals' : '/v1.0/engagements/referrals';
    return `${url.origin}${path}?$skiptoken=${writeSkipToken(next, this.#settings.quirks)}`;
  }
}

function readQuery(params: URLSearchParams): { query: Record<string, string>; position?: ListPosition } {
  const query: Record<string, string> = {};
  for (const [name, value] of params) {
    if (!name.startsWith('$')) continue;
    if (!known.includes(name)) throw refuse('known-query-option', `The query option ${name} is not supported.`, name);
    if (name in query) throw refuse('known-query-option', `The query option ${name} occurs twice.`, name);
    query[name] = value;
  }
  const { $skiptoken: token, ...options } = query;
  if (token === undefined) return { query: options };
  // A client may repeat its options with the token (docs/api.md, Pages); the options in the token are used.
  const position = readSkipToken(token);
  return { query: { ...position.query }, position };
}

function readCount(query: Record<string, string>, name: string): number | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value))
    throw refuse('whole-number-option', `${name} must be a whole number, not "${value}".`, name);
  return Number(value);
}

function readFlag(query: Record<string, string>, name: string): boolean {
  const value = query[name];
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw refuse('whole-number-option', `${name} must be true or false, not "${value}".`, name);
}

/** `$select` selects top-level properties by name, with their stored text. */
function selection(select: string | undefined): (referral: StoredReferral) => string {
  if (select === undefined) return ({ text }) => text;
  const names = select.split(',').map((name) => name.trim());
  const wrong = names.find((name) => name === '' || /[/*]/.test(name));
  if (wrong !== undefined) {
    throw refuse(
      'select-name',
      `$select takes top-level property names with commas between, not "${wrong}".`,
      '$select',
    );
  }
  const wanted = new Set(names);
  return ({ text }) => {
    const json = Buffer.from(text);
    const members = [...memberSlices(json, 0)].filter(({ name }) => wanted.has(name));
    return `{${members.map(({ nameStart, end }) => json.toString('utf8', nameStart, end)).join(',')}}`;
  };
}
