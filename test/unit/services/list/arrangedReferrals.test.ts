import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import { categoryOf } from '../../../../src/referral/category.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { ArrangedReferrals, type ArrangementChange } from '../../../../src/services/list/arrangedReferrals.ts';
import {
  groupings,
  noFilter,
  sortings,
  defaultArrangement,
  type Arrangement,
  type GroupBy,
  type ReferralFilter,
} from '../../../../src/services/list/arrangement.ts';
import { referral, sample } from './referrals.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
/** How the tests change a referral. */
const hows = ['value', 'currency', 'status', 'time', 'engagement', 'name', 'customer', 'add', 'remove'] as const;
const setItems = (arranged: ArrangedReferrals, items: readonly ReferralSummary[]) =>
  arranged.setItems(ChunkedList.of(items));
const arrangedBy = (items: readonly ReferralSummary[], change: Partial<Arrangement>, email?: string) => {
  const arranged = new ArrangedReferrals('en', undefined, () => now);
  arranged.arrange({ ...defaultArrangement, ...change }, email);
  setItems(arranged, items);
  return arranged;
};
const headings = (items: readonly ReferralSummary[], groupBy: GroupBy): (string | undefined)[] =>
  arrangedBy(items, { groupBy }).groups.map(({ value }) => value);
const ids = (arranged: ArrangedReferrals): string[] =>
  arranged.groups.flatMap(({ members }) => members.map(({ id }) => id));
const filtered = (items: readonly ReferralSummary[], filter: Partial<ReferralFilter>, email?: string): string[] =>
  ids(arrangedBy(items, { groupBy: 'none', filter: { ...noFilter, ...filter } }, email));

describe('the order of headings', () => {
  it('is a deal’s way for states, what the API adds behind them, and nothing last', () => {
    const items = [undefined, 'Zeta', 'Closed', 'Alpha', 'New', 'Active'].map((status, n) =>
      referral(`${n}`, { status }),
    );
    assert.deepEqual(headings(items, 'status'), ['New', 'Active', 'Closed', 'Alpha', 'Zeta', undefined]);
  });

  it('is the calendar’s for months, whatever the spelling of the date', () => {
    const dates = ['2027-01-05', undefined, '2026-11-30T00:00:00Z', 'soon', '2026-12-31T23:30:00-05:00', '2026-02-01'];
    const items = dates.map((closingDateTime, n) => referral(`${n}`, { details: { closingDateTime } }));
    assert.deepEqual(headings(items, 'closeMonth'), ['2026-02', '2026-11', '2027-01', undefined]);
  });

  it('is the alphabet’s for customers, as the language has it', () => {
    const names = ['Zöe', 'Ångström', 'apple 10', 'Apple 2', 'Émile', undefined];
    const items = names.map((name, n) => referral(`${n}`, { customerProfile: { name } }));
    assert.deepEqual(headings(items, 'customer'), ['Ångström', 'Apple 2', 'apple 10', 'Émile', 'Zöe', undefined]);
  });

  it('is by the country’s name, not its code', () => {
    const items = ['US', 'de', 'ES', 'XQ7', undefined].map((country, n) =>
      referral(`${n}`, { customerProfile: { address: { country } } }),
    );
    assert.deepEqual(headings(items, 'country'), ['DE', 'ES', 'US', 'XQ7', undefined]);
  });

  it('is as the first referrals stand for engagements; those alone share one heading at the end', () => {
    const at = (day: number) => `2026-11-0${day}T00:00:00Z`;
    const items = [
      referral('a', { engagementId: 'one', updatedDateTime: at(1) }),
      referral('b', { engagementId: 'two', updatedDateTime: at(5) }),
      referral('c', { engagementId: 'one', updatedDateTime: at(7) }),
      referral('d', { engagementId: 'two', updatedDateTime: at(2) }),
      referral('e', { engagementId: 'lonely', updatedDateTime: at(9) }),
      referral('f', { updatedDateTime: at(3) }),
    ];
    const { groups } = arrangedBy(items, { groupBy: 'engagement' });
    assert.deepEqual(
      groups.map(({ value, members }) => [value, ...members.map(({ id }) => id)]),
      [
        ['one', 'c', 'a'],
        ['two', 'b', 'd'],
        [undefined, 'e', 'f'],
      ],
    );
  });
});

describe('the filter', () => {
  const items = [
    referral('8d5b1f0a-1111', {
      name: 'Müller retail',
      status: 'New',
      direction: 'Incoming',
      type: 'Shared',
      customerProfile: {
        name: 'Müller & Söhne',
        team: [{ firstName: 'Ana', lastName: 'Ruiz', email: 'ana@x.example' }],
      },
      team: [{ email: 'Noor@litware.example' }],
      externalReferenceId: 'CRM-7',
      updatedDateTime: '2026-11-02T00:00:00Z',
    }),
    referral('9e5b1f0a-2222', { status: 'Active', direction: 'Outgoing', type: 'Independent' }),
  ];

  it('finds words in names, customers, people, CRM ids and ids, without accents and whatever the case', () => {
    for (const text of ['muller', 'MÜLLER sohne', 'ruiz', 'ana@x', 'noor', 'crm-7', '8d5b1f', '  retail   ana ']) {
      assert.deepEqual(filtered(items, { text }), ['8d5b1f0a-1111'], text);
    }
    assert.deepEqual(filtered(items, { text: 'muller nobody' }), []);
    // A word must find the same referrals as in the palette.
    const street = [referral('a', { name: 'Königstraße Øst' })];
    assert.equal(filtered(street, { text: 'konigstrasse ost' }).length, 1);
    assert.equal(filtered(items, { text: ' ' }).length, 2);
  });

  it('does not look for short words in ids, where all would be found', () => {
    assert.deepEqual(filtered(items, { text: '5b1' }), []);
  });

  it('holds status, direction, type and category at once', () => {
    assert.deepEqual(filtered(items, { status: ['New', 'Closed'] }), ['8d5b1f0a-1111']);
    assert.deepEqual(filtered(items, { direction: 'Outgoing', type: 'Independent' }), ['9e5b1f0a-2222']);
    assert.deepEqual(filtered(items, { direction: 'Outgoing', type: 'Shared' }), []);
    assert.deepEqual(filtered(items, { category: categoryOf(items[0]!) }), ['8d5b1f0a-1111']);
  });

  it('takes for mine what has my address on the team, and nothing when nobody knows it', () => {
    assert.deepEqual(filtered(items, { mine: true }, 'noor@LITWARE.example'), ['8d5b1f0a-1111']);
    assert.deepEqual(filtered(items, { mine: true }), []);
    const ofOthers = referral('c', { team: [{ email: 'ana@litware.example' }, { firstName: 'No address' }] });
    assert.deepEqual(filtered([...items, ofOthers], { mine: true }, 'noor@litware.example'), ['8d5b1f0a-1111']);
    assert.deepEqual(filtered([ofOthers], { mine: true }), []);
  });

  it('shows what needs attention, what presses most first, whatever the order', () => {
    const day = (days: number): string => new Date(now + days * 86_400_000).toISOString();
    const pressing = [
      referral('moved', { status: 'Active', engagementId: 'e', updatedDateTime: day(-5) }),
      referral('theirs', { status: 'Active', engagementId: 'e', updatedDateTime: day(-1), organizationId: 'msft' }),
      referral('past', { status: 'Active', details: { closingDateTime: day(-1) } }),
      referral('fine', { status: 'Active', details: { closingDateTime: day(9) } }),
      referral('sent', { status: 'New', direction: 'Outgoing', expirationDateTime: day(1) }),
      referral('unanswered', { status: 'New', direction: 'Incoming', expirationDateTime: day(9) }),
      referral('tomorrow', { status: 'New', direction: 'Incoming', expirationDateTime: day(1) }),
      referral('today', { status: 'New', expirationDateTime: day(0.2) }),
      referral('overdue', { status: 'New', direction: 'Incoming', expirationDateTime: day(-1) }),
      referral('closed', { status: 'Closed', expirationDateTime: day(1) }),
    ];
    const wanted = ['overdue', 'today', 'tomorrow', 'unanswered', 'past', 'moved'];
    assert.deepEqual(filtered(pressing, { needsAttention: true }), wanted);
    const arranged = arrangedBy(pressing, { groupBy: 'status', filter: { ...noFilter, needsAttention: true } });
    assert.deepEqual(
      arranged.groups.map(({ members }) => members.map(({ id }) => id)),
      [wanted.slice(0, 4), wanted.slice(4)],
    );
  });
});

describe('a change of the list', () => {
  const items = sample(120, now);
  const change = (at: number, by: Partial<ReferralSummary>): ReferralSummary[] =>
    items.map((item, n) => (n === at ? { ...item, ...by } : item));

  it('is nothing when nothing changed', () => {
    const arranged = arrangedBy(items, {});
    assert.deepEqual(setItems(arranged, items), { kind: 'nothing' });
    assert.deepEqual(setItems(arranged, [...items]), { kind: 'nothing' });
  });

  it('is one row when a referral says something else in its place', () => {
    const arranged = arrangedBy(items, {});
    assert.deepEqual(setItems(arranged, change(7, { customerCity: 'Elsewhere' })), {
      kind: 'some',
      groups: [],
      rows: [items[7]!.id],
    });
  });

  it('is one group when a referral moves in it, and two when it goes to another', () => {
    const arranged = arrangedBy(items, {});
    const at = items.findIndex(({ status }) => status === 'Active');
    const moved = change(at, { updatedDateTime: new Date(now + 1000).toISOString() });
    assert.deepEqual(setItems(arranged, moved), { kind: 'some', groups: ['status/Active'], rows: [] });
    const closed = moved.map((item, n) => (n === at ? { ...item, status: 'Closed' } : item));
    assert.deepEqual(setItems(arranged, closed), {
      kind: 'some',
      groups: ['status/Active', 'status/Closed'],
      rows: [],
    });
  });

  it('is all when a heading comes', () => {
    const arranged = arrangedBy(items, {});
    assert.deepEqual(setItems(arranged, change(3, { status: 'Brand new' })), { kind: 'all' });
  });

  it('says nothing of what the filter hides', () => {
    const arranged = arrangedBy(items, { filter: { ...noFilter, status: ['New'] } });
    const at = items.findIndex(({ status }) => status === 'Closed');
    assert.deepEqual(setItems(arranged, change(at, { customerCity: 'Elsewhere' })), { kind: 'nothing' });
  });

  it('is all when the list becomes empty, and nothing is kept of its groups, whose values are names', () => {
    const list = items.slice(0, 20);
    for (const groupBy of groupings) {
      const arranged = arrangedBy(list, { groupBy, sort: { by: 'name', descending: false } });
      const [before, shown] = [new Set(arranged.groups), ids(arranged)];
      assert.deepEqual(setItems(arranged, []), { kind: 'all' });
      assert.deepEqual([arranged.groups, arranged.shown], [[], 0]);
      assert.deepEqual(setItems(arranged, []), { kind: 'nothing' });
      assert.deepEqual(setItems(arranged, list), { kind: 'all' });
      assert.deepEqual(ids(arranged), shown);
      assert.ok(!arranged.groups.some((group) => before.has(group)), groupBy);
    }
  });

  it('keeps the objects of its groups while one referral is left', () => {
    const [list, last] = [items.slice(0, 20), items.slice(0, 1)];
    for (const groupBy of ['status', 'customer'] as const) {
      const arranged = arrangedBy(list, { groupBy });
      const before = arranged.groups;
      setItems(arranged, last);
      assert.equal(arranged.groups.length, 1);
      setItems(arranged, list);
      assert.equal(arranged.groups.length, before.length);
      for (const [at, group] of arranged.groups.entries()) assert.equal(group, before[at]);
    }
  });

  it('comes to the same as arranging anew, for any changes, additions and losses under any arrangement', () => {
    const text = fc.constantFrom('', 'a', 'contoso', 'con', 'data wa', 'crm-5', items[3]!.id.slice(0, 8));
    const filter = fc.record({
      text,
      status: fc.subarray(['New', 'Active', 'Closed']),
      direction: fc.constantFrom(undefined, 'Incoming'),
      type: fc.constantFrom(undefined, 'Shared'),
      category: fc.constantFrom(undefined, 'coSell' as const),
      mine: fc.boolean(),
      needsAttention: fc.boolean(),
    });
    const sort = fc.record({ by: fc.constantFrom(...sortings), descending: fc.boolean() });
    const arrangement: fc.Arbitrary<Arrangement> = fc.record({ groupBy: fc.constantFrom(...groupings), sort, filter });
    const email = items[0]!.team[0]!.email!;
    const edit = fc.record({
      at: fc.nat(79),
      how: fc.constantFrom(...hows),
      n: fc.nat(9),
    });
    const step = fc.oneof(arrangement, fc.array(edit, { maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const arranged = new ArrangedReferrals('en', undefined, () => now);
        let list = items.slice(0, 80);
        setItems(arranged, list);
        for (const each of steps) {
          if (!Array.isArray(each)) arranged.arrange(each, email);
          else {
            list = each.reduce(edited, list);
            setItems(arranged, list);
          }
        }
        const anew = arrangedBy(list, arranged.arrangement, email);
        assert.deepEqual(
          arranged.groups.map(({ key, members }) => [key, members.map(({ id }) => id)]),
          anew.groups.map(({ key, members }) => [key, members.map(({ id }) => id)]),
        );
        assert.equal(arranged.shown, anew.shown);
      }),
      { numRuns: 150 },
    );
  });

  for (const groupBy of groupings) {
    it(`moves rows and groups as referrals change, and tells of each that looks otherwise, by ${groupBy}`, () => {
      const edit = fc.record({
        at: fc.nat(59),
        how: fc.constantFrom(...hows),
        n: fc.nat(9),
      });
      const few = fc.array(edit, { maxLength: 4 });
      // More than are moved one by one.
      const many = fc.record({ how: fc.constantFrom('value', 'currency', 'time', 'status'), n: fc.nat(9) });
      const step = fc.oneof(
        { weight: 8, arbitrary: few },
        { weight: 1, arbitrary: many.map(({ how, n }) => range(40).map((at) => ({ at, how, n: (n + at) % 10 }))) },
        { weight: 1, arbitrary: fc.constantFrom(1, 30, 200).map((days) => ({ days })) },
      );
      const sort = fc.record({ by: fc.constantFrom(...sortings), descending: fc.boolean() });
      const filter = fc.constantFrom({}, { status: ['New', 'Active'] }, { needsAttention: true });
      // Engagements with one, two, three or more referrals.
      const start = items
        .slice(0, 60)
        .map((item, n) => ({ ...item, engagementId: n % 7 === 0 ? undefined : `engagement-${(n * n) % 23}` }));
      fc.assert(
        fc.property(sort, filter, fc.array(step, { maxLength: 8 }), (by, shown, steps) => {
          const change = { ...defaultArrangement, groupBy, sort: by, filter: { ...noFilter, ...shown } };
          let list: ReferralSummary[] = start;
          let clock = now;
          const arrange = (): ArrangedReferrals => {
            const arranged = new ArrangedReferrals('en', undefined, () => clock);
            arranged.arrange(change, undefined);
            setItems(arranged, list);
            return arranged;
          };
          const arranged = arrange();
          let before = rowsByGroup(arranged);
          for (const each of steps) {
            let told: ArrangementChange;
            if ('days' in each) {
              clock += each.days * 24 * 3_600_000;
              told = arranged.timePassed();
            } else {
              list = each.reduce(edited, list);
              told = setItems(arranged, list);
            }
            const rows = rowsByGroup(arranged);
            assert.deepEqual([...rows], [...rowsByGroup(arrange())]);
            assertToldAll(told, before, rows, 'days' in each || !each.some(({ how }) => how === 'remove'));
            before = rows;
          }
        }),
        { numRuns: groupBy === 'engagement' ? 300 : 100 },
      );
    });
  }

  /** Checks that what looks otherwise was told, and that groups that look the same were not. */
  function assertToldAll(
    told: ArrangementChange,
    before: ReadonlyMap<string, readonly ReferralSummary[]>,
    rows: ReadonlyMap<string, readonly ReferralSummary[]>,
    exactly: boolean,
  ): void {
    const sameGroups = [...rows.keys()].join('\n') === [...before.keys()].join('\n');
    if (exactly || !sameGroups) assert.equal(told.kind === 'all', !sameGroups);
    if (told.kind === 'all') return;
    const { groups = [], rows: changed = [] } = told.kind === 'some' ? told : {};
    for (const [key, members] of rows) {
      const earlier = before.get(key);
      const sameRows = members.map(({ id }) => id).join() === earlier?.map(({ id }) => id).join();
      assert.equal(groups.includes(key), !sameRows, key);
      for (const [n, member] of sameRows ? members.entries() : []) {
        assert.equal(changed.includes(member.id), earlier?.[n] !== member, `${key}: ${member.id}`);
      }
    }
  }

  const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

  function rowsByGroup(arranged: ArrangedReferrals): Map<string, readonly ReferralSummary[]> {
    return new Map(arranged.groups.map(({ key, members }) => [key, members]));
  }

  /** Some of them are equal in the order of the locale. */
  const nameOf = (n: number): string => (n % 4 === 0 ? `Plant ${'0'.repeat(n % 3)}1` : `Contoso ${n}`);

  function edited(list: ReferralSummary[], { at, how, n }: { at: number; how: string; n: number }): ReferralSummary[] {
    const place = at % list.length;
    const change = (by: Partial<ReferralSummary>) => list.map((item, m) => (m === place ? { ...item, ...by } : item));
    switch (how) {
      case 'add':
        // By the id: it may have been added and changed before.
        return list.some(({ id }) => id === items[80 + (at % 40)]!.id) ? list : [...list, items[80 + (at % 40)]!];
      case 'remove':
        return list.filter((_, m) => m !== place);
      case 'value':
        return change({ dealValue: n * 1000 });
      case 'currency':
        return change({ currency: ['EUR', 'USD', 'usd', 'Gold', undefined][n % 5] });
      case 'status':
        return change({ status: ['New', 'Active', 'Closed', 'Odd'][n % 4] });
      case 'time':
        return change({ updatedDateTime: new Date(now - n * 1e7).toISOString() });
      case 'engagement':
        return change({ engagementId: list[(place + n) % list.length]!.engagementId });
      case 'customer':
        return change({ customerName: nameOf(n), customerCountry: ['ES', 'DE', 'GB', 'UK', undefined][n % 5] });
      default:
        return change({ name: nameOf(n) });
    }
  }
});
