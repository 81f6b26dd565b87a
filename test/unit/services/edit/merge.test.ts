import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameTree } from '../../../../src/referral/treeText.ts';
import { merge } from '../../../../src/services/edit/merge.ts';
import { anyEdits, applyEdits, json, tree, withValue } from './edits.ts';

const person = (name: string, more: object = {}): object => ({ email: `${name}@x.example`, ...more });
const base = tree({
  name: 'Deal',
  details: { dealValue: 5000, notes: 'n', requirements: { solutions: [{ id: 's1' }] } },
  team: [person('a'), person('b')],
  tags: ['x'],
  externalReferenceId: '1',
});
const changed = (pointer: string, value?: unknown): ReturnType<typeof tree> =>
  withValue(base, pointer, value === undefined ? undefined : tree(JSON.stringify(value)));
const pointers = (mine: ReturnType<typeof tree>, theirs: ReturnType<typeof tree>): string[] =>
  merge(base, mine, theirs, 'mine').overlaps.map(({ pointer }) => pointer);

describe('A merge of two versions', () => {
  it('has both changes of different members', () => {
    const { tree: merged, overlaps } = merge(
      base,
      changed('/details/notes', 'm'),
      changed('/details/dealValue', 7),
      'mine',
    );
    assert.deepEqual(
      [json(merged), overlaps],
      [json(withValue(changed('/details/notes', 'm'), '/details/dealValue', tree('7'))), []],
    );
  });

  it('tells people apart by their e-mail, not by their place', () => {
    const mine = changed('/team', [person('b', { title: 'Lead' }), person('c')]);
    const theirs = changed('/team', [person('d'), person('a'), person('B', { phoneNumber: '1' })]);
    const { tree: merged, overlaps } = merge(base, mine, theirs, 'mine');
    assert.deepEqual(overlaps, []);
    const { team } = json(merged) as { team: object[] };
    assert.deepEqual(
      team.map((each) => JSON.stringify(each)).sort(),
      [person('c'), person('d'), { email: 'B@x.example', phoneNumber: '1', title: 'Lead' }]
        .map((each) => JSON.stringify(each))
        .sort(),
    );
  });

  it('takes the chosen side where both changed the same, and lists it', () => {
    const [mine, theirs] = [changed('/details/notes', 'mine'), changed('/details/notes', 'theirs')];
    const both = merge(base, mine, theirs, 'mine');
    assert.deepEqual(
      both.overlaps.map((overlap) => [
        overlap.pointer,
        ...[overlap.base, overlap.mine, overlap.theirs].map((each) => each && json(each)),
      ]),
      [['/details/notes', 'n', 'mine', 'theirs']],
    );
    assert.ok(sameTree(both.tree, mine));
    assert.ok(sameTree(merge(base, mine, theirs, 'theirs').tree, theirs));
  });

  it('counts the same change on both sides once', () => {
    const added = changed('/team/-', person('c'));
    assert.deepEqual(pointers(added, added), []);
    assert.ok(sameTree(merge(base, added, added, 'mine').tree, added));
  });

  it('asks when one side removed what the other changed', () => {
    assert.deepEqual(pointers(changed('/team', [person('a')]), changed('/team/1/title', 'Lead')), ['/team/1']);
    assert.deepEqual(pointers(changed('/details/notes', 'm'), changed('/details/notes')), ['/details/notes']);
  });

  it('asks where elements can not be told apart', () => {
    assert.deepEqual(pointers(changed('/tags/-', 'y'), changed('/tags/-', 'z')), ['/tags']);
    assert.deepEqual(pointers(changed('/team/-', person('a')), changed('/team/-', person('c'))), ['/team']);
  });

  it('asks when both sides changed what identifies the same element', () => {
    const nameless = tree({ team: [{ firstName: 'Ada' }, { firstName: 'Bo', email: null }] });
    const phone = (at: number, phoneNumber: string): ReturnType<typeof tree> =>
      withValue(nameless, `/team/${at}/phoneNumber`, tree(JSON.stringify(phoneNumber)));
    for (const at of [0, 1]) {
      const { overlaps } = merge(nameless, phone(at, '1'), phone(at, '2'), 'mine');
      assert.deepEqual(
        overlaps.map(({ pointer }) => pointer),
        ['/team'],
      );
    }
    assert.deepEqual(pointers(changed('/team/0/email', 'c@x.example'), changed('/team/0/email', 'd@x.example')), [
      '/team',
    ]);
    const apart = merge(nameless, phone(0, '1'), phone(1, '2'), 'mine');
    assert.deepEqual([(json(apart.tree) as { team: object[] }).team.length, apart.overlaps], [2, []]);
    const oneRemoved = withValue(nameless, '/team/0', undefined);
    assert.deepEqual(merge(nameless, oneRemoved, oneRemoved, 'mine').overlaps, []);
  });

  it('takes a new element of mine as the one of theirs that has all of it, whatever the service added or spelled', () => {
    const was = { customerProfile: { team: [{ firstName: 'A' }] }, registrations: [] };
    const withTeam = (...team: object[]): ReturnType<typeof tree> =>
      tree({ ...was, customerProfile: { team: [...was.customerProfile.team, ...team] } });
    const mergedTeam = (mine: object, ...theirs: object[]): string[] => {
      const { tree: merged, overlaps } = merge(tree(was), withTeam(mine), withTeam(...theirs), 'mine');
      assert.deepEqual(overlaps, []);
      return (json(merged) as typeof was).customerProfile.team.slice(1).map((each) => JSON.stringify(each));
    };
    const bo = { firstName: 'Bo', phoneNumber: '1' };
    const served = { title: null, ...bo, email: '' };
    for (const mine of [bo, { ...bo, email: null }, { PhoneNumber: '1', FIRSTNAME: 'Bo' }]) {
      assert.deepEqual(mergedTeam(mine, served), [JSON.stringify(served)]);
    }
    // The closest of several, and only once.
    const more = { ...bo, lastName: 'Other' };
    assert.deepEqual(mergedTeam(bo, more, served).sort(), [more, served].map((each) => JSON.stringify(each)).sort());
    // Other people.
    for (const other of [{ ...served, phoneNumber: '2' }, { firstName: 'Bo' }, {}]) {
      assert.equal(mergedTeam(bo, other).length, 2, JSON.stringify(other));
    }
    assert.equal(mergedTeam({ title: null }, served).length, 2);
  });

  it('appends my registrations to theirs, and knows mine by all but what the server sets', () => {
    const registered = (...registrations: object[]): ReturnType<typeof tree> => tree({ registrations });
    const mine = (name: string): object => ({
      type: name,
      contract: { value: '5', signDateTime: '2026-06-10T00:00:00Z' },
    });
    const theirs = (name: string): object => ({
      id: `id ${name}`,
      status: 'ReviewPending',
      type: name,
      contract: { value: 5.0, signDateTime: '2026-06-10T02:00:00.000+02:00', currency: null },
    });
    const types = (ours: ReturnType<typeof tree>, others: ReturnType<typeof tree>): string[] => {
      const { tree: merged, overlaps } = merge(registered(theirs('a')), ours, others, 'mine');
      assert.deepEqual(overlaps, []);
      return (json(merged) as { registrations: { type: string; id?: string }[] }).registrations.map(
        ({ type, id }) => `${type}${id === undefined ? '' : ' theirs'}`,
      );
    };
    assert.deepEqual(types(registered(theirs('a'), mine('b')), registered(theirs('a'), theirs('b'))), [
      'a theirs',
      'b theirs',
    ]);
    assert.deepEqual(
      types(registered(theirs('a'), mine('b'), mine('c')), registered(theirs('a'), theirs('d'), theirs('c'))),
      ['a theirs', 'd theirs', 'c theirs', 'b'],
    );
    const otherValue = { ...mine('b'), contract: { value: 6 } };
    assert.deepEqual(types(registered(theirs('a'), otherValue), registered(theirs('a'), theirs('b'))), [
      'a theirs',
      'b theirs',
      'b',
    ]);
  });

  it('counts the same value once in every spelling that the service stores as one', () => {
    for (const [pointer, was, ours, others] of [
      ['/details/dealValue', '5000', '"10000"', '10000.0'],
      ['/details/closingDateTime', 'null', '"2026-07-15T00:00:00Z"', '"2026-07-15T00:00:00.0000000"'],
      ['/details/closingDateTime', 'null', '"2026-07-15T00:00:00Z"', '"2026-07-15T02:00:00+02:00"'],
    ] as const) {
      const overlapsOf = (left: string, right: string): number => {
        const [first, mine, theirs] = [was, left, right].map((value) => withValue(base, pointer, tree(value)));
        return merge(first!, mine!, theirs!, 'mine').overlaps.length;
      };
      assert.equal(overlapsOf(ours, others), 0, `${ours} ${others}`);
    }
    for (const [pointer, ours, others] of [
      ['/details/dealValue', '"10000"', '10000.1'],
      ['/details/notes', '"1"', '"1.0"'],
      ['/details/closingDateTime', '"2026-07-15T00:00:00Z"', '"2026-07-15T00:00:00.0000001Z"'],
      ['/details/closingDateTime', '"2026-03-03T00:00:00Z"', '"2026-02-31T00:00:00Z"'],
    ] as const) {
      const [mine, theirs] = [ours, others].map((value) => withValue(base, pointer, tree(value)));
      assert.deepEqual(pointers(mine!, theirs!), [pointer]);
    }
  });

  it('keeps a property named __proto__ and names with slashes', () => {
    const mine = tree('{"__proto__":{"x":1},"a/b":1}');
    const theirs = tree('{"__proto__":{"y":2},"a/b":2}');
    const { tree: merged, overlaps } = merge(tree('{"__proto__":{}}'), mine, theirs, 'mine');
    assert.deepEqual(Object.keys((json(merged) as { __proto__: object }).__proto__), ['y', 'x']);
    assert.deepEqual(
      overlaps.map(({ pointer }) => pointer),
      ['/a~1b'],
    );
  });

  it('is the other side where one changed nothing, and is the same seen from both sides', () => {
    fc.assert(
      fc.property(anyEdits, anyEdits, (ours, others) => {
        const [mine, theirs] = [applyEdits(base, ours), applyEdits(base, others)];
        assert.ok(sameTree(merge(base, base, theirs, 'mine').tree, theirs));
        assert.ok(sameTree(merge(base, mine, base, 'theirs').tree, mine));
        assert.ok(sameTree(merge(base, mine, mine, 'mine').tree, mine));
        const [seen, mirrored] = [merge(base, mine, theirs, 'mine'), merge(base, theirs, mine, 'theirs')];
        const sorted = (value: ReturnType<typeof tree>): unknown =>
          JSON.stringify(json(value)).split('').sort().join('');
        assert.equal(sorted(seen.tree), sorted(mirrored.tree));
        assert.equal(seen.overlaps.length, mirrored.overlaps.length);
      }),
      { numRuns: 300 },
    );
  });

  it('loses no change that does not overlap', () => {
    fc.assert(
      fc.property(anyEdits, anyEdits, (ours, others) => {
        const touched = new Set(others.map(([pointer]) => pointer));
        const apart = ours.filter(([pointer]) => !touched.has(pointer));
        const { tree: merged, overlaps } = merge(base, applyEdits(base, apart), applyEdits(base, others), 'theirs');
        assert.deepEqual(overlaps, []);
        assert.ok(sameTree(merged, applyEdits(applyEdits(base, apart), others)));
      }),
      { numRuns: 300 },
    );
  });
});
