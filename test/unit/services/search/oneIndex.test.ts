import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { ArrangedReferrals } from '../../../../src/services/list/arrangedReferrals.ts';
import { noFilter, defaultArrangement } from '../../../../src/services/list/arrangement.ts';
import { referral, sample } from '../list/referrals.ts';
import { silentCatalog, addListed, wholeIndex } from '../list/store.ts';

const wanted = referral('8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77', {
  name: 'Branch refresh',
  engagementId: 'C9A4E6D2-37B8-4E0D-8F21-5A90D1B7E3C4',
  externalReferenceId: 'CRM-50977',
  organizationName: 'Fabrikam Iberia',
  customerProfile: {
    name: 'Woodgrove Bank',
    address: { city: 'Valencia', country: 'ES' },
    team: [{ firstName: 'Lucía', lastName: 'Ferrer', email: 'lucia@woodgrove.example' }],
  },
  team: [{ firstName: 'Noor', lastName: 'de Wit', email: 'noor@litware.example' }],
});
const others = sample(300).filter(({ id }) => id !== wanted.id);
const all = [...others, wanted];

describe('the filter of the side panel and the palette', () => {
  const catalog = silentCatalog();
  addListed(catalog, all);
  const index = wholeIndex(catalog.of('sandbox'));
  const arranged = new ArrangedReferrals('en', (item) => index.textOf(item));
  arranged.setItems(ChunkedList.of(all));
  const filter = (text: string): string[] => {
    arranged.arrange({ ...defaultArrangement, groupBy: 'none', filter: { ...noFilter, text } }, undefined);
    return arranged.groups.flatMap(({ members }) => members.map(({ id }) => id));
  };
  const palette = (text: string): string[] => index.search(text, 1000).hits.map(({ summary }) => summary.id);

  it('find nothing of a referral whose text was only asked for', () => {
    const size = index.size;
    index.textOf(referral('stranger', { name: 'Nobody knows this one' }));
    assert.deepEqual([index.size, palette('nobody knows')], [size, []]);
  });

  for (const typed of [
    'branch refr',
    'woodgrove',
    'valencia',
    'fabrikam',
    'lucia ferrer',
    'lucia@woodgrove',
    'noor',
    'noor@litware',
    'crm-50977',
    wanted.id,
    '8d5b1f0a-6c1e',
    '1f0a-6c1e',
    '8d5',
    'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4',
    'c9a4',
  ]) {
    it(`both find ${typed}, typed letter by letter or at once`, () => {
      filter('');
      for (let length = 1; length <= typed.length; length++) filter(typed.slice(0, length));
      assert.ok(filter(typed).includes(wanted.id));
      filter('something else');
      assert.ok(filter(typed).includes(wanted.id));
      palette('');
      for (let length = 1; length <= typed.length; length++) palette(typed.slice(0, length));
      assert.ok(palette(typed).includes(wanted.id));
    });
  }

  it('neither finds every referral by three letters from the middle of its id', () => {
    for (const short of ['be', 'a1', 'f63']) assert.ok(filter(short).length < all.length / 4, short);
    assert.ok(!filter('b1f').includes(wanted.id) && !palette('b1f').includes(wanted.id));
  });

  it('the palette finds all that the filter finds, and more only where letters are left out', () => {
    const texts = (item: ReferralSummary): (string | undefined)[] => [
      ...[item.name, item.customerName, item.customerCity, item.organizationName, item.externalReferenceId],
      ...[item.id, item.engagementId, item.contacts[0]?.email, item.team[0]?.name],
    ];
    const typed = fc
      .record({
        item: fc.constantFrom(...all),
        nth: fc.nat(8),
        from: fc.nat(20),
        length: fc.integer({ min: 1, max: 9 }),
      })
      .map(({ item, nth, from, length }) => (texts(item)[nth] ?? item.id).slice(from).slice(0, length));
    fc.assert(
      fc.property(typed, (text) => {
        const [inFilter, inPalette] = [new Set(filter(text)), new Set(palette(text))];
        for (const id of inFilter) assert.ok(inPalette.has(id), `${text}: ${id}`);
        // Words with digits or punctuation are matched without leaving out letters.
        if (!/^[\p{L}\s]+$/u.test(text) && !/\p{L}{2,}/u.test(text)) assert.deepEqual(inPalette, inFilter);
      }),
    );
  });
});
