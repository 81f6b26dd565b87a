import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readSummary, type ReferralSummary } from '../../../../src/referral/summary.ts';
import type { Catalog } from '../../../../src/services/catalog/catalog.ts';
import { TextIndex } from '../../../../src/services/search/textIndex.ts';
import { looksLikeReference, questionFor } from '../../../../src/services/server/question.ts';
import { addListed, silentCatalog } from '../list/store.ts';

const referral = (id: string, facts: Record<string, unknown> = {}): ReferralSummary =>
  readSummary({ id, name: `Deal ${id}`, ...facts })!;

describe('searching the catalog while a picker is open', () => {
  const turns: (() => void)[] = [];
  const pause = (): Promise<void> => new Promise((resolve) => turns.push(resolve));
  let catalog: Catalog;
  let clock: number;
  beforeEach(() => {
    turns.length = 0;
    catalog = silentCatalog();
    clock = 0;
  });
  /** A clock that advances by 5 ms on each call. */
  const slow = (): number => (clock += 5);
  const thousand = (): ReferralSummary[] => Array.from({ length: 1000 }, (_, nth) => referral(`r${nth}`));
  const turn = async (): Promise<void> => {
    turns.shift()?.();
    await nextTurn();
  };

  it('has a small catalog at once', () => {
    addListed(catalog, [referral('a'), referral('b')]);
    const search = new TextIndex(catalog.of('sandbox'), pause);
    assert.deepEqual([search.complete, search.size, search.search('deal', 9).count], [true, 2, 2]);
  });

  it('takes in a big one slice by slice, telling each time, and is right about what changes meanwhile', async () => {
    const many = thousand();
    addListed(catalog, many);
    const search = new TextIndex(catalog.of('sandbox'), pause, slow);
    assert.equal(search.complete, false);
    const sizes = [search.size];
    let told = 0;
    search.onDidChange(() => told++);
    addListed(catalog, [{ ...many[999]!, name: 'Renamed' }]);
    assert.deepEqual([search.search('renamed', 9).count, told], [1, 1]);
    while (!search.complete) {
      await turn();
      sizes.push(search.size);
    }
    // Three calls take 15 ms. A slice ends with the call after which 12 ms have passed.
    assert.deepEqual(sizes, [192, 385, 577, 769, 961, 1000]);
    assert.equal(told, sizes.length);
    assert.equal(search.search('renamed', 9).count, 1);
  });

  it('follows what comes, changes and goes, of its connection only', () => {
    const search = new TextIndex(catalog.of('sandbox'), pause);
    addListed(catalog, [referral('a')]);
    addListed(catalog, [referral('b')], 'partner-center');
    assert.deepEqual(
      search.search('', 9).hits.map(({ summary }) => summary.id),
      ['a'],
    );
    catalog.forget('sandbox');
    assert.equal(search.search('', 9).count, 0);
  });

  it('stops with its picker', async () => {
    addListed(catalog, thousand());
    const search = new TextIndex(catalog.of('sandbox'), pause, slow);
    const { size } = search;
    search.dispose();
    await turn();
    addListed(catalog, [referral('late')]);
    assert.deepEqual([search.size, turns.length], [size, 0]);
  });
});

describe('what a server is asked about a typed text', () => {
  const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
  const engagement = 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4';
  const known = [referral(id, { engagementId: engagement, externalReferenceId: 'CRM-50977' })];

  it('is nothing when it is known here', () => {
    for (const typed of [id, id.toUpperCase(), ` https://x.example/referrals/${id}?a=b`, 'crm-50977', ' CRM-50977 ']) {
      assert.equal(questionFor(typed, known), undefined, typed);
    }
  });

  it('is an id, wherever it stands', () => {
    assert.deepEqual(questionFor(`see https://x.example/referrals/${id}`, []), { kind: 'id', id });
  });

  it('is an engagement where a known referral belongs to it', () => {
    assert.deepEqual(questionFor(engagement, known), { kind: 'engagement', id: engagement });
  });

  it('is a reference when it looks like one', () => {
    assert.deepEqual(questionFor(' CRM-50978 ', known), { kind: 'reference', reference: 'CRM-50978' });
    for (const text of ['12345', '0012345678', 'a/7', 'Ä-1']) assert.ok(looksLikeReference(text), text);
    const no = ['', 'ab', 'Contoso', 'a 1', 'x1@y.example', 'https://x/1', id, id.slice(0, -1), id.replaceAll('-', '')];
    for (const text of [...no, '1'.repeat(101)]) assert.ok(!looksLikeReference(text), text);
  });
});
