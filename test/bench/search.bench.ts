/** How long a keystroke in the palette's search takes. Alone: `node test/bench/search.bench.ts`. */
import { pathToFileURL } from 'node:url';
import { readSummary, type ReferralSummary } from '../../src/referral/summary.ts';
import { generateReferrals } from '../../src/sandbox/sample/sample.ts';
import { ConnectionStore } from '../../src/services/catalog/connectionStore.ts';
import { TextIndex } from '../../src/services/search/textIndex.ts';

export interface SearchBench {
  readonly referrals: number;
  /** Milliseconds until everything can be searched; done in slices while the picker is open. */
  readonly indexMs: number;
  /** Heap per referral that the index takes, in bytes, beyond the summaries. */
  readonly bytesPerReferral: number;
  readonly keystrokes: number;
  readonly keystrokeMs: { readonly p50: number; readonly p95: number; readonly worst: number };
  /** The slowest texts, with their time. */
  readonly slowest: readonly (readonly [string, number])[];
  readonly byReference: ReferenceBench;
}

/** Find by CRM Reference over the same referrals. */
export interface ReferenceBench {
  /** With the first rows, before anything is typed. */
  readonly openMs: number;
  readonly worstKeystrokeMs: number;
  /** To take in a page of the list, and to draw anew. */
  readonly changeMs: number;
}

export function measureSearch(count = 100_000): SearchBench {
  const summaries: ReferralSummary[] = [];
  for (const { value } of generateReferrals(count, Date.parse('2026-06-15T12:00:00Z'), true)) {
    const summary = readSummary(value);
    if (summary) summaries.push(summary);
  }
  const store = new ConnectionStore('sandbox');
  store.addListed(summaries, store.request());
  const before = heap();
  const startedAt = performance.now();
  // Without turns for others in between.
  const index = new TextIndex(store, undefined, () => 0);
  const indexMs = performance.now() - startedAt;
  const after = heap();

  const sample = (nth: number): ReferralSummary => summaries[(nth * 7919) % summaries.length]!;
  const texts = [0, 1, 2, 3, 4].flatMap((nth) => {
    const { name, customerName, id, engagementId, externalReferenceId, contacts } = sample(nth);
    return [name, customerName, id, engagementId, externalReferenceId, contacts[0]?.email, contacts[0]?.name];
  });
  const typed = ['wobank', 'azmig co', 'zzqx', 'a a a a', 'Zürich e', ...texts.filter((text) => text !== undefined)];
  const boosts = new Map(Array.from({ length: 20 }, (_, nth) => [sample(nth).id, 1 + (nth % 3)]));
  const times: [string, number][] = [];
  for (const text of typed) {
    for (let length = 1; length <= text.length; length++) {
      const now = performance.now();
      index.search(text.slice(0, length), 100, boosts);
      times.push([text.slice(0, length), performance.now() - now]);
    }
    // Selecting all and typing anew: nothing to narrow.
    index.search('', 100, boosts);
  }
  const sorted = times.map(([, ms]) => ms).sort((a, b) => a - b);
  const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  return {
    referrals: summaries.length,
    indexMs: Math.round(indexMs),
    bytesPerReferral: Math.round((after - before) / summaries.length),
    keystrokes: times.length,
    keystrokeMs: { p50: at(0.5), p95: at(0.95), worst: at(1) },
    slowest: times
      .sort(([, a], [, b]) => b - a)
      .slice(0, 5)
      .map(([text, ms]) => [text, round(ms)]),
    byReference: measureByReference(summaries),
  };
}

function measureByReference(summaries: readonly ReferralSummary[]): ReferenceBench {
  const store = new ConnectionStore('sandbox');
  store.addListed(summaries, store.request());
  const index = new TextIndex(store, undefined, () => 0);
  const timed = (task: () => void): number => {
    const now = performance.now();
    task();
    return performance.now() - now;
  };
  const started = performance.now();
  index.findReference('', 100);
  const openMs = performance.now() - started;
  const texts = summaries.slice(0, 5).flatMap(({ externalReferenceId }) => externalReferenceId ?? []);
  const keystrokes = texts.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at + 1)));
  const changeMs = timed(() => {
    store.addListed(
      summaries.slice(0, 100).map((summary) => ({ ...summary, name: 'Renamed' })),
      store.request(),
    );
    index.findReference('', 100);
  });
  return {
    openMs: round(openMs),
    worstKeystrokeMs: round(Math.max(...keystrokes.map((text) => timed(() => index.findReference(text, 100))))),
    changeMs: round(changeMs),
  };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(JSON.stringify(measureSearch(), null, 2));
}
