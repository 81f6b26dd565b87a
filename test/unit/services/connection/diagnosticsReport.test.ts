import assert from 'node:assert/strict';
import { redacted } from '../../../../src/base/redact.ts';
import { writeReport } from '../../../../src/services/connection/diagnostics/report.ts';
import type { Finding, Probes } from '../../../../src/services/connection/diagnostics/runDiagnostics.ts';
import { now, goodClaims, jwt, microsoft, examine, withClaims, answered, settled, refused } from './diagnosed.ts';

describe('The report of the diagnosis', () => {
  const facts = { at: now, environment: ['Partner Referrals 0.1.0', 'VS Code 1.105.0', 'linux'] };

  it('begins with where it fails and what helps', async () => {
    const report = writeReport(await examine(withClaims({ amr: ['pwd'] })), facts);
    assert.match(report, /\*\*Failed step: “Multifactor authentication”\.\*\* Sign in again/);
    assert.match(report, /\| Clock \| ✅ pass \|/);
    assert.match(writeReport(await examine(), facts), /No problems found\./);
  });

  it('is a table with a line for each step, then when and where it was made', () => {
    const findings: Finding[] = [
      { step: 'A', outcome: 'pass', found: ' fine  now ' },
      { step: 'B', outcome: 'warn', found: 'see www.example.com', fix: 'Look.' },
      { step: 'C', outcome: 'skip', found: 'not done' },
    ];
    const [end, ...lines] = writeReport(findings, facts).split('\n').reverse();
    assert.equal(end, '');
    assert.deepEqual(lines.reverse().slice(0, -1), [
      '# Partner Center connection',
      '',
      'No check failed. See the warnings.',
      '',
      '| Step | Outcome | Result | Fix |',
      '| --- | --- | --- | --- |',
      '| A | ✅ pass | fine now |  |',
      '| B | ⚠️ warning | see `www.example.com` | Look. |',
      '| C | ➖ skipped | not done |  |',
      '',
      '2026-11-22T12:00:00.000Z, Partner Referrals 0.1.0, VS Code 1.105.0, linux.',
      '',
    ]);
    const failed = { step: 'D', outcome: 'fail', found: 'http://x' } as const;
    const report = writeReport([failed, ...findings], facts);
    assert.match(report, /\n\*\*Failed step: “D”\.\*\* `http:\/\/x`\n/);
    assert.match(report, /\n\| D \| ❌ fail \| `http:\/\/x` \| {2}\|\n/);
  });

  it('holds no token, no account, no e-mail address and no password, whatever comes from outside', async () => {
    const token = jwt(goodClaims);
    const secrets = [token, 'maria', 'hunter2', 'signature'];
    const worlds: Partial<Probes>[] = [
      {},
      refused({}),
      settled({ proxy: { from: 'http.proxy', address: redacted('http://maria:hunter2@proxy.example:8080') } }),
      { token: () => Promise.reject(new Error(`maria@contoso.example: Bearer ${token}`)) },
      { token: () => Promise.reject(new Error(token)) },
      answered({ certificate: { ...microsoft, subject: 'maria@contoso.example' } }),
    ];
    for (const each of worlds) {
      const report = writeReport(await examine(each), facts);
      for (const secret of secrets) assert.ok(!report.includes(secret), `${secret} in ${report}`);
    }
  });

  it('stays one table, whatever comes from outside', async () => {
    const subject = 'a | b\n| c | [x](command:y) <img src=x> `z`';
    const report = writeReport(await examine(answered({ certificate: { ...microsoft, subject } })), facts);
    const row = report.split('\n').find((line) => line.startsWith('| TLS'))!;
    assert.equal(row.match(/(?<!\\)\|/g)?.length, 5);
    assert.doesNotMatch(report, /(?<!\\)(?:\[|<img)/);
  });
});
