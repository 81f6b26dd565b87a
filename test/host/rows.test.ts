import * as assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { set, useSandbox } from './sandboxConnection.ts';
import { watchMessages } from './watchMessages.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const name = 'Woodgrove branch security refresh';
const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...given);
const copied = (): Thenable<string> => vscode.env.clipboard.readText();
const tabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
/** A row as the side panel passes it. */
const row = (of: string) => ({ kind: 'referral', id: of, connection: 'sandbox' });

describe('The commands of rows', () => {
  const sandbox = useSandbox('crm.urlTemplate', 'open.layout');
  let other: string;
  let watched: ReturnType<typeof watchMessages>;
  const { openExternal } = vscode.env;
  let opened: string[];
  before(() => {
    // Replaces the function that opens the browser: VS Code allows tests to set it.
    Object.assign(vscode.env, {
      openExternal: (address: unknown) => Promise.resolve(opened.push(String(address)) > 0),
    });
  });
  after(() => Object.assign(vscode.env, { openExternal }));
  beforeEach(async () => {
    watched = watchMessages();
    opened = [];
    const answer = await fetch(`${sandbox().url}/v1.0/engagements/referrals`, {
      headers: { authorization: 'Bearer sandbox-admin' },
    });
    const { value } = (await answer.json()) as { value: { id: string }[] };
    other = value.find((each) => each.id !== id)!.id;
  });
  afterEach(async () => {
    watched.stop();
    await run('workbench.action.closeAllEditors');
  });

  it('copy ids of all selected rows, one on a line, each once', async () => {
    await run(commands.copyReferralId, row(id), [row(id), row(other), row(id), { kind: 'group' }]);
    assert.equal(await copied(), `${id}\n${other}`);
    await run(commands.copyReferralId, row(id), undefined);
    assert.equal(await copied(), id);
    await run(commands.copyReferralId, { id });
    assert.equal(await copied(), id);
  });

  it('take a known id that is no GUID, as a text and in an object', async () => {
    const headers = { authorization: 'Bearer sandbox-admin' };
    const body = JSON.stringify({ id: 'deal-7', name: 'Seven' });
    const arrived = await fetch(`${sandbox().url}/_sandbox/referrals`, { method: 'POST', headers, body });
    assert.equal(arrived.status, 201, await arrived.text());
    await run(commands.refresh);
    for (const given of ['deal-7', { id: 'deal-7' }, row('deal-7')]) {
      await vscode.env.clipboard.writeText('');
      await run(commands.copyName, given);
      assert.equal(await copied(), 'Seven', JSON.stringify(given));
    }
    await vscode.env.clipboard.writeText('');
    await run(commands.copyName, { id: 'deal-8' });
    assert.equal(await copied(), '');
    assert.match(watched.messages.join(), /not a referral ID/);
  });

  it('copy links, names, and summaries without personal data, of what was never loaded too', async () => {
    await run(commands.copyLink, row(id));
    assert.equal(await copied(), `${vscode.env.uriScheme}://partner-tools.partner-referrals/referral/${id}`);
    await run(commands.copyName, id, undefined);
    assert.equal(await copied(), name);
    await run(commands.copySummary, row(id), [row(id), row(other)]);
    const [first, second] = (await copied()).split('\n\n');
    assert.match(first!, new RegExp(`^${name}\nCustomer: Woodgrove Bank Iberia, .*\n.*ID: ${id}$`, 's'));
    assert.match(second!, new RegExp(`ID: ${other}$`));
    assert.doesNotMatch(await copied(), /@/);
    assert.deepEqual(watched.messages, []);
  });

  it('open the CRM’s page, and offer the setting where there is none', async () => {
    await run(commands.openInCrm, row(id));
    assert.match(watched.messages.join(), /address of your CRM is not set.*\{externalReferenceId\}/);
    await set('crm.urlTemplate', 'https://crm.example/leads/{externalReferenceId}?from={id}');
    await run(commands.openInCrm, row(id));
    assert.deepEqual(opened, [`https://crm.example/leads/CRM-50977?from=${id}`]);
  });

  it('don’t look for fictional data in Partner Center', async () => {
    await run(commands.openInPartnerCenter, row(id));
    assert.match(watched.messages.join(), /fictional/);
    assert.deepEqual(opened, []);
  });

  it('open Partner Center with the id on the clipboard', async () => {
    await run(commands.openInPartnerCenter, { ...row(id), connection: 'partner-center' });
    assert.deepEqual(opened, ['https://partner.microsoft.com/dashboard/referrals/v2/leads']);
    assert.equal(await copied(), id);
  });

  it('compare two selected referrals as documents, and say what is wrong with one that isn’t there', async () => {
    await run(commands.compareSelected, row(id), [row(id), row(other)]);
    const [tab] = tabs();
    assert.ok(tab?.input instanceof vscode.TabInputTextDiff);
    assert.equal(tab.input.original.toString(), `partner-referral://sandbox/${id}.referral.json`);
    assert.equal(tab.input.modified.toString(), `partner-referral://sandbox/${other}.referral.json`);
    await run('workbench.action.closeAllEditors');
    await run(commands.compareSelected, row(id), [row(id), row('00000000-0000-4000-8000-000000000000')]);
    assert.match(watched.messages.join(), /no such referral/);
    await run(commands.compareSelected, row(id));
    assert.match(watched.messages.join(), /Select two referrals/);
    assert.deepEqual(tabs(), []);
  });

  it('open a referral beside what is open, and where nothing is open, there', async () => {
    await run(commands.openToSide, row(id));
    assert.deepEqual([tabs().length, tabs()[0]?.group.viewColumn], [1, 1]);
    await run(commands.openToSide, row(other));
    assert.deepEqual(
      vscode.window.tabGroups.all.map((group) => group.tabs.length),
      [1, 1],
    );
  });

  it('preview with one panel that the next preview replaces, until the referral is opened', async () => {
    await set('open.layout', 'panel');
    await run(commands.previewRow, row(other));
    await run(commands.previewRow, row(id));
    assert.deepEqual(
      tabs().map((tab) => tab.label),
      [`${name} (Sandbox)`],
    );
    await run(commands.openReferral, id);
    await run(commands.previewRow, row(other));
    assert.equal(tabs().length, 2);
  });

  it('pin and unpin several at once, and never reject', async () => {
    await run(commands.pin, row(id), [row(id), row(other)]);
    await run(commands.unpin, row(id), [row(id), row(other)]);
    await run(commands.pin, 'nonsense');
    await run(commands.copyName, 42);
    await run(commands.copyContactEmail);
    await run(commands.copyRows, { id: 5 });
    // As a keyboard shortcut does on a row without a referral.
    await run(commands.openToSide, { kind: 'section', section: 'pinned', connection: 'sandbox' });
    assert.equal(watched.messages.length, 2);
  });

  it('copy what a contact’s row says', async () => {
    const contact = { kind: 'contact', person: { name: 'Lucía Ferrer', email: 'l@x.example', phone: '1' } };
    for (const [command, text] of [
      [commands.copyContactName, 'Lucía Ferrer'],
      [commands.copyContactEmail, 'l@x.example'],
      [commands.copyContactPhone, '1'],
      [commands.copyRows, 'l@x.example'],
    ] as const) {
      await run(command, contact);
      assert.equal(await copied(), text);
    }
  });
});
