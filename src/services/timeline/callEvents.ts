import { t } from '../../base/l10n.ts';
import { masking } from '../../referral/personal.ts';
import { referralOf, type CallEntry } from '../calls/callEntry.ts';
import { callerLabel, isExtension } from '../calls/callers.ts';
import type { LaneSpec, TimelineEvent } from './event.ts';

/** A call that is drawn. */
export interface TimelineCall {
  readonly entry: CallEntry;
  /** The referral of the engagement that it names or wrote. */
  readonly referral: string | undefined;
  /** Messages of the sandbox's findings. */
  readonly findings: readonly string[];
}

/** More calls are not drawn, the oldest first. */
export const mostCalls = 2000;
/** The lanes of callers; if there are more, the last is that of all others. */
const mostLanes = 5;

/** The referral that a call names, if it is one of these. */
export function namedReferral(entry: CallEntry, ids: ReadonlySet<string>): string | undefined {
  const id = referralOf(entry)?.toLowerCase();
  return id !== undefined && ids.has(id) ? id : undefined;
}

export function listsReferrals({ method, path }: CallEntry): boolean {
  return method === 'GET' && /\/referrals\/?(?:\?|$)/i.test(path);
}

/** A lane for each caller, in the order of their first calls. */
export function callEvents(
  all: readonly TimelineCall[],
  masked: boolean,
): { readonly lanes: LaneSpec[]; readonly events: TimelineEvent[]; readonly notes: string[] } {
  const calls = all.slice(-mostCalls);
  const names = [...new Set(calls.map(({ entry }) => laneName(entry, masked)))];
  const own = new Set(names.length > mostLanes ? names.slice(0, mostLanes - 1) : names);
  const others = t('Calls of others');
  const laneOf = (entry: CallEntry): string => {
    const name = laneName(entry, masked);
    return `calls ${own.has(name) ? name : others}`;
  };
  return {
    lanes: [...own, ...(own.size < names.length ? [others] : [])].map((name) => ({
      key: `calls ${name}`,
      kind: 'calls',
      name,
    })),
    events: calls.map((call) => callEvent(call, laneOf(call.entry), masked)),
    notes: all.length > mostCalls ? [t('Number of older calls that are not drawn: {0}.', all.length - mostCalls)] : [],
  };
}

function callEvent({ entry, referral, findings }: TimelineCall, lane: string, masked: boolean): TimelineEvent {
  const { key, method, path, status, state, durationMs, caller, requestId, clientRequestId } = entry;
  const fact = (label: string, value: string | undefined): TimelineEvent['facts'] =>
    value === undefined || value === '' ? [] : [{ label, value }];
  return {
    id: `call ${key}`,
    lane,
    kind: kindOf(entry),
    at: entry.time,
    isDay: false,
    title:
      status !== undefined
        ? t('{0} answered with {1}', method, status)
        : state === 'running'
          ? t('{0} is running', method)
          : t('{0} without a response', method),
    facts: [
      ...fact(t('Path'), masked ? withoutValues(path) : path),
      ...fact(t('Caller'), caller && callerName(caller.caller, masked)),
      ...fact(t('User-Agent'), caller?.userAgent ?? undefined),
      ...fact(t('Duration'), durationMs === undefined ? undefined : t('{0} ms', Math.round(durationMs))),
      ...fact(t('Request ID'), requestId),
      ...fact(t('Client request ID'), clientRequestId),
    ],
    findings,
    referral,
  };
}

function kindOf(entry: CallEntry): TimelineEvent['kind'] {
  const { status, state, method } = entry;
  if (status === undefined ? state !== 'running' : status >= 400) return 'failed';
  return listsReferrals(entry) ? 'list' : method === 'GET' ? 'read' : 'write';
}

function laneName({ caller }: CallEntry, masked: boolean): string {
  if (!caller) return t('Calls of this window');
  if (isExtension(caller)) return t('Calls of this extension');
  return t('Calls of {0}', callerLabel({ ...caller, caller: callerName(caller.caller, masked) }));
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
