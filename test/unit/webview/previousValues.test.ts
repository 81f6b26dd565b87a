import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { changesBetween } from '../../../src/referral/changes.ts';
import { readView } from '../../../src/webview/panel/model/referralView.ts';
import { useZone } from '../zone.ts';
import { fullReferral } from './fullReferral.ts';
import { referralState } from './referralState.ts';
import { shownIn } from './shownIn.ts';

const { details } = fullReferral;

describe('what the panel says a value was', () => {
  useZone('UTC');

  it('has the format of the value', () => {
    const was = previous(
      {
        ...fullReferral,
        status: 'Active',
        qualification: 'Direct',
        closedDateTime: '2026-03-09T10:00:00Z',
        details: { ...details, dealValue: 180000, currency: 'USD', closingDateTime: '2026-08-01T00:00:00Z' },
        target: [fullReferral.target[0], { type: 'Hearsay', id: 'SOL-1' }],
        team: [],
      },
      fullReferral,
    );
    deepStrictEqual(
      [
        '/status',
        '/qualification',
        '/closedDateTime',
        '/details/dealValue',
        '/details/closingDateTime',
        '/details/currency',
        '/target/1/type',
        '/target/1/id',
      ].map((pointer) => was.get(pointer)),
      ['Active', 'Direct', 'Mar 9, 2026, 10:00\u00a0AM', '$180,000', 'Aug 1, 2026', 'US Dollar', 'Hearsay', 'SOL-1'],
    );
  });

  it('is a dash for null, and not for the text "null"', () => {
    const was = previous(
      { ...fullReferral, name: null, statusReason: 'null', acceptedDateTime: null, closedDateTime: null },
      { ...fullReferral, acceptedDateTime: '2026-03-09T10:00:00Z', closedDateTime: 'soon' },
    );
    strictEqual(was.get('/name'), '–');
    strictEqual(was.get('/acceptedDateTime'), '–');
    strictEqual(was.get('/closedDateTime'), '–');
    strictEqual(was.get('/statusReason'), 'null');
  });

  it('has the currency that an amount had, or none', () => {
    const amount = (before: object, after: object): string | undefined =>
      previous({ ...fullReferral, details: before }, { ...fullReferral, details: after }).get('/details/dealValue');
    strictEqual(amount({ dealValue: 10 }, { dealValue: 20, currency: 'EUR' }), '10');
    strictEqual(amount({ dealValue: 10, currency: null }, { dealValue: 20, currency: 'EUR' }), '10');
    strictEqual(amount({ dealValue: 10, currency: 'EUR' }, { dealValue: 20 }), '€10');
    strictEqual(amount({ dealValue: 10, currency: 'EUR' }, { dealValue: 20, currency: 'EUR' }), '€10');
  });

  it('has the words of a consent', () => {
    const was = previous(
      { ...fullReferral, consent: { ...fullReferral.consent, consentToContact: false } },
      { ...fullReferral, consent: { ...fullReferral.consent, consentToContact: true } },
    );
    strictEqual(was.get('/consent/consentToContact'), 'May not contact the customer');
  });

  it('is the formatted value for a value that is not set any more', () => {
    const was = previous(
      { ...fullReferral, closedDateTime: '2026-03-09T10:00:00Z' },
      { ...fullReferral, closedDateTime: null, details: { ...details, dealValue: null } },
    );
    strictEqual(was.get('/closedDateTime'), 'Mar 9, 2026, 10:00\u00a0AM');
    strictEqual(was.get('/details/dealValue'), '€212,000.50');
  });

  it('is told for each value that is another, and for no other', () => {
    const record = fc.dictionary(fc.constantFrom(...Object.keys(fullReferral), 'more'), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(record, record, fc.boolean(), (one, other, whole) => {
        const recordOf = (change: object): object => ({ ...(whole && fullReferral), ...change, id: 'x' });
        const [before, after] = [recordOf(one), recordOf(other)];
        const was = previous(before, after);
        const changed = changesBetween(JSON.stringify(before), JSON.stringify(after));
        const expected = changed.filter((change) => change.before !== undefined && change.after !== undefined);
        deepStrictEqual([...was.keys()].sort(), expected.map(({ pointer }) => pointer).sort());
      }),
      { numRuns: 60 },
    );
  });
});

/** What each value is said to have been, by pointer. */
function previous(before: object, after: object): Map<string, string> {
  const [old, text] = [JSON.stringify(before), JSON.stringify(after)];
  const changes = { since: 0, fields: changesBetween(old, text) };
  const view = readView({ ...referralState(fullReferral.id, text), changes }, 'en-US');
  ok(view);
  const was = new Map<string, string>();
  for (const leaf of shownIn(view)) if (leaf.was !== undefined) was.set(leaf.pointer, leaf.was);
  return was;
}
