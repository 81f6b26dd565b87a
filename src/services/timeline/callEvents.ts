import { t } from '../../base/l10n.ts';
import { masking } from '../../referral/personal.ts';
import type { LaneSpec, TimelineEvent } from './event.ts';

/** A call to the API, whoever listed it. */
export interface TimelineCall {
  readonly requestId: string;
  /** When it began, in ms since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Undefined without a response. */
  readonly status: number | undefined;
  readonly durationMs: number | undefined;
  readonly caller: string;
  readonly userAgent: string | undefined;
  readonly clientRequestId: string | undefined;
  /** The referral of the engagement that it names or wrote. */
  readonly referral: string | undefined;
  /** A request for the list of referrals. */
  readonly lists: boolean;
  /** Messages of the sandbox's findings. */
  readonly findings: readonly string[];
}

/** More calls are not drawn, the oldest first. */
export const mostCalls = 2000;
/** The lanes of callers; if there are more, the last is that of all others. */
const mostLanes = 5;

/** A lane for each caller, in the order of their first calls. */
export function callEvents(
  all: readonly TimelineCall[],
  masked: boolean,
): { readonly lanes: LaneSpec[]; readonly events: TimelineEvent[]; readonly notes: string[] } {
  const calls = all.slice(-mostCalls);
  const names = [...new Set(calls.map((call) => laneName(call, masked)))];
  const own = new Set(names.length > mostLanes ? names.slice(0, mostLanes - 1) : names);
  const others = t('Calls of others');
  const laneOf = (call: TimelineCall): string => {
    const name = laneName(call, masked);
    return own.has(name) ? name : others;
  };
  return {
    lanes: [...own, ...(own.size < names.length ? [others] : [])].map((name) => ({
      key: `calls ${name}`,
      kind: 'calls',
      name,
    })),
    events: calls.map((call) => callEvent(call, `calls ${laneOf(call)}`, masked)),
    notes: all.length > mostCalls ? [t('The oldest {0} calls are not drawn.', all.length - mostCalls)] : [],
  };
}

function callEvent(call: TimelineCall, lane: string, masked: boolean): TimelineEvent {
  const { requestId, at, method, path, status, durationMs, clientRequestId, referral, lists, findings } = call;
  const refused = status === undefined || status >= 400;
  const fact = (label: string, value: string | undefined): TimelineEvent['facts'] =>
    value === undefined || value === '' ? [] : [{ label, value }];
  return {
    id: `call ${requestId}`,
    lane,
    kind: refused ? 'failed' : lists ? 'list' : method === 'GET' ? 'read' : 'write',
    at,
    isDay: false,
    title: status === undefined ? t('{0} without a response', method) : t('{0} answered with {1}', method, status),
    facts: [
      ...fact(t('Path'), masked ? withoutValues(path) : path),
      ...fact(t('Caller'), callerName(call.caller, masked)),
      ...fact(t('User-Agent'), call.userAgent),
      ...fact(t('Duration'), durationMs === undefined ? undefined : t('{0} ms', Math.round(durationMs))),
      ...fact(t('Request ID'), requestId),
      ...fact(t('Client request ID'), clientRequestId),
    ],
    findings,
    referral,
  };
}

/** How the User-Agent of this extension begins, in any window. */
const extension = 'partner-referrals/';

function laneName({ caller, userAgent = '' }: TimelineCall, masked: boolean): string {
  if (userAgent.startsWith(extension)) return t('Calls of this extension');
  const [product = ''] = userAgent.trim().split(/\s+/);
  const who = callerName(caller, masked);
  return product === '' ? t('Calls of {0}', who) : t('Calls of {0} with {1}', who, product.slice(0, 40));
}

/** @param caller as in the sandbox's list of calls; `user` is followed by an e-mail address */
export function callerName(caller: string, masked: boolean): string {
  return masked ? caller.replace(/^(user )(.*)$/s, `$1${masking}`) : caller;
}

/** The values of query options may be e-mail addresses. */
function withoutValues(path: string): string {
  const [pathname = '', query] = path.split('?', 2);
  if (query === undefined) return pathname;
  const names = [...new URLSearchParams(query).keys()];
  return `${pathname}?${names.map((name) => `${name}=…`).join('&')}`;
}
