import { t } from '../../../base/l10n.ts';
import { asMarkdownLine } from '../../../base/markdown.ts';
import { redacted } from '../../../base/redact.ts';
import type { Finding } from './runDiagnostics.ts';

/** Facts for the report besides the findings: versions, but no names of people, machines or paths. */
export interface ReportFacts {
  /** ms since 1970. */
  readonly at: number;
  /** E.g. `Partner Referrals 0.1.0`, `VS Code 1.105.0`, `linux`, `remote: wsl`. */
  readonly environment: readonly string[];
}

const marks: Readonly<Record<Finding['outcome'], () => string>> = {
  pass: () => `✅ ${t('pass')}`,
  warn: () => `⚠️ ${t('warning')}`,
  fail: () => `❌ ${t('fail')}`,
  skip: () => `➖ ${t('skipped')}`,
};

/** Returns the findings as Markdown, to paste into a ticket. E-mail addresses, tokens and passwords are removed. */
export function writeReport(findings: readonly Finding[], facts: ReportFacts): string {
  const rows = findings.map(
    ({ step, outcome, found, fix }) => `| ${step} | ${marks[outcome]()} | ${cell(found)} | ${cell(fix ?? '')} |`,
  );
  return [
    `# ${t('Partner Center connection')}`,
    '',
    verdict(findings),
    '',
    `| ${t('Step')} | ${t('Outcome')} | ${t('Result')} | ${t('Fix')} |`,
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    `${new Date(facts.at).toISOString()}, ${facts.environment.map(cell).join(', ')}.`,
    '',
    t(
      'This report contains no token, account name or e-mail address. Setup: run “Welcome: Open Walkthrough…” and choose “Get Started with Partner Referrals”.',
    ),
    '',
  ].join('\n');
}

function verdict(findings: readonly Finding[]): string {
  const first = findings.find(({ outcome }) => outcome === 'fail');
  if (first) return `**${t('Failed step: “{0}”.', first.step)}** ${cell(first.fix ?? first.found)}`;
  return findings.some(({ outcome }) => outcome === 'warn')
    ? t('No check failed. See the warnings.')
    : t('No problems found.');
}

/** Escapes text of other sources, so that it can't add a link, column or line. */
function cell(text: string): string {
  return asMarkdownLine(redacted(text));
}
