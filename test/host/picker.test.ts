import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/event.ts';
import { readSummary, type ReferralSummary } from '../../src/referral/summary.ts';
import { serveSandbox } from '../../src/sandbox/http/serveSandbox.ts';
import { Catalog } from '../../src/services/catalog/catalog.ts';
import { Connections } from '../../src/services/connection/connection.ts';
import { mostPinned, PinnedReferrals } from '../../src/services/catalog/pinned.ts';
import { RecentReferrals } from '../../src/services/catalog/recent.ts';
import type { ListState } from '../../src/services/list/listState.ts';
import { SandboxConnection } from '../../src/services/connection/sandboxConnection.ts';
import { pickerCommands } from '../../src/ui/names.ts';
import { Finder } from '../../src/ui/picker/finder.ts';
import { PickerKeys } from '../../src/ui/picker/pickerKeys.ts';
import { RowButtons } from '../../src/ui/picker/rowButtons.ts';
import { referralRow } from '../../src/ui/picker/rows.ts';
import { pickOther } from '../../src/ui/tree/commands/compare.ts';
import { memory } from './memory.ts';
import { watchMessages } from './watchMessages.ts';

const deal = (nth: number): ReferralSummary =>
  readSummary({ id: `r${nth}`, name: `Deal ${nth}`, engagementId: `e${nth >> 1}` })!;

/** Resolves when a picker is no longer busy and has all its rows, since many referrals are indexed in parts. */
function whenComplete(pick: vscode.QuickPick<vscode.QuickPickItem>): Promise<void> {
  if (!pick.busy) return Promise.resolve();
  return new Promise((resolve) => {
    Object.defineProperty(pick, 'busy', {
      configurable: true,
      get: () => true,
      set: (busy: boolean) => {
        if (busy) return;
        Reflect.deleteProperty(pick, 'busy');
        pick.busy = false;
        resolve();
      },
    });
  });
}

describe('The pickers', () => {
  const { createQuickPick } = vscode.window;
  let picks: vscode.QuickPick<vscode.QuickPickItem>[];
  beforeEach(() => {
    picks = [];
    // The real quick picks, which VS Code's API can't find.
    const remembered = (): vscode.QuickPick<vscode.QuickPickItem> => {
      const pick = createQuickPick();
      picks.push(pick);
      return pick;
    };
    Object.assign(vscode.window, { createQuickPick: remembered });
  });
  afterEach(() => Object.assign(vscode.window, { createQuickPick }));

  it('offer a few to compare with, not all of many thousand, those of the engagement first', async () => {
    const catalog = new Catalog({ get: () => assert.fail('nobody is asked') });
    const store = catalog.of('sandbox');
    store.addListed(
      Array.from({ length: 5000 }, (_, nth) => deal(nth)),
      store.request(),
    );
    const recent = new RecentReferrals(memory());
    await recent.add('sandbox', 'r4711');
    await recent.add('sandbox', 'r7');
    const picked = pickOther({ catalog, recent }, 'sandbox', 'r4710');
    const [pick] = picks;
    assert.ok(pick);
    await whenComplete(pick);
    const { items } = pick;
    assert.deepEqual(
      items.slice(0, 4).map(({ label }) => label),
      ['same engagement', 'Deal 4711', 'recently opened', 'Deal 7'],
    );
    assert.ok(items.length < 120, `${items.length} rows`);
    assert.match(items.at(-1)?.label ?? '', /^[\d,]+ more\. Keep typing/);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(await picked, 'r4711');
  });

  describe('for what was typed', () => {
    const guid = '0b6f4f1c-2e77-4f63-9a57-8d5b1f0a6c1e';
    const unknown = '11111111-2222-4333-8444-555555555555';
    const known = (id: string, facts: object): ReferralSummary => readSummary({ id, ...facts })!;
    const typing = async (summaries: ReferralSummary[], text: string) => {
      const client = { get: () => new Promise(() => undefined), search: () => new Promise(() => undefined) };
      const connection = { id: 'sandbox', needsSignIn: false, client: async () => client } as never;
      const connections = new Connections({ sandbox: connection, 'partner-center': connection }, 'sandbox');
      const catalog = new Catalog(connections);
      const store = catalog.of('sandbox');
      store.addListed(summaries, store.request());
      const finder = new Finder({
        connections,
        catalog,
        recent: new RecentReferrals(memory()),
        list: {
          state: { phase: 'ready', failure: undefined },
          onDidChange: new Emitter<ListState>().event,
          refresh: () => assert.fail('the list is asked for'),
        },
        onUnexpectedError: (error) => assert.fail(String(error)),
        open: (_, id) => assert.fail(`${id} opens`),
        guard: (task) => task(),
      });
      const picked = finder.pick('open');
      const pick = picks[0]!;
      const typed = new Promise<void>((resolve) => void pick.onDidChangeValue(() => resolve()));
      pick.value = text;
      await typed;
      return { picked };
    };
    const accept = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const opens = async (summaries: ReferralSummary[], text: string): Promise<string | undefined> => {
      const { picked } = await typing(summaries, text);
      await accept();
      return (await picked)?.id;
    };

    it('open the referral whose CRM reference is a GUID, and that is shown for it', async () => {
      assert.equal(await opens([known('r1', { externalReferenceId: guid.toUpperCase() }), deal(2)], guid), 'r1');
    });

    it('open the referral whose own ID it is, also where another one has it as its reference', async () => {
      assert.equal(await opens([known('r1', { externalReferenceId: guid }), known(guid, {})], guid), guid);
    });

    it('take a key before VS Code has told which row is active', async () => {
      const { picked } = await typing([deal(1), deal(2)], 'Deal 2');
      // Whether VS Code is faster depends on the machine.
      Object.defineProperty(picks[0], 'activeItems', { get: () => [], set: () => undefined });
      await vscode.commands.executeCommand(pickerCommands.openJson);
      assert.deepEqual(await picked, { id: 'r2', asJson: true });
    });

    it('open the ID that nothing is known of', async () => {
      assert.equal(await opens([deal(1), deal(2)], unknown), unknown);
    });
  });

  it('say so when no more can be pinned', async () => {
    const pinned = new PinnedReferrals(memory());
    await pinned.pin(
      'sandbox',
      Array.from({ length: mostPinned }, (_, nth) => `p${nth}`),
    );
    const said: unknown[] = [];
    const buttons = new RowButtons(
      {
        pinned,
        keys: new PickerKeys(),
        onUnexpectedError: (error) => said.push(error),
        guard: (task) => task().catch((error: unknown) => void said.push(error)),
      },
      'sandbox',
      'open',
    );
    const row = buttons.withButtons(referralRow(deal(1), 'briefcase'));
    const pin = row.buttons?.at(-1);
    assert.ok(pin);
    assert.equal(await buttons.press(row, pin), undefined);
    assert.deepEqual(said.map(String), ['HumanError: No more than 100 referrals can be pinned. Unpin some first.']);
    assert.equal(pinned.list('sandbox').length, mostPinned);
  });

  it('say that a server can’t search by CRM reference, and don’t ask it again', async () => {
    const served = await serveSandbox();
    const sandbox = new SandboxConnection(
      () => ({ url: served.url, port: 0, seedFile: '' }),
      () => undefined,
    );
    const connections = new Connections({ sandbox, 'partner-center': sandbox }, 'sandbox');
    const watched = watchMessages();
    try {
      await fetch(`${served.url}/_sandbox/faults`, {
        method: 'POST',
        body: JSON.stringify({ path: '$filter', status: 400, times: 2 }),
      });
      const finder = new Finder({
        connections,
        catalog: new Catalog(connections),
        recent: new RecentReferrals(memory()),
        list: {
          state: { phase: 'new', failure: undefined },
          onDidChange: new Emitter<ListState>().event,
          refresh: () => assert.fail('the list is asked for'),
        },
        onUnexpectedError: (error) => assert.fail(String(error)),
        open: (_, id) => assert.fail(`${id} opens`),
        guard: (task) => task(),
      });
      // The first refusal may be a temporary failure.
      for (const reference of ['CRM-none', 'CRM-none-2', 'CRM-50977']) {
        await finder.findByReference(reference);
        assert.match(
          watched.messages.at(-1) ?? '',
          /No loaded referral has the CRM reference “CRM-[\w-]+” \(0 searched\), and the server can’t search by it/,
        );
      }
      const { calls } = (await (await fetch(`${served.url}/_sandbox/calls`)).json()) as { calls: unknown[] };
      assert.deepEqual([watched.messages.length, calls.length], [3, 2]);
    } finally {
      watched.stop();
      sandbox.dispose();
      await served.close();
    }
  });
});
