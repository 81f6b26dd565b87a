import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { forEachAtMost } from '../../../../src/base/async.ts';
import { coachRules } from '../../../../src/sandbox/coach/rules.ts';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { freePort } from '../../../../src/sandbox/scenarios/freePort.ts';
import type { ScenarioResult } from '../../../../src/sandbox/scenarios/result.ts';
import { runScenario } from '../../../../src/sandbox/scenarios/runScenario.ts';
import { readShippedScenarios } from '../../../../src/sandbox/scenarios/shipped.ts';
import { PartnerApi } from '../../../sample-workspace/src/partnerApi.ts';

const root = join(import.meta.dirname, '../../../..');
const sample = join(root, 'test/sample-workspace/src');
const mutants = join(root, 'test/fixtures/syncMutants');

/** A mistake in the sample sync, and how it is noticed: by a finding, or by an expectation that doesn't hold. */
interface Mutant {
  readonly mistake: string;
  readonly file: string;
  readonly replace: string;
  readonly with: string;
  readonly scenario: string;
  readonly rule?: string;
  readonly failure?: string;
}

const scenarios = readShippedScenarios();

function sync(folder: string, scenario: string): Promise<ScenarioResult> {
  const played = scenarios.find(({ name }) => name === scenario);
  assert.ok(played, `There is no scenario ${scenario}`);
  return runScenario(played, { command: [process.execPath, join(folder, 'syncReferrals.ts')], timeoutSeconds: 200 });
}

/** What a program of the sample prints and how it ends, with these variables for it. */
async function runAlone(file: string, env: Record<string, string>): Promise<{ code: number | null; out: string }> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('PARTNER_'));
  const all = { ...Object.fromEntries(others), ...env };
  const child = spawn(process.execPath, [join(sample, file)], { env: all, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (out += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

describe('The sample sync', () => {
  it('passes every scenario without a finding', async () => {
    const seen: Record<string, unknown> = {};
    await forEachAtMost(3, scenarios, async ({ name }) => {
      const { verdict, failures, findings, reason, output } = await sync(sample, name);
      const isGood = verdict === 'passed' && findings.length === 0;
      seen[name] = isGood ? 'passed' : { verdict, failures, findings, reason, output };
    });
    assert.deepEqual(seen, Object.fromEntries(scenarios.map(({ name }) => [name, 'passed'])));
  });

  it('waits until the date that Retry-After may be', async () => {
    const sandbox = await serveSandbox();
    try {
      const ask = async (path: string, init?: RequestInit): Promise<unknown> =>
        (await fetch(`${sandbox.url}/_sandbox/${path}`, init)).json();
      const retryAfter = new Date(Date.now() + 3000).toUTCString();
      await ask('faults', { method: 'POST', body: JSON.stringify({ status: 429, retryAfter }) });
      const { id } = await new PartnerApi(sandbox.url, 'sandbox-admin').get('8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77');
      assert.equal(id, '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77');
      assert.deepEqual(await ask('findings'), { findings: [] });
    } finally {
      await sandbox.close();
    }
  });

  it('tells which variables it needs, and so does the receiver', async () => {
    for (const file of ['syncReferrals.ts', 'webhookReceiver.ts']) {
      for (const env of [{}, { PARTNER_API_URL: '127.0.0.1:4010' }, { PARTNER_API_URL: 'http://127.0.0.1:1' }]) {
        assert.deepEqual(await runAlone(file, env), {
          code: 1,
          out: 'Set PARTNER_API_URL and PARTNER_API_TOKEN, for example to http://127.0.0.1:4010 and sandbox-admin.\n',
        });
      }
    }
  });

  it('tells why it had no answer', async () => {
    const port = await freePort();
    const env = { PARTNER_API_URL: `http://127.0.0.1:${port}`, PARTNER_API_TOKEN: 'sandbox-admin' };
    const { code, out } = await runAlone('syncReferrals.ts', env);
    assert.equal(code, 1);
    assert.match(out, new RegExp(`no usable answer in 5 attempts: connect ECONNREFUSED 127\\.0\\.0\\.1:${port}\\n$`));
    const sandbox = await serveSandbox();
    try {
      await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: '{"status":503,"times":0}' });
      const refused = await runAlone('syncReferrals.ts', { ...env, PARTNER_API_URL: sandbox.url });
      assert.match(refused.out, /in 5 attempts: status 503\n$/);
    } finally {
      await sandbox.close();
    }
  });

  describe('with a mistake is caught', () => {
    const temporary = mkdtempSync(join(tmpdir(), 'sync-mutants-'));
    after(() => rmSync(temporary, { recursive: true }));

    const files = globSync('*.json', { cwd: mutants }).sort();
    for (const file of files) {
      const mutant = JSON.parse(readFileSync(join(mutants, file), 'utf8')) as Mutant;
      it(`${basename(file, '.json')}: ${mutant.mistake}`, async () => {
        const { findings, failures, verdict, output } = await sync(mutate(mutant), mutant.scenario);
        assert.equal(verdict, 'failed', output);
        if (mutant.rule === undefined) {
          const messages = failures.map(({ message }) => message);
          assert.ok(messages.includes(mutant.failure ?? ''), messages.join('\n'));
        } else {
          const rules = findings.map(({ rule }) => rule);
          assert.ok(rules.includes(mutant.rule), `${rules.join()}\n${output}`);
        }
      });
    }

    it('in at least twenty ways', () => {
      const rules = new Set(coachRules.map(({ id }) => id));
      const read = files.map((file) => JSON.parse(readFileSync(join(mutants, file), 'utf8')) as Mutant);
      assert.ok(read.length >= 20);
      for (const { rule, failure } of read) assert.ok(rule === undefined ? failure : rules.has(rule), rule);
    });

    function mutate({ file, replace, with: by }: Mutant): string {
      const folder = mkdtempSync(join(temporary, 'mutant-'));
      cpSync(sample, folder, { recursive: true });
      const parts = readFileSync(join(folder, file), 'utf8').split(replace);
      assert.equal(parts.length, 2, `${file} has not exactly one place with ${replace}`);
      writeFileSync(join(folder, file), parts.join(by));
      return folder;
    }
  });
});
