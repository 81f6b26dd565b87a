import assert from 'node:assert/strict';
import { mock } from 'node:test';
import * as fc from 'fast-check';
import { readSummary, type ReferralSummary } from '../../../../src/referral/summary.ts';
import type { Catalog } from '../../../../src/services/catalog/catalog.ts';
import type { IndexedStore } from '../../../../src/services/search/textIndex.ts';
import type { TextIndex } from '../../../../src/services/search/textIndex.ts';
import { addListed, silentCatalog, wholeIndex } from '../list/store.ts';

const referral = (id: string, externalReferenceId?: string): ReferralSummary =>
  readSummary({ id, name: `Deal ${id}`, externalReferenceId })!;

describe('finding known referrals by the beginning of their CRM reference', () => {
  let catalog: Catalog;
  let index: TextIndex;
  const file = (...summaries: ReferralSummary[]): void => void addListed(catalog, summaries);
  const found = (begin: string, most = 100): string[] => index.findReference(begin, most).hits.map(({ id }) => id);
  beforeEach(() => {
    catalog = silentCatalog();
    index = wholeIndex(catalog.of('sandbox'));
  });

  it('puts the exact one first, whatever its case and the blanks around it, then shorter and lower ones', () => {
    file(referral('a', 'CRM-100'), referral('b', 'crm-12'), referral('c', ' CRM-1 '), referral('d', 'CRM-11'));
    file(referral('e', 'Ticket 1'), referral('f'));
    assert.deepEqual(found('crm-1'), ['c', 'd', 'b', 'a']);
    assert.equal(index.findReference('CRM-1', 9).exact, true);
    assert.equal(index.findReference('CRM-', 9).exact, false);
    assert.equal(index.findReference('', 9).count, 5);
  });

  it('follows what comes, changes and goes, of its connection only, until its picker ends', () => {
    file(referral('a', 'X1'));
    addListed(catalog, [referral('b', 'X2')], 'partner-center');
    assert.deepEqual(found('x'), ['a']);
    file(referral('a', 'Y1'), referral('c', 'X3'));
    assert.deepEqual(found('x'), ['c']);
    file(referral('c'));
    assert.deepEqual(found('x'), []);
    catalog.forget('sandbox');
    assert.equal(index.findReference('', 9).count, 0);
    index.dispose();
    file(referral('d', 'X4'));
    assert.equal(index.findReference('', 9).count, 0);
  });

  it('keeps the same few as sorting all of them would, and counts the rest', () => {
    const references = fc.array(fc.stringMatching(/^[a-c1-3]{1,4}$/), { maxLength: 60 });
    fc.assert(
      fc.property(references, fc.nat(12), fc.constantFrom('', 'a', 'b1', '3'), (given, most, begin) => {
        catalog.forget('sandbox');
        file(...given.map((reference, nth) => referral(`r${nth}`, reference)));
        const all = given.filter((reference) => reference.startsWith(begin));
        const inOrder = all.sort((a, b) => a.length - b.length || a.localeCompare(b, 'en', { numeric: true }));
        const { hits, count } = index.findReference(begin, most);
        assert.deepEqual(
          hits.map(({ externalReferenceId }) => externalReferenceId),
          inOrder.slice(0, most),
        );
        assert.equal(count, all.length);
      }),
    );
  });

  it('compares about those by locale that are shown instead of sorting them all', () => {
    const count = 2000;
    file(...Array.from({ length: count }, (_, nth) => referral(`r${nth}`, `CRM-${1000 + ((nth * 7919) % count)}`)));
    const collator = Object.getOwnPropertyDescriptor(Intl.Collator.prototype, 'compare')!;
    const looks = mock.getter(Intl.Collator.prototype, 'compare', function (this: Intl.Collator) {
      return collator.get!.call(this) as Intl.Collator['compare'];
    });
    try {
      assert.deepEqual(found('crm', 3), [`r0`, `r1679`, `r1358`]);
      const compared = looks.mock.callCount();
      // Sorting would take 11 comparisons for each item.
      assert.ok(compared > 0 && compared < 3 * count, String(compared));
    } finally {
      looks.mock.restore();
    }
  });

  it('looks up what changed and nothing else when a page of the list comes', () => {
    const looked: string[] = [];
    let walks = 0;
    const store = catalog.of('sandbox');
    const watched: IndexedStore = {
      onDidChange: store.onDidChange,
      all: () => (walks++, store.all()),
      find: (id) => (looked.push(id), store.find(id)),
    };
    const many = Array.from({ length: 300 }, (_, nth) => referral(`r${nth}`, `CRM-${nth}`));
    file(...many);
    const own = wholeIndex(watched);
    looked.length = 0;
    file(...many.slice(0, 100).map((summary) => ({ ...summary, externalReferenceId: `NEW-${summary.id}` })));
    assert.equal(own.findReference('new', 9).count, 100);
    assert.equal(own.findReference('crm', 9).count, 200);
    assert.deepEqual([walks, looked.length], [1, 100]);
  });
});
