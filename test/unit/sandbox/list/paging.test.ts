import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ListEndpoint, type ListSettings } from '../../../../src/sandbox/list/listEndpoint.ts';
import { RequestRefusal } from '../../../../src/sandbox/http/requestRefusal.ts';
import { contentOf, ReferralStore } from '../../../../src/sandbox/store/store.ts';
import { Client, collection } from '../client.ts';

const tokenOf = (nextLink: string): string => nextLink.slice(nextLink.indexOf('$skiptoken='));

describe('Paging through a list', () => {
  it('goes on after any number of writes and other lists', async () => {
    const client = new Client({ count: 60, pageSize: 10 });
    const before = (await client.all('$orderby=updatedDateTime desc')).map(({ id }) => id);
    let round = 0;
    const seen = await client.all('$orderby=updatedDateTime desc', async () => {
      // Between the first two pages is enough.
      while (round < 80) {
        const patch = [{ op: 'add', path: '/externalReferenceId', value: `crm-${++round}` }];
        await client.send('PATCH', `${collection}/${before[round % 60]}`, patch);
        assert.equal((await client.list(`$filter=details/dealValue gt ${round}`)).status, 200);
      }
    });
    assert.deepEqual(
      seen.map(({ id }) => id),
      before,
    );
  });

  it('never loses or repeats, however writes, lists and pages follow each other', () => {
    const settings = { pageSize: 3, quirks: true };
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => play(steps, settings).refused === 0));
  });

  it('is refused rather than wrong when too many lists are paged through, and the latest is always served', () => {
    // Room for about two of these lists.
    const settings = { pageSize: 3, quirks: true, snapshotBytes: 2500 };
    let refused = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
        refused += play(steps, settings).refused;
      }),
    );
    assert.ok(refused > 0);
  });

  it('works for one list at a time even if that is larger than all may be', () => {
    const page: Step = { does: 'page', paging: 0 };
    const steps: Step[] = [{ does: 'list', query: 0 }, page, { does: 'create' }, page, page];
    assert.equal(play(steps, { pageSize: 3, quirks: true, snapshotBytes: 1 }).refused, 0);
  });

  it('ends with a restart and a reset', async () => {
    const client = new Client({ count: 101 });
    const token = tokenOf((await client.list()).json['@odata.nextLink']);
    const restarted = await new Client({ count: 101 }).list(token);
    await client.send('POST', '/_sandbox/reset');
    const reset = await client.list(token);
    for (const { status, json } of [restarted, reset]) {
      assert.deepEqual([status, json.error.target, json.error.innerError.code], [400, '$skiptoken', 'skip-token']);
      assert.match(json.error.message, /too old.*Start again/);
    }
  });

  it('gives links of one length, however long the query is', async () => {
    for (const quirks of [true, false]) {
      const client = new Client({ count: 120, quirks });
      const long = Array.from({ length: 250 }, (_, index) => `id ne '${index}'`).join(' and ');
      const lengths = new Set<number>();
      for (const query of ['', `$filter=${encodeURIComponent(long)}`, '$select=id,status&$top=110']) {
        const next: string = (await client.list(query)).json['@odata.nextLink'];
        lengths.add(quirks ? decodeURIComponent(next).length : next.length);
        assert.ok(next.length < 250, next);
        assert.equal((await client.list(tokenOf(next))).status, 200);
      }
      assert.equal(lengths.size, 1);
    }
  });

  it('keeps $select, $count and $top of the first page', async () => {
    const client = new Client({ count: 130, pageSize: 20 });
    const first = (await client.list('$select=id&$count=true&$top=30')).json;
    const second = (await client.list(tokenOf(first['@odata.nextLink']))).json;
    assert.deepEqual([first['@odata.count'], second['@odata.count']], [130, 130]);
    assert.equal(second.value.length, 10);
    assert.ok(second.value.every((item: object) => Object.keys(item).join() === 'id'));
    assert.equal(second['@odata.nextLink'], undefined);
  });

  it('is refused with a token in which anything was changed', async () => {
    const client = new Client({ count: 101, quirks: false });
    const token = tokenOf((await client.list()).json['@odata.nextLink']);
    const start = '$skiptoken='.length;
    for (let at = start; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      const { status, json } = await client.list(token.slice(0, at) + other + token.slice(at + 1));
      assert.deepEqual([status, json.error?.innerError.code], [400, 'skip-token'], `at ${at}`);
      assert.match(json.error.message, /not one of this service/);
    }
    for (const wrong of [token.slice(0, -4), `${token}AAAA`]) assert.equal((await client.list(wrong)).status, 400);
  });
});

/* A model of paging: each list is what a new one would have been when it began. */

type Step =
  | { readonly does: 'list'; readonly query: number }
  | { readonly does: 'page'; readonly paging: number }
  | { readonly does: 'write'; readonly referral: number; readonly status: string }
  | { readonly does: 'create' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('list' as const), query: fc.nat(3) }),
  { weight: 3, arbitrary: fc.record({ does: fc.constant('page' as const), paging: fc.nat(20) }) },
  fc.record({
    does: fc.constant('write' as const),
    referral: fc.nat(9),
    status: fc.constantFrom('New', 'Active'),
  }),
  fc.constant({ does: 'create' as const }),
);

interface Item {
  readonly id: string;
  status: string;
  updated: number;
}

const queries: readonly { readonly query: string; readonly find: (items: readonly Item[]) => Item[] }[] = [
  { query: '', find: (items) => [...items] },
  { query: '$orderby=updatedDateTime desc', find: (items) => [...items].sort((a, b) => b.updated - a.updated) },
  { query: "$filter=status eq 'New'", find: (items) => items.filter(({ status }) => status === 'New') },
  { query: '$orderby=updatedDateTime&$top=7', find: (items) => [...items].sort((a, b) => a.updated - b.updated) },
];

function play(steps: readonly Step[], settings: ListSettings): { refused: number } {
  let time = Date.parse('2026-01-01T00:00:00Z');
  const items: Item[] = Array.from({ length: 10 }, (_, index) => ({
    id: `r${index}`,
    status: index % 2 ? 'New' : 'Active',
    updated: (time += 1000),
  }));
  const valueOf = ({ id, status, updated }: Item) => ({ id, status, updatedDateTime: new Date(updated).toISOString() });
  const store = new ReferralStore(
    items.map((item) => ({ id: item.id, text: JSON.stringify(valueOf(item)), origin: 'seed' as const })),
  );
  const endpoint = new ListEndpoint(store, settings);
  const read = (query: string): { value: { id: string }[]; '@odata.nextLink'?: string } =>
    JSON.parse(endpoint.page(new URL(`http://x${collection}?${query}`), { role: 'admin' }).body);

  const pagings: { rest: string[]; token: string }[] = [];
  let latest: unknown;
  let refused = 0;

  /** Checks a page, and remembers what must come after it. */
  const check = (page: ReturnType<typeof read>, wanted: readonly string[], paging = pagings.length): void => {
    const ids = page.value.map(({ id }) => id);
    assert.deepEqual(ids, wanted.slice(0, settings.pageSize));
    const rest = wanted.slice(ids.length);
    const next = page['@odata.nextLink'];
    assert.equal(next !== undefined, rest.length > 0);
    if (next === undefined) {
      pagings.splice(paging, 1);
      return;
    }
    pagings[paging] = { rest, token: tokenOf(next) };
    latest = pagings[paging];
  };

  for (const each of steps) {
    if (each.does === 'list') {
      const { query, find } = queries[each.query] ?? assert.fail();
      const most = query.includes('$top') ? 7 : Infinity;
      const found = find(items).slice(0, most);
      check(
        read(query),
        found.map(({ id }) => id),
      );
    } else if (each.does === 'page') {
      const index = each.paging % Math.max(pagings.length, 1);
      const paging = pagings[index];
      if (!paging) continue;
      try {
        check(read(paging.token), paging.rest, index);
      } catch (error) {
        if (!(error instanceof RequestRefusal)) throw error;
        assert.match(error.message, /too old/);
        assert.notEqual(paging, latest);
        pagings.splice(index, 1);
        refused++;
      }
    } else if (each.does === 'write') {
      const item = items[each.referral] ?? assert.fail();
      Object.assign(item, { status: each.status, updated: (time += 1000) });
      const stored = store.find(item.id) ?? assert.fail();
      store.change(stored, { ...contentOf(stored), ...valueOf(item) });
    } else {
      const item = { id: `r${items.length}`, status: 'New', updated: (time += 1000) };
      items.push(item);
      store.add(valueOf(item));
    }
  }
  return { refused };
}
