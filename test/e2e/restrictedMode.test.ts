import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import { openWorkbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

describe('A workspace that is not trusted', () => {
  let folder: string;
  let sandbox: TestSandbox;
  before(async () => {
    sandbox = await TestSandbox.start();
    folder = mkdtempSync(join(tmpdir(), 'partner-referrals-untrusted-'));
    mkdirSync(join(folder, '.vscode'));
    const settings = { 'partnerReferrals.connection': 'partnerCenter', 'partnerReferrals.sandbox.url': sandbox.url };
    writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('can’t say where data come from, and everything else works', async () => {
    const workbench = await openWorkbench({
      folder,
      workspaceTrust: true,
      settings: { 'partnerReferrals.connection': 'sandbox' },
    });
    await workbench.statusBarItem('Restricted Mode').waitFor();
    await workbench.run(commands.openReferral, id);
    await workbench.panel(id).waitFor();
    assert.deepEqual(await sandbox.calls(), []);
  });
});
