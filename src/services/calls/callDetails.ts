import { STATUS_CODES } from 'node:http';
import { t } from '../../base/l10n.ts';
import { prettyJson } from '../../referral/prettyJson.ts';
import type { Finding } from '../../sandbox/coach/findings.ts';
import { callerLabel } from './callers.ts';
import type { CallEntry } from './callEntry.ts';

/** Never shown, also if a foreign sandbox lists them. */
const secret = /^(authorization|proxy-authorization|cookie|set-cookie)$/i;
/** A longer body is shown as it is. */
const longestIndented = 4_000_000;

/**
 * A call as HTTP text: comments after `#`, request and response. Without tokens.
 * @param origin scheme, host and port of the server
 */
export function callDetails(entry: CallEntry, findings: readonly Finding[], origin: string): string {
  const remarks = [...factsOf(entry), ...findings.map(findingLine), ...missing(entry)];
  const { method, path, recorded } = entry;
  const request = message(`${method} ${origin}${path} HTTP/1.1`, recorded?.requestHeaders, recorded?.requestBody);
  const response =
    entry.status === undefined
      ? []
      : message(`HTTP/1.1 ${statusLine(entry.status)}`, recorded?.responseHeaders, recorded?.responseBody);
  return `${[...remarks.map((line) => `# ${line}`), '', ...request, '', ...response].join('\n').trimEnd()}\n`;
}

/** "204 No Content" */
function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
}

function factsOf(entry: CallEntry): string[] {
  const { caller, status, durationMs, requestId, clientRequestId, time } = entry;
  return [
    [
      ...(status === undefined ? [] : [statusLine(status)]),
      ...(durationMs === undefined ? [] : [t('{0} ms', durationMs)]),
      new Date(time).toISOString(),
    ].join(', '),
    ...(caller ? [t('Caller: {0}', unbroken(callerLabel(caller)))] : []),
    ...(requestId === undefined ? [] : [`request-id: ${unbroken(requestId)}`]),
    ...(clientRequestId === undefined ? [] : [`client-request-id: ${unbroken(clientRequestId)}`]),
    ...outcomeOf(entry),
  ];
}

/** What there is to say about a call without a response. */
function outcomeOf({ state, problem }: CallEntry): string[] {
  switch (state) {
    case 'answered':
      return [];
    case 'running':
      return [t('Running: there is no response yet.')];
    case 'aborted':
      return [t('The client closed the connection before it had the response.')];
    case 'lost':
      return [
        problem === undefined ? t('The connection was closed without a response.') : t('No response: {0}', problem),
      ];
  }
}

/** Why headers and bodies are missing, and what to do about it. */
function missing({ recorded, connection, listed, state }: CallEntry): string[] {
  if (!recorded) {
    return [
      connection === 'partner-center'
        ? t('Headers, bodies and query values of calls to Partner Center are not recorded.')
        : listed
          ? t(
              'Headers and bodies are not known: the sandbox does not record them, or its list of calls is too long. Start it with --record-bodies, or clear the calls, to see those of later calls.',
            )
          : t('The sandbox no longer lists this call, so its headers and bodies are not known.'),
    ];
  }
  const dropped = recorded.requestBody === null || (recorded.responseBody === null && state === 'answered');
  return dropped ? [t('The bodies were dropped to save memory: many calls came after this one.')] : [];
}

function findingLine({ severity, rule, message: words, count }: Finding): string {
  return `${severity} ${unbroken(rule)}${count > 1 ? ` (${count})` : ''}: ${unbroken(words)}`;
}

function message(
  first: string,
  headers: Readonly<Record<string, string>> | undefined,
  body: string | null | undefined,
): string[] {
  const lines = Object.entries(headers ?? {})
    .filter(([name]) => !secret.test(name))
    .map(([name, value]) => unbroken(`${name}: ${value}`));
  const shown = body ? indented(body) : '';
  return [unbroken(first), ...lines, ...(shown === '' ? [] : ['', shown])];
}

/** JSON with indentation, anything else as it is. */
function indented(body: string): string {
  if (body.length > longestIndented || !/^\s*[[{]/.test(body)) return body;
  try {
    JSON.parse(body);
  } catch {
    return body;
  }
  return prettyJson(body);
}

function unbroken(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
