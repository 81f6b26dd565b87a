import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BoundedMap } from '../../../../src/base/boundedMap.ts';
import { readShape } from '../../../../src/sandbox/coach/listShape.ts';
import { meetsFilter, readerOf } from '../../../../src/sandbox/filter/evaluateFilter.ts';
import { parseFilter } from '../../../../src/sandbox/filter/parseFilter.ts';
import { substatusesOf } from '../../../../src/referral/rules/lifeCycle.ts';

const states = Object.entries(substatusesOf).flatMap(([status, substatuses]) =>
  substatuses.map((substatus) => ({ status, substatus })),
);
const directions = ['Incoming', 'Outgoing'];

const comparison = fc.oneof(
  fc.constantFrom(...Object.keys(substatusesOf), 'Paused').map((value) => `status eq '${value}'`),
  fc.constantFrom(...Object.keys(substatusesOf)).map((value) => `status ne '${value}'`),
  fc.constantFrom(...states).map(({ substatus }) => `substatus eq '${substatus}'`),
  fc.constantFrom(...directions).map((value) => `direction eq '${value}'`),
);
const { filter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map(([a, word, b]) => `(${a}) ${word} (${b})`),
    tie('filter').map((part) => `not (${part})`),
  ),
}));

const statusesOf = (text: string): readonly string[] | undefined => {
  const { statuses } = readShape(`$filter=${encodeURIComponent(text)}`);
  return statuses && [...statuses];
};

describe('The shape of a list', () => {
  it('has every status that its filter finds', () => {
    fc.assert(
      fc.property(filter, fc.constantFrom(...states), fc.constantFrom(...directions), (text, state, direction) => {
        if (!meetsFilter(parseFilter(text), readerOf({ ...state, direction }))) return;
        assert.ok(statusesOf(text)?.includes(state.status), text);
      }),
    );
  });

  for (const [text, statuses] of [
    ["status eq 'New'", ['New']],
    ["status ne 'Closed'", ['New', 'Active']],
    ["substatus eq 'Pending'", ['New']],
    ["not (status eq 'Active') and direction eq 'Incoming'", ['New', 'Closed']],
    ["status eq 'New' and updatedDateTime gt 2026-01-01", ['New']],
    ['updatedDateTime gt 2026-01-01', ['New', 'Active', 'Closed']],
    ["customerProfile/address/country eq 'DE' and status eq 'New'", undefined],
    ["team/any(t:t/email eq 'a@x.example')", undefined],
    ['no filter at all', undefined],
  ] as const) {
    it(`of ${text} has ${statuses?.join(', ') ?? 'no statuses, since it asks for something else'}`, () => {
      assert.deepEqual(statusesOf(text), statuses);
    });
  }
});

describe('A bounded map', () => {
  it('forgets what was set the longest ago', () => {
    const map = new BoundedMap<string, number>(2);
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['c', 4],
    ] as const) {
      map.set(key, value);
    }
    assert.deepEqual(
      [...map.entries()],
      [
        ['a', 3],
        ['c', 4],
      ],
    );
    assert.equal(map.size, 2);
  });
});
