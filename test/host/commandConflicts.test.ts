import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { run, useChangeCommands } from './changeCommands.ts';

describe('The commands that change referrals, after others changed the same', () => {
  const { shown, answer, unanswered, ask, read, arrive, accepted, patch, writes, failNext, stateOf } =
    useChangeCommands();

  /** The next message that contains this. */
  const message = (words: string): Promise<string> =>
    new Promise((resolve) => {
      for (const name of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const) {
        const show = vscode.window[name] as (...all: unknown[]) => Thenable<string | undefined>;
        const watched = (text: string, ...rest: unknown[]): Thenable<string | undefined> => {
          if (text.includes(words)) resolve(text);
          return show(text, ...rest);
        };
        Object.assign(vscode.window, { [name]: watched });
      }
    });

  for (const [command, given, path, theirs, mine] of [
    [commands.changeReferral, ['/details/dealValue', 4711], '/details/dealValue', 1, 4711],
    [commands.closeDeal, ['Won'], '/substatus', 'Lost', 'Won'],
  ] as const) {
    const conflicting = async (): Promise<string> => {
      const id = await accepted();
      if (path === '/substatus') {
        await ask(`/v1.0/engagements/referrals/${id}`, {
          method: 'PATCH',
          body: JSON.stringify([
            { op: 'replace', path: '/status', value: 'Closed' },
            { op: 'replace', path: '/substatus', value: theirs },
          ]),
        });
      } else await patch(id, path, theirs);
      return id;
    };
    const valueOf = async (id: string): Promise<unknown> =>
      path === '/substatus' ? (await read(id)).substatus : (await read(id)).details.dealValue;

    it(`use mine, if the life cycle has it: ${command}`, async () => {
      const id = await conflicting();
      const ended = message(path === '/substatus' ? 'is closed' : 'was changed.');
      answer('Use Mine');
      await run(command, id, ...given);
      await ended;
      assert.equal(await valueOf(id), path === '/substatus' ? theirs : mine);
      // A closed deal can't be closed otherwise, so that is not offered.
      assert.deepEqual(unanswered(), path === '/substatus' ? ['Use Mine'] : []);
    });

    it(`use theirs and send nothing: ${command}`, async () => {
      const id = await conflicting();
      const ended = message('nothing was sent');
      answer('Use Theirs');
      const before = await writes();
      await run(command, id, ...given);
      await ended;
      assert.deepEqual([await valueOf(id), (await writes()) - before], [theirs, 1]);
    });
  }

  it('use mine, and undo that to what the others had', async () => {
    const id = await accepted();
    await patch(id, '/details/dealValue', 333);
    const ended = message('was undone');
    answer('Use Mine', 'Undo');
    await run(commands.changeReferral, id, '/details/dealValue', 4711);
    await ended;
    assert.equal((await read(id)).details.dealValue, 333);
  });

  it('compare both, and ask again', async () => {
    const id = await arrive();
    await run('partnerReferrals.openReferralJson', id);
    await patch(id, '/details/notes', 'theirs');
    answer('Compare', 'Use Mine');
    const ended = message('was changed.');
    await run(commands.changeReferral, id, '/details/notes', 'mine');
    await ended;
    assert.equal((await read(id)).details.notes, 'mine');
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.ok(labels.includes('Theirs ↔ Yours'), labels.join());
    assert.equal(shown.filter((text) => text.includes('changed by others meanwhile')).length, 2);
  });

  for (const [command, given, state] of [
    [commands.accept, [], /^Active Accepted/],
    [commands.decline, ['Not a customer'], /^Closed Declined/],
    [commands.closeDeal, ['Won'], /^Closed Won/],
  ] as const) {
    it(`look before they try again without an answer: ${command}`, async () => {
      const id = command === commands.closeDeal ? await accepted() : await arrive();
      await run('partnerReferrals.openReferralJson', id);
      await failNext({ method: 'PATCH', status: 500, applyFirst: true });
      await failNext({ method: 'GET', path: `*${id}*`, status: 403 });
      const ended = message('was changed.');
      answer('Try Again');
      const before = await writes();
      await run(command, id, ...given);
      await ended;
      assert.match(shown.join(), /may or may not have been changed/);
      assert.match(await stateOf(id), state);
      assert.equal((await writes()) - before, 1);
    });
  }
});
