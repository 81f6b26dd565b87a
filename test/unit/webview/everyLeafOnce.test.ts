import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { leavesOf, parseJsonTree } from '../../../src/referral/leaves.ts';
import { readSummary } from '../../../src/referral/summary.ts';
import { viewOf } from '../../../src/webview/panel/model/referralView.ts';
import { fullReferral } from './fullReferral.ts';
import { shownIn } from './shownIn.ts';

describe('the panel’s view of a record', () => {
  it('shows every leaf of the full shape exactly once, with its raw value', () => {
    check(JSON.stringify(fullReferral));
  });

  it('shows every leaf of any JSON object exactly once', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        check(JSON.stringify({ ...record, id: 'x' }));
      }),
    );
  });

  it('shows every leaf when known properties hold something else', () => {
    fc.assert(
      fc.property(mangled(fullReferral), (record) => {
        check(JSON.stringify({ ...record, id: 'x' }));
      }),
      { numRuns: 120 },
    );
  });

  it('keeps the server’s spelling of numbers', () => {
    const raws = check('{"id":"x","details":{"dealValue":12345678901234567890,"currency":"EUR"},"a":50000.00,"b":1e3}');
    strictEqual(raws.get('/details/dealValue'), '12345678901234567890');
    strictEqual(raws.get('/a'), '50000.00');
    strictEqual(raws.get('/b'), '1e3');
  });

  it('survives names that are special to JavaScript or to pointers', () => {
    const raws = check('{"id":"x","__proto__":{"constructor":1},"a/b":{"~":2,"":3},"customerProfile":{"toString":4}}');
    deepStrictEqual([...raws.keys()].sort(), [
      '/__proto__/constructor',
      '/a~1b/',
      '/a~1b/~0',
      '/customerProfile/toString',
      '/id',
    ]);
  });

  it('survives very deep nesting', () => {
    const depth = 3000;
    check(`{"id":"x","team":${'['.repeat(depth)}1${']'.repeat(depth)}}`);
  });
});

/** Holds the view's leaves against the record's; returns them by pointer. */
function check(text: string): Map<string, string> {
  const tree = parseJsonTree(text);
  const summary = readSummary(JSON.parse(text));
  if (summary === undefined) throw new Error('no referral');
  const view = viewOf(tree, summary, { connection: 'sandbox', masked: false, related: [], changes: undefined }, 'en');
  const inView = shownIn(view).map(({ pointer, raw }) => [pointer, raw] as const);
  const inRecord = leavesOf(tree).map(({ pointer, raw }) => [pointer, raw] as const);
  deepStrictEqual(inView.toSorted(byPointer), inRecord.toSorted(byPointer));
  return new Map(inView);
}

function byPointer([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The record with some of its parts, at any depth, replaced by arbitrary JSON. */
function mangled(value: object): fc.Arbitrary<object> {
  const put = fc.tuple(fc.constantFrom(...placesIn(value)), fc.jsonValue());
  return fc.array(put, { minLength: 1, maxLength: 8 }).map((puts) => {
    const copy = structuredClone(value);
    for (const [place, part] of puts) {
      const parent = place
        .slice(0, -1)
        .reduce<unknown>((node, name) => (isObject(node) ? node[name] : undefined), copy);
      // Else an earlier one has taken its place away.
      if (isObject(parent)) parent[place.at(-1)!] = part;
    }
    return copy;
  });
}

/** The keys that lead to each part. */
function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => [[...at, name], ...placesIn(part, [...at, name])]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
