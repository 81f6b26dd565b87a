/**
 * The side panel's figures with 100,000 referrals: how long a keystroke of the filter takes, laying out anew by each
 * heading and order, what a referral costs in memory, how soon the first page is rows after its answer, and how much a
 * refresh draws anew.
 *
 *     node --expose-gc test/bench/browse.bench.ts [--count 100000]
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { ReferralClient, ReferralPage } from '../../src/api/client.ts';
import type { SkipToken } from '../../src/api/paging.ts';
import { Emitter } from '../../src/base/event.ts';
import { readSummary, type ReferralSummary } from '../../src/referral/summary.ts';
import { generateReferrals } from '../../src/sandbox/sample/sample.ts';
import {
  groupings,
  noFilter,
  sortings,
  defaultArrangement,
  usualDirection,
  type GroupBy,
  type ReferralFilter,
} from '../../src/services/list/arrangement.ts';
import { Browsing, type BrowsingChange } from '../../src/services/list/browsing.ts';
import { relatedTo } from '../../src/services/catalog/engagement.ts';
import { textIndexOf } from '../../src/services/search/textIndex.ts';
import { Catalog } from '../../src/services/catalog/catalog.ts';
import type { Connection } from '../../src/services/connection/connection.ts';
import { ReferralList } from '../../src/services/list/referralList.ts';
import { ListRows } from '../../src/ui/tree/items/listRows.ts';

/** What people type, letter by letter; each word is begun anew. */
const typed = ['contoso', 'data warehouse', 'crm-50', 'müller', 'noor', 'zzz', 'e', 'city security'];
const pageSize = 100;

export async function measureBrowsing({ count = 100_000, distinctCustomers = false } = {}): Promise<
  Record<string, unknown>
> {
  let customers = 0;
  const texts = Array.from(generateReferrals(count, Date.now(), true), ({ value }) => {
    const profile = (value as { customerProfile?: object }).customerProfile;
    const named = { ...value, customerProfile: { ...profile, name: `Contoso ${(customers++ * 7919) % count}` } };
    return JSON.stringify(distinctCustomers ? named : value);
  });
  const collect = garbageCollector();
  collect();
  const before = process.memoryUsage().heapUsed;
  const stage = new Stage(texts);
  const firstPage = stage.whenDrawn();
  await stage.list.refresh();
  const firstPageMs = await firstPage;
  await stage.list.loadAll();
  collect();
  // The pages' own texts are dropped; what stays is list, catalog and arrangement.
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  const { browsing } = stage;

  const keystrokes: number[] = [];
  for (const text of typed) {
    for (let length = 1; length <= text.length; length++) {
      keystrokes.push(timed(() => browsing.filter({ text: text.slice(0, length) })));
    }
    keystrokes.push(timed(() => browsing.clearFilter()));
  }
  // Each from another one, the best of three: what else the machine does is not measured.
  const best = (task: () => void, from: GroupBy = 'status'): number =>
    Math.min(
      ...[1, 2, 3].map(() => {
        browsing.arrange({ ...defaultArrangement, groupBy: from });
        return timed(task);
      }),
    );
  const regroup = Object.fromEntries(
    groupings.map((groupBy) => [
      groupBy,
      best(() => browsing.arrange({ groupBy }), groupBy === 'status' ? 'none' : 'status'),
    ]),
  );
  const resort = Object.fromEntries(
    sortings.map((by) => [
      by,
      best(() => browsing.arrange({ sort: { ...usualDirection(by), descending: by === 'name' } })),
    ]),
  );
  const attention = best(() => browsing.filter({ needsAttention: true }));
  browsing.arrange({ ...defaultArrangement, filter: noFilter });

  const keystrokeByGrouping = keystrokesByGrouping(browsing, noFilter);
  const { medians: oneChangeMs, worst: oneChangeWorstMs } = changesOfOne(stage, noFilter);
  const urgentOnly = { ...noFilter, needsAttention: true };
  const urgentKeystrokes = keystrokesByGrouping(browsing, urgentOnly);
  const urgentChanges = changesOfOne(stage, urgentOnly);
  const index = textIndexOf(stage.catalog.of('sandbox'));
  const paletteOpensMs = Math.max(...[1, 2, 3, 4, 5].map(() => timed(() => index.search('', 100))));
  browsing.arrange({ ...defaultArrangement, filter: noFilter });

  const changes: BrowsingChange['rows'][] = [];
  browsing.onDidChange(({ rows }) => rows.kind !== 'nothing' && changes.push(rows));
  stage.changeOne(texts);
  const refreshMs = await timedAsync(() => stage.list.refresh());
  return {
    referrals: count,
    loaded: stage.list.state.items.length,
    bytesPerReferral: Math.round(bytes),
    keystroke: { count: keystrokes.length, p50Ms: quantile(keystrokes, 0.5), p95Ms: quantile(keystrokes, 0.95) },
    regroupMs: rounded(regroup),
    resortMs: rounded(resort),
    needsAttentionMs: round(attention),
    keystrokeP95MsByGrouping: rounded(keystrokeByGrouping),
    oneChangeMs: rounded(oneChangeMs),
    oneChangeWorstMs: round(oneChangeWorstMs),
    underNeedsAttention: {
      keystrokeP95MsByGrouping: rounded(urgentKeystrokes),
      oneChangeMs: rounded(urgentChanges.medians),
      oneChangeWorstMs: round(urgentChanges.worst),
    },
    paletteOpensMs: round(paletteOpensMs),
    firstPageMs: round(firstPageMs),
    refreshWithOneChanged: { ms: round(refreshMs), nodeEvents: changes.length, nodes: nodesOf(changes) },
  };
}

/** The 95th percentile of all keystrokes in a filter with this one, under each grouping, in ms. */
function keystrokesByGrouping(browsing: Browsing, filter: ReferralFilter): Record<string, number> {
  return Object.fromEntries(
    groupings.map((groupBy) => {
      browsing.arrange({ ...defaultArrangement, groupBy, filter });
      const times = typed.flatMap((text) => {
        // Letter by letter, and deleted in the same way.
        const lengths = [...Array.from(text, (_, at) => at + 1), ...Array.from(text, (_, at) => at).reverse()];
        return lengths.map((length) => timed(() => browsing.filter({ text: text.slice(0, length) })));
      });
      return [groupBy, quantile(times, 0.95)];
    }),
  );
}

/**
 * From one changed record to its event, under every grouping and sorting: the median of nine each, and the worst of all,
 * in ms.
 */
function changesOfOne(
  { catalog, browsing, list }: Stage,
  filter: ReferralFilter,
): { medians: Record<string, number>; worst: number } {
  const store = catalog.of('sandbox');
  const times: Record<string, number> = {};
  let worst = 0;
  for (const groupBy of groupings) {
    for (const by of sortings) {
      browsing.arrange({ groupBy, sort: usualDirection(by), filter });
      const each = Array.from({ length: 9 }, (_, nth) => {
        const item = list.state.items.at((nth * 7919) % list.state.items.length)!;
        const at = new Date(Date.parse(item.updatedDateTime ?? '') + 1000 * nth).toISOString();
        const changed = {
          ...item,
          name: `${item.name ?? ''} ${groupBy} ${by}`,
          customerName: `${item.customerName ?? ''} ${by}`,
          updatedDateTime: at,
        };
        return timed(() => store.addListed([changed], store.request()));
      });
      times[`${groupBy}, ${by}`] = quantile(each, 0.5);
      worst = Math.max(worst, ...each);
    }
  }
  return { medians: times, worst };
}

/** Load All without panels and with three, in turn. */
export async function measureLoadAlls(count = 100_000): Promise<Record<string, unknown>> {
  const without: number[] = [];
  const withThree: number[] = [];
  for (let n = 0; n < 3; n++) {
    without.push(await measureLoadAll(count, 0));
    withThree.push(await measureLoadAll(count, 3));
  }
  const [none, three] = [Math.min(...without), Math.min(...withThree)];
  return {
    withoutPanelsCpuMs: round(none),
    withThreePanelsCpuMs: round(three),
    ratio: Math.round((100 * three) / none) / 100,
  };
}

/** CPU of loading all with so many panels open, each of which looks for the other sides of its engagement, in ms. */
async function measureLoadAll(count: number, panels: number): Promise<number> {
  const texts = Array.from(generateReferrals(count, Date.now(), true), ({ value }) => JSON.stringify(value));
  const stage = new Stage(texts);
  await stage.list.refresh();
  const store = stage.catalog.of('sandbox');
  for (const item of stage.list.state.items.first(panels)) {
    // As a panel does at each change of the catalog.
    stage.catalog.onDidChange(() => JSON.stringify(relatedTo(item, store)));
  }
  const { user, system } = process.cpuUsage();
  await stage.list.loadAll();
  const used = process.cpuUsage();
  return (used.user + used.system - user - system) / 1000;
}

/** List, catalog and arrangement as they are, over a server that has everything in memory. */
class Stage {
  readonly catalog: Catalog;
  readonly list: ReferralList;
  readonly browsing: Browsing;
  #texts: readonly string[];
  readonly #rows: ListRows;
  #answered = 0;

  constructor(texts: readonly string[]) {
    this.#texts = newestFirst(texts);
    const client = { list: (token?: SkipToken) => Promise.resolve(this.#page(Number(token ?? 0))) };
    const connection: Connection = {
      id: 'sandbox',
      needsSignIn: false,
      client: () => Promise.resolve(client as unknown as ReferralClient),
    };
    this.catalog = new Catalog({ get: () => connection });
    const { catalog } = this;
    const index = textIndexOf(catalog.of('sandbox'));
    this.list = new ReferralList({ current: connection, onDidChange: new Emitter<void>().event }, catalog);
    const memory = { get: () => undefined, update: () => Promise.resolve() };
    this.browsing = new Browsing(this.list, memory, 'en', (item) => index.textOf(item));
    this.#rows = new ListRows(this.browsing, (id, referral) => catalog.find(id, referral)?.summary, 'sandbox');
  }

  /** From the first answer's text to the rows that VS Code is handed, in ms; reading it included. */
  whenDrawn(): Promise<number> {
    return new Promise((resolve) => {
      const listening = this.browsing.onDidChange(() => {
        if (this.browsing.shown === 0) return;
        listening.dispose();
        for (const row of this.#rows.top()) if (row.kind === 'group') this.#rows.below(row);
        resolve(performance.now() - this.#answered);
      });
    });
  }

  changeOne(texts: readonly string[]): void {
    const changed = JSON.parse(texts[Math.floor(texts.length / 2)]!) as Record<string, unknown>;
    changed['externalReferenceId'] = 'CRM-changed';
    changed['updatedDateTime'] = new Date().toISOString();
    const text = JSON.stringify(changed);
    this.#texts = [text, ...this.#texts.filter((other) => !other.includes(String(changed['id'])))];
  }

  #page(from: number): ReferralPage {
    if (from === 0) this.#answered = performance.now();
    const values = JSON.parse(`[${this.#texts.slice(from, from + pageSize).join()}]`) as unknown[];
    const next = from + pageSize;
    return {
      items: values.map(readSummary).filter((item) => item !== undefined),
      unreadable: 0,
      next: next < this.#texts.length ? { kind: 'more', token: String(next) as SkipToken } : { kind: 'none' },
    };
  }
}

function newestFirst(texts: readonly string[]): string[] {
  const at = (text: string): number => Date.parse((JSON.parse(text) as ReferralSummary).updatedDateTime ?? '') || 0;
  return texts
    .map((text) => ({ text, at: at(text) }))
    .sort((a, b) => b.at - a.at)
    .map(({ text }) => text);
}

function nodesOf(changes: readonly BrowsingChange['rows'][]): number | 'all' {
  const last = changes.at(-1);
  if (last?.kind !== 'some') return last === undefined ? 0 : 'all';
  return last.groups.length + (last.groups.length === 0 ? last.rows.length : 0);
}

function timed(task: () => void): number {
  const started = performance.now();
  task();
  return performance.now() - started;
}

async function timedAsync(task: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN);
}

function rounded(values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, round(value)]));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    for (let n = 0; n < 3; n++) collect();
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { count: { type: 'string' } } });
  const count = Number(values.count ?? 100_000);
  const result = {
    usual: await measureBrowsing({ count }),
    distinctCustomers: await measureBrowsing({ count, distinctCustomers: true }),
    loadAll: await measureLoadAlls(count),
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}
