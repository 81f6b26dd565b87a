import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readScenario } from '../../../../src/sandbox/scenarios/readScenario.ts';
import { runScenario } from '../../../../src/sandbox/scenarios/runScenario.ts';
import { readShippedScenarios, shippedFolder } from '../../../../src/sandbox/scenarios/shipped.ts';

const root = join(import.meta.dirname, '../../../..');
const page = readFileSync(join(root, 'docs/verify.md'), 'utf8');

describe('docs/verify.md', () => {
  it('lists the scenarios that come with the sandbox', () => {
    const [, section = ''] = /^## Scenarios\n([^]*?)^## /m.exec(page) ?? [];
    const listed = [...section.matchAll(/^\| `([\w-]+)` +\| (.*?) +\|$/gm)].map(
      ([, name, title]) => `${name}  ${title}`,
    );
    assert.deepEqual(
      listed,
      readShippedScenarios().map(({ name, title }) => `${name}  ${title}`),
    );
  });

  it('has an example that the sample sync passes', async () => {
    const [, example = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
    const scenario = readScenario(example, 'accept-in-time.scenario.json');
    assert.equal(JSON.parse(example).name, scenario.name);
    const command = [process.execPath, join(root, 'test/sample-workspace/src/syncReferrals.ts')];
    const { verdict, failures, findings } = await runScenario(scenario, { command, timeoutSeconds: 200 });
    assert.deepEqual([verdict, failures, findings], ['passed', [], []]);
  });

  it('explains every step and expectation', () => {
    const { definitions } = JSON.parse(
      readFileSync(join(root, 'src/sandbox/scenarios/partner-scenario.schema.json'), 'utf8'),
    );
    for (const name of ['step', 'expectation']) {
      for (const property of Object.keys(definitions[name].properties)) {
        assert.match(page, new RegExp(`^\\| \`\\{ "${property}"`, 'm'), property);
      }
    }
  });
});

describe('The scenarios that come with the sandbox', () => {
  it('are part of both packages, with their schema', () => {
    for (const list of ['.npmignore', '.vscodeignore']) {
      const lines = readFileSync(join(root, list), 'utf8').split('\n');
      for (const part of ['scenarios/*.scenario.json', 'partner-scenario.schema.json']) {
        assert.ok(lines.includes(`!dist/${part}`), `${list} ${part}`);
      }
    }
    const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const schema = { fileMatch: '*.scenario.json', url: './dist/partner-scenario.schema.json' };
    assert.deepEqual(
      contributes.jsonValidation.filter(({ fileMatch }: typeof schema) => fileMatch === schema.fileMatch),
      [schema],
    );
  });

  it('are found beside a bundle, and beside the sources', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    mkdirSync(join(folder, 'scenarios'));
    assert.equal(shippedFolder(folder), join(folder, 'scenarios'));
    rmSync(folder, { recursive: true });
    assert.equal(shippedFolder(), join(root, 'src/sandbox/scenarios/files'));
  });

  it('have the name of their file, a title of their own, and expect no warning', () => {
    const scenarios = readShippedScenarios();
    assert.ok(scenarios.length >= 12);
    assert.equal(new Set(scenarios.map(({ title }) => title)).size, scenarios.length);
    for (const { name, file, expect } of scenarios) {
      assert.equal(JSON.parse(readFileSync(file, 'utf8')).name, name);
      assert.ok(
        expect.some((each) => each.kind === 'noFindings' && each.severity === 'warning'),
        name,
      );
    }
  });
});
