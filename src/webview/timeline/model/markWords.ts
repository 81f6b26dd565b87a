import { t } from '../../../base/l10n.ts';
import type { TimelineEntry, TimelineMark } from '../../../protocol/timeline.ts';
import type { Times } from './times.ts';

/** More events of a mark are not named one by one. */
const most = 3;

/** The accessible name of a mark: what happened and when. */
export function markName({ entries }: TimelineMark, times: Times): string {
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last) return '';
  if (entries.length === 1) return entryName(first, times);
  const titles = entries.slice(0, most).map(({ title }) => title);
  const named = [...titles, ...(entries.length > most ? ['…'] : [])].join('; ');
  return t('{0} events from {1} to {2}: {3}', entries.length, whenOf(first, times), whenOf(last, times), named);
}

function entryName(entry: TimelineEntry, times: Times): string {
  const name = `${entry.title}, ${whenOf(entry, times)}`;
  const found = findingsName(entry.findings.length);
  return found === undefined ? name : `${name}, ${found}`;
}

export function whenOf({ at, isDay }: TimelineEntry, times: Times): string {
  return times.exact(at, isDay);
}

/** Undefined without findings. */
export function findingsName(count: number): string | undefined {
  return count === 0 ? undefined : count === 1 ? t('1 finding') : t('{0} findings', count);
}
