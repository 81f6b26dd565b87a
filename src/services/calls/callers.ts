import type { Call } from '../../sandbox/http/callLog.ts';
import { t } from '../../base/l10n.ts';
import { cut } from '../../base/oneLine.ts';

/** How the User-Agent of this extension begins, in any window. */
const extension = 'partner-referrals/';
/** Marks calls that a person sent again: they are not the extension's own. */
const replay = '(replay)';

/** Who called: a token's owner with a program, since programs share tokens. */
export interface Caller {
  /** As in the sandbox's list of calls, e.g. `admin`. */
  readonly caller: string;
  readonly userAgent: string | null;
}

export function isExtension({ userAgent }: Pick<Caller, 'userAgent'>): boolean {
  return userAgent !== null && userAgent.startsWith(extension) && !userAgent.endsWith(replay);
}

/** The User-Agent of a replay, of that of the extension. */
export function replayAgent(userAgent: string): string {
  return `${userAgent} ${replay}`;
}

/** The same text for the same caller, for comparing. */
export function callerKey({ caller, userAgent }: Caller): string {
  return JSON.stringify([caller, programOf(userAgent)]);
}

/** "admin · crm-sync/2.1" */
export function callerLabel({ caller, userAgent }: Caller): string {
  const program = programOf(userAgent);
  return program === undefined ? caller : `${caller} · ${program}`;
}

/** What a person knows a program by: the first product of its User-Agent. Undefined without one. */
function programOf(userAgent: string | null): string | undefined {
  if (userAgent === null || userAgent.trim() === '') return undefined;
  if (userAgent.startsWith(extension)) return userAgent.endsWith(replay) ? t('Replay') : t('Partner Referrals');
  const [product = ''] = userAgent.trim().split(/\s+/);
  return cut(product, longest);
}

const longest = 40;

/** The callers of calls, each once, with the number of calls; the latest first. */
export function callersOf(
  calls: readonly Call[],
): readonly (Caller & { readonly key: string; readonly count: number })[] {
  const found = new Map<string, Caller & { key: string; count: number }>();
  for (const { caller, userAgent } of calls.toReversed()) {
    const key = callerKey({ caller, userAgent });
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { key, caller, userAgent, count: 1 });
  }
  return [...found.values()];
}
