import assert from 'node:assert/strict';
import { ApiError, type Failure } from '../../../../src/api/failure.ts';
import { saveEdit } from '../../../../src/services/edit/save.ts';
import type { SaveOutcome } from '../../../../src/services/edit/saveOutcome.ts';
import {
  clientOver,
  member,
  never,
  notes,
  referral,
  registration,
  solutionsOf,
  stage,
  stored,
  value,
  withNulls,
  wonDeal,
  type Trouble,
  type Writer,
} from './writers.ts';

const { id } = referral;
const facts = { status: 503, code: undefined, requestId: 'req-1', message: undefined };
const lost: readonly Trouble[] = ['lostAfter', 'error500After'];
/** The answers of both attempts are lost; the second one is carried out. */
const unsure = (): Trouble[] => ['lostBefore', 'lostAfter'];

type Contact = { readonly firstName: string; readonly phoneNumber: string };
type Loose = Record<string, Record<string, unknown[]>>;
const contacts = async (made: Awaited<ReturnType<typeof stage>>): Promise<Contact[]> =>
  (JSON.parse(await made.stage.text()) as { customerProfile: { team: Contact[] } }).customerProfile.team;

describe('After a lost answer', () => {
  for (const trouble of lost) {
    it(`the same change in the server’s spelling is neither a conflict nor made again (${trouble})`, async () => {
      const cases: [string, (deal: Record<string, never>) => void][] = [
        ['a number as text', (deal) => Object.assign(deal['details']!, { dealValue: '10000' })],
        [
          'a name in another case',
          (deal) => (deal['team']! as object[]).push({ Email: 'new@x.example', firstName: 'N' }),
        ],
        ['a person without e-mail', (deal) => (deal as Loose)['customerProfile']!['team']!.push({ FirstName: 'No' })],
      ];
      for (const [what, change] of cases) {
        const first = { firstName: 'A', email: null, phoneNumber: '1' };
        const made = await stage(1, { ...referral, customerProfile: { name: 'C', team: [first] } });
        const [writer] = made.writers as [Writer];
        writer.edit(change);
        assert.equal((await writer.save([trouble])).kind, 'saved', what);
        assert.equal(made.stage.applied.length, 1, what);
      }
    });

    it(`a person to whom the service adds members is not added again (${trouble})`, async () => {
      for (const more of [{}, { email: '' }, { email: 'l@x.example' }]) {
        const made = await stage(1, { ...referral, customerProfile: { team: [{ firstName: 'First' }] } });
        made.stage.serve = withNulls;
        const [writer] = made.writers as [Writer];
        await writer.open();
        writer.edit((deal: Loose) => deal['customerProfile']!['team']!.push({ firstName: 'Lena', ...more }));
        assert.equal((await writer.save([trouble])).kind, 'saved');
        assert.equal(made.stage.applied.length, 1);
        assert.deepEqual(
          (await contacts(made)).map(({ firstName }) => firstName),
          ['First', 'Lena'],
        );
      }
    });
  }

  it('two people with the same name are two', async () => {
    const made = await stage(2, { ...referral, customerProfile: { team: [] } });
    const [one, other] = made.writers as [Writer, Writer];
    const add = (phoneNumber: string) => (deal: Loose) =>
      deal['customerProfile']!['team']!.push({ firstName: 'Lena', phoneNumber });
    other.edit(add('1'));
    await other.save();
    one.edit(add('2'));
    assert.equal((await one.save(['lostBefore'])).kind, 'saved');
    assert.deepEqual((await contacts(made)).map(({ phoneNumber }) => phoneNumber).sort(), ['1', '2']);
  });

  it('what is typed on is sent, and is no conflict with the own change', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    writer.edit(notes('first'));
    writer.edit(member('new@x.example'));
    assert.equal((await writer.save(unsure())).kind, 'unsure');
    writer.edit(notes('first and second'));
    writer.edit((deal) => Object.assign((deal as unknown as { team: object[] }).team[1]!, { phoneNumber: '2' }));
    // The first look fails, too.
    assert.equal((await writer.save(unsure())).kind, 'unsure');
    writer.edit(notes('third'));
    assert.equal((await writer.save()).kind, 'saved');
    const { details, team } = await stored(made);
    assert.deepEqual([details.notes, team[1]], ['third', { email: 'new@x.example', phoneNumber: '2' }]);
  });

  it('a change that is taken back is taken back on the server', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    const { text } = writer;
    writer.edit(notes('oops'));
    writer.edit(member('oops@x.example'));
    assert.equal((await writer.save(unsure())).kind, 'unsure');
    writer.text = text;
    assert.equal((await writer.save()).kind, 'saved');
    const { details, team } = await stored(made);
    assert.deepEqual([details.notes, team.length, made.stage.applied.length], ['n', 1, 2]);
  });

  for (const trouble of ['expired', 'throttled', 'lostBefore'] as const) {
    it(`a change is taken back also if a look has seen it and the next PATCH failed (${trouble})`, async () => {
      const made = await stage(1);
      const [writer] = made.writers as [Writer];
      const { text } = writer;
      writer.edit(value(777));
      assert.equal((await writer.save(unsure())).kind, 'unsure');
      writer.edit(notes('more'));
      assert.notEqual((await writer.save([trouble, 'expired'])).kind, 'saved');
      writer.text = text;
      assert.equal((await writer.save()).kind, 'saved');
      const { details } = await stored(made);
      assert.deepEqual([details.dealValue, details.notes], [5000, 'n']);
    });
  }

  it('a change is taken back also after a conflict, and after a text that could not be sent', async () => {
    const made = await stage(2);
    const [writer, other] = made.writers as [Writer, Writer];
    const { text } = writer;
    writer.edit(value(777));
    writer.edit(notes('mine'));
    await writer.save(unsure());
    await other.open();
    other.edit(notes('theirs'));
    await other.save();
    assert.equal((await writer.save()).kind, 'conflict');
    for (const [unsent, kind] of [
      [text.slice(0, -1), 'malformed'],
      [text.replace('"notes"', '"notes":"typed","notes"'), 'refused'],
      [text.replace('"Deal"', '"Other"'), 'refused'],
    ] as const) {
      writer.text = unsent;
      assert.equal((await writer.save()).kind, kind);
    }
    writer.text = text;
    assert.equal((await writer.save()).kind, 'saved');
    const { details } = await stored(made);
    assert.deepEqual([details.dealValue, details.notes], [5000, 'theirs']);
  });

  it('nothing is taken back that was not made, and looking ends it', async () => {
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    const { text } = writer;
    writer.edit(notes('oops'));
    assert.equal((await writer.save(['lostBefore', 'error500'])).kind, 'unsure');
    writer.text = text;
    assert.equal((await writer.save()).kind, 'saved');
    assert.deepEqual([(await stored(made)).details.notes, made.stage.applied.length], ['n', 0]);
  });

  it('a change of others to the same is a conflict still, and one to something else is kept', async () => {
    const made = await stage(2);
    const [writer, other] = made.writers as [Writer, Writer];
    writer.edit(notes('mine'));
    writer.edit(value(1));
    await writer.save(unsure());
    await other.open();
    other.edit(notes('theirs'));
    await other.save();
    writer.edit(value(2));
    const outcome = await writer.save();
    assert.deepEqual(outcome.kind === 'conflict' && outcome.overlaps.map(({ pointer }) => pointer), ['/details/notes']);
    // Typing on instead of deciding doesn't make the own value one of others.
    writer.edit(value(3));
    const next = await writer.save();
    assert.deepEqual(next.kind === 'conflict' && next.overlaps.map(({ pointer }) => pointer), ['/details/notes']);
    writer.edit(notes('theirs'));
    assert.equal((await writer.save()).kind, 'saved');
    const { details } = await stored(made);
    assert.deepEqual([details.notes, details.dealValue], ['theirs', 3]);
  });

  it('a change that follows from what was sent is checked against that', async () => {
    const made = await stage(1, { ...referral, status: 'New', substatus: 'Pending' });
    const [writer] = made.writers as [Writer];
    writer.edit((deal) => Object.assign(deal, { status: 'Active', substatus: 'Accepted' }));
    assert.equal((await writer.save(unsure())).kind, 'unsure');
    writer.edit((deal) => Object.assign(deal, { status: 'Closed', substatus: 'Won' }));
    assert.equal((await writer.save()).kind, 'saved');
    writer.edit((deal) => Object.assign(deal, { id: 'b' }));
    assert.equal((await writer.save()).kind, 'refused');
  });
});

describe('A registration', () => {
  const register = (solution: string) => (deal: object) =>
    void (deal as typeof wonDeal).registrations.push(registration(solution));
  const solutions = async (made: Awaited<ReturnType<typeof stage>>): Promise<string[]> =>
    solutionsOf(await made.stage.text());

  for (const trouble of lost) {
    it(`whose answer was lost is there once, and the deal can be saved (${trouble})`, async () => {
      const made = await stage(1, wonDeal);
      const [writer] = made.writers as [Writer];
      writer.edit(register('SOL-1'));
      assert.equal((await writer.save([trouble])).kind, 'saved');
      writer.edit(register('SOL-2'));
      assert.equal((await writer.save()).kind, 'saved');
      assert.deepEqual([await solutions(made), made.stage.applied.length], [['SOL-1', 'SOL-2'], 2]);
    });
  }

  it('is added after one that a colleague has added meanwhile', async () => {
    const made = await stage(2, wonDeal);
    const [one, other] = made.writers as [Writer, Writer];
    one.edit(register('SOL-1'));
    other.edit(register('SOL-2'));
    assert.equal((await one.save()).kind, 'saved');
    assert.equal((await other.save(['lostAfter'])).kind, 'saved');
    assert.deepEqual(await solutions(made), ['SOL-1', 'SOL-2']);
  });

  it('is not sent if a colleague has added the same', async () => {
    const made = await stage(2, wonDeal);
    const [one, other] = made.writers as [Writer, Writer];
    one.edit(register('SOL-1'));
    other.edit(register('SOL-1'));
    await one.save();
    assert.equal((await other.save()).kind, 'saved');
    assert.deepEqual(await solutions(made), ['SOL-1']);
  });
});

describe('What a failed save tells', () => {
  it('is not that nothing was sent, if something was', async () => {
    for (const [troubles, attempts] of [
      [[], 'notMade'],
      [['lostBefore'], 'unsure'],
    ] as const) {
      const made = await stage(2);
      const [one, other] = made.writers as [Writer, Writer];
      other.edit((deal) => Object.assign(deal, { status: 'Closed', substatus: 'Won' }));
      await other.save();
      one.edit(notes('late'));
      const outcome = await one.save([...troubles]);
      assert.ok(outcome.kind === 'refused');
      assert.deepEqual([outcome.attempts, one.sent?.length], [attempts, attempts === 'unsure' ? 1 : undefined]);
      // What it was merged with, and the merge.
      assert.equal((JSON.parse(outcome.merged?.current.text ?? '') as typeof referral).status, 'Closed');
      const mine = JSON.parse(outcome.merged?.mine ?? '') as typeof referral;
      assert.deepEqual([mine.status, mine.details.notes], ['Closed', 'late']);
    }
    const made = await stage(1);
    const [writer] = made.writers as [Writer];
    writer.edit((deal) => Object.assign(deal, { name: 'x' }));
    const outcome = await writer.save();
    assert.deepEqual(outcome.kind === 'refused' && [outcome.attempts, outcome.merged], [undefined, undefined]);
  });

  const failing = async (patch: Failure, get: Failure, sent: string[] = []): Promise<SaveOutcome> => {
    const reject = (failure: Failure) => async () => Promise.reject(new ApiError(failure));
    const base = JSON.stringify(referral);
    const edit = { id, base, text: base.replace('"n"', '"m"'), sent };
    return saveEdit({ get: reject(get), patch: reject(patch) }, edit, { signal: never });
  };
  const toldOf = (outcome: SaveOutcome): string =>
    'failure' in outcome ? `${outcome.kind} ${outcome.failure.kind}` : outcome.kind;

  it('is the failure that the person can do something about', async () => {
    const failed: Failure = { kind: 'serverError', facts };
    assert.equal(toldOf(await failing(failed, failed)), 'unsure serverError');
    assert.equal(
      toldOf(await failing(failed, { kind: 'unreachable', code: 'ENOTFOUND', host: '' })),
      'unsure serverError',
    );
    assert.equal(toldOf(await failing(failed, { kind: 'cancelled' })), 'unsure serverError');
    for (const kind of ['unauthenticated', 'forbidden', 'notFound'] as const) {
      assert.equal(toldOf(await failing(failed, { kind, facts })), `unsure ${kind}`);
      assert.equal(toldOf(await failing(failed, { kind, facts }, [JSON.stringify(referral)])), `unsure ${kind}`);
    }
    assert.equal(toldOf(await failing(failed, { kind: 'throttled', facts, retryAfterMs: 1 })), 'unsure throttled');
    assert.equal(
      toldOf(await failing({ kind: 'unreachable', code: 'CERT_HAS_EXPIRED', host: '' }, failed)),
      'failed unreachable',
    );
  });

  it('is a wait that the server asks for: nothing is asked before', async () => {
    const base = JSON.stringify(referral);
    for (const [retryAfter, calls] of [
      ['60', 'PATCH'],
      ['5', 'PATCH'],
      [undefined, 'PATCH GET PATCH'],
      ['0', 'PATCH GET PATCH'],
    ] as const) {
      const asked: string[] = [];
      const client = clientOver(async ({ method }) => {
        asked.push(method);
        const header = (name: string): string | undefined => (name === 'retry-after' ? retryAfter : undefined);
        return { status: method === 'GET' ? 200 : 503, header, body: method === 'GET' ? base : '' };
      });
      const edit = { id, base, text: base.replace('"n"', '"m"') };
      const outcome = await saveEdit(client, edit, { signal: never });
      assert.deepEqual([outcome.kind, asked.join(' '), outcome.sent], ['unsure', calls, [edit.text]]);
    }
  });
});
