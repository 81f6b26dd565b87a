import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { run, useChangeCommands } from './changeCommands.ts';
import { id, uri, useChangedDocument, type Referral } from './changedDocument.ts';
import { set } from './sandboxConnection.ts';

/** What the extension's own sandbox has. */
async function ownReferral(): Promise<Referral> {
  await run(commands.copySandboxUrl);
  const url = await vscode.env.clipboard.readText();
  const headers = { authorization: 'Bearer sandbox-admin' };
  return (await (await fetch(`${url}/v1.0/engagements/referrals/${id}`, { headers })).json()) as Referral;
}

describe('A command that asks while its sandbox is stopped', () => {
  const { shown, sandbox } = useChangeCommands();

  it('sends nothing to the sandbox that starts then, although it has the same eTag', async () => {
    await set('sandbox.url', undefined);
    try {
      const before = await ownReferral();
      Object.assign(vscode.window, {
        showInputBox: async () => {
          await run(commands.stopSandbox);
          return '4711';
        },
      });
      await run(commands.changeReferral, id, '/details/dealValue');
      assert.match(shown.join(), /account or the server has changed since/);
      const after = await ownReferral();
      assert.deepEqual([after.details, after.eTag], [before.details, before.eTag]);
    } finally {
      await set('sandbox.url', sandbox().url);
    }
  });
});

describe('A document that was changed before its sandbox was stopped', () => {
  const { answers, sandbox, stored, replace, shows, savedNext, open } = useChangedDocument();

  it('is sent to the sandbox that starts then only if the person decides so', async () => {
    await set('sandbox.url', undefined);
    try {
      const { document } = await vscode.window.showTextDocument(uri);
      const { dealValue } = (await ownReferral()).details;
      await shows(document, `"dealValue": ${dealValue}`);
      await replace(document, `"dealValue": ${dealValue}`, '"dealValue": 4711');
      await run(commands.stopSandbox);
      answers.choose('Use Mine');
      const told = answers.next();
      const saved = savedNext();
      let before: number | undefined;
      answers.beforeResponse = async () => void (before = (await ownReferral()).details.dealValue);
      assert.equal(await document.save(), false);
      assert.match(await told, /^The sandbox was restarted or replaced since .+: details\/dealValue\./);
      await saved;
      assert.deepEqual([before, (await ownReferral()).details.dealValue], [dealValue, 4711]);
    } finally {
      await set('sandbox.url', sandbox().url);
    }
  });

  it('is sent as usual if only settings changed that its sandbox does not run with', async () => {
    const document = await open();
    const { dealValue } = (await stored()).details;
    await replace(document, `"dealValue": ${dealValue}`, '"dealValue": 4711');
    try {
      await set('sandbox.seedFile', 'other.json');
      assert.equal(await document.save(), true, answers.shown.join());
      assert.equal((await stored()).details.dealValue, 4711);
    } finally {
      await set('sandbox.seedFile', undefined);
    }
  });
});
