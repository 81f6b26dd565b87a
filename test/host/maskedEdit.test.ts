import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { run, useChangeCommands } from './changeCommands.ts';
import { openGate } from './gate.ts';
import { set } from './sandboxConnection.ts';

const deal = {
  name: 'Woodgrove branch security',
  customerProfile: { name: 'Woodgrove Bank', address: { country: 'ES' } },
  details: { dealValue: 12_345, currency: 'EUR', notes: 'Ask Omar at Woodgrove' },
};

describe('While personal data is hidden, the commands that change referrals', () => {
  const { sandbox, shown, answer, read, arrive, patch, failNext, stateOf } = useChangeCommands();
  let restore: () => void;
  /** The progress of the change. */
  let changing: { readonly shown: Promise<void>; readonly show: () => void };
  beforeEach(() => {
    let show = (): void => undefined;
    changing = { shown: new Promise<void>((resolve) => (show = resolve)), show: () => show() };
    // After what the commands' own tests have put in their place, which is called here.
    const { withProgress, showQuickPick, showInputBox, showWarningMessage } = vscode.window;
    const before = { withProgress, showQuickPick, showInputBox, showWarningMessage };
    Object.assign(vscode.window, {
      withProgress: (options: vscode.ProgressOptions, task: Parameters<typeof withProgress>[1]) => {
        shown.push(options.title ?? '');
        if (options.title?.startsWith('Changing')) changing.show();
        return withProgress(options, task);
      },
      showQuickPick: (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
        shown.push(...items.map((item) => item.description ?? ''));
        return showQuickPick(items, options);
      },
      showInputBox: (options: vscode.InputBoxOptions) => {
        shown.push(options.title ?? '', options.value ?? '', options.placeHolder ?? '');
        return showInputBox(options);
      },
    });
    restore = () => void Object.assign(vscode.window, before);
  });
  afterEach(async () => {
    restore();
    await set('panel.maskPersonalData', undefined);
  });

  for (const hidden of [true, false]) {
    const check = (id: string): void => {
      const text = shown.join('\n');
      assert.equal(/Woodgrove|Omar/.test(text), !hidden, text);
      assert.equal(text.includes(`Referral ${id.slice(0, 8)}…`), hidden, text);
    };
    const name = hidden ? 'name the referral by its id' : 'name the deal when it is not hidden';

    it(`${name}: declining`, async () => {
      await set('panel.maskPersonalData', hidden);
      const id = await arrive(deal);
      answer('Not a good fit');
      await run(commands.decline, id);
      answer('Duplicate', 'Decline');
      assert.match(shown.join('\n'), /Decline Referral: /);
      check(id);
      shown.length = 0;
      const gate = await openGate(sandbox().url);
      try {
        await set('sandbox.url', gate.url);
        const held = gate.hold(/referrals/, 'PATCH');
        const declined = run(commands.decline, id, 'Not a customer');
        await changing.shown;
        held.release();
        await declined;
      } finally {
        await set('sandbox.url', sandbox().url);
        await gate.close();
      }
      assert.match(shown.join('\n'), /Changing ".*"\n".*" was changed/);
      check(id);
      assert.match(await stateOf(id), /^Closed Declined/);
    });

    it(`${name}: changing a value, which was changed by others meanwhile`, async () => {
      await set('panel.maskPersonalData', hidden);
      const id = await arrive(deal);
      await run(commands.accept, id);
      shown.length = 0;
      answer('Notes', 'Call tomorrow');
      await run(commands.changeReferral, id);
      assert.equal((await read(id)).details.notes, 'Call tomorrow');
      assert.match(shown.join('\n'), /12,?345/);
      check(id);
      shown.length = 0;
      await patch(id, '/details/notes', 'Omar left');
      await run(commands.changeReferral, id, '/details/notes', 'Mine');
      assert.match(shown.join('\n'), /was changed by others meanwhile/);
      check(id);
      shown.length = 0;
      await failNext({ method: 'PATCH', status: 500, times: 9 });
      await failNext({ method: 'GET', status: 500, times: 9 });
      await run(commands.changeReferral, id, '/details/dealValue', 99);
      assert.match(shown.join('\n'), /may or may not have been changed|failed/);
      check(id);
    });
  }

  it('don’t take an empty input for a value that they hide', async () => {
    await set('panel.maskPersonalData', true);
    const id = await arrive(deal);
    await run(commands.accept, id);
    answer('Notes', '');
    await run(commands.changeReferral, id);
    assert.equal((await read(id)).details.notes, deal.details.notes);
    assert.match(shown.join('\n'), /The present value is hidden/);
  });
});
