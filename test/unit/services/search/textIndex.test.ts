import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readSummary, type ReferralSummary } from '../../../../src/referral/summary.ts';
import { fold, wordsOf } from '../../../../src/services/search/fold.ts';
import { ConnectionStore } from '../../../../src/services/catalog/connectionStore.ts';
import type { TextIndex } from '../../../../src/services/search/textIndex.ts';
import { wholeIndex } from '../list/store.ts';
import { anyCharacter } from '../../anyCharacter.ts';

const referral = (id: string, facts: Record<string, unknown> = {}): ReferralSummary => readSummary({ id, ...facts })!;
const woodgrove = referral('8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77', {
  name: 'Woodgrove branch security refresh',
  engagementId: 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4',
  externalReferenceId: 'CRM-50977',
  customerProfile: {
    name: 'Woodgrove Bank Iberia',
    team: [{ firstName: 'Lucía', lastName: 'Ferrer', email: 'lucia.ferrer@woodgrove.example' }],
  },
  team: [{ firstName: 'Noor', lastName: 'de Wit', email: 'noor.dewit@litware.example' }],
});
const others = [
  referral('0e6a9c44-91d5-4b5e-a3c0-7d2f58b6104e', {
    name: 'Line pilot',
    customerProfile: { name: 'Adventure Works' },
  }),
  referral('5b38f7d1-2c6b-4f0e-8e94-63a1c7d92f05', { customerProfile: { name: 'Straßen & Łódź Øresund' } }),
];

const indexOf = (...summaries: ReferralSummary[]): TextIndex => {
  const store = new ConnectionStore('sandbox');
  store.addListed(summaries, store.request());
  return wholeIndex(store);
};
const idsOf = (index: TextIndex, typed: string): string[] =>
  index.search(typed, 100).hits.map(({ summary }) => summary.id);

describe('searching the known referrals', () => {
  const index = indexOf(...others, woodgrove);

  for (const [what, typed] of [
    ['a part of the deal’s name', 'branch'],
    ['a part of the customer’s name, whatever its case', 'wOOdgrove bank IB'],
    ['words in any order', 'iberia security'],
    ['the beginnings of words, run together', 'wbrsec'],
    ['letters left out', 'wodgrv'],
    ['the middle of a word', 'odgrov'],
    ['a contact’s name without its accent', 'lucia ferrer'],
    ['a contact’s name with another accent', 'LÙCIA'],
    ['a contact’s e-mail address', 'lucia.ferrer@woodgrove.example'],
    ['somebody of the team', 'noor'],
    ['the id, also in upper case', '8D5B1F0A-6C1E-4F63'],
    ['the engagement’s id', 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4'],
    ['the CRM reference', 'crm-50977'],
    ['words of which one is an id', 'bank 8d5b'],
  ] as const) {
    it(`finds by ${what}`, () => assert.deepEqual(idsOf(index, typed), [woodgrove.id]));
  }

  it('finds letters that Unicode does not take apart as they are typed without them', () => {
    for (const typed of ['strassen', 'straßen', 'lodz', 'oresund', 'STRASSEN ORES']) {
      assert.deepEqual(idsOf(index, typed), [others[1]!.id], typed);
    }
  });

  it('wants every word', () => assert.deepEqual(idsOf(index, 'woodgrove pilot'), []));

  it('does not find ids and addresses by scattered letters', () => {
    assert.deepEqual(idsOf(index, 'lfwe'), []);
    assert.deepEqual(idsOf(index, 'cae'), []);
  });

  it('tells where the last word was found', () => {
    const field = (typed: string) => index.search(typed, 1).hits[0]?.field;
    assert.deepEqual(field('lucia.f'), { kind: 'contact', text: 'lucia.ferrer@woodgrove.example' });
    assert.deepEqual(field('bank lucía'), { kind: 'contact', text: 'Lucía Ferrer' });
    assert.deepEqual(field('iberia'), { kind: 'customer', text: 'Woodgrove Bank Iberia' });
    assert.equal(field('c9a4e6d2')?.kind, 'engagement');
    assert.equal(field(''), undefined);
  });

  it('puts better fits first: whole fields, their beginning, words, beginnings of words, parts, scattered letters', () => {
    const ranked = [
      referral('exact', { externalReferenceId: 'azmig', name: 'zz' }),
      referral('fieldstart', { name: 'Azmigration' }),
      referral('wordstart', { name: 'The azmig one' }),
      referral('wordstarts', { name: 'Azure migration' }),
      referral('inside', { name: 'xazmigx' }),
      referral('scattered', { name: 'a z m i g' }),
    ].reverse();
    assert.deepEqual(idsOf(indexOf(...ranked), 'azmig'), [
      'exact',
      'fieldstart',
      'wordstart',
      // A prefix of one word also counts as parts at the start of words.
      'scattered',
      'wordstarts',
      'inside',
    ]);
  });

  it('puts deal and customer before people and ids that fit as well', () => {
    const contact = { customerProfile: { team: [{ firstName: 'Tailspin' }] } };
    const both = indexOf(referral('b', contact), referral('a', { customerProfile: { name: 'Tailspin' } }));
    assert.deepEqual(idsOf(both, 'tail'), ['a', 'b']);
  });

  it('puts our side of an engagement before Microsoft’s', () => {
    const newer = { name: 'Contoso', updatedDateTime: '2026-03-20T00:00:00Z', organizationId: 'msft' };
    assert.deepEqual(idsOf(indexOf(referral('theirs', newer), referral('ours', { name: 'Contoso' })), 'con'), [
      'ours',
      'theirs',
    ]);
  });

  it('settles equal fits by what a person uses, then by the last change', () => {
    const changed = (id: string, day: string): ReferralSummary =>
      referral(id, { name: 'Contoso', updatedDateTime: `2026-03-${day}T00:00:00Z` });
    const same = indexOf(changed('old', '01'), changed('new', '20'), changed('recent', '02'), changed('pinned', '03'));
    const boosts = new Map([
      ['recent', 1],
      ['pinned', 3],
    ]);
    const ids = same.search('contoso', 9, boosts).hits.map(({ summary }) => summary.id);
    assert.deepEqual(ids, ['pinned', 'recent', 'new', 'old']);
    assert.deepEqual(idsOf(same, ''), ['new', 'pinned', 'recent', 'old']);
  });

  it('gives as many as are wanted, the best, and counts all', () => {
    const many = indexOf(
      ...Array.from({ length: 500 }, (_, nth) =>
        referral(`r${nth}`, { name: `Contoso ${nth}`, updatedDateTime: new Date(nth * 1e9 + 1e12).toISOString() }),
      ),
    );
    const { hits, count } = many.search('contoso', 3);
    assert.deepEqual([hits.map(({ summary }) => summary.id), count], [['r499', 'r498', 'r497'], 500]);
    assert.deepEqual(many.search('contoso', 0), { hits: [], count: 500 });
  });

  it('takes what changed and forgets what went', () => {
    const store = new ConnectionStore('sandbox');
    const living = wholeIndex(store);
    store.addListed([woodgrove], store.request());
    assert.equal(living.search('woodgrove', 9).count, 1);
    store.addListed([{ ...woodgrove, name: 'Renamed', customerName: undefined }], store.request());
    assert.equal(living.search('branch', 9).count, 0);
    assert.equal(living.search('renamed', 9).count, 1);
    assert.equal(living.search('rename', 9).count, 1);
    store.forget();
    assert.deepEqual([living.search('', 9).count, living.size], [0, 0]);
  });

  describe('whatever the data and whatever is typed', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: anyCharacter, maxLength: 8 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'ä', ' ', '-', '1', 'ß', '\n', 'Σ', 'σ'), maxLength: 10 }),
    );
    const anyReferral = fc
      .record({
        id: fc.uuid(),
        name: anyText,
        externalReferenceId: anyText,
        engagementId: fc.uuid(),
        updatedDateTime: fc.oneof(anyText, fc.constant('2026-03-01T00:00:00Z')),
        customerProfile: fc.record({
          name: anyText,
          team: fc.array(fc.record({ firstName: anyText, email: anyText }), { maxLength: 2 }),
        }),
      })
      .map((value) => readSummary(value)!);
    const some = fc.array(anyReferral, { maxLength: 8 });
    const found = (index: TextIndex, typed: string): Set<string> =>
      new Set(index.search(typed, 1000).hits.map(({ summary }) => summary.id));

    it('never throws, and what a search narrows is what a new one finds', () => {
      fc.assert(
        fc.property(some, anyText, anyText, (referrals, first, more) => {
          const typing = indexOf(...referrals);
          typing.search(first, 5);
          const after = typing.search(first + more, 5);
          assert.deepEqual(after, indexOf(...referrals).search(first + more, 5));
        }),
      );
    });

    it('typing on never adds a match', () => {
      fc.assert(
        fc.property(some, anyText, anyText, (referrals, first, more) => {
          const before = found(indexOf(...referrals), first);
          for (const id of found(indexOf(...referrals), first + more)) assert.ok(before.has(id));
        }),
        { numRuns: 200 },
      );
    });

    it('finds a referral by every beginning of its name, its customer, its reference and its id', () => {
      fc.assert(
        fc.property(some, anyReferral, (referrals, wanted) => {
          const index = indexOf(...referrals, wanted);
          const { name, customerName, externalReferenceId, id } = wanted;
          for (const text of [name, customerName, externalReferenceId, id]) {
            const characters = Array.from(text ?? '');
            for (let length = 0; length <= characters.length; length++) {
              const typed = characters.slice(0, length).join('');
              assert.ok(found(index, typed).has(id), JSON.stringify(typed));
            }
          }
        }),
      );
    });

    it('case and accents make no difference', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
          assert.equal(fold(fold(text)), fold(text));
          assert.deepEqual(wordsOf(text.normalize('NFD')), wordsOf(text.normalize('NFC')));
        }),
      );
    });
  });
});
