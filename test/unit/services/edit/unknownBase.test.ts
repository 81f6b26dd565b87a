import assert from 'node:assert/strict';
import type { FetchedReferral } from '../../../../src/api/client.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import type { SaveOutcome } from '../../../../src/services/edit/saveOutcome.ts';
import { saveWithoutBase } from '../../../../src/services/edit/unknownBase.ts';
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

  const overlapsOf = (outcome: SaveOutcome | undefined): string[] | undefined =>
    outcome?.kind === 'conflict' ? outcome.overlaps.map(({ pointer }) => pointer).sort() : undefined;

  it('is taken as based on the server’s version if it has its eTag', () => {
    const text = JSON.stringify({ ...referral, externalReferenceId: 'mine' });
    assert.equal(saveWithoutBase(text, fetched(JSON.stringify(referral))), undefined);
    assert.equal(saveWithoutBase('{', fetched('{}')), undefined);
  });

  it('without an eTag is no conflict if nothing differs, and one if something does', () => {
    const text = JSON.stringify({ ...referral, eTag: undefined });
    assert.equal(saveWithoutBase(text, fetched(text))?.kind, 'saved');
    const mine = JSON.stringify({ ...referral, eTag: undefined, externalReferenceId: 'mine' });
    assert.deepEqual(overlapsOf(saveWithoutBase(mine, fetched(text))), ['/externalReferenceId']);
  });

  it('is a conflict wherever it differs, since nobody knows who changed it', () => {
    const text = JSON.stringify({ ...referral, externalReferenceId: 'mine' });
    const theirs = JSON.stringify({ ...referral, eTag: '"second"', details: { ...referral.details, notes: 'theirs' } });
    const conflict = saveWithoutBase(text, fetched(theirs));
    assert.ok(conflict?.kind === 'conflict');
    assert.deepEqual(overlapsOf(conflict), ['/details/notes', '/externalReferenceId']);
    const mine = JSON.parse(conflict.mine) as typeof referral;
    assert.deepEqual([mine.eTag, mine.externalReferenceId, mine.details.notes], ['"second"', 'mine', 'n']);
  });

  it('is saved already if only what the server sets differs', () => {
    const text = JSON.stringify(referral);
    const theirs = fetched(JSON.stringify({ ...referral, eTag: '"second"' }));
    assert.deepEqual(saveWithoutBase(text, theirs), { kind: 'saved', fetched: theirs, isMerged: true });
  });

  it('keeps what others added, which can not be removed', () => {
    const text = JSON.stringify({ ...referral, details: { ...referral.details, notes: 'mine' } });
    const theirs = { ...referral, eTag: '"second"', statusReason: 'theirs' };
    const conflict = saveWithoutBase(text, fetched(JSON.stringify(theirs)));
    assert.ok(conflict?.kind === 'conflict');
    assert.deepEqual(overlapsOf(conflict), ['/details/notes']);
    const { statusReason, details } = JSON.parse(conflict.mine) as typeof theirs;
    assert.deepEqual([statusReason, details.notes], ['theirs', 'mine']);
  });

  it('is a conflict also where the API can not take the difference, so that nothing typed is lost', () => {
    const text = JSON.stringify({ ...referral, name: 'Mine' });
    const conflict = saveWithoutBase(text, fetched(JSON.stringify({ ...referral, eTag: '"second"' })));
    assert.deepEqual(overlapsOf(conflict), ['/name']);
  });

  it('with too many levels is refused', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const text = JSON.stringify({ ...referral, eTag: '"first"' }).replace('"n"', deep);
    assert.equal(saveWithoutBase(text, fetched(JSON.stringify({ ...referral, eTag: '"second"' })))?.kind, 'refused');
  });
});
