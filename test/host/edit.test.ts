import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { serveSandbox } from '../../src/sandbox/http/serveSandbox.ts';
import { run, useChangeCommands, type Referral } from './changeCommands.ts';
import { set } from './sandboxConnection.ts';

describe('The commands that change referrals', () => {
  const { sandbox, shown, answer, unanswered, ask, read, arrive, accepted, patch, writes, failNext, stateOf } =
    useChangeCommands();

  it('accept a new referral, by its id or as a row', async () => {
    for (const argument of [(id: string) => id, (id: string) => ({ kind: 'referral', id, connection: 'sandbox' })]) {
      const id = await arrive();
      await run(commands.accept, argument(id), [argument(id)]);
      assert.match(await stateOf(id), /^Active Accepted/);
    }
    assert.equal(shown.length, 2);
    assert.match(shown[0]!, /was changed/);
  });

  it('offer an "Undo" that goes to no other server than the change', async () => {
    const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
    const other = await serveSandbox();
    try {
      let click: ((button: string) => void) | undefined;
      const told = new Promise<string>((resolve) => {
        const information = (text: string, ...buttons: string[]): Promise<string> => {
          if (!buttons.includes('Undo')) resolve(text);
          return new Promise((answer) => (click = answer));
        };
        const error = async (text: string): Promise<undefined> => resolve(text) as undefined;
        Object.assign(vscode.window, { showInformationMessage: information, showErrorMessage: error });
      });
      await run(commands.changeReferral, id, '/details/dealValue', 4711);
      assert.equal((await read(id)).details.dealValue, 4711);
      await set('sandbox.url', other.url);
      click?.('Undo');
      assert.match(await told, /account or the server has changed since/);
    } finally {
      await set('sandbox.url', sandbox().url);
      await other.close();
    }
  });

  it('decline and close with all arguments and ask nothing', async () => {
    const declined = await arrive();
    await run(commands.decline, declined, 'Not a customer');
    assert.equal(await stateOf(declined), 'Closed Declined Not a customer');
    for (const [substatus, reason, state] of [
      ['won', undefined, /^Closed Won/],
      ['Lost', 'Timeline too short', /^Closed Lost Timeline too short$/],
      ['Error', 'Duplicate', /^Closed Error Duplicate$/],
    ] as const) {
      const id = await accepted();
      await run(commands.closeDeal, id, substatus, reason);
      assert.match(await stateOf(id), state);
    }
  });

  it('ask the reason and for a confirmation that names what can’t be undone', async () => {
    const id = await arrive();
    answer('Not a customer');
    await run(commands.decline, id);
    assert.match(await stateOf(id), /^New/, 'The confirmation was not answered.');
    answer('Other reason…', 'Bankrupt', 'Decline');
    await run(commands.decline, id);
    assert.equal(await stateOf(id), 'Closed Declined Bankrupt');
    const active = await accepted();
    answer('Lost', 'Requirement not met', 'Close Referral');
    await run(commands.closeDeal, active);
    assert.equal(await stateOf(active), 'Closed Lost Requirement not met');
    assert.deepEqual(unanswered(), []);
  });

  it('send nothing that the life cycle does not allow, and say why', async () => {
    const fresh = await arrive();
    const active = await accepted();
    const closed = await arrive();
    await run(commands.decline, closed, 'Test');
    const { value } = (await ask('/v1.0/engagements/referrals')) as { value: Referral[] };
    const microsofts = value.find(({ organizationId }) => organizationId === 'msft');
    const before = await writes();
    for (const [command, given, said] of [
      [commands.closeDeal, [fresh, 'Won'], /accept or decline it first/],
      [commands.accept, [active], /accepted already/],
      [commands.closeDeal, [closed, 'Lost'], /is closed/],
      [commands.closeDeal, [active, 'Expired'], /not as "Expired"/],
      [commands.changeReferral, [closed, '/details/notes', 'x'], /is closed/],
      [commands.changeReferral, [microsofts?.id, '/details/notes', 'x'], /only Microsoft can change/],
      [commands.changeReferral, [active, '/name', 'x'], /no documented way to change/],
      [commands.changeReferral, [active, '/details/dealValue', 'much'], /number without currency/],
    ] as const) {
      shown.length = 0;
      await run(command, ...given);
      assert.equal(shown.length, 1, command);
      assert.match(shown[0]!, said);
    }
    assert.equal(await writes(), before);
  });

  it('change each property with its pointer and value, and undo that', async () => {
    const id = await accepted();
    const before = await read(id);
    const person = { firstName: 'A', lastName: 'B', phoneNumber: '1', email: 'a.b@partner.example' };
    for (const [pointer, value] of [
      ['/details/dealValue', 4711],
      ['/details/notes', 'new notes'],
      ['/details/closingDateTime', '2027-01-31'],
      ['/team/-', person],
      ['/externalReferenceId', 'crm-host'],
      ['/salesStage', '40'],
    ] as const) {
      await run(commands.changeReferral, id, pointer, value);
    }
    const after = await read(id);
    assert.equal(after.details.dealValue, 4711);
    assert.equal(after.details.notes, 'new notes');
    assert.equal(after.externalReferenceId, 'crm-host');
    assert.equal(after.team?.at(-1)?.email, person.email);
    const document = vscode.Uri.parse(`partner-referral://sandbox/${id}.referral.json`);
    const undone = new Promise<void>((resolve) => {
      const { showInformationMessage } = vscode.window;
      Object.assign(vscode.window, {
        showInformationMessage: (text: string, ...rest: string[]) => {
          if (text.includes('was undone')) resolve();
          return (showInformationMessage as (...all: string[]) => unknown)(text, ...rest);
        },
      });
    });
    answer('Undo');
    await run(commands.changeReferral, document, '/details/dealValue', 1);
    await undone;
    assert.equal((await read(id)).details.dealValue, 4711);
    assert.notEqual(before.details.dealValue, 4711);
  });

  it('ask which property and for its value', async () => {
    const id = await accepted();
    await run(commands.changeReferral, id, '/details/dealValue', 12345.5);
    await run(commands.changeReferral, id, '/details/closingDateTime', '2027-01-31');
    const { showQuickPick } = vscode.window;
    const offered: (string | undefined)[] = [];
    Object.assign(vscode.window, {
      showQuickPick: (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
        offered.push(...items.map(({ label, description }) => `${label.replace(/^\$\(.+?\) /, '')} ${description}`));
        return showQuickPick(items, options);
      },
    });
    answer('Notes', 'asked');
    await run(commands.changeReferral, id);
    answer('Team member', 'Ada', 'Example', '1', 'ada@partner.example');
    await run(commands.changeReferral, id);
    const { details, team } = await read(id);
    // As the panel shows them; what is typed has the API's form.
    assert.match(offered.join('\n'), /^Deal value \D+12,345\.50$/m);
    assert.ok(offered.includes('Expected close Jan 31, 2027'), offered.join('\n'));
    assert.ok(
      shown.some((title) => /^Notes: ./.test(title)) && shown.some((title) => /^Add a team member: ./.test(title)),
    );
    assert.equal(details.notes, 'asked');
    assert.equal(team?.at(-1)?.email, 'ada@partner.example');
    const before = await writes();
    answer('Deal value', 'much');
    await run(commands.changeReferral, id);
    assert.equal(await writes(), before, 'The input keeps what is no number.');
  });

  it('merge with changes of others, and overwrite none of the same value without being asked', async () => {
    const id = await accepted();
    await patch(id, '/details/notes', 'theirs');
    await run(commands.changeReferral, id, '/details/dealValue', 4711);
    let now = await read(id);
    assert.deepEqual([now.details.notes, now.details.dealValue], ['theirs', 4711]);
    await patch(id, '/details/dealValue', 1);
    shown.length = 0;
    await run(commands.changeReferral, id, '/details/dealValue', 2);
    assert.match(shown[0]!, /changed by others meanwhile.*Deal value: 1\./);
    now = await read(id);
    assert.equal(now.details.dealValue, 1);
  });

  it('are carried out once when the answer is lost', async () => {
    const id = await accepted();
    await failNext({ method: 'PATCH', disconnect: true, applyFirst: true });
    await run(commands.changeReferral, id, '/details/dealValue', 4711);
    assert.equal((await read(id)).details.dealValue, 4711);
    assert.match(shown.join(), /was changed/);
  });

  it('say why there is no "Undo" for a value that was not there before', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const seed = [{ id, eTag: '"first"', name: 'Deal', status: 'Active', substatus: 'Accepted' }];
    await ask('/_sandbox/reset', { method: 'POST', body: JSON.stringify({ seed }) });
    answer('Undo');
    await run(commands.changeReferral, id, '/salesStage', '40');
    assert.match(shown.join(), /was changed\. It had no such value before, and the API can’t remove one/);
    assert.deepEqual([(await read(id)).salesStage, unanswered()], ['40', ['Undo']]);
  });

  it('show a refusal of the server once', async () => {
    const id = await accepted();
    await failNext({ method: 'PATCH', status: 403 });
    await run(commands.changeReferral, id, '/details/dealValue', 4711);
    assert.equal(shown.length, 1);
    assert.match(shown[0]!, /403/);
  });
});
