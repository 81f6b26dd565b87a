import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { toJUnit } from '../../../../src/sandbox/scenarios/junit.ts';
import { printTable } from '../../../../src/sandbox/scenarios/printResults.ts';
import { readScenario } from '../../../../src/sandbox/scenarios/readScenario.ts';
import type { ScenarioResult } from '../../../../src/sandbox/scenarios/result.ts';
import { readShippedScenarios } from '../../../../src/sandbox/scenarios/shipped.ts';
import { anyCharacter } from '../../anyCharacter.ts';

const range = { start: { line: 3, column: 5 }, end: { line: 3, column: 9 } };

function result(more: Partial<ScenarioResult> & { name?: string; title?: string }): ScenarioResult {
  const { name = 'first', title = 'First', ...rest } = more;
  const content = { name, title, count: 0, steps: [], expect: [] };
  return {
    scenario: readScenario(JSON.stringify(content), `${name}.scenario.json`),
    verdict: 'passed',
    failures: [],
    calls: [],
    findings: [],
    ends: [],
    output: '',
    durationMs: 12,
    ...rest,
  };
}

const failed = (message: string, output = ''): ScenarioResult =>
  result({ name: 'second', verdict: 'failed', failures: [{ range, message }], output });

describe('Results of scenarios', () => {
  it('are a table with the place of each failure', () => {
    const findings = [
      { rule: 'r', severity: 'error', message: 'Wrong.', evidence: 'documented', caller: 'admin', count: 2, calls: [] },
    ] as const;
    const table = printTable([
      result({}),
      { ...failed('Expected a, but b.'), findings },
      result({ name: 'longer-name', verdict: 'skipped', reason: 'The command makes no POST.' }),
    ]);
    assert.equal(
      table,
      [
        'first        passed   First',
        'second       failed   First',
        '  second.scenario.json:3:5: Expected a, but b.',
        '  error r: Wrong. (2 times)',
        'longer-name  skipped  First',
        '  The command makes no POST.',
        '',
        '1 passed, 1 failed, 1 skipped.',
        '',
      ].join('\n'),
    );
  });

  it('have only the file names of scenarios that come with the sandbox, wherever it is installed', () => {
    const [shipped] = readShippedScenarios();
    assert.ok(shipped);
    const failure = { ...failed('Expected a, but b.'), scenario: shipped };
    const name = `${shipped.name}.scenario.json`;
    assert.ok(printTable([failure]).includes(`\n  ${name}:3:5: Expected`), printTable([failure]));
    const xml = toJUnit([failure]);
    assert.ok(xml.includes(` file="${name}">`) && xml.includes(`>${name}:3:5: Expected`), xml);
    const own = toJUnit([{ ...failure, scenario: readScenario(readFileSync(shipped.file, 'utf8'), '/own/a.json') }]);
    assert.ok(own.includes(' file="/own/a.json">'), own);
  });

  it('show nothing to the terminal that it would obey', () => {
    const table = printTable([failed('a\n b\u001b[2J\u202e')]);
    assert.ok(table.includes('a b\uFFFD[2J\uFFFD\n'), JSON.stringify(table));
  });

  it('are JUnit XML', () => {
    const xml = toJUnit([
      result({}),
      failed('a < b & "c"\n', 'printed'),
      result({ name: 'third', verdict: 'skipped', reason: 'No <POST>.' }),
    ]);
    assert.equal(
      xml,
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="verify" tests="3" failures="1" errors="0" skipped="1">
  <testsuite name="verify" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="verify" name="first" file="first.scenario.json">
      <properties><property name="title" value="First"/></properties>
    </testcase>
    <testcase classname="verify" name="second" file="second.scenario.json">
      <properties><property name="title" value="First"/></properties>
      <failure type="expectation" message="a &lt; b &amp; &quot;c&quot;&#10;">second.scenario.json:3:5: a &lt; b &amp; &quot;c&quot;&#10;</failure>
      <system-out>printed</system-out>
    </testcase>
    <testcase classname="verify" name="third" file="third.scenario.json">
      <properties><property name="title" value="First"/></properties>
      <skipped message="No &lt;POST&gt;."/>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it('are well-formed XML whatever was printed', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.string({ unit: anyCharacter }), (message, output) => {
        const xml = toJUnit([failed(`${message}\u0000\ud800`, `${output}\u001b]]>\uffff`)]);
        const [, inMessage = ''] = /message="([^"]*)"/.exec(xml) ?? [];
        const [, inOutput = ''] = /<system-out>([^<]*)<\/system-out>/.exec(xml) ?? [];
        for (const text of [inMessage, inOutput]) {
          assert.match(text, /^(?:&(?:amp|lt|gt|quot|#9|#10|#13);|[^&<>"\p{Cc}\p{Cs}\ufffe\uffff]|[\u007f-\u009f])*$/u);
        }
        assert.ok(xml.isWellFormed());
      }),
    );
  });
});
