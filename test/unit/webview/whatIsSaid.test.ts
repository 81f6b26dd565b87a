import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import type { RelatedReferral } from '../../../src/protocol/panel.ts';
import type { Shown } from '../../../src/webview/panel/model/shown.ts';
import { readView, type ReferralView } from '../../../src/webview/panel/model/referralView.ts';
import { fullReferral } from './fullReferral.ts';
import { referralState } from './referralState.ts';
import { shownIn } from './shownIn.ts';

describe('what the panel says about a record', () => {
  it('holds the other side of an engagement against this one', () => {
    const { related } = engagementOf(view({}, [side({ dealValue: 180000, closingDateTime: '2026-07-15T00:00:00Z' })]));
    deepStrictEqual(
      related.map(({ owner, status, compared }) => ({ owner, status, compared })),
      [
        {
          owner: 'Microsoft’s side',
          status: 'Active, accepted',
          compared: [['deal value €180,000, here €212,000.50'], ['same expected close']],
        },
      ],
    );
  });

  it('compares nothing that the other side does not tell', () => {
    deepStrictEqual(engagementOf(view({}, [side({})])).related[0]?.compared, [[], []]);
  });

  for (const [status, substatus, next] of [
    ['New', 'Pending', 'declined, expired'],
    ['Active', 'Accepted', 'won or lost'],
  ] as const) {
    it(`says how it may close: ${status}`, () => {
      deepStrictEqual(view({ status, substatus }).journey.stages[2]?.notes, [[next]]);
    });
  }

  it('marks values that nobody knows and leaves them as they came', () => {
    const { journey, figures } = view({ status: 'Frozen', qualification: 'Hearsay' });
    deepStrictEqual(look(journey.unknown[0] as Shown), ['Frozen', 'odd']);
    deepStrictEqual(look(figures[2].value[0] as Shown), ['Hearsay', 'odd']);
    deepStrictEqual(look(view({}).figures[2].value[0] as Shown), ['Sales', 'plain']);
  });

  it('shows unchanged, as unknown, what is no date and no country', () => {
    const details = { ...fullReferral.details, closingDateTime: '2026-02-31T00:00:00Z' };
    const { address } = fullReferral.customerProfile;
    const customerProfile = { ...fullReferral.customerProfile, address: { ...address, country: 'ZZ' } };
    const of = view({ details, customerProfile, closedDateTime: '2026-01-01 (hello)' });
    deepStrictEqual(of.figures[1].note, []);
    const leaves = new Map(shownIn(of).map((leaf) => [leaf.pointer, look(leaf)]));
    deepStrictEqual(leaves.get('/details/closingDateTime'), ['2026-02-31T00:00:00Z', 'odd']);
    deepStrictEqual(leaves.get('/closedDateTime'), ['2026-01-01 (hello)', 'odd']);
    deepStrictEqual(leaves.get('/customerProfile/address/country'), ['ZZ', 'odd']);
  });

  it('calls the team by whose record it is', () => {
    const titleOf = (of: ReferralView): string | undefined => of.side.find(({ key }) => key === 'team')?.title;
    strictEqual(titleOf(view({})), 'Your team');
    strictEqual(titleOf(view({ organizationId: 'msft' })), 'Microsoft’s team');
  });

  it('says dates, amounts and countries in English in every editor’s language', () => {
    const state = referralState(fullReferral.id, JSON.stringify(fullReferral), [side({ dealValue: 180000 })]);
    deepStrictEqual(readView(state, 'de'), readView(state, 'en'));
  });

  it('has no view of what is no JSON object', () => {
    for (const text of ['[1', '[]', '7', 'null', '"x"'])
      strictEqual(readView(referralState(fullReferral.id, text), 'en'), undefined);
  });
});

function look({ text, look }: Shown): readonly [string, string] {
  return [text, look];
}

function side(more: Partial<RelatedReferral>): RelatedReferral {
  return {
    id: 'b',
    title: 'B',
    owner: { kind: 'microsoft' },
    status: 'Active',
    substatus: 'Accepted',
    updatedDateTime: undefined,
    currency: 'EUR',
    ...more,
  };
}

function view(change: object, related: readonly RelatedReferral[] = []): ReferralView {
  const read = readView(referralState(fullReferral.id, JSON.stringify({ ...fullReferral, ...change }), related), 'en');
  if (read === undefined) throw new Error('no view');
  return read;
}

function engagementOf(of: ReferralView) {
  const block = of.main.find(({ key }) => key === 'engagement')?.blocks[0];
  if (block?.kind !== 'engagement') throw new Error('no engagement');
  return block;
}
