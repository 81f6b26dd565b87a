import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { readSummary, type ReferralSummary } from '../../src/referral/summary.ts';
import { Catalog } from '../../src/services/catalog.ts';
import type { Memory } from '../../src/services/keptIds.ts';
import { mostPinned, PinnedReferrals } from '../../src/services/pinned.ts';
import { RecentReferrals } from '../../src/services/recent.ts';
import { PickerKeys } from '../../src/ui/picker/pickerKeys.ts';
import { RowButtons } from '../../src/ui/picker/rowButtons.ts';
import { referralRow } from '../../src/ui/picker/rows.ts';
import { pickOther } from '../../src/ui/tree/actions/compare.ts';

const deal = (nth: number): ReferralSummary =>
  readSummary({ id: `r${nth}`, name: `Deal ${nth}`, engagementId: `e${nth >> 1}` })!;

const memory = (): Memory => {
  const kept = new Map<string, unknown>();
  return { get: (key) => kept.get(key), update: (key, value) => Promise.resolve(void kept.set(key, value)) };
};

describe('The pickers', () => {
  const { createQuickPick } = vscode.window;
  let picks: vscode.QuickPick<vscode.QuickPickItem>[];
  beforeEach(() => {
    picks = [];
    // Real ones, which VS Code has no API to find.
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
    catalog.addListed(
      'sandbox',
      Array.from({ length: 5000 }, (_, nth) => deal(nth)),
    );
    const recent = new RecentReferrals(memory());
    await recent.add('sandbox', 'r4711');
    await recent.add('sandbox', 'r7');
    const picked = pickOther({ catalog, recent }, 'sandbox', 'r4710');
    const items = picks[0]?.items ?? [];
    assert.deepEqual(
      items.slice(0, 4).map(({ label }) => label),
      ['same engagement', 'Deal 4711', 'recently opened', 'Deal 7'],
    );
    assert.ok(items.length < 120, `${items.length} rows`);
    assert.match(items.at(-1)?.label ?? '', /^[\d,]+ more\. Type on/);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(await picked, 'r4711');
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
        onMistake: (error) => said.push(error),
        guard: (task) => task().catch((error: unknown) => void said.push(error)),
      },
      'sandbox',
      'open',
    );
    const row = buttons.onto(referralRow(deal(1), 'briefcase'));
    const pin = row.buttons?.at(-1);
    assert.ok(pin);
    assert.equal(await buttons.press(row, pin), undefined);
    assert.deepEqual(said.map(String), ['HumanError: No more than 100 referrals can be pinned. Unpin some first.']);
    assert.equal(pinned.list('sandbox').length, mostPinned);
  });
});
