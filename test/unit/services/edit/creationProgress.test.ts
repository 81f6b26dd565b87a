import assert from 'node:assert/strict';
import { after, ownOf, readProgress, untouched } from '../../../../src/services/edit/creationProgress.ts';

describe('The progress of a deal', () => {
  const attempt = { since: 5, digest: 'd' };
  const own = { ...attempt, id: 'own', engagementId: 'e' };
  const afterOwn = after(after(untouched, { kind: 'sending', side: 'own', attempt }), {
    kind: 'created',
    referral: own,
  });

  it('is the same when it is stored and read', () => {
    const unsure = after(untouched, { kind: 'sending', side: 'own', attempt });
    const invitation = after(afterOwn, { kind: 'sending', side: 'microsoft', attempt });
    const alone = after(untouched, { kind: 'sending', side: 'microsoft', attempt });
    const gone = after(afterOwn, { kind: 'lostSight' });
    const invited = after(invitation, { kind: 'created', referral: { id: 'm', engagementId: 'e' } });
    const lost = [invitation, invited].map((each) => after(each, { kind: 'lostSight' }));
    for (const each of [unsure, afterOwn, invitation, alone, gone, invited, ...lost]) {
      assert.deepEqual(readProgress(JSON.parse(JSON.stringify(each))), { ...each }, each.kind);
    }
  });

  it('keeps what is known of the invitation while the own referral is not found, for that referral alone', () => {
    const invitation = after(afterOwn, { kind: 'sending', side: 'microsoft', attempt: { since: 7, digest: 'i' } });
    const invited = after(invitation, { kind: 'created', referral: { id: 'm', engagementId: 'e' } });
    for (const each of [invitation, invited]) {
      const lost = after(each, { kind: 'lostSight' });
      const found = after(lost, { kind: 'created', referral: own });
      assert.deepEqual({ ...found, id: '' }, { ...each, id: '' });
      assert.equal(after(lost, { kind: 'created', referral: { ...own, id: 'other' } }).kind, 'own');
      const again = after(lost, { kind: 'sending', side: 'own', attempt });
      assert.equal(after(again, { kind: 'created', referral: own }).kind, 'own');
    }
  });

  it('has an id of its own in each state', () => {
    const ids = new Set([untouched.id, afterOwn.id]);
    let progress = afterOwn;
    for (const event of [
      { kind: 'sending', side: 'microsoft', attempt },
      { kind: 'sending', side: 'microsoft', attempt },
      { kind: 'created', referral: { id: 'm', engagementId: 'e' } },
      { kind: 'accepted', digest: 'x' },
      { kind: 'completed', referral: 'own' },
    ] as const) {
      progress = after(progress, event);
      ids.add(progress.id);
    }
    assert.equal(ids.size, 7);
  });

  it('does not get from one state to another that does not follow from it', () => {
    for (const event of [
      { kind: 'created', referral: own },
      { kind: 'completed', referral: 'x' },
      { kind: 'lostSight' },
      { kind: 'leftAlone' },
      { kind: 'notInvited' },
      { kind: 'accepted', digest: '' },
    ] as const) {
      assert.throws(() => after(untouched, event), /can't get from "none"/, event.kind);
    }
    assert.throws(() => after(afterOwn, { kind: 'sending', side: 'own', attempt }));
    assert.throws(() => after(afterOwn, { kind: 'created', referral: own }));
  });

  it('does not know which body the referral has after two that differ', () => {
    const first = after(untouched, { kind: 'sending', side: 'own', attempt });
    const again = after(first, { kind: 'sending', side: 'own', attempt: { since: 9, digest: 'other' } });
    const found = after(again, { kind: 'created', referral: own });
    assert.deepEqual(ownOf(found), { ...own, since: 5, digest: '' });
  });

  it('that an earlier version stored is read', () => {
    const former = { id: 'own', engagementId: 'e', ...attempt };
    for (const [stored, kind, hasOwn] of [
      [{ unsure: { side: 'own', ...attempt } }, 'ownUnsure', false],
      [{ unsure: { side: 'own', wasThere: true, ...attempt } }, 'ownUnsure', false],
      [{ own: former }, 'own', true],
      [{ own: former, unsure: { side: 'microsoft', ...attempt } }, 'invitationUnsure', true],
      [{ unsure: { side: 'microsoft', ...attempt } }, 'invitationUnsure', false],
    ] as const) {
      const read = readProgress(stored);
      assert.ok(read);
      assert.deepEqual([read.kind, ownOf(read)], [kind, hasOwn ? own : undefined]);
      assert.notEqual(read.id, untouched.id);
      assert.deepEqual(readProgress(stored), read, 'Its id stays.');
    }
    const gone = readProgress({ unsure: { side: 'own', wasThere: true, ...attempt } });
    assert.ok(gone?.kind === 'ownUnsure' && gone.wasThere);
  });

  it('is nothing where something else is stored', () => {
    for (const stored of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { own: {} },
      { kind: 'own', id: 'x' },
      { kind: 'x', id: 'x' },
    ]) {
      assert.equal(readProgress(stored), undefined, JSON.stringify(stored));
    }
  });
});
