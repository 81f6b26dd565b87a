import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readFacts } from '../../../../src/referral/summary.ts';
import {
  eventsOfDates,
  namesOfSides,
  sideOf,
  statesOf,
  type Side,
  type StatusChange,
} from '../../../../src/services/timeline/side.ts';

const date = (day: number): string => `2026-06-${String(day).padStart(2, '0')}T12:00:00.0000000Z`;
const at = (day: number): number => Date.parse(date(day));

const side = (members: object): Side => {
  const referral = { id: 'A1', createdDateTime: date(1), updatedDateTime: date(9), ...members };
  return sideOf(readFacts(referral)!, JSON.stringify(referral));
};
const states = (of: Side, changes: Parameters<typeof statesOf>[1] = []): unknown[] =>
  statesOf(of, changes).map(({ at: time, label }) => [time, label]);

describe('The statuses of a referral over time', () => {
  it('begin with its creation while it is new', () => {
    assert.deepEqual(states(side({ status: 'New', substatus: 'Pending' })), [[at(1), 'New, pending']]);
  });

  it('follow from its dates once it was accepted, and closed', () => {
    const accepted = { status: 'Active', substatus: 'Accepted', acceptedDateTime: date(3) };
    assert.deepEqual(states(side(accepted)), [
      [at(1), 'New'],
      [at(3), 'Active, accepted'],
    ]);
    assert.deepEqual(states(side({ ...accepted, status: 'Closed', substatus: 'Lost', closedDateTime: date(7) })), [
      [at(1), 'New'],
      [at(3), 'Active'],
      [at(7), 'Closed, lost'],
    ]);
  });

  it('have no time as new for an own deal, which is accepted at its creation', () => {
    assert.deepEqual(states(side({ status: 'Active', substatus: 'Accepted', acceptedDateTime: date(1) })), [
      [at(1), 'Active, accepted'],
    ]);
  });

  it('are left open where they can’t be known: only since the last change they are certain', () => {
    assert.deepEqual(states(side({ status: 'Active', substatus: 'Accepted' })), [[at(9), 'Active, accepted']]);
    assert.deepEqual(states(side({ status: 'Closed', substatus: 'Won', closedDateTime: date(8) })), [
      [at(8), 'Closed, won'],
    ]);
  });

  it('were new before they expired or were declined', () => {
    for (const substatus of ['Declined', 'Expired']) {
      const [first] = states(side({ status: 'Closed', substatus, closedDateTime: date(8) }));
      assert.deepEqual(first, [at(1), 'New']);
    }
  });

  it('are those of the changes from the first one on', () => {
    const isNew = { status: 'New', substatus: 'Pending' };
    const isActive = { status: 'Active', substatus: 'Accepted' };
    const now = side({ ...isActive, acceptedDateTime: date(5) });
    assert.deepEqual(states(now, [{ at: at(5), before: isNew, after: isActive }]), [
      [at(1), 'New, pending'],
      [at(5), 'Active, accepted'],
    ]);
    assert.deepEqual(states(now, [{ at: at(1), before: undefined, after: isNew }]), [[at(1), 'New, pending']]);
  });

  it('survive a referral whose dates and statuses are of any kind', () => {
    const odd = side({ status: 7, substatus: {}, createdDateTime: 'x', updatedDateTime: null, acceptedDateTime: [] });
    assert.deepEqual(states(odd), []);
    assert.deepEqual(eventsOfDates(odd, undefined), []);
  });
});

describe('The dates of a referral', () => {
  const names = (of: Side, first?: StatusChange): string[] =>
    eventsOfDates(of, first).map(({ id }) => id.split(' ')[0]!);

  it('are marked: creation, answer, end, expiry while it is unanswered, and the expected close', () => {
    const dates = { expirationDateTime: date(15), details: { closingDateTime: '2026-07-01T00:00:00Z' } };
    assert.deepEqual(names(side({ status: 'New', ...dates })), ['created', 'updated', 'expiry', 'close']);
    const closed = { status: 'Closed', substatus: 'Won', acceptedDateTime: date(3), closedDateTime: date(9) };
    assert.deepEqual(names(side({ ...dates, ...closed })), ['created', 'accepted', 'closed', 'close']);
  });

  it('are left to the list of changes if they came with one of them, also if they name an earlier time', () => {
    const isNew = { status: 'New', substatus: 'Pending' };
    const isActive = { status: 'Active', substatus: 'Accepted' };
    const isWon = { status: 'Closed', substatus: 'Won' };
    const won = side({ ...isWon, acceptedDateTime: date(3), closedDateTime: date(5) });
    assert.deepEqual(names(won, { at: at(9), before: isNew, after: isActive }), ['created']);
    assert.deepEqual(names(won, { at: at(9), before: isActive, after: isWon }), ['created', 'accepted']);
    assert.deepEqual(names(won, { at: at(1), before: undefined, after: isNew }), []);
  });

  it('have the latest change only if it is not one of the list', () => {
    const change = { before: { status: 'New', substatus: 'Pending' }, after: { status: 'New', substatus: 'Received' } };
    const changed = side({ status: 'New' });
    assert.ok(names(changed, { at: at(10), ...change }).includes('updated'));
    assert.ok(!names(changed, { at: at(9) + 3, ...change }).includes('updated'));
  });
});

describe('The names of the sides', () => {
  it('are those of their organizations, and tell equal ones apart', () => {
    const of = (id: string, members: object): Side => side({ id, ...members });
    assert.deepEqual(
      namesOfSides([
        of('11111111-a', { organizationName: 'Litware' }),
        of('22222222-b', { organizationName: 'Litware' }),
        of('c', { organizationId: 'msft', organizationName: 'Microsoft' }),
        of('d', {}),
      ]),
      ['Litware · 11111111', 'Litware · 22222222', 'Microsoft’s side', 'Another partner'],
    );
  });
});
