import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SaveOutcome } from '../../../../src/services/edit/saveOutcome.ts';
import { Document } from './documentOf.ts';
import { notes, referral, stage, stored, value, type Trouble } from './writers.ts';

const fields = ['dealValue', 'notes', 'currency', 'closingDateTime'] as const;
type Field = (typeof fields)[number];
type Details = Readonly<Record<Field, unknown>>;

const seed = { ...referral, details: { ...referral.details, closingDateTime: '2026-10-09T00:00:00Z' } };
const detailsOf = (text: string): Details => (JSON.parse(text) as { details: Details }).details;
const put = (field: Field, to: unknown) => (deal: object) => {
  (deal as { details: Record<string, unknown> }).details[field] = to;
};
const currency = (to: string) => put('currency', to);

const overlapsOf = (outcome: SaveOutcome): string[] => {
  assert.equal(outcome.kind, 'conflict');
  return outcome.kind === 'conflict' ? outcome.overlaps.map(({ pointer }) => pointer) : [];
};

const changes: Readonly<Record<Field, (n: number) => unknown>> = {
  dealValue: (n) => n % 4,
  notes: (n) => `note ${n % 4}`,
  currency: (n) => ['EUR', 'USD', 'SEK', 'GBP'][n % 4],
  closingDateTime: (n) => `2026-10-0${1 + (n % 4)}T00:00:00Z`,
};
const change = fc.record({ field: fc.constantFrom(...fields), n: fc.nat(20) });
/** Few fields, so that a person has changed the same. */
const ofOthers = fc.record({ field: fc.constantFrom<Field>('dealValue', 'notes'), n: fc.nat(20) });
const trouble = fc.constantFrom<Trouble>('none', 'none', 'none', 'lostBefore', 'lostAfter', 'error500');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('type' as const), change }) },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('save' as const), troubles: fc.array(trouble, { maxLength: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('saveWhileTyping' as const), change }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('undo' as const), back: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('others' as const), change: ofOthers }) },
);

describe('Several saves of a document that others change as well', () => {
  it('take back what is undone, and call nothing a change of others that nobody else has touched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const made = await stage(2, seed);
        const other = made.writers[1]!;
        const document = new Document(made.stage);
        await document.open();
        let isUnsure = false;
        const byOthers = new Set<string>();
        const byPerson = new Set<string>();
        const typed = ({ field, n }: { field: Field; n: number }) => {
          byPerson.add(field);
          return put(field, changes[field](n));
        };
        for (const each of [...steps, { what: 'save' as const, troubles: [] }]) {
          if (each.what === 'type') document.type(typed(each.change));
          // Undo of what may have been carried out forgets that it was sent.
          else if (each.what === 'undo') document.back(isUnsure ? 0 : each.back);
          else if (each.what === 'others') {
            await other.open();
            const { field, n } = each.change;
            other.edit(put(field, changes[field](n)));
            if ((await other.save()).kind === 'saved') byOthers.add(field);
          } else {
            const { text } = document;
            const before = await made.stage.text();
            const outcome =
              each.what === 'save' ? await document.save(each.troubles) : await document.save([], typed(each.change));
            assert.notEqual(outcome.kind, 'refused', JSON.stringify(outcome));
            if (outcome.kind === 'conflict') {
              for (const pointer of overlapsOf(outcome)) assert.ok(byOthers.has(pointer.slice(9)), pointer);
              for (const field of fields.filter((name) => !byOthers.has(name))) {
                assert.equal(detailsOf(outcome.mine)[field], detailsOf(text)[field], field);
              }
              return;
            }
            isUnsure = outcome.kind === 'unsure' || outcome.kind === 'failed';
            if (isUnsure) continue;
            const [was, is] = [before, await made.stage.text()].map(detailsOf) as [Details, Details];
            for (const field of fields) {
              if (!byOthers.has(field)) assert.equal(is[field], detailsOf(text)[field], field);
              if (!byPerson.has(field)) assert.equal(is[field], was[field], field);
            }
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  /** Three saves, and changes of others between the first two. */
  async function threeSaves() {
    const made = await stage(2);
    const other = made.writers[1]!;
    const document = new Document(made.stage);
    await document.open();
    document.type(value(1));
    await document.save();
    await other.open();
    other.edit(value(2));
    await other.save();
    document.type(notes('mine'));
    await document.save();
    document.type(currency('USD'));
    await document.save();
    return { made, other, document };
  }

  it('are a conflict with others only where they changed the same, and the other undone changes are kept', async () => {
    const { made, document } = await threeSaves();
    document.back(6);
    const outcome = await document.save();
    assert.deepEqual(overlapsOf(outcome), ['/details/dealValue']);
    const { currency: kept, notes: kept2, dealValue } = detailsOf(outcome.kind === 'conflict' ? outcome.mine : '');
    assert.deepEqual([kept, kept2, dealValue], ['EUR', 'n', 5000]);
    assert.equal((await stored(made)).details.dealValue, 2);
  });

  it('are undone also where others have set back what they had changed', async () => {
    const { made, other, document } = await threeSaves();
    await other.open();
    other.edit(value(5000));
    await other.save();
    document.back(6);
    assert.equal((await document.save()).kind, 'saved');
    const { dealValue, notes: left, currency: kept } = detailsOf(await made.stage.text());
    assert.deepEqual([dealValue, left, kept], [5000, 'n', 'EUR']);
  });

  it('overwrite nothing of others that the person had changed on top and has undone', async () => {
    const { made, document } = await threeSaves();
    document.type(value(9));
    await document.save();
    document.back(8);
    assert.deepEqual(overlapsOf(await document.save()), ['/details/dealValue']);
    assert.equal((await stored(made)).details.dealValue, 9);
  });
});
