import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import { openWorkbench, themes, type Workbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
/** Alpine data warehouse move. */
const pinnedId = '1e206b24-dfe2-4e63-af99-4593591098db';
const engagement = 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4';
const name = 'Woodgrove branch security refresh';
const unknown = '00000000-0000-4000-8000-000000000000';

const panelOf = (workbench: Workbench, of: string) => workbench.webview().locator(`main[data-referral-id="${of}"]`);
const row = (workbench: Workbench, text: string | RegExp) => workbench.quickInput.rows.filter({ hasText: text });

describe('Finding a referral by what one knows of it', () => {
  let sandbox: TestSandbox;
  let workbench: Workbench;
  before(async () => {
    sandbox = await TestSandbox.start();
    workbench = await openWorkbench({ settings: sandbox.settings, size: { width: 1400, height: 900 } });
  });
  beforeEach(() => sandbox.reset());
  const type = async (text: string): Promise<void> => {
    await workbench.runCommand('Partner: Open Referral');
    await workbench.quickInput.fill(text);
  };
  const first = () => workbench.quickInput.rows.first();

  it('finds by a part of the customer’s name, in a window in which nothing was loaded yet', async () => {
    await type('grove branch');
    await first().filter({ hasText: id }).waitFor();
    await workbench.screenshot('picker-matches');
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench, id).waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('finds by a contact’s e-mail address, and says so', async () => {
    await type('lucia.ferrer@');
    await first().filter({ hasText: name }).filter({ hasText: 'contact lucia.ferrer@woodgrove.example' }).waitFor();
    await workbench.quickInput.dismiss();
  });

  it('keeps its own order, best match first, whatever VS Code would sort', async () => {
    await type('woodgrove');
    await first().filter({ hasText: name }).waitFor();
    await workbench.quickInput.fill('CRM-50977');
    await first().filter({ hasText: name }).waitFor();
    await workbench.quickInput.rows.nth(1).waitFor({ state: 'detached' });
    await workbench.quickInput.dismiss();
  });

  it('shows the history first when nothing is typed', async () => {
    await type(id);
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench, id).waitFor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Partner: Open Referral');
    await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
    await first().filter({ hasText: name }).filter({ hasText: 'recently opened' }).waitFor();
    await workbench.screenshot('picker-history');
    await workbench.quickInput.dismiss();
  });

  it('asks the server about an id that isn’t known, and says what it is before Enter', async () => {
    const fresh = await openWorkbench({ settings: sandbox.settings });
    await fresh.runCommand('Partner: Open Referral');
    await fresh.quickInput.fill(`https://partner.microsoft.com/dashboard/referrals/${id}`);
    await row(fresh, name).filter({ hasText: 'on the server' }).waitFor();
    await fresh.screenshot('picker-server');
    assert.deepEqual(await sandbox.calls(), [`GET /v1.0/engagements/referrals/${id}`]);
    await fresh.quickInput.fill(engagement.toUpperCase());
    await row(fresh, name)
      .filter({ hasText: `engagement ${engagement}` })
      .waitFor();
    await fresh.quickInput.fill(unknown);
    await row(fresh, 'the server knows no referral or engagement with this ID').waitFor();
    await fresh.quickInput.fill(engagement);
    await fresh.quickInput.rows.nth(1).waitFor();
    await fresh.page.keyboard.press('Enter');
    await fresh.webview().locator('main[data-referral-id]').waitFor();
  });

  it('drops what the server says about a text that is gone', async () => {
    await sandbox.fault({ path: unknown, delayMs: 3_000, status: 500, times: 9 });
    await type(unknown);
    await row(workbench, 'asking the server').waitFor();
    await workbench.quickInput.fill('CRM-404');
    await row(workbench, 'The server knows no referral with this CRM reference.').waitFor();
    assert.equal(await row(workbench, /failed/).count(), 0);
    await workbench.quickInput.dismiss();
    assert.equal(await workbench.notifications().count(), 0);
  });

  it('keeps the row one went to while the server answers', async () => {
    await sandbox.fault({ path: '$filter', delayMs: 1_500 });
    await type('CRM-5001');
    await workbench.quickInput.rows.nth(1).filter({ hasText: 'CRM-5001' }).waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    const active = workbench.quickInput.root.locator('.monaco-list-row.focused');
    const second = workbench.quickInput.rows.nth(1);
    await active.and(second).waitFor();
    const label = (await second.getAttribute('aria-label'))!;
    await row(workbench, 'The server knows no referral with this CRM reference.').waitFor();
    assert.equal(await active.getAttribute('aria-label'), label);
    await workbench.quickInput.dismiss();
  });

  it('says in one quiet row when the server can’t search by a reference, and doesn’t ask again', async () => {
    await sandbox.fault({ path: '$filter', status: 400 });
    await type('CRM-9999');
    await row(workbench, /The server can’t search by this; \d+ loaded referrals searched/).waitFor();
    await workbench.screenshot('picker-refused');
    await workbench.quickInput.fill('CRM-99998');
    await row(workbench, /The server can’t search by this/).waitFor();
    assert.equal((await sandbox.calls()).length, 1);
    await workbench.quickInput.dismiss();
  });

  it('has keys for the buttons of a row: copies and stays, opens the JSON and goes', async () => {
    await type('branch iberia');
    await first().filter({ hasText: id }).waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+Shift+C');
    await workbench.page.waitForFunction(async (wanted) => (await navigator.clipboard.readText()) === wanted, id);
    await workbench.quickInput.input.waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+Enter');
    await workbench.editorTab(`${id}.referral.json`).waitFor();
    assert.equal(await workbench.editorTab(/./).count(), 1);
    await workbench.runCommand('View: Close All Editors');
  });

  it('pins and unpins with a key; what is pinned stands in front of the history', async () => {
    // Not the one on the clipboard, which stands first for that.
    await type('alpine warehouse');
    await first().filter({ hasText: pinnedId }).waitFor();
    await workbench.page.keyboard.press('Alt+P');
    await first().getByRole('button', { name: 'Unpin' }).waitFor();
    await workbench.quickInput.fill('');
    await workbench.quickInput.rows.filter({ hasText: pinnedId }).filter({ hasText: 'pinned' }).waitFor();
    await workbench.screenshot('picker-pinned');
    await workbench.quickInput.fill('alpine warehouse');
    await first().filter({ hasText: pinnedId }).waitFor();
    await workbench.page.keyboard.press('Alt+P');
    await first().getByRole('button', { name: 'Pin (Alt+P)' }).waitFor();
    await workbench.quickInput.dismiss();
  });

  it('offers the same with the mouse', async () => {
    await type('branch iberia');
    await first().filter({ hasText: id }).hover();
    await workbench.screenshot('picker-buttons');
    await first().getByRole('button', { name: 'Open as JSON' }).click();
    await workbench.editorTab(`${id}.referral.json`).waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('finds what is known, and says why no more, when the server is gone', async () => {
    await sandbox.close();
    await type('grove branch');
    await first().filter({ hasText: id }).waitFor();
    await workbench.quickInput.fill(unknown);
    await row(workbench, /can’t be reached \(ECONNREFUSED\)/).waitFor();
    await first().filter({ hasText: unknown }).waitFor();
    await workbench.screenshot('picker-offline');
    assert.equal(await workbench.notifications().count(), 0);
    await workbench.quickInput.dismiss();
  });
});

describe('Finding a referral by its CRM reference', () => {
  let sandbox: TestSandbox;
  let workbench: Workbench;
  before(async () => {
    sandbox = await TestSandbox.start({ count: 250 });
    workbench = await openWorkbench({ settings: sandbox.settings, theme: themes.light });
  });
  const type = async (text: string): Promise<void> => {
    await workbench.runCommand('Partner: Find by CRM Reference');
    await workbench.quickInput.fill(text);
  };
  const referenced = async (nth: number): Promise<{ id: string; externalReferenceId: string }> => {
    const answer = await fetch(`${sandbox.url}/v1.0/engagements/referrals?$orderby=updatedDateTime%20asc`, {
      headers: { authorization: 'Bearer sandbox-admin' },
    });
    const { value } = (await answer.json()) as { value: { id: string; externalReferenceId: string | null }[] };
    const some = value.flatMap((each) => {
      const { id: own, externalReferenceId } = each;
      return externalReferenceId === null || externalReferenceId === '' ? [] : [{ id: own, externalReferenceId }];
    });
    return some[nth]!;
  };

  it('asks the server while it is typed, and opens what it finds', async () => {
    const wanted = await referenced(0);
    await type(wanted.externalReferenceId);
    await row(workbench, wanted.externalReferenceId).filter({ hasText: wanted.id }).waitFor();
    await workbench.screenshot('find-by-reference');
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench, wanted.id).waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('suggests what the clipboard holds when it is a known reference', async () => {
    const wanted = await referenced(0);
    await workbench.page.evaluate((text) => {
      // A panel that was closed may have had it.
      window.focus();
      return navigator.clipboard.writeText(`ref ${text};`);
    }, wanted.externalReferenceId);
    await workbench.runCommand('Partner: Find by CRM Reference');
    await row(workbench, wanted.externalReferenceId)
      .filter({ hasText: 'from the selection or the clipboard' })
      .waitFor();
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench, wanted.id).waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('leaves the keys alone that are for buttons, of which its rows have none', async () => {
    const wanted = await referenced(0);
    await type(wanted.externalReferenceId);
    await row(workbench, wanted.externalReferenceId).filter({ hasText: wanted.id }).waitFor();
    await workbench.page.keyboard.press('Alt+P');
    await workbench.page.keyboard.press('ControlOrMeta+Shift+C');
    await workbench.page.keyboard.press('ControlOrMeta+Enter');
    await panelOf(workbench, wanted.id).waitFor();
    assert.equal(await workbench.notifications().count(), 0);
    await workbench.runCommand('View: Close All Editors');
  });

  it('opens at once what Enter asks for before the server has said anything', async () => {
    const wanted = await referenced(1);
    await workbench.runCommand('Partner: Find by CRM Reference');
    await workbench.quickInput.answer(wanted.externalReferenceId.toLowerCase());
    await panelOf(workbench, wanted.id).waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('searches all referrals page by page where the server can’t filter, and opens what it finds', async () => {
    const wanted = await referenced(2);
    await sandbox.fault({ path: '$filter', status: 400 });
    await type(wanted.externalReferenceId);
    await row(workbench, 'The server can’t search by this').waitFor();
    await workbench.screenshot('find-by-reference-refused');
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench, wanted.id).waitFor();
    const paged = (await sandbox.calls()).filter((call) => call.includes('skiptoken')).length;
    assert.ok(paged >= 1, String(paged));
    await workbench.runCommand('View: Close All Editors');
  });

  it('shows the search through all, which can be cancelled', async () => {
    await sandbox.fault({ path: '$skiptoken', delayMs: 20_000 });
    await type('CRM-none');
    await row(workbench, 'Search all referrals').click();
    const progress = workbench
      .notifications()
      .filter({ hasText: 'Searching all referrals for CRM reference CRM-none' });
    await progress.filter({ hasText: '100 searched' }).waitFor();
    await workbench.screenshot('find-by-reference-progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    assert.equal(await workbench.notifications().count(), 0);
  });

  it('says what to do next when no referral has it', async () => {
    await sandbox.reset();
    await type('CRM-none');
    await row(workbench, 'Search all referrals').click();
    const message = workbench.notifications();
    await message.filter({ hasText: 'None of your 250 referrals has the CRM reference “CRM-none”.' }).waitFor();
    await message.filter({ hasText: 'Check how it is spelled' }).waitFor();
    await workbench.screenshot('find-by-reference-none');
  });
});
