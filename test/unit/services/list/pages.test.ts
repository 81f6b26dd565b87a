import assert from 'node:assert/strict';
import type { ReferralPage } from '../../../../src/api/client.ts';
import type { SkipToken } from '../../../../src/api/paging.ts';
import { Pages } from '../../../../src/services/list/pages.ts';
import { referral } from './referrals.ts';

const request = { generation: 0, sequence: 1 };
const page = (ids: readonly string[], next?: string, unreadable = 0): ReferralPage => ({
  items: ids.map((id) => referral(id)),
  unreadable,
  next: next === undefined ? { kind: 'none' } : { kind: 'more', token: next as SkipToken },
});

describe('The pages of a list', () => {
  it('are complete after the last one, and count those with referrals', () => {
    const pages = new Pages(request);
    pages.add(page(['a'], '1', 2));
    assert.deepEqual([pages.complete, pages.next], [false, '1']);
    pages.add(page([], '2'));
    pages.add(page(['b'], undefined, 1));
    assert.deepEqual([pages.complete, pages.broken, pages.count, pages.unreadable], [true, false, 2, 3]);
    assert.deepEqual([...pages.ids], ['a', 'b']);
  });

  it('end at a link that can’t be used, or that leads to a page again', () => {
    const unusable = new Pages(request);
    unusable.add({ ...page(['a']), next: { kind: 'broken' } });
    const loop = new Pages(request);
    for (const [id, next] of [
      ['a', '1'],
      ['b', '2'],
      ['c', '1'],
    ] as const) {
      loop.add(page([id], next));
    }
    for (const pages of [unusable, loop]) {
      assert.deepEqual([pages.broken, pages.complete, pages.next], [true, false, undefined]);
    }
  });

  it('end after three in a row without a new referral, and not after empty ones', () => {
    const pages = new Pages(request);
    pages.add(page(['a'], '0'));
    for (const next of ['1', '2', '3', '4', '5']) pages.add(page([], next));
    assert.equal(pages.broken, false);
    pages.add(page(['a'], '6'));
    pages.add(page(['a'], '7'));
    assert.deepEqual([pages.broken, pages.next], [false, '7']);
    pages.add(page(['a'], '8'));
    assert.deepEqual([pages.broken, pages.next], [true, undefined]);
  });

  it('end after two thousand links', () => {
    const pages = new Pages(request);
    for (let n = 0; n < 2000; n++) pages.add(page([String(n)], String(n)));
    assert.deepEqual([pages.broken, pages.count], [false, 2000]);
    pages.add(page(['next'], 'next'));
    assert.deepEqual([pages.broken, pages.next], [true, undefined]);
  });

  it('go on after those of an earlier load, whose links count', () => {
    const before = new Pages(request);
    before.add(page(['a'], '1', 3));
    before.add(page(['b'], '2'));
    const pages = new Pages(request);
    pages.add(page(['c'], 'x', 1));
    pages.continueFrom(before);
    assert.deepEqual([pages.next, pages.count, pages.unreadable, [...pages.ids]], ['2', 2, 3, ['c', 'a', 'b']]);
    pages.add(page(['d'], '1'));
    assert.equal(pages.broken, true);
  });
});
