import * as assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { set } from './sandboxConnection.ts';

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);

describe('The sandbox’s commands', () => {
  before(() => set('connection', 'sandbox'));
  after(() => set('connection', undefined));
  afterEach(async () => {
    await set('sandbox.seedFile', undefined);
    await run(commands.stopSandbox);
  });
  const copied = async (command: string): Promise<string> => {
    await run(command);
    return vscode.env.clipboard.readText();
  };

  it('start it, and copy an address and a token that one’s own code can use', async () => {
    await run(commands.startSandbox);
    const url = await copied(commands.copySandboxUrl);
    const token = await copied(commands.copySandboxToken);
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${url}/v1.0/engagements/referrals`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
  });

  it('stop it, and it starts again when it is needed', async () => {
    const first = await copied(commands.copySandboxUrl);
    await run(commands.stopSandbox);
    const second = await copied(commands.copySandboxUrl);
    assert.equal((await fetch(`${second}/_sandbox/health`)).status, 200);
    if (first !== second) await assert.rejects(fetch(`${first}/_sandbox/health`));
  });

  it('serve the seed file of the workspace, and the built-in data again without it', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, 'seed.json'),
      Buffer.from('[{"id":"a"},{"id":"b"}]'),
    );
    const count = async (): Promise<number> => {
      const health = await fetch(`${await copied(commands.copySandboxUrl)}/_sandbox/health`);
      return ((await health.json()) as { referrals: number }).referrals;
    };
    await set('sandbox.seedFile', '${workspaceFolder}/seed.json');
    assert.equal(await count(), 2);
    await set('sandbox.seedFile', undefined);
    assert.equal(await count(), 60);
  });
});
