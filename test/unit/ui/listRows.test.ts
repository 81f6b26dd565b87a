import assert from 'node:assert/strict';
import { ChunkedList } from '../../../src/base/chunkedList.ts';
import { ArrangedReferrals } from '../../../src/services/list/arrangedReferrals.ts';
import { defaultArrangement, noFilter, type GroupBy } from '../../../src/services/list/arrangement.ts';
import type { ReferralSummary } from '../../../src/referral/summary.ts';
import type { GroupRow } from '../../../src/ui/tree/items/groupItems.ts';
import { ListRows } from '../../../src/ui/tree/items/listRows.ts';
import type { Row } from '../../../src/ui/tree/items/rows.ts';
import { referral } from '../services/list/referrals.ts';

describe('the rows of a list by engagement', () => {
  const ours = (name: string): ReferralSummary => referral('ours', { engagementId: 'e', name });
  const theirs = (name: string): ReferralSummary =>
    referral('theirs', { engagementId: 'e', organizationId: 'msft', name });
  let items: ReferralSummary[];
  let arranged: ArrangedReferrals;
  let rows: ListRows;

  beforeEach(() => {
    items = [ours('Old name'), theirs('Their name'), referral('alone', { name: 'Alone' })];
    arranged = new ArrangedReferrals('en');
    arranged.setItems(ChunkedList.of(items));
    arranged.arrange({ ...defaultArrangement, groupBy: 'engagement' }, undefined);
    rows = new ListRows(arranged, (_, id) => items.find((item) => item.id === id), 'sandbox');
    for (const heading of rows.top()) if (heading.kind === 'group') rows.below(heading);
  });
  const change = (...next: ReferralSummary[]): Row[] | undefined => {
    items = next;
    return rows.changed(arranged.setItems(ChunkedList.of(items)));
  };
  const told = (all: Row[] | undefined): string[] | undefined =>
    all?.map((row) => (row.kind === 'group' ? row.group.key : 'id' in row ? row.id : row.kind));

  it('know the heading that they are below, also when it changes', () => {
    const headings = (): (string | undefined)[] =>
      rows
        .top()
        .flatMap((group) => (group.kind === 'group' ? rows.below(group).map((row) => rows.headingOf(row)) : []));
    assert.deepEqual(headings(), ['Old name', 'Old name', undefined]);
    const [, second, third] = items as [ReferralSummary, ReferralSummary, ReferralSummary];
    change(ours('New name'), second, third);
    assert.deepEqual(headings(), ['New name', 'New name', undefined]);
    const kept = rows.top().flatMap((group) => (group.kind === 'group' ? rows.below(group) : []));
    arranged.arrange({ ...defaultArrangement, groupBy: 'status' }, undefined);
    assert.deepEqual(headings(), [undefined, undefined, undefined]);
    assert.deepEqual(
      kept.map((row) => rows.headingOf(row)),
      [undefined, undefined, undefined],
    );
  });

  it('draw the heading anew when the deal that it is named by was renamed', () => {
    const [, second, third] = items as [ReferralSummary, ReferralSummary, ReferralSummary];
    assert.deepEqual(told(change(ours('New name'), second, third)), ['engagement/e']);
  });

  it('leave the heading alone when another referral of it was renamed', () => {
    const [first, , third] = items as [ReferralSummary, ReferralSummary, ReferralSummary];
    assert.deepEqual(told(change(first, theirs('Another'), third)), ['theirs']);
  });

  it('leave the heading of those without another side alone, whose name is nobody’s', () => {
    const [first, second] = items as [ReferralSummary, ReferralSummary, ReferralSummary];
    assert.deepEqual(told(change(first, second, referral('alone', { name: 'Renamed' }))), ['alone']);
  });
});

describe('The rows of referrals that are gone', () => {
  let items: readonly ReferralSummary[];
  let arranged: ArrangedReferrals;
  let rows: ListRows;
  const show = (next: readonly ReferralSummary[], groupBy: GroupBy = 'none') => {
    items = next;
    const known = new Map(items.map((item) => [item.id, item]));
    find = (id) => known.get(id);
    arranged.arrange({ ...defaultArrangement, groupBy }, undefined);
    rows.changed(arranged.setItems(ChunkedList.of([...items])));
    return rows.top().flatMap((row) => (row.kind === 'group' ? [row, ...rows.below(row)] : [row]));
  };
  let find: (id: string) => ReferralSummary | undefined;
  beforeEach(() => {
    arranged = new ArrangedReferrals('en');
    find = () => undefined;
    rows = new ListRows(arranged, (_, id) => find(id), 'partner-center');
  });
  const deals = (from: number, count: number): ReferralSummary[] =>
    Array.from({ length: count }, (_, n) => referral(`deal-${from + n}`, { engagementId: `e-${from + n}` }));

  it('are other ones after the list was empty, as after a sign-out, so nothing of them was kept', () => {
    for (const groupBy of ['none', 'engagement'] as const) {
      const before = show(deals(0, 3), groupBy);
      rows.clear();
      const after = show(deals(0, 3), groupBy);
      assert.equal(before.length, after.length);
      for (const [index, row] of after.entries()) assert.notEqual(row, before[index]);
    }
  });

  it('leave no customer behind as a collapsed or a long group, while those of states stay as they were', () => {
    const many = Array.from({ length: 2500 }, (_, n) =>
      referral(`deal-${n}`, { customerProfile: { name: 'Contoso' }, status: 'New' }),
    );
    for (const [groupBy, collapsed, shown] of [
      ['customer', false, 2001],
      ['status', true, 2500],
    ] as const) {
      const headings = (): GroupRow[] => show(many, groupBy).filter((row) => row.kind === 'group');
      const [before] = headings();
      assert.ok(before);
      rows.setCollapsed(before, true);
      rows.showMore(before.group.key);
      assert.deepEqual([headings()[0]?.collapsed, rows.below(before).length], [true, 2500]);
      arranged.setItems(ChunkedList.of());
      rows.clear();
      const [after] = headings();
      assert.ok(after);
      assert.deepEqual([after.collapsed, rows.below(after).length], [collapsed, shown]);
    }
  });

  it('are other ones on another connection, and so are the groups', () => {
    const before = show(deals(0, 3), 'engagement');
    rows.use('sandbox');
    for (const [index, row] of show(deals(0, 3), 'engagement').entries()) assert.notEqual(row, before[index]);
  });

  it('are not kept for ever where others take their place', () => {
    const first = show(deals(0, 1500), 'engagement');
    for (let round = 1; round <= 4; round++) show(deals(1500 * round, 1500), 'engagement');
    const again = show(deals(0, 1500), 'engagement');
    assert.equal(again.length, first.length);
    const known = new Set(first);
    assert.deepEqual(
      again.filter((row) => row.kind === 'referral' && known.has(row)),
      [],
    );
  });

  it('stay the same ones while the referrals are there, also when a filter hides all', () => {
    for (const groupBy of ['none', 'engagement'] as const) {
      const before = show(deals(0, 1500), groupBy);
      arranged.arrange({ ...defaultArrangement, groupBy, filter: { ...noFilter, text: 'nothing' } }, undefined);
      rows.changed({ kind: 'all' });
      assert.equal(rows.top().filter((row) => row.kind === 'referral').length, 0);
      const after = show(deals(0, 1500), groupBy);
      assert.equal(after.length, before.length);
      for (const [index, row] of after.entries()) if (row.kind === 'referral') assert.equal(row, before[index]);
    }
  });
});
