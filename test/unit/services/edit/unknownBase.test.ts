import assert from 'node:assert/strict';
import type { FetchedReferral } from '../../../../src/api/client.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { conflictBetween } from '../../../../src/services/edit/conflict.ts';
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

  it('is taken as based on the server’s version if it has its eTag', async () => {
    const text = JSON.stringify({ ...referral, externalReferenceId: 'mine' });
    assert.equal(await saveWithoutBase(text, fetched(JSON.stringify(referral))), undefined);
    assert.equal(await saveWithoutBase('{', fetched('{}')), undefined);
  });

  it('without an eTag is no conflict if nothing differs, and one if something does', async () => {
    const text = JSON.stringify({ ...referral, eTag: undefined });
    assert.equal((await saveWithoutBase(text, fetched(text)))?.kind, 'saved');
    const mine = JSON.stringify({ ...referral, eTag: undefined, externalReferenceId: 'mine' });
    assert.deepEqual(overlapsOf(await saveWithoutBase(mine, fetched(text))), ['/externalReferenceId']);
  });

  it('is a conflict wherever it differs, since nobody knows who changed it', async () => {
    const text = JSON.stringify({ ...referral, externalReferenceId: 'mine' });
    const theirs = JSON.stringify({ ...referral, eTag: '"second"', details: { ...referral.details, notes: 'theirs' } });
    const conflict = await saveWithoutBase(text, fetched(theirs));
    assert.ok(conflict?.kind === 'conflict');
    assert.deepEqual(overlapsOf(conflict), ['/details/notes', '/externalReferenceId']);
    const mine = JSON.parse(conflict.mine) as typeof referral;
    assert.deepEqual([mine.eTag, mine.externalReferenceId, mine.details.notes], ['"second"', 'mine', 'n']);
  });

  it('is saved already if only what the server sets differs', async () => {
    const text = JSON.stringify(referral);
    const theirs = fetched(JSON.stringify({ ...referral, eTag: '"second"' }));
    assert.deepEqual(await saveWithoutBase(text, theirs), {
      kind: 'saved',
      fetched: theirs,
      isMerged: true,
      isSent: false,
    });
  });

  it('keeps what others added, which can not be removed', async () => {
    const text = JSON.stringify({ ...referral, details: { ...referral.details, notes: 'mine' } });
    const theirs = { ...referral, eTag: '"second"', statusReason: 'theirs' };
    const conflict = await saveWithoutBase(text, fetched(JSON.stringify(theirs)));
    assert.ok(conflict?.kind === 'conflict');
    assert.deepEqual(overlapsOf(conflict), ['/details/notes']);
    const { statusReason, details } = JSON.parse(conflict.mine) as typeof theirs;
    assert.deepEqual([statusReason, details.notes], ['theirs', 'mine']);
  });

  it('is a conflict also where the API can not take the difference, so that nothing typed is lost', async () => {
    const text = JSON.stringify({ ...referral, name: 'Mine' });
    const conflict = await saveWithoutBase(text, fetched(JSON.stringify({ ...referral, eTag: '"second"' })));
    assert.deepEqual(overlapsOf(conflict), ['/name']);
  });

  it('that sets a property twice is refused, since only one of the values would be kept', async () => {
    const text = JSON.stringify(referral).replace('"notes"', '"notes":"a long text of mine","notes"');
    const theirs = fetched(JSON.stringify({ ...referral, eTag: '"second"', externalReferenceId: 'theirs' }));
    const outcome = await saveWithoutBase(text, theirs);
    assert.ok(outcome?.kind === 'refused');
    assert.deepEqual(
      outcome.problems.map(({ pointer }) => pointer),
      ['/details/notes'],
    );
    // Those that the server's version repeats as well are not the person's.
    const repeated = fetched(text.replace('first', 'second'));
    assert.equal((await saveWithoutBase(text, repeated))?.kind, 'saved');
    const base = JSON.stringify(referral);
    assert.equal(await conflictBetween({ base, text }, theirs), undefined);
    assert.equal(await conflictBetween({ base, text: '{' }, theirs), undefined);
    const mine = base.replace('"crm"', '"mine"');
    assert.deepEqual(
      (await conflictBetween({ base, text: mine }, theirs))?.overlaps.map(({ pointer }) => pointer),
      ['/externalReferenceId'],
    );
  });

  it('with too many levels is refused', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const text = JSON.stringify({ ...referral, eTag: '"first"' }).replace('"n"', deep);
    assert.equal(
      (await saveWithoutBase(text, fetched(JSON.stringify({ ...referral, eTag: '"second"' }))))?.kind,
      'refused',
    );
  });
});
