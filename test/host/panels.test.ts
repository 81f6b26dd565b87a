import * as assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { lazy } from '../../src/base/lazy.ts';
import { Catalog } from '../../src/services/catalog/catalog.ts';
import { RecentReferrals } from '../../src/services/catalog/recent.ts';
import { Connections } from '../../src/services/connection/connection.ts';
import { SandboxConnection } from '../../src/services/connection/sandboxConnection.ts';
import { ServerClocks } from '../../src/services/connection/serverClocks.ts';
import { showReferral } from '../../src/ui/commands/opener.ts';
import { Failures } from '../../src/ui/failures/failures.ts';
import { Log } from '../../src/ui/log/log.ts';
import { Mask } from '../../src/ui/panel/mask.ts';
import { readPageParts } from '../../src/ui/panel/pageParts.ts';
import { ReferralPanels } from '../../src/ui/panel/panels.ts';
import type { ReferralPanel } from '../../src/ui/panel/referralPanel.ts';
import { openGate, type Gate } from './gate.ts';
import { memory } from './memory.ts';
import { set, useSandbox } from './sandboxConnection.ts';
import { watchMessages } from './watchMessages.ts';

describe('A panel of a referral', () => {
  const sandbox = useSandbox();
  let gate: Gate;
  let panels: ReferralPanels;
  let panel: ReferralPanel;
  let ids: readonly [string, string, string];
  let watched: ReturnType<typeof watchMessages>;
  let parts: vscode.Disposable;

  before(() => set('open.layout', 'panel'));
  after(() => set('open.layout', undefined));
  beforeEach(async () => {
    watched = watchMessages();
    gate = await openGate(sandbox().url);
    const connection = new SandboxConnection(
      () => ({ url: gate.url, port: 0, seedFile: '' }),
      () => undefined,
    );
    const connections = new Connections({ sandbox: connection, 'partner-center': connection }, 'sandbox');
    const catalog = new Catalog(connections);
    const page = await (await connection.client()).list(undefined, { signal: new AbortController().signal });
    ids = page.items.map((item) => item.id) as unknown as typeof ids;
    const failures = new Failures(new Log(), {
      connection: () => 'sandbox',
      signIn: () => Promise.resolve(false),
      useSandbox: () => Promise.resolve(),
    });
    const mask = new Mask(memory());
    const recent = new RecentReferrals(memory());
    const extension = vscode.extensions.getExtension('partner-tools.partner-referrals')!.extensionUri;
    const ready = lazy(async () => panels);
    panels = new ReferralPanels(
      {
        extension,
        catalog,
        clocks: new ServerClocks(),
        failures,
        mask,
        open: (...given) => showReferral({ catalog, panels: ready, recent }, ...given),
      },
      await readPageParts(extension),
    );
    await ready();
    parts = vscode.Disposable.from(panels, mask, failures, catalog, connection);
    await showReferral({ catalog, panels: ready, recent }, 'sandbox', ids[0], 'panel');
    panel = panels.find('sandbox', ids[0])!;
  });
  afterEach(async () => {
    assert.deepEqual(watched.messages, []);
    watched.stop();
    parts.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await gate.close();
  });
  const follow = (id: string): Promise<boolean> => panels.ask(panel, { name: 'openReferral', id });
  const goBack = (): Promise<boolean> => panels.ask(panel, { name: 'goBack' });

  it('shows the link that was followed last, whichever response comes last', async () => {
    const [, first, last] = ids;
    const held = gate.hold(new RegExp(first));
    const early = follow(first);
    await held.asked;
    await follow(last);
    assert.equal(panel.id, last);
    held.release();
    await early;
    assert.deepEqual([panel.id, panels.find('sandbox', first)], [last, undefined]);
  });

  it('keeps its referral when it is pinned while a link is fetched, which gets a panel of its own', async () => {
    const [start, other] = ids;
    const held = gate.hold(new RegExp(other));
    const following = follow(other);
    await held.asked;
    await panels.ask(panel, { name: 'togglePin' });
    held.release();
    await following;
    assert.equal(panel.id, start);
    assert.ok(panels.find('sandbox', other));
  });

  it('stays where the person went back to while a link was fetched', async () => {
    const [start, second, third] = ids;
    await follow(second);
    const held = gate.hold(new RegExp(third));
    const following = follow(third);
    await held.asked;
    await goBack();
    held.release();
    await following;
    assert.deepEqual([panel.id, panels.find('sandbox', third)], [start, undefined]);
  });

  it('opens nothing any more when it is closed while a link is fetched', async () => {
    const held = gate.hold(new RegExp(ids[1]));
    const following = follow(ids[1]);
    await held.asked;
    panel.dispose();
    held.release();
    await following;
    assert.equal(panels.find('sandbox', ids[1]), undefined);
  });

  it('stays where the person is after a slow response for a panel that was shown before it', async () => {
    const other = ids[1];
    await panels.ask(panel, { name: 'togglePin' });
    await follow(other);
    for (const isOpen of [true, false]) {
      if (!isOpen) panels.find('sandbox', other)?.dispose();
      const held = gate.hold(new RegExp(other));
      const following = follow(other);
      await held.asked;
      // As after the time for which a new tab stays empty.
      panels.find('sandbox', other)!.start();
      await whenActive(() => panels.find('sandbox', other)!.active);
      panel.reveal(false);
      await whenActive(() => panel.active);
      held.release();
      await following;
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      assert.equal(panels.active, panel, isOpen ? 'an open panel' : 'a new panel');
    }
  });

  it('reveals the previous referral where another panel shows it, and goes past it after that', async () => {
    const [start, second, third] = ids;
    await follow(second);
    await follow(third);
    const other = await panels.show('sandbox', second, vscode.ViewColumn.Active, {});
    panel.reveal(false);
    assert.equal(await goBack(), true);
    assert.deepEqual([panel.id, other.id], [third, second]);
    assert.equal(await goBack(), true);
    assert.equal(panel.id, start);
    await panels.ask(panel, { name: 'goForward' });
    assert.equal(panel.id, third);
  });
});

/** Resolves when a panel is the active one. VS Code tells so shortly after it was revealed. */
async function whenActive(isActive: () => boolean): Promise<void> {
  while (!isActive()) {
    await new Promise<void>((resolve) => {
      const listening = vscode.window.tabGroups.onDidChangeTabs(() => {
        listening.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  }
}
