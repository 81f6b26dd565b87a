import { invalidRequest } from '../http/apiError.ts';
import { isVisible, type Caller } from '../http/callers.ts';
import { memberSlices } from '../json/jsonSlices.ts';
import { readSkipToken, writeSkipToken, type SkipToken } from './skipToken.ts';
import { SnapshotCache } from './snapshotCache.ts';
import type { ReferralStore, StoredReferral } from '../store/store.ts';

export interface ListSettings {
  /** Referrals per page; the service has 100 (reference §4). */
  readonly pageSize: number;
  /** nextLink and count as in official samples (§4.3), else as OData means them. */
  readonly quirks: boolean;
}

const known = ['$filter', '$orderby', '$select', '$top', '$skip', '$count', '$skiptoken', '$expand'];

/** Answers list requests page by page. */
export class ReferralList {
  private readonly snapshots = new SnapshotCache();
  private readonly store: ReferralStore;
  private readonly settings: ListSettings;

  constructor(store: ReferralStore, settings: ListSettings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * The response body of one page.
   * @throws ApiError 400 with `target` naming the option that is wrong
   */
  page(url: URL, caller: Caller): string {
    const { query, position } = readQuery(url.searchParams);
    const { id, referrals } = this.snapshots.take(this.store, query, caller, position?.snapshot);
    const skip = position ? position.offset : (readCount(query, '$skip') ?? 0);
    const left = position ? position.left : readCount(query, '$top');
    const end = Math.min(skip + Math.min(this.settings.pageSize, left ?? Infinity), referrals.length);
    const cut = referrals.slice(skip, end);
    // Seen when the first page was asked for, but perhaps no longer.
    const items = cut.filter((referral) => isVisible(referral, caller));
    const wantedCount = readFlag(query, '$count');
    const total =
      wantedCount || (!this.settings.quirks && query.$count === undefined) ? referrals.length : items.length;
    const leftAfter = left === undefined ? undefined : left - cut.length;
    const more = end < referrals.length && leftAfter !== 0;
    const token: SkipToken = {
      snapshot: id,
      offset: end,
      ...(leftAfter === undefined ? {} : { left: leftAfter }),
      query,
    };
    const parts = [
      `{"@odata.context":"${this.settings.quirks ? 'http' : 'https'}://api.partner.microsoft.com/v1.0/$metadata#Referrals"`,
      `"@odata.count":${total}`,
      `"value":[${items.map(selection(query.$select)).join(',')}]`,
    ];
    if (more) parts.push(`"@odata.nextLink":${JSON.stringify(this.nextLink(url, token))}`);
    return `${parts.join(',')}}`;
  }

  /** The quirky form has the short path of the samples; its host stays ours, so that whoever follows it is not led astray. */
  private nextLink(url: URL, token: SkipToken): string {
    const path = this.settings.quirks ? '/v1.0/referrals' : '/v1.0/engagements/referrals';
    return `${url.origin}${path}?$skiptoken=${writeSkipToken(token, this.settings.quirks)}`;
  }
}

function readQuery(params: URLSearchParams): { query: Record<string, string>; position?: SkipToken } {
  const query: Record<string, string> = {};
  for (const [name, value] of params) {
    if (!name.startsWith('$')) continue;
    if (!known.includes(name)) throw invalidRequest(`The query option ${name} is not supported.`, name);
    if (name in query) throw invalidRequest(`The query option ${name} occurs twice.`, name);
    query[name] = value;
  }
  const { $skiptoken: token, ...options } = query;
  if (token === undefined) return { query: options };
  // A client may repeat its options beside the token (§4.4 step 3); those in the token are the ones the pages are of.
  const position = readSkipToken(token);
  return { query: { ...position.query }, position };
}

function readCount(query: Record<string, string>, name: string): number | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw invalidRequest(`${name} must be a whole number, not "${value}".`, name);
  return Number(value);
}

function readFlag(query: Record<string, string>, name: string): boolean {
  const value = query[name];
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw invalidRequest(`${name} must be true or false, not "${value}".`, name);
}

/** `$select` picks top-level properties by name, in the characters they are stored in. */
function selection(select: string | undefined): (referral: StoredReferral) => string {
  if (select === undefined) return ({ text }) => text;
  const names = select.split(',').map((name) => name.trim());
  const wrong = names.find((name) => name === '' || /[/*]/.test(name));
  if (wrong !== undefined) {
    throw invalidRequest(`$select takes top-level property names with commas between, not "${wrong}".`, '$select');
  }
  const wanted = new Set(names);
  return ({ text }) => {
    const json = Buffer.from(text);
    const members = [...memberSlices(json, 0)].filter(({ name }) => wanted.has(name));
    return `{${members.map(({ nameStart, end }) => json.toString('utf8', nameStart, end)).join(',')}}`;
  };
}
