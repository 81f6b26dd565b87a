import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readSandboxTask } from '../../../src/services/connection/sandboxTask.ts';
import { sandboxTask, valueCommands } from '../../../src/ui/names.ts';
import { readManifest } from './manifest.ts';

const folder = 'test/sample-workspace/.vscode';

interface Tasks {
  readonly tasks: readonly { readonly label: string; readonly type: string; readonly problemMatcher: string }[];
}

interface Launch {
  readonly configurations: readonly { readonly preLaunchTask: string; readonly env: Record<string, string> }[];
}

describe('The files with which F5 starts the sandbox', () => {
  const read = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
  const { tasks } = JSON.parse(read('tasks.json')) as Tasks;

  for (const name of ['tasks.json', 'launch.json']) {
    it(`stand in the documents as the sample workspace has them: ${name}`, () => {
      const [, block] =
        new RegExp(`\`\\.vscode/${name}\`:\n\n\`\`\`json\n([^]*?)\`\`\``).exec(readFileSync('docs/calls.md', 'utf8')) ??
        [];
      assert.equal(block, read(name));
    });
  }

  it('have a task that the extension takes, with a matcher that it contributes', () => {
    const [task, ...others] = tasks;
    assert.ok(task && others.length === 0);
    assert.equal(task.type, sandboxTask);
    const { problemMatchers, taskDefinitions } = (
      readManifest() as {
        contributes: {
          problemMatchers: { name: string }[];
          taskDefinitions: { properties: Record<string, unknown> }[];
        };
      }
    ).contributes;
    assert.deepEqual(
      problemMatchers.map(({ name }) => `$${name}`),
      [task.problemMatcher],
    );
    const { type: _type, label: _label, problemMatcher: _matcher, ...properties } = task;
    const known = [...Object.keys(taskDefinitions[0]?.properties ?? {}), 'isBackground'];
    for (const name of Object.keys(properties)) assert.ok(known.includes(name), name);
    assert.equal(readSandboxTask({ ...task }).webhooks.length, 1);
  });

  it('name the task and the commands that there are, and one port for events', () => {
    const { configurations } = JSON.parse(read('launch.json')) as Launch;
    for (const { preLaunchTask, env } of configurations) {
      assert.equal(preLaunchTask, tasks[0]?.label);
      assert.equal(env['PARTNER_API_URL'], `\${command:${valueCommands.sandboxUrl}}`);
      assert.equal(env['PARTNER_API_TOKEN'], `\${command:${valueCommands.sandboxToken}}`);
    }
    const port = new URL(readSandboxTask({ ...tasks[0] }).webhooks[0] ?? '').port;
    assert.deepEqual(
      configurations.flatMap(({ env }) => env['PARTNER_WEBHOOK_PORT'] ?? []),
      [port],
    );
  });
});
