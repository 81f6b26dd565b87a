import assert from 'node:assert/strict';
import type { FetchedReferral } from '../../../../src/api/client.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { conflictWithoutBase } from '../../../../src/services/edit/save.ts';
import { referral } from './writers.ts';

const { id } = referral;

describe('A text whose base is not known', () => {
  const fetched = (text: string): FetchedReferral => ({
    text,
    summary: { id } as ReferralSummary,
    eTag: undefined,
    receivedAt: 0,
    durationMs: 0,
  });

  it('is taken as based on the server’s version if it has its eTag', () => {
    const text = JSON.stringify({ ...referral, externalReferenceId: 'mine' });
    assert.equal(conflictWithoutBase(text, fetched(JSON.stringify(referral))), undefined);
    assert.equal(conflictWithoutBase('{', fetched('{}')), undefined);
  });

  it('without an eTag is no conflict if nothing differs, and one if something does', () => {
    const text = JSON.stringify({ ...referral, eTag: undefined });
    assert.equal(conflictWithoutBase(text, fetched(text)), undefined);
    const mine = JSON.stringify({ ...referral, eTag: undefined, externalReferenceId: 'mine' });
    assert.deepEqual(
      conflictWithoutBase(mine, fetched(text))?.overlaps.map(({ pointer }) => pointer),
      ['/externalReferenceId'],
    );
  });

  it('is a conflict wherever it differs, since nobody knows who changed it', () => {
    const text = JSON.stringify({ ...referral, externalReferenceId: 'mine' });
    const theirs = JSON.stringify({ ...referral, eTag: '"second"', details: { ...referral.details, notes: 'theirs' } });
    const conflict = conflictWithoutBase(text, fetched(theirs));
    assert.ok(conflict?.kind === 'conflict');
    assert.deepEqual(conflict.overlaps.map(({ pointer }) => pointer).sort(), [
      '/details/notes',
      '/externalReferenceId',
    ]);
    const mine = JSON.parse(conflict.mine) as typeof referral;
    assert.deepEqual([mine.eTag, mine.externalReferenceId, mine.details.notes], ['"second"', 'mine', 'n']);
  });
});
