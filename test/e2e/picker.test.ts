import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { commands } from '../../src/ui/names.ts';
import { themes, type Workbench } from './harness.ts';
import type { Running } from './driver.ts';
import { TestSandbox } from './sandbox.ts';
import { useSandboxWindow, type SandboxWindow } from './sandboxWindow.ts';
import { unpinAll } from './referralRows.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
/** Alpine data warehouse move. */
const pinnedId = '1e206b24-dfe2-4e63-af99-4593591098db';
const name = 'Woodgrove branch security refresh';
const unknown = '00000000-0000-4000-8000-000000000000';
const noSuchReference = 'The server has no referral with this CRM reference.';
const notSearchable = 'The server can’t search by this';
/** Requests for the list with any sorting and filter, but not for an engagement. */
const listCalls = /\/referrals(\?(?!.*engagementId).*)?$/;

const asked = (calls: readonly string[], what: string): number => calls.filter((call) => call.includes(what)).length;

/** A picker as users see it. */
class Picker {
  readonly #given: SandboxWindow;
  readonly #command: string;

  constructor(given: SandboxWindow, command: string) {
    this.#given = given;
    this.#command = command;
  }

  get workbench(): Workbench {
    return this.#given.workbench;
  }

  /** Resets pins and clipboard, as in a new window. */
  async begin(): Promise<void> {
    await unpinAll(this.#given);
    await this.workbench.copy('');
  }

  open(): Promise<Running> {
    return this.workbench.ask(this.#command);
  }

  async type(text: string): Promise<Running> {
    const running = await this.open();
    await this.workbench.quickInput.fill(text);
    return running;
  }

  get first(): Locator {
    return this.workbench.quickInput.rows.first();
  }

  row(text: string | RegExp): Locator {
    return this.workbench.quickInput.rows.filter({ hasText: text });
  }

  press(key: string): Promise<void> {
    return this.workbench.page.keyboard.press(key);
  }

  /** Resolves when the extension has processed everything that was done in the window. */
  async settle(): Promise<void> {
    await this.workbench.run('setContext', 'partnerReferralsTest.settled', true);
  }

  async assertNoMessages(): Promise<void> {
    await this.workbench.showNotifications();
    assert.equal(await this.workbench.notifications().count(), 0);
  }
}

describe('Finding a referral by what one knows of it', () => {
  const given = useSandboxWindow();
  const picker = new Picker(given, commands.openReferral);
  let workbench: Workbench;
  let sandbox: TestSandbox;
  beforeEach(async () => {
    ({ workbench, sandbox } = given);
    await picker.begin();
  });

  it('finds by parts of the customer’s name and the CRM reference, where nothing was loaded yet', async () => {
    await picker.type('grove branch 50977');
    await picker.first.filter({ hasText: id }).waitFor();
    await workbench.screenshot('picker-matches');
    await picker.press('Enter');
    await workbench.panel(id).waitFor();
  });

  it('finds by a contact’s e-mail address, and says so', async () => {
    await picker.type('lucia.ferrer@');
    const contact = 'contact lucia.ferrer@woodgrove.example';
    await picker.first.filter({ hasText: name }).filter({ hasText: contact }).waitFor();
  });

  it('keeps its own order, best match first, whatever VS Code would sort', async () => {
    await picker.type('woodgrove');
    await picker.first.filter({ hasText: name }).waitFor();
    await workbench.quickInput.fill('CRM-50977');
    await picker.first.filter({ hasText: name }).waitFor();
    await workbench.quickInput.rows.nth(1).waitFor({ state: 'detached' });
  });

  it('shows the history first when nothing is typed', async () => {
    await workbench.run(commands.openReferral, id);
    await picker.open();
    await picker.first.filter({ hasText: name }).filter({ hasText: 'recently opened' }).waitFor();
    await workbench.screenshot('picker-history');
  });

  it('takes a referral’s JSON, pasted or copied whole, for the referral', async () => {
    // Longer than what is searched for references, and with the ID of the engagement.
    const text = JSON.stringify({ engagementId: unknown, notes: 'x '.repeat(3000), id }, null, 2);
    await picker.type(text);
    await picker.first.filter({ hasText: name }).waitFor();
    await workbench.quickInput.fill(text.slice(0, -1));
    await picker.first.filter({ hasText: 'This contains 2 different IDs' }).waitFor();
    await workbench.quickInput.dismiss();
    await workbench.copy(text);
    await picker.open();
    await picker.first.filter({ hasText: name }).filter({ hasText: 'from the clipboard' }).waitFor();
    await picker.press('Enter');
    await workbench.panel(id).waitFor();
  });

  it('asks the server about an id that isn’t known, and says what it is before Enter', async () => {
    // Of an engagement that no test opens, since opened referrals may be loaded again.
    const referrals = await sandbox.list();
    const [own, other] = Object.values(Object.groupBy(referrals, ({ engagementId }) => engagementId)).find(
      (sides = []) => sides.length === 2 && !sides.some((side) => [id, pinnedId].includes(side.id)),
    )!;
    const engagement = own!.engagementId;
    // Otherwise, the list would contain the id. The picker loads the list for the history, and so does the side panel
    // if it was opened.
    sandbox.hold(listCalls);
    await given.forget();
    const before = (await sandbox.calls()).length;
    await picker.type(`https://partner.microsoft.com/dashboard/referrals/${own!.id}`);
    await picker.row(own!.name).filter({ hasText: 'on the server' }).waitFor();
    await workbench.screenshot('picker-server');
    assert.deepEqual((await sandbox.calls()).slice(before), [`GET /v1.0/engagements/referrals/${own!.id}`]);
    await workbench.quickInput.fill(engagement.toUpperCase());
    await picker
      .row(own!.id)
      .filter({ hasText: `engagement ${engagement}` })
      .waitFor();
    await workbench.quickInput.fill(unknown);
    await picker.row('the server has no referral or engagement with this ID').waitFor();
    await workbench.quickInput.fill(engagement);
    await workbench.quickInput.rows.nth(1).waitFor();
    await picker.press('Enter');
    await workbench.panel(own!.id).or(workbench.panel(other!.id)).waitFor();
  });

  it('drops what the server says about a text that is gone', async () => {
    await sandbox.fault({ path: unknown, status: 500, times: 9 });
    const answer = sandbox.hold(unknown);
    const { ended } = await picker.type(unknown);
    await picker.row('searching the server').waitFor();
    await answer.reached;
    await workbench.quickInput.fill('CRM-404');
    await picker.row(noSuchReference).waitFor();
    answer.release();
    // Its response comes after the aborted one. It is shown, since there are more referrals to search then.
    await workbench.run(commands.refresh);
    await picker.settle();
    await picker.row(noSuchReference).waitFor();
    assert.equal(await picker.row(/failed/).count(), 0);
    await workbench.quickInput.dismiss();
    await ended;
    await picker.assertNoMessages();
  });

  it('keeps the row one went to while the server answers', async () => {
    const answer = sandbox.hold('$filter');
    await picker.type('CRM-5001');
    const second = workbench.quickInput.rows.nth(1);
    await second.filter({ hasText: 'CRM-5001' }).waitFor();
    await answer.reached;
    await picker.press('ArrowDown');
    const active = workbench.quickInput.root.locator('.monaco-list-row.focused');
    await active.and(second).waitFor();
    const label = (await second.getAttribute('aria-label'))!;
    await picker.settle();
    answer.release();
    await picker.row(noSuchReference).waitFor();
    assert.equal(await active.getAttribute('aria-label'), label);
  });

  it('has keys for the buttons of a row: copies and stays, opens the JSON and goes', async () => {
    const { ended } = await picker.type('branch iberia 50977');
    await picker.first.filter({ hasText: id }).waitFor();
    // Until then, the rows are replaced.
    await workbench.quickInput.root.locator('.monaco-progress-container.active').waitFor({ state: 'detached' });
    await picker.press('ControlOrMeta+Shift+C');
    await workbench.clipboard(id);
    await workbench.quickInput.input.waitFor();
    await picker.press('ControlOrMeta+Enter');
    await workbench.editorTab(`${id}.referral.json`).waitFor();
    await ended;
    assert.equal(await workbench.editorTab(/./).count(), 1);
  });

  it('pins and unpins with a key; what is pinned stands in front of the history', async () => {
    for (const opened of [pinnedId, id]) await workbench.run(commands.openReferral, opened);
    await picker.type('alpine warehouse');
    await picker.first.filter({ hasText: pinnedId }).waitFor();
    await picker.press('Alt+P');
    await picker.first.getByRole('button', { name: 'Unpin' }).waitFor();
    await workbench.quickInput.fill('');
    await picker.first.filter({ hasText: pinnedId }).filter({ hasText: 'pinned' }).waitFor();
    await workbench.quickInput.rows.nth(1).filter({ hasText: id }).filter({ hasText: 'recently opened' }).waitFor();
    await workbench.screenshot('picker-pinned');
    await workbench.quickInput.fill('alpine warehouse');
    await picker.first.filter({ hasText: pinnedId }).waitFor();
    await picker.press('Alt+P');
    await picker.first.getByRole('button', { name: /^Pin \(Alt\+P/ }).waitFor();
  });

  it('offers the same with the mouse', async () => {
    await picker.type('branch iberia 50977');
    await picker.first.filter({ hasText: id }).hover();
    await workbench.screenshot('picker-buttons');
    await picker.first.getByRole('button', { name: 'Open as JSON' }).click();
    await workbench.editorTab(`${id}.referral.json`).waitFor();
  });

  it('finds what is known, and says why no more, when the server is gone', async () => {
    const other = await TestSandbox.start();
    await workbench.configure(other.settings);
    await picker.type('grove branch 50977');
    await picker.first.filter({ hasText: id }).waitFor();
    await workbench.quickInput.dismiss();
    await other.close();
    const { ended } = await picker.type('grove branch 50977');
    await picker.first.filter({ hasText: id }).waitFor();
    await workbench.quickInput.fill(unknown);
    await picker.row(/can’t be reached \(ECONNREFUSED\)/).waitFor();
    await picker.first.filter({ hasText: unknown }).waitFor();
    await workbench.screenshot('picker-offline');
    await workbench.quickInput.dismiss();
    await ended;
    await picker.assertNoMessages();
  });
});

/** Finds the referrals that changed least recently. They are not on the first page of any list. */
async function findReferenced(sandbox: TestSandbox): Promise<{ id: string; reference: string }[]> {
  const referrals = await sandbox.list('?$orderby=updatedDateTime%20asc');
  return referrals.flatMap(({ id: own, externalReferenceId }) =>
    externalReferenceId ? [{ id: own, reference: externalReferenceId }] : [],
  );
}

describe('Finding a referral by its CRM reference', () => {
  const given = useSandboxWindow({ sandbox: { count: 250 }, theme: themes.light });
  const picker = new Picker(given, commands.findByCrmReference);
  let workbench: Workbench;
  let sandbox: TestSandbox;
  let wanted: { id: string; reference: string };
  let unopened: { id: string; reference: string }[];
  before(async () => {
    unopened = await findReferenced(given.sandbox);
  });
  beforeEach(async () => {
    ({ workbench, sandbox } = given);
    // Each test uses an unknown referral, since opened ones may be loaded again.
    wanted = unopened.shift()!;
    await picker.begin();
  });

  it('asks the server while it is typed, and opens what it finds', async () => {
    await picker.type(wanted.reference);
    await picker.row(wanted.reference).filter({ hasText: wanted.id }).waitFor();
    await workbench.screenshot('find-by-reference');
    await picker.press('Enter');
    await workbench.panel(wanted.id).waitFor();
  });

  it('suggests what the clipboard holds when it is a known reference', async () => {
    // This fetches it.
    await workbench.run(commands.copyName, { kind: 'referral', id: wanted.id, connection: 'sandbox' });
    await workbench.copy(`ref ${wanted.reference};`);
    await picker.open();
    const suggested = 'from the selection or the clipboard';
    await picker.first.filter({ hasText: wanted.reference }).filter({ hasText: suggested }).waitFor();
    await picker.press('Enter');
    await workbench.panel(wanted.id).waitFor();
  });

  it('leaves the keys alone that are for buttons, of which its rows have none', async () => {
    const { ended } = await picker.type(wanted.reference);
    await picker.row(wanted.reference).filter({ hasText: wanted.id }).waitFor();
    await picker.press('Alt+P');
    await picker.press('ControlOrMeta+Enter');
    await workbench.panel(wanted.id).waitFor();
    await ended;
    await picker.assertNoMessages();
  });

  it('opens at once what Enter asks for before the server has said anything', async () => {
    const answer = sandbox.hold('$filter');
    const { reference } = wanted;
    await picker.type(reference);
    await picker.first.filter({ hasText: `Search for “${reference}” on the server` }).waitFor();
    await picker.press('Enter');
    await workbench.quickInput.root.waitFor({ state: 'hidden' });
    answer.release();
    await workbench.panel(wanted.id).waitFor();
  });

  it('shows the search through all, which can be cancelled', async () => {
    sandbox.hold('$skiptoken');
    const { ended } = await picker.type('CRM-none');
    await picker.row('Search all referrals').click();
    const progress = workbench
      .notifications()
      .filter({ hasText: 'Searching all referrals for CRM reference CRM-none' });
    await progress.filter({ hasText: '100 searched' }).waitFor();
    await workbench.screenshot('find-by-reference-progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await ended;
    await progress.waitFor({ state: 'detached' });
    await picker.assertNoMessages();
  });

  it('says what to do next when no referral has it', async () => {
    const { ended } = await picker.type('CRM-none');
    await picker.row('Search all referrals').click();
    await ended;
    await workbench.showNotifications();
    const message = workbench.notifications();
    await message
      .filter({ hasText: 'No referral of yours has the CRM reference “CRM-none” (250 searched).' })
      .waitFor();
    await message.filter({ hasText: 'Check the spelling' }).waitFor();
    await workbench.screenshot('find-by-reference-none');
  });
});

describe('A server that can’t search by CRM reference', () => {
  const given = useSandboxWindow({ sandbox: { count: 250 }, theme: themes.light });
  let workbench: Workbench;
  let sandbox: TestSandbox;
  beforeEach(async () => {
    ({ workbench, sandbox } = given);
    await sandbox.fault({ path: '$filter', status: 400, times: 2 });
  });

  it('has the picker of referrals say so in one quiet row, and is not asked again after a second refusal', async () => {
    const picker = new Picker(given, commands.openReferral);
    await picker.begin();
    // The beginning of the reference of a loaded referral, which comes first.
    await picker.type('CRM-5097');
    await picker.first.filter({ hasText: name }).waitFor();
    await picker.row(new RegExp(`${notSearchable}; \\d+ loaded referrals searched`)).waitFor();
    await workbench.screenshot('picker-refused');
    for (const reference of ['CRM-99998', 'CRM-99999']) {
      await workbench.quickInput.fill(reference);
      await picker.first.filter({ hasText: notSearchable }).waitFor();
    }
    assert.equal(asked(await sandbox.calls(), 'externalReferenceId'), 2);
  });

  it('has all its referrals searched page by page for a reference, and the one that is found is opened', async () => {
    const picker = new Picker(given, commands.findByCrmReference);
    await picker.begin();
    const wanted = (await findReferenced(sandbox)).at(-1)!;
    await picker.type(wanted.reference);
    await picker.row(notSearchable).waitFor();
    await workbench.screenshot('find-by-reference-refused');
    await picker.press('Enter');
    await workbench.panel(wanted.id).waitFor();
    const paged = asked(await sandbox.calls(), 'skiptoken');
    assert.ok(paged >= 1, String(paged));
  });
});
