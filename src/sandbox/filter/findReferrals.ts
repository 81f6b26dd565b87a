import type { ReferralStore, StoredReferral } from '../store/store.ts';
import { foldsCase, meetsFilter } from './evaluateFilter.ts';
import type { Filter } from './filterSyntax.ts';

/**
 * The referrals that match a filter, unordered. Comparisons with `eq` on indexed paths and team e-mails use the
 * indexes. Only the remaining candidates are read, and parsed only for paths without a column.
 */
export function findReferrals(store: ReferralStore, filter: Filter): Iterable<StoredReferral> {
  const { found, rest } = lookUp(store, filter);
  const candidates = found ?? store.all();
  return rest ? [...candidates].filter((referral) => meetsFilter(rest, store.reader(referral))) : candidates;
}

interface LookUp {
  /** The referrals found by the indexes. Absent if no index applies and all must be read. */
  readonly found?: ReadonlySet<StoredReferral>;
  /** The condition that is left to check. Absent if the indexes cover the filter. */
  readonly rest?: Filter;
}

function lookUp(store: ReferralStore, filter: Filter): LookUp {
  switch (filter.kind) {
    case 'compare': {
      const { path, operator, literal } = filter;
      if (operator !== 'eq' || typeof literal !== 'string') return { rest: filter };
      const found = store.withValue(path.steps.join('/'), foldsCase(path.steps) ? literal.toLowerCase() : literal);
      return found ? { found } : { rest: filter };
    }
    case 'any': {
      const { path, part } = filter;
      if (path.steps.join('/') !== 'team' || part.kind !== 'compare') return { rest: filter };
      const asksEmail = part.path.scope === 1 && part.path.steps.join('/') === 'email';
      if (!asksEmail || part.operator !== 'eq' || typeof part.literal !== 'string') return { rest: filter };
      return { found: store.withEmail(part.literal.toLowerCase()) };
    }
    case 'and': {
      const parts = filter.parts.map((part) => lookUp(store, part));
      const sets = parts.flatMap(({ found }) => found ?? []).sort((a, b) => a.size - b.size);
      const rests = parts.flatMap(({ rest }) => rest ?? []);
      const [smallest, ...others] = sets;
      const found = smallest && new Set([...smallest].filter((referral) => others.every((set) => set.has(referral))));
      return { ...(found && { found }), ...(rests.length > 0 && { rest: { kind: 'and', parts: rests } }) };
    }
    case 'or': {
      const parts = filter.parts.map((part) => lookUp(store, part));
      if (parts.some(({ found, rest }) => !found || rest)) return { rest: filter };
      return { found: new Set(parts.flatMap(({ found }) => [...(found ?? [])])) };
    }
    case 'not':
      return { rest: filter };
  }
}
