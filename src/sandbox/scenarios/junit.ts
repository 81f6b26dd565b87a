import { explain, fileOf } from './printResults.ts';
import type { ScenarioResult } from './result.ts';

/** The results as JUnit XML, as CI systems read it. Without times: equal runs give equal files. */
export function toJUnit(results: readonly ScenarioResult[]): string {
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const counts = `tests="${results.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="verify" ${counts}>`,
    `  <testsuite name="verify" ${counts}>`,
    ...results.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(result: ScenarioResult): string {
  const { scenario, verdict, failures, reason = '', output } = result;
  const attributes = `classname="verify" name="${escape(scenario.name)}" file="${escape(fileOf(scenario))}"`;
  const title = `      <properties><property name="title" value="${escape(scenario.title)}"/></properties>`;
  const open = `    <testcase ${attributes}>`;
  const close = '    </testcase>';
  if (verdict === 'passed') return [open, title, close].join('\n');
  if (verdict === 'skipped') return [open, title, `      <skipped message="${escape(reason)}"/>`, close].join('\n');
  const message = escape(failures.map((failure) => failure.message).join(' '));
  const content = escape(explain(result).join('\n'));
  return [
    open,
    title,
    `      <failure type="expectation" message="${message}">${content}</failure>`,
    ...(output === '' ? [] : [`      <system-out>${escape(output)}</system-out>`]),
    close,
  ].join('\n');
}

/** For contents and attributes. Characters that XML can't express become U+FFFD. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"\t\n\r]/g, (character) => entities[character] ?? character);
}

/** White space too, since an attribute's is changed to blanks. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
