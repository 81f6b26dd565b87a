import * as assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { settings } from '../../src/ui/names.ts';
import { ScenarioTests } from '../../src/ui/testing/scenarioTests.ts';
import { isRunning } from '../unit/sandbox/scenarios/scenarios.ts';
import { recordingController, type RecordedRun } from './recordingController.ts';

const setting = settings.scenariosCommand;
const id = 'f3f04d3a-7c0a-4d5c-9a6b-3a2f0a1b1c01';
const seed = { id, status: 'New', substatus: 'Pending' };

/** The expectation begins at line 4, column 13. */
const scenario = (expectation: string, more = ''): string =>
  `{\n  "title": "Try",\n  "seed": ${JSON.stringify(seed)},\n  "expect": [${expectation}],${more}\n  "steps": [{ "run": "toEnd" }], "name": "try"\n}`;
const exits = '{ "exitCode": 0 }';
const node = (code: string): readonly string[] => ['node', '-e', code];
const stays = 'setInterval(() => undefined, 1000);';

describe('The tests of scenario files', () => {
  let root: vscode.Uri;
  let tests: ScenarioTests;
  let recorded: ReturnType<typeof recordingController>;

  const setCommand = (command: string | readonly string[] | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration().update(setting, command, vscode.ConfigurationTarget.Global);
  const write = async (name: string, content: string): Promise<vscode.Uri> => {
    const uri = vscode.Uri.joinPath(root, name);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
    return uri;
  };
  const item = (uri: vscode.Uri): vscode.TestItem => {
    const found = recorded.controller.items.get(uri.toString());
    assert.ok(found, `There is no test of ${uri.toString()}.`);
    return found;
  };
  /** Runs one test. */
  const run = async (uri: vscode.Uri, cancellation = new vscode.CancellationTokenSource()): Promise<RecordedRun> => {
    await tests.discover();
    await tests.runs.run(new vscode.TestRunRequest([item(uri)]), cancellation.token);
    const last = recorded.runs.at(-1);
    assert.ok(last);
    return last;
  };

  before(() => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    const extension = vscode.extensions.getExtension('partner-tools.partner-referrals');
    assert.ok(folder && extension);
    root = vscode.Uri.joinPath(folder.uri, 'scenarios');
    recorded = recordingController();
    tests = new ScenarioTests(recorded.controller, vscode.Uri.joinPath(extension.extensionUri, 'dist/scenarios'));
  });
  after(() => {
    tests.dispose();
    recorded.dispose();
  });
  beforeEach(() => vscode.workspace.fs.createDirectory(root));
  afterEach(async () => {
    await setCommand(undefined);
    await vscode.workspace.fs.delete(root, { recursive: true });
  });

  it('are the files of the workspace, and a group with those of the sandbox', async () => {
    const uri = await write('mine.scenario.json', scenario(exits));
    await tests.discover();
    const { label, description, error } = item(uri);
    assert.deepEqual([label, description, error], ['mine', 'Try', undefined]);
    const group = recorded.controller.items.get('shipped');
    assert.ok(group && group.children.size >= 12);
    for (const [, { uri: shipped, error: problem }] of group.children) {
      assert.equal(shipped?.scheme, 'partner-scenario');
      assert.equal(problem, undefined);
    }
  });

  it('show the error of an invalid file at its line, with what was meant', async () => {
    const uri = await write('typo.scenario.json', scenario('{ "exitcode": 0 }'));
    await tests.discover();
    const { label, error, range } = item(uri);
    assert.equal(label, 'typo');
    assert.equal(error, 'The expectation has no property "exitcode". Did you mean "exitCode"?');
    assert.deepEqual([range?.start.line, range?.start.character], [3, 15]);
  });

  it('follow files that are created, changed and deleted', async () => {
    await tests.discover();
    const uri = vscode.Uri.joinPath(root, 'later.scenario.json');
    const found = (): vscode.TestItem | undefined => recorded.controller.items.get(uri.toString());
    await write('later.scenario.json', scenario('{ "exitcode": 0 }'));
    await recorded.until(() => found()?.error !== undefined);
    await write('later.scenario.json', scenario(exits));
    await recorded.until(() => found()?.description === 'Try' && found()?.error === undefined);
    await vscode.workspace.fs.delete(uri);
    await recorded.until(() => found() === undefined);
  });

  it('open those of the sandbox as read-only documents', async () => {
    const uri = vscode.Uri.from({ scheme: 'partner-scenario', path: '/first-sync.scenario.json' });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'json');
    assert.match(document.getText(), /"name": "first-sync"/);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(uri.scheme), undefined);
  });

  it('pass, and add what the command prints and its calls to the output', async () => {
    const uri = await write('mine.scenario.json', scenario(exits));
    await setCommand(
      node(`fetch(process.env.PARTNER_API_URL + '/v1.0/engagements/referrals').then(() => console.log('printed'))`),
    );
    const { states, output, ended } = await run(uri);
    assert.deepEqual(states, [
      ['enqueued', 'mine'],
      ['started', 'mine'],
      ['passed', 'mine'],
    ]);
    assert.match(output, /^mine: Try\r\nprinted\r\nCalls:\r\n {2}GET \/v1\.0\/engagements\/referrals: 401\r\n/);
    assert.ok(ended);
  });

  it('fail at the line of the expectation', async () => {
    const expectation = `{ "state": { "referral": "${id}", "status": "Active" } }`;
    const uri = await write('mine.scenario.json', scenario(expectation));
    await setCommand(node(''));
    const { states, messages } = await run(uri);
    assert.deepEqual(states.at(-1), ['failed', 'mine']);
    const [message] = messages;
    assert.equal(message?.message, `Expected status "Active" of ${id}, but status is "New".`);
    assert.equal(message.location?.uri.toString(), uri.toString());
    assert.deepEqual(message.location?.range, new vscode.Range(3, 13, 3, 13 + expectation.length));
    assert.equal(message.expectedOutput, 'status: "Active"');
    assert.equal(message.actualOutput, 'status: "New"');
  });

  it('are skipped where the command makes no such call', async () => {
    const needs = '\n  "needs": { "call": { "method": "POST" } },';
    const uri = await write('mine.scenario.json', scenario(exits, needs));
    await setCommand(node(''));
    const { states, output } = await run(uri);
    assert.deepEqual(states.at(-1), ['skipped', 'mine']);
    assert.match(output, /Skipped: The command makes no POST call\./);
  });

  it('end in an error where the command can’t be started or the file is invalid', async () => {
    const uri = await write('mine.scenario.json', scenario(exits));
    const typo = await write('typo.scenario.json', scenario('{ "exitcode": 0 }'));
    await setCommand(['partner-no-such-program']);
    const unknown = await run(uri);
    assert.deepEqual(unknown.states.at(-1), ['errored', 'mine']);
    assert.match(String(unknown.messages[0]?.message), /Correct the setting partnerReferrals\.scenarios\.command\.$/);
    const invalid = await run(typo);
    assert.deepEqual(invalid.states.at(-1), ['errored', 'typo']);
    assert.equal(invalid.messages[0]?.location?.range.start.line, 3);
  });

  it('end the command with its children when the run is cancelled, and the tests after it don’t run', async () => {
    const child = `require('node:child_process').spawn(process.execPath, ['-e', '${stays}'], { stdio: 'ignore' })`;
    await setCommand(node(`console.log('pids', process.pid, ${child}.pid); ${stays}`));
    const first = await write('a.scenario.json', scenario(exits));
    const second = await write('b.scenario.json', scenario(exits));
    await tests.discover();
    const cancellation = new vscode.CancellationTokenSource();
    recorded.onOutput((text) => {
      if (text.startsWith('pids')) cancellation.cancel();
    });
    await tests.runs.run(new vscode.TestRunRequest([item(first), item(second)]), cancellation.token);
    const { states, output, ended } = recorded.runs.at(-1) ?? assert.fail();
    assert.deepEqual(states, [
      ['enqueued', 'a'],
      ['enqueued', 'b'],
      ['started', 'a'],
    ]);
    assert.ok(ended);
    const pids = /pids (\d+) (\d+)/.exec(output)?.slice(1).map(Number) ?? [];
    assert.equal(pids.length, 2);
    assert.deepEqual(pids.filter(isRunning), []);
  });

  it('ask for the command where there is none, and keep it in the workspace', async () => {
    const uri = await write('mine.scenario.json', scenario(exits));
    const own = vscode.workspace.getConfiguration();
    const { showInputBox } = vscode.window;
    const asked: (string | undefined)[] = [];
    const answer = (text: string | undefined): void => {
      const replaced = (options?: vscode.InputBoxOptions): Promise<string | undefined> => {
        asked.push(options?.title);
        return Promise.resolve(text);
      };
      Object.assign(vscode.window, { showInputBox: replaced });
    };
    try {
      await tests.discover();
      const count = recorded.runs.length;
      answer(undefined);
      await tests.runs.run(new vscode.TestRunRequest([item(uri)]), new vscode.CancellationTokenSource().token);
      assert.equal(recorded.runs.length, count);
      answer(' node -e "process.exit(0)" ');
      assert.deepEqual((await run(uri)).states.at(-1), ['passed', 'mine']);
      assert.deepEqual((await run(uri)).states.at(-1), ['passed', 'mine']);
      assert.deepEqual(asked, ['Command of Your Integration', 'Command of Your Integration']);
      const { workspaceValue } = vscode.workspace.getConfiguration().inspect(setting) ?? {};
      assert.equal(workspaceValue, 'node -e "process.exit(0)"');
    } finally {
      Object.assign(vscode.window, { showInputBox });
      await own.update(setting, undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('are completed in the editor by the schema', async () => {
    const uri = await write('mine.scenario.json', '{ "steps": [{ "run": "toEnd" }], "expect": [{  }] }');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const position = document.positionAt(document.getText().indexOf('{  }') + 2);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      position,
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const name of ['state', 'calls', 'findings', 'exitCode']) assert.ok(labels.includes(name), labels.join());
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
