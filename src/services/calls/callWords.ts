import { t } from '../../base/l10n.ts';
import { oneLine } from '../../base/oneLine.ts';
import type { Finding } from '../../sandbox/coach/findings.ts';
import { shortPath, type CallEntry } from './callEntry.ts';
import { callerLabel } from './callers.ts';

// The words of rows. Servers and programs may send any text, so each is one short line.

/** "GET 200 /referrals/8d5b1f0a" */
export function callLabel({ method, path, status, state }: CallEntry): string {
  const outcome = status ?? (state === 'running' ? '…' : '—');
  return oneLine(`${method} ${outcome} ${shortPath(path)}`);
}

/** "2 findings · 12 ms · admin · crm-sync/2.1 · 10:42:03" */
export function callDescription(call: CallEntry, findings: readonly Finding[], locale: string): string {
  const { durationMs, caller, time } = call;
  const parts = [
    findingCount(findings.length),
    durationMs === undefined ? undefined : duration(durationMs, locale),
    caller && callerLabel(caller),
    timeOfDay(time, locale),
  ];
  return oneLine(parts.filter((part) => part !== undefined).join(' · '));
}

/** The whole call for a tooltip, in lines. */
export function callTooltip(call: CallEntry, findings: readonly Finding[], locale: string): string {
  const { method, path, caller, time, durationMs, requestId } = call;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
  return [
    `${method} ${path}`,
    [outcomeWords(call), ...(durationMs === undefined ? [] : [duration(durationMs, locale)]), date].join(' · '),
    ...(caller ? [t('Caller: {0}', callerLabel(caller))] : []),
    ...(requestId === undefined ? [] : [`request-id: ${requestId}`]),
    ...findings.map(({ message }) => message),
  ]
    .map((line) => oneLine(line, { most: 1000 }))
    .join('\n');
}

/** For screen readers, which don't see the icon. */
export function callSpoken(call: CallEntry, findings: readonly Finding[], locale: string): string {
  const { method, path, caller, durationMs, time } = call;
  const worst = findings[0] && severityWord(worstOf(findings));
  const parts = [
    `${method} ${path}`,
    outcomeWords(call),
    ...(worst === undefined ? [] : [worst, findingCount(findings.length) ?? '']),
    ...(durationMs === undefined ? [] : [duration(durationMs, locale)]),
    ...(caller ? [callerLabel(caller)] : []),
    timeOfDay(time, locale),
  ];
  return oneLine(parts.join(', '));
}

/** "3× A PATCH was sent without If-Match" */
export function findingLabel({ message, count }: Finding): string {
  return oneLine(count > 1 ? `${count}× ${message}` : message);
}

export function findingDescription({ rule, caller }: Finding): string {
  return oneLine([rule, caller].filter((part) => part !== '').join(' · '));
}

export function findingTooltip(finding: Finding): string {
  const { message, rule, severity, evidence, caller } = finding;
  return [
    message,
    [severityWord(severity), rule, evidenceWord(evidence)].join(' · '),
    ...(caller === '' ? [] : [t('Caller: {0}', caller)]),
    timesWords(finding),
  ]
    .map((line) => oneLine(line, { most: 1000 }))
    .join('\n');
}

export function findingSpoken(finding: Finding): string {
  const { message, rule, severity, caller } = finding;
  return oneLine(
    [severityWord(severity), message, rule, timesWords(finding), caller].filter((part) => part !== '').join(', '),
  );
}

/** "2 errors, 1 warning" */
export function severitySummary(count: Readonly<Record<Finding['severity'], number>>): string {
  const parts = [
    count.error === 0 ? undefined : count.error === 1 ? t('1 error') : t('{0} errors', count.error),
    count.warning === 0 ? undefined : count.warning === 1 ? t('1 warning') : t('{0} warnings', count.warning),
    count.info === 0 ? undefined : count.info === 1 ? t('1 hint') : t('{0} hints', count.info),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** The gravest severity of findings, of which there must be one. */
export function worstOf(findings: readonly Finding[]): Finding['severity'] {
  const has = (severity: Finding['severity']): boolean => findings.some((finding) => finding.severity === severity);
  return has('error') ? 'error' : has('warning') ? 'warning' : 'info';
}

function outcomeWords({ status, state, problem }: CallEntry): string {
  if (status !== undefined) return t('status {0}', status);
  if (state === 'running') return t('running');
  if (state === 'aborted') return t('closed by the client');
  return problem === undefined ? t('no response') : t('no response: {0}', problem);
}

function timesWords({ count }: Finding): string {
  return count === 1 ? t('1 time') : t('{0} times', count);
}

function severityWord(severity: Finding['severity']): string {
  switch (severity) {
    case 'error':
      return t('Error');
    case 'warning':
      return t('Warning');
    case 'info':
      return t('Hint');
  }
}

function evidenceWord(evidence: Finding['evidence']): string {
  switch (evidence) {
    case 'documented':
      return t('documented by Microsoft');
    case 'observed':
      return t('observed at the service');
    case 'advice':
      return t('advice');
  }
}

function findingCount(count: number): string | undefined {
  return count === 0 ? undefined : count === 1 ? t('1 finding') : t('{0} findings', count);
}

function duration(ms: number, locale: string): string {
  return t('{0} ms', ms.toLocaleString(locale, { maximumFractionDigits: ms < 10 ? 1 : 0 }));
}

function timeOfDay(time: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(time);
}
