import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import { runScenario, showOutput, useScenarioFolder } from './failingScenario.ts';
import { openWorkbench, themes } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const settings = { 'partnerReferrals.connection': 'sandbox', 'editor.minimap.enabled': false };

/** Not a test: test/e2e/takePictures.ts runs it. */
describe('The pictures of the README', () => {
  const scenarioFolder = useScenarioFolder();

  for (const [name, theme] of [
    ['dark', themes.dark],
    ['light', themes.light],
  ] as const) {
    it(`show tree, panel and document, ${name}`, async () => {
      const workbench = await openWorkbench({ settings, theme, size: { width: 1440, height: 900 } });
      await workbench.openView();
      await workbench.treeItem(/./).first().waitFor();
      await workbench.run(commands.openReferral, id);
      await workbench.page.mouse.move(720, 890);
      await workbench.screenshot(`readme-${name}`);
    });
  }

  it('show a hover', async () => {
    const workbench = await openWorkbench({ settings, file: 'src/syncReferrals.ts' });
    await (await workbench.hover(id)).getByText('Look up this referral').click();
    await workbench.page.locator('.monaco-hover').filter({ hasText: 'Woodgrove Bank Iberia' }).waitFor();
    await workbench.screenshot('readme-hover');
  });

  it('show a filtered side panel, and a referral opened to its engagement', async () => {
    const workbench = await openWorkbench({ settings, size: { width: 960, height: 560 } });
    await workbench.openView();
    await workbench.treeItem(/./).first().waitFor();
    const { ended } = await workbench.ask(commands.filter);
    await workbench.quickInput.answer('woodgrove');
    await ended;
    await workbench.treeItem('Wingtip').first().waitFor({ state: 'detached' });
    // Makes the view wider.
    const sash = workbench.page.locator('.monaco-sash.vertical').nth(1);
    const box = (await sash.boundingBox())!;
    await workbench.page.mouse.move(box.x + 1, 300);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(620, 300, { steps: 4 });
    await workbench.page.mouse.up();
    const ours = workbench.treeItem('Woodgrove branch security refresh').filter({ hasNotText: 'Microsoft’s side' });
    await ours.first().locator('.monaco-tl-twistie').click();
    await workbench.treeItem('Lucía Ferrer').waitFor();
    await workbench.treeItem('Searching for').waitFor({ state: 'detached' });
    await workbench.page.mouse.move(800, 550);
    await workbench.screenshot('readme-browse');
  });

  it('show the calls of an integration, with what it does wrong', async () => {
    const workbench = await openWorkbench({ settings, size: { width: 1280, height: 720 } });
    await workbench.run(commands.showCalls);
    await workbench.run(commands.startSandbox);
    await workbench.run(commands.copySandboxUrl);
    const url = await workbench.clipboard(/^http:\/\/127\.0\.0\.1:\d+$/);
    const call = async (method: string, path: string, body?: object): Promise<void> => {
      const response = await fetch(`${url}/v1.0/engagements/referrals${path}`, {
        method,
        headers: {
          authorization: 'Bearer sandbox-admin',
          'user-agent': 'crm-sync/2.1',
          'client-request-id': crypto.randomUUID(),
          'content-type': 'application/json',
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      await response.arrayBuffer();
    };
    await call('GET', `?$filter=${encodeURIComponent("status eq 'New'")}`);
    await call('GET', `/${id}`);
    await call('PATCH', `/${id}`, [{ op: 'replace', path: '/externalReferenceId', value: 'CRM-4711' }]);
    await call('PATCH', `/${id}`, [{ op: 'replace', path: '/details/closeDate', value: '2027-01-31' }]);
    await workbench.page.locator('.part.sidebar .pane-header').filter({ hasText: 'Referrals' }).click();
    const sash = workbench.page.locator('.monaco-sash.vertical').nth(1);
    const box = (await sash.boundingBox())!;
    await workbench.page.mouse.move(box.x + 1, 300);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(560, 300, { steps: 4 });
    await workbench.page.mouse.up();
    await workbench
      .treeItem(/PATCH.*400/)
      .first()
      .click();
    await workbench.page.locator('.monaco-editor .view-line').filter({ hasText: 'closeDate' }).first().waitFor();
    await workbench.page.mouse.move(900, 700);
    await workbench.screenshot('readme-calls');
  });

  it('show a scenario that fails', async () => {
    const { folder, settings: ofRun } = scenarioFolder();
    const workbench = await openWorkbench({
      folder,
      settings: { ...settings, ...ofRun },
      size: { width: 1280, height: 800 },
    });
    await runScenario(workbench);
    await showOutput(workbench);
    await workbench.page.locator('.part.sidebar').getByRole('treeitem', { name: 'Scenarios of the Sandbox' }).click();
    await workbench.treeItem('answer-lost-after-post').waitFor();
    await workbench.page.mouse.move(640, 790);
    await workbench.screenshot('readme-testing');
  });

  it('show the timeline of an engagement', async () => {
    const sandbox = await TestSandbox.start();
    let told = Promise.withResolvers<undefined>();
    const receiver = createServer((_request, response) => {
      response.writeHead(204).end();
      told.resolve(undefined);
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    /** Lets a receiver hear of a change before the clock is advanced. */
    const heard = async (): Promise<void> => {
      await told.promise;
      told = Promise.withResolvers();
    };
    let eTag = '';
    const call = async (method: string, path = `/${id}`, values: Readonly<Record<string, unknown>> = {}) => {
      const response = await fetch(`${sandbox.url}/v1.0/engagements/referrals${path}`, {
        method,
        headers: {
          authorization: 'Bearer sandbox-admin',
          'user-agent': 'crm-sync/2.1',
          'client-request-id': crypto.randomUUID(),
          'content-type': 'application/json',
          ...(method === 'PATCH' && { 'if-match': eTag }),
        },
        ...(method === 'PATCH' && {
          body: JSON.stringify(Object.entries(values).map(([at, value]) => ({ op: 'replace', path: at, value }))),
        }),
      });
      eTag = response.headers.get('etag') ?? eTag;
      await response.arrayBuffer();
    };
    const { port } = receiver.address() as AddressInfo;
    const webhook = { url: `http://127.0.0.1:${port}/webhook` };
    await fetch(`${sandbox.url}/_sandbox/webhooks`, { method: 'POST', body: JSON.stringify(webhook) });
    const workbench = await openWorkbench({
      settings: { ...settings, ...sandbox.settings },
      size: { width: 1280, height: 800 },
    });
    await workbench.run('workbench.action.closeSidebar');
    await call('GET', '?$top=50');
    await call('GET');
    await sandbox.change(id, '/details/notes', 'Called them');
    await heard();
    await call('PATCH', `/${id}`, { '/status': 'Active', '/substatus': 'Accepted' });
    await call('GET');
    await call('PATCH', `/${id}`, { '/status': 'Active', '/substatus': 'Accepted' });
    await heard();
    await sandbox.advance(5);
    await call('GET');
    await call('PATCH', `/${id}`, { '/details/dealValue': 240_000 });
    await heard();
    await sandbox.advance(30);
    await call('GET');
    await workbench.run(commands.showTimeline, id);
    const mark = workbench.webview().getByRole('gridcell', { name: /to “Active, accepted”/ });
    await mark.first().click();
    await workbench.page.mouse.move(640, 790);
    await workbench.screenshot('readme-timeline');
    await sandbox.close();
    receiver.close();
  });
});
