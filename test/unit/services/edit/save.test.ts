import assert from 'node:assert/strict';
import type { ReferralClient } from '../../../../src/api/client.ts';
import { ApiError } from '../../../../src/api/failure.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { explain, inOneLine } from '../../../../src/services/connection/explain/explanation.ts';
import { saveEdit } from '../../../../src/services/edit/save.ts';
import type { SaveOutcome } from '../../../../src/services/edit/saveOutcome.ts';
import { member, never, notes, referral, stage, stored, value, type Trouble, type Writer } from './writers.ts';

const { id } = referral;
const facts = { status: 0, code: undefined, requestId: undefined, message: undefined };

describe('Saving a changed referral', () => {
  it('sends the difference and takes over the answer', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    writer.edit(notes('new'));
    assert.equal((await writer.save()).kind, 'saved');
    assert.deepEqual(JSON.parse(made.stage.applied[0]?.operations ?? ''), [
      { op: 'replace', path: '/details/notes', value: 'new' },
    ]);
    assert.equal(writer.base, await made.stage.text());
    assert.equal((await writer.save()).kind, 'unchanged');
    assert.equal(made.stage.applied.length, 1);
  });

  it('sends nothing if the text is not JSON, is another referral, or breaks a rule', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    const { text } = writer;
    const cases: [string, SaveOutcome['kind'], string][] = [
      [text.slice(0, -1), 'malformed', ''],
      ['', 'malformed', ''],
      ['[]', 'refused', ''],
      [text.replace('"id":"a"', '"id":"b"'), 'refused', '/id'],
      [text.replace('"Deal"', '"Other"'), 'refused', '/name'],
      [text.replace('"Active"', '"New"'), 'refused', '/status'],
      [text.replace('5000', '"much"'), 'refused', '/details/dealValue'],
      [text.replace('"notes"', '"note"'), 'refused', '/details/note'],
      [text.replace('"notes"', '"notes":"typed","notes"'), 'refused', '/details/notes'],
      [text.replace('"email"', '"email":"typed@x.example","email"'), 'refused', '/team/0/email'],
      [text.replace('"n"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`), 'refused', ''],
    ];
    for (const [changed, kind, pointer] of cases) {
      writer.text = changed;
      const outcome = await writer.save();
      assert.equal(outcome.kind, kind, changed);
      if (outcome.kind === 'refused')
        assert.ok(
          outcome.problems.some((problem) => problem.pointer === pointer),
          changed,
        );
      if (outcome.kind === 'malformed') assert.equal(outcome.problem.kind, 'malformed');
    }
    assert.deepEqual(made.stage.applied, []);
  });

  it('sends long notes once, and keeps notes of 5 MB, which the server refuses, with the reason', async () => {
    for (const [megabytes, kind] of [
      [3, 'saved'],
      [5, 'failed'],
    ] as const) {
      const made = await stage(1);
      const [writer] = made.writers as [Writer];
      const long = 'long notes'.repeat(megabytes * 100_000);
      writer.edit(notes(long));
      const { text } = writer;
      const outcome = await writer.save();
      assert.equal(outcome.kind, kind);
      const operations = JSON.stringify([{ op: 'replace', path: '/details/notes', value: long }]);
      assert.deepEqual(
        made.stage.applied.map((write) => write.operations),
        kind === 'saved' ? [operations] : [],
      );
      assert.equal((await stored(made)).details.notes, kind === 'saved' ? long : 'n');
      if (outcome.kind !== 'failed') continue;
      assert.equal(writer.text, text);
      const words = inOneLine(explain(outcome.failure, 'sandbox'));
      assert.match(words, /^The change is larger than the server takes \(413.*Shorten what you changed/);
    }
  });

  it('keeps the text when the session expires in the middle, and goes on after a sign-in', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    writer.edit(member('new@x.example'));
    const { text } = writer;
    const outcome = await writer.save(['expired']);
    assert.equal(outcome.kind === 'failed' && outcome.failure.kind, 'unauthenticated');
    assert.deepEqual([writer.text, made.stage.applied.length], [text, 0]);
    assert.equal((await writer.save()).kind, 'saved');
    assert.deepEqual([(await stored(made)).team.length, made.stage.applied.length], [2, 1]);
  });

  it('tells the line and the column of what is not JSON', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    writer.text = '{\n  "id": "a",\n  "name": x\n}';
    const outcome = await writer.save();
    assert.ok(outcome.kind === 'malformed' && outcome.problem.kind === 'malformed');
    assert.deepEqual([outcome.problem.line, outcome.problem.column], [3, 11]);
  });

  it('refuses changes of a closed deal', async () => {
    const made = await stage(1, { ...referral, status: 'Closed', substatus: 'Won' });
    const [writer] = made.writers as [Writer];
    writer.edit(notes('late'));
    const outcome = await writer.save();
    assert.equal(outcome.kind === 'refused' && outcome.problems[0]?.pointer, '/status');
  });

  it('merges what does not overlap without a question', async () => {
    const made = await stage(2);
    const [one, other] = made.writers as [Writer, Writer];
    one.edit(member('one@x.example'));
    one.edit(notes('mine'));
    other.edit(member('other@x.example'));
    other.edit(value(7000));
    await other.save();
    const outcome = await one.save();
    assert.equal(outcome.kind === 'saved' && outcome.isMerged, true);
    const { team, details } = await stored(made);
    assert.deepEqual(team.map(({ email }) => email).sort(), ['first@x.example', 'one@x.example', 'other@x.example']);
    assert.deepEqual([details.notes, details.dealValue], ['mine', 7000]);
  });

  it('tells whether the change was sent, or others have made the same', async () => {
    const isSent = async (others: boolean, troubles: Trouble[] = []): Promise<unknown> => {
      const made = await stage(2);
      const [one, other] = made.writers as [Writer, Writer];
      for (const writer of others ? [one, other] : [one]) writer.edit(value(7000));
      if (others) await other.save();
      const outcome = await one.save(troubles);
      return outcome.kind === 'saved' ? outcome.isSent : outcome.kind;
    };
    assert.deepEqual([await isSent(false), await isSent(true)], [true, false]);
    assert.deepEqual([await isSent(false, ['lostAfter']), await isSent(false, ['lostBefore'])], [true, true]);
  });

  it('stops at an overlap, and then does what the person chooses', async () => {
    for (const [side, kept] of [
      ['mine', 'mine'],
      ['theirs', 'theirs'],
    ] as const) {
      const made = await stage(2);
      const [one, other] = made.writers as [Writer, Writer];
      one.edit(notes('mine'));
      one.edit(value(1));
      other.edit(notes('theirs'));
      await other.save();
      const { text } = one;
      const outcome = await one.save();
      assert.ok(outcome.kind === 'conflict');
      assert.deepEqual(
        outcome.overlaps.map(({ pointer }) => pointer),
        ['/details/notes'],
      );
      assert.deepEqual([made.stage.applied.length, one.text], [1, text]);
      assert.equal((await one.save([], side)).kind, 'saved');
      const { details } = await stored(made);
      assert.deepEqual([details.notes, details.dealValue], [kept, 1]);
    }
  });

  it('tells what keeps the own side of an overlap from being sent', async () => {
    for (const [moved, problems] of [
      [{ status: 'Closed', substatus: 'Declined' }, ['/status']],
      [{ status: 'Closed', substatus: 'Won' }, ['/status']],
    ] as const) {
      const made = await stage(2, { ...referral, status: 'New', substatus: 'Pending' });
      const [one, other] = made.writers as [Writer, Writer];
      one.edit((deal) => Object.assign(deal, { status: 'Active', substatus: 'Accepted' }));
      if (moved.substatus === 'Won') {
        other.edit((deal) => Object.assign(deal, { status: 'Active', substatus: 'Accepted' }));
        await other.save();
      }
      other.edit((deal) => Object.assign(deal, moved));
      assert.equal((await other.save()).kind, 'saved');
      const outcome = await one.save();
      assert.ok(outcome.kind === 'conflict');
      assert.deepEqual(
        outcome.mineProblems.map(({ pointer }) => pointer),
        problems,
      );
    }
    const made = await stage(2);
    const [one, other] = made.writers as [Writer, Writer];
    one.edit(notes('mine'));
    other.edit(notes('theirs'));
    await other.save();
    const outcome = await one.save();
    assert.deepEqual(outcome.kind === 'conflict' && outcome.mineProblems, []);
  });

  it('looks before it sends again after no answer, so that nothing is applied twice', async () => {
    for (const [trouble, writes] of [
      ['lostBefore', 1],
      ['lostAfter', 1],
      ['error500', 1],
      ['error500After', 1],
    ] as const) {
      const made = await stage(1);
      const [writer] = made.writers as [Writer];
      writer.edit(member('new@x.example'));
      assert.equal((await writer.save([trouble])).kind, 'saved', trouble);
      assert.equal((await stored(made)).team.length, 2);
      assert.equal(made.stage.applied.length, writes);
    }
  });

  it('sends by itself only once more, and looks first the next time', async () => {
    const made = await stage(2);
    const [writer, other] = made.writers as [Writer, Writer];
    writer.edit(member('new@x.example'));
    const outcome = await writer.save(['lostBefore', 'lostAfter', 'none']);
    assert.equal(outcome.kind, 'unsure');
    assert.equal((await stored(made)).team.length, 2);
    await other.open();
    other.edit(notes('meanwhile'));
    await other.save();
    assert.equal((await writer.save()).kind, 'saved');
    assert.deepEqual([(await stored(made)).team.length, (await stored(made)).details.notes], [2, 'meanwhile']);
  });

  it('sends an edit of a text whose base repeats a property', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    writer.base = writer.base.replace('"notes"', '"notes":"older","notes"');
    writer.text = writer.base.replace('5000', '6000');
    assert.equal((await writer.save()).kind, 'saved');
  });

  it('looks before the next attempt after it was throttled or cancelled in the middle', async () => {
    for (const failure of [
      { kind: 'throttled', facts, retryAfterMs: 1 },
      { kind: 'cancelled', wasSent: true },
    ] as const) {
      const made = await stage(1);
      const [writer] = made.writers as [Writer];
      writer.edit(notes('new'));
      const client = made.stage.clientOf(0, []);
      const asked: string[] = [];
      let wanted = true;
      const watched: Pick<ReferralClient, 'get' | 'patch'> = {
        get: async (...parts) => {
          asked.push('GET');
          if (!wanted) throw new ApiError({ kind: 'cancelled' });
          return client.get(...parts);
        },
        patch: async (...parts) => {
          asked.push('PATCH');
          if (!wanted) return client.patch(...parts);
          wanted = false;
          await client.patch(...parts);
          throw new ApiError(failure);
        },
      };
      const edit = { id, base: writer.base, text: writer.text };
      const outcome = await saveEdit(watched, edit, { signal: never });
      assert.equal(outcome.kind, failure.kind === 'cancelled' ? 'unsure' : 'failed');
      assert.deepEqual(outcome.sent, [writer.text], failure.kind);
      asked.length = 0;
      wanted = true;
      const next = await saveEdit(watched, { ...edit, sent: outcome.sent }, { signal: never });
      assert.deepEqual([next.kind, asked], ['saved', ['GET']]);
      assert.equal(made.stage.applied.length, 1);
    }
  });

  it('is known to be unsure before it is sent, so that it is after an interruption, too', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    writer.edit(notes('new'));
    const client = made.stage.clientOf(0, ['lostBefore']);
    const order: string[] = [];
    const watched: typeof client = {
      ...client,
      patch: async (...parts) => {
        order.push('PATCH');
        return client.patch(...parts);
      },
    };
    const edit = { id, base: writer.base, text: writer.text };
    const beforeSend = async (): Promise<void> => void order.push('before');
    await saveEdit(watched, edit, { signal: never, beforeSend });
    assert.deepEqual(order, ['before', 'PATCH', 'before', 'PATCH']);
  });

  it('keeps the text when it is throttled, and says so', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    writer.edit(notes('new'));
    const { text } = writer;
    const outcome = await writer.save(['throttled']);
    assert.equal(outcome.kind === 'failed' && outcome.failure.kind, 'throttled');
    assert.equal(writer.text, text);
    assert.equal((await writer.save()).kind, 'saved');
  });

  it('gives up after three merges', async () => {
    const made = await stage(2);
    const [one, other] = made.writers as [Writer, Writer];
    one.edit(notes('mine'));
    const client = made.stage.clientOf(0, []);
    let count = 0;
    const busy: typeof client = {
      ...client,
      patch: async (...parts) => {
        other.edit(value(++count));
        assert.equal((await other.save()).kind, 'saved');
        return client.patch(...parts);
      },
    };
    const outcome = await saveEdit(busy, { id, base: one.base, text: one.text }, { signal: never });
    assert.equal(outcome.kind === 'failed' && outcome.failure.kind, 'conflict');
    assert.equal(count, 4);
  });

  it('asks once before it sends, and sends nothing after a no', async () => {
    const made = await stage(2);
    const [one, other] = made.writers as [Writer, Writer];
    one.edit(notes('mine'));
    other.edit(value(1));
    await other.save();
    const asked: string[] = [];
    const edit = { id, base: one.base, text: one.text };
    for (const answer of [false, true]) {
      const confirm = async (operations: readonly { path: string }[]): Promise<boolean> => {
        asked.push(operations.map(({ path }) => path).join());
        return answer;
      };
      const { kind } = await saveEdit(made.stage.clientOf(0, []), edit, { signal: never, confirm });
      assert.equal(kind, answer ? 'saved' : 'stopped');
    }
    assert.deepEqual(asked, ['/details/notes', '/details/notes']);
  });

  it('takes the entity tag of the header where the text has none, and that of the text where it has one', async () => {
    for (const [text, header, sent] of [
      ['{"id":"a"}', '"header"', ['"header"', '"newer"']],
      ['{"id":"a","eTag":"\\"body\\""}', '"header"', ['"body"', '"newer"']],
      ['{"id":"a","eTag":null}', '"header"', ['"header"', '"newer"']],
    ] as const) {
      const tags: string[] = [];
      const newer = { text: '{"id":"a","name":"x"}', summary: { id } as ReferralSummary, eTag: '"newer"' };
      const client: Pick<ReferralClient, 'get' | 'patch'> = {
        get: async () => ({ ...newer, receivedAt: 0, durationMs: 0 }),
        patch: async (_id, _operations, eTag) => {
          tags.push(eTag);
          throw new ApiError(tags.length === 1 ? { kind: 'conflict', facts } : { kind: 'forbidden', facts });
        },
      };
      const edited = text.replace('{', '{"campaignId":"c",');
      await saveEdit(client, { id, base: text, eTag: header, text: edited }, { signal: never });
      assert.deepEqual(tags, sent);
    }
  });

  it('refuses a referral without an eTag', async () => {
    const edit = { id, base: '{"id":"a"}', text: '{"id":"a","campaignId":"c"}' };
    const outcome = await saveEdit((await stage(1)).stage.clientOf(0, []), edit, { signal: never });
    assert.match(outcome.kind === 'refused' ? (outcome.problems[0]?.message ?? '') : '', /no eTag/);
  });
});
