import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/event.ts';
import { showcaseEngagementId } from '../../../src/sandbox/sample/sampleShowcase.ts';
import { PinnedReferrals } from '../../../src/services/catalog/pinned.ts';
import { Branches } from '../../../src/ui/tree/items/branches.ts';
import type { Draft, KeptDraft } from '../../../src/services/edit/drafts.ts';
import type { ReferralRow, Row, SectionRow } from '../../../src/ui/tree/items/rows.ts';
import { SandboxStage, when } from '../services/sandboxStage.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const ask = { signal: new AbortController().signal };
const section: SectionRow = { kind: 'section', section: 'pinned', connection: 'sandbox' };

/** What a person sees of rows, without their pictures. */
const told = (rows: readonly Row[]): string[] =>
  rows.map((row) => {
    switch (row.kind) {
      case 'referral':
        return row.summary.organizationName ?? row.id;
      case 'contact':
        return row.person.email ?? '';
      case 'note':
        return row.note;
      case 'unknown':
        return row.missing ? 'missing' : 'unknown';
      default:
        return row.kind;
    }
  });

describe('what hangs below a row', () => {
  let stage: SandboxStage;
  let branches: Branches;
  let ids: string[];
  let others: KeptDraft[];
  const redrawn = new Emitter<Row>();

  const start = async (options: Parameters<typeof SandboxStage.start>[0] = {}): Promise<void> => {
    stage = await SandboxStage.start(options);
    ids = [];
    others = [];
    const memory = { get: () => undefined, update: async () => undefined };
    const { catalog, list } = stage;
    const pinned = new PinnedReferrals(memory);
    branches = new Branches({ catalog, list, pinned, idsOf: () => ids, othersOf: () => others }, (row) =>
      redrawn.fire(row),
    );
  };
  const opened = async (): Promise<ReferralRow> => {
    const { summary } = await stage.catalog.open('sandbox', id, ask);
    return { kind: 'referral', id, connection: 'sandbox', summary };
  };
  afterEach(() => {
    branches.dispose();
    return stage.close();
  });
  const settled = (row: Row, noted: string): Promise<void> =>
    when(redrawn.event, () => !told(branches.childrenOf(row)).includes(noted));

  /** A row whose server has just refused to search by engagement. */
  const refusedRow = async (): Promise<ReferralRow> => {
    await start();
    await stage.list.refresh();
    const row = await opened();
    await stage.fault({ status: 400 });
    branches.childrenOf(row);
    await settled(row, 'asking');
    return row;
  };

  it('is, for unsaved changes, one row of each referral, and one of each further draft of it', async () => {
    await start();
    await opened();
    ids = [id];
    others = [{ key: 'k', draft: { connection: 'sandbox', id, text: 'of another window' } as Draft }];
    const rows = branches.childrenOf({ ...section, section: 'unsaved' });
    assert.deepEqual(
      rows.map((row) => [row.kind, 'id' in row ? row.id : undefined, 'key' in row ? row.key : undefined]),
      [
        ['referral', id, undefined],
        ['otherDraft', undefined, 'k'],
      ],
    );
  });

  it('is there at once as far as it is known, and then what the server adds', async () => {
    await start();
    const row = await opened();
    const [first, ...contacts] = told(branches.childrenOf(row));
    assert.equal(first, 'asking');
    assert.ok(contacts.length > 0 && contacts.every((each) => each.includes('@')));
    await settled(row, 'asking');
    assert.deepEqual(told(branches.childrenOf(row)), ['Microsoft', ...contacts]);
    const asked = (await stage.calls()).filter((path) => path.includes('engagementId'));
    assert.equal(asked.length, 1);
    assert.ok(decodeURIComponent(asked[0]!).includes(`engagementId eq '${showcaseEngagementId}'`), asked[0]);
  });

  it('is what is known here, and says so, where the server can’t search by engagement', async () => {
    const row = await refusedRow();
    assert.deepEqual(told(branches.childrenOf(row)).slice(0, 2), ['Microsoft', 'notSearchable']);
  });

  it('is asked for again when the list is loaded again', async () => {
    const row = await refusedRow();
    assert.ok(told(branches.childrenOf(row)).includes('notSearchable'));
    const again = new Promise((resolve) => redrawn.event(resolve));
    const reloading = stage.list.refresh();
    await again;
    await settled(row, 'notSearchable');
    await settled(row, 'asking');
    await reloading;
    assert.equal(told(branches.childrenOf(row))[0], 'Microsoft');
  });

  it('says why asking failed, keeps the rest, and asks again when it is told to', async () => {
    await start();
    const row = await opened();
    await stage.fault({ status: 403 });
    branches.childrenOf(row);
    await settled(row, 'asking');
    const [note, ...contacts] = branches.childrenOf(row);
    assert.ok(note?.kind === 'note' && note.note === 'failed' && note.reason?.includes('403'), JSON.stringify(note));
    assert.ok(contacts.length > 0);
    branches.lookAgain(note);
    await settled(row, 'asking');
    assert.equal(told(branches.childrenOf(row))[0], 'Microsoft');
  });

  it('files nothing that comes after the connection was forgotten, e.g. by signing out', async () => {
    await start();
    const row = await opened();
    branches.childrenOf(row);
    stage.catalog.forget('sandbox');
    await new Promise((resolve) => redrawn.event(resolve));
    assert.equal(stage.catalog.of('sandbox').size, 0);
  });

  it('says when there is no other side', async () => {
    await start({ seed: JSON.stringify([{ id, engagementId: 'E' }]) });
    const row = await opened();
    branches.childrenOf(row);
    await settled(row, 'asking');
    assert.deepEqual(told(branches.childrenOf(row)), ['alone']);
  });

  it('is drawn again when another side changes, and else not', async () => {
    await start();
    await stage.list.refresh();
    const row = await opened();
    branches.childrenOf(row);
    await settled(row, 'asking');
    const other = branches.childrenOf(row).find((each) => each.kind === 'referral')!;
    const stranger = [...stage.list.state.items].find((item) => item.engagementId !== showcaseEngagementId)!;
    const drawn: Row[] = [];
    redrawn.event((each) => drawn.push(each));
    await stage.catalog.open('sandbox', stranger.id, ask);
    assert.deepEqual(drawn, []);
    await stage.catalog.open('sandbox', other.kind === 'referral' ? other.id : '', ask);
    assert.deepEqual(drawn, [row]);
  });

  it('is drawn again when another side comes whose engagement is written in other letters', async () => {
    const other = { id: '11111111-0000-4000-8000-000000000001', engagementId: 'e-bb' };
    await start({ seed: JSON.stringify([{ id, engagementId: 'E-BB' }, other]) });
    const row = await opened();
    branches.childrenOf(row);
    await settled(row, 'asking');
    const drawn: Row[] = [];
    redrawn.event((each) => drawn.push(each));
    await stage.catalog.open('sandbox', other.id, ask);
    assert.deepEqual(drawn, [row]);
    assert.deepEqual(told(branches.childrenOf(row)), [other.id]);
  });

  it('is asked for anew after the list was emptied, as for another account', async () => {
    await start();
    await stage.list.refresh();
    const row = await opened();
    branches.childrenOf(row);
    await settled(row, 'asking');
    const asked = async (): Promise<number> =>
      (await stage.calls()).filter((path) => path.includes('engagementId')).length;
    const before = await asked();
    stage.list.reset();
    assert.ok(told(branches.childrenOf(row)).includes('asking'));
    await settled(row, 'asking');
    assert.equal(await asked(), before + 1);
  });

  it('asks for no more pinned referrals once the server asks for patience, until the list is asked anew', async () => {
    await start({ count: 20 });
    await stage.list.refresh();
    ids = Array.from({ length: 12 }, (_, n) => `11111111-0000-4000-8000-0000000000${n + 10}`);
    await stage.fault({ path: '11111111-', status: 429, retryAfter: 600, times: 12 });
    const asked = async (): Promise<number> =>
      (await stage.calls()).filter((path) => path.includes('11111111-')).length;
    const bothEnded = (): boolean =>
      told(branches.childrenOf(section)).filter((each) => each === 'missing').length >= 2;
    branches.childrenOf(section);
    await when(redrawn.event, bothEnded);
    assert.equal(await asked(), 2);
    branches.childrenOf(section);
    await stage.list.refresh();
    branches.childrenOf(section);
    await when(redrawn.event, bothEnded);
    assert.equal(await asked(), 4);
  });

  it('shows pinned referrals by id until they are known, and fetches them two at a time, not before the list', async () => {
    await start({ count: 150 });
    ids = [id, 'no-such-referral'];
    assert.deepEqual(told(branches.childrenOf(section)), ['unknown', 'unknown']);
    assert.deepEqual(await stage.calls(), []);
    await stage.list.refresh();
    ids = ['x1', 'x2', 'x3', 'x4', stage.list.state.items.at(0)!.id];
    const open = stage.catalog.open.bind(stage.catalog);
    let running = 0;
    let most = 0;
    stage.catalog.open = async (...wanted) => {
      most = Math.max(most, ++running);
      return open(...wanted).finally(() => running--);
    };
    const missing = (): number => told(branches.childrenOf(section)).filter((each) => each === 'missing').length;
    await when(redrawn.event, () => missing() === 4);
    assert.equal(most, 2);
    const asked = (await stage.calls()).filter((path) => /referrals\/x\d/.test(path));
    assert.equal(asked.length, 4);
  });
});
