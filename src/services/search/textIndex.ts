import { Emitter } from '../../base/event.ts';
import { Lifetime, type Disposable } from '../../base/lifetime.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { CatalogEntry, StoreChange } from '../catalog/connectionStore.ts';
import { fold, wordsOf } from './fold.ts';
import { asWord, fitOf, fits, type Word } from './score.ts';
import { fieldAt, narrows, referenceIn, searchTextOf, type SearchedField, type SearchText } from './searchText.ts';
import { TopFew } from './topFew.ts';

export interface Hit {
  readonly summary: ReferralSummary;
  /** The field in which the last word was found, to show why the referral matches. Undefined without words. */
  readonly field: SearchedField | undefined;
}

export interface Found {
  /** Best matches first. */
  readonly hits: readonly Hit[];
  /** How many there are in all. */
  readonly count: number;
}

export interface FoundByReference {
  /** Exact matches first, then shorter references, then in alphabetical order. */
  readonly hits: readonly ReferralSummary[];
  /** How many there are in all. */
  readonly count: number;
  /** The first hit has exactly this reference. */
  readonly exact: boolean;
}

/** The indexed store with the known referrals of a connection. */
export interface IndexedStore {
  find(id: string): CatalogEntry | undefined;
  all(): Iterable<CatalogEntry>;
  readonly onDidChange: (listener: (change: StoreChange) => void) => Disposable;
}

/** Further words must match too, but don't affect the order. */
const countedWords = 7;
const maxBoost = 3;
/** How long indexing may block the thread, in ms, so that the editor stays responsive while the user types. */
const slice = 12;
const betweenLooks = 64;

// `localeCompare` with options creates a collator on each call, which is fifteen times slower.
const collator = new Intl.Collator('en', { numeric: true });
const indexes = new WeakMap<IndexedStore, TextIndex>();

/** Returns the index of a store. Created on first use and updated from then on. */
export function textIndexOf(store: IndexedStore): TextIndex {
  let index = indexes.get(store);
  if (!index) indexes.set(store, (index = new TextIndex(store)));
  return index;
}

/**
 * The texts of all known referrals of a connection. The filter of the side panel and the palette both use it, so they
 * find the same referrals. The referrals that the store contains at first are added in slices, so that the editor stays
 * responsive.
 */
export class TextIndex implements Disposable {
  readonly #store: IndexedStore;
  readonly #now: () => number;
  readonly #texts = new Map<string, SearchText>();
  readonly #own = new Lifetime();
  readonly #changed = this.#own.add(new Emitter<void>());
  /** The referrals that the store contained at first and that aren't indexed yet. */
  #waiting: Iterator<CatalogEntry, undefined> | undefined;
  /** The last search. If the next one only narrows it, it starts from this result. */
  #last: { readonly words: readonly string[]; readonly found: readonly SearchText[] } | undefined;

  /** Fired when the results of a search may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(store: IndexedStore, pause: () => Promise<void> = nextTurn, now: () => number = () => performance.now()) {
    this.#store = store;
    this.#now = now;
    this.#waiting = [...store.all()].values();
    this.#own.add(
      store.onDidChange(({ ids }) => {
        for (const id of ids) this.#update(id);
        this.#changed.fire();
      }),
    );
    this.#takeSlice();
    void this.#takeRest(pause);
  }

  /** False while a part of the store isn't indexed yet. */
  get complete(): boolean {
    return this.#waiting === undefined;
  }

  get size(): number {
    return this.#texts.size;
  }

  /** Returns the text of a referral. */
  textOf(summary: ReferralSummary): SearchText {
    const known = this.#texts.get(summary.id);
    if (known?.summary === summary) return known;
    const text = searchTextOf(summary);
    // Only texts of referrals in the store are kept.
    if (this.#store.find(summary.id)?.summary === summary) this.#put(text);
    return text;
  }

  /**
   * Returns at most `limit` referrals in which every word matches, or all referrals if there are no words. Better
   * matches come first, then referrals with a boost (1 to 3, by id) and the partner's own side of an engagement, then
   * those changed last.
   */
  search(typed: string, limit: number, boosts: ReadonlyMap<string, number> = new Map()): Found {
    const texts = wordsOf(typed);
    const words = [...new Set(texts)].map(asWord);
    const whole = texts.length > 1 ? `\n${texts.join(' ')}\n` : undefined;
    const found: SearchText[] = [];
    const best = new TopFew<SearchText>(limit);
    const narrowed = this.#last !== undefined && narrows(texts, this.#last.words) ? this.#last.found : undefined;
    for (const row of narrowed ?? this.#texts.values()) {
      const score = scoreOf(words, row);
      if (score === undefined) continue;
      found.push(row);
      const asNamed = whole !== undefined && row.text.includes(whole) ? fits.exact : 0;
      const boost = boosts.size === 0 ? 0 : Math.min(boosts.get(row.summary.id) ?? 0, maxBoost);
      const order = (score + asNamed) * (maxBoost + 2) + boost + row.ours;
      best.offer(order * 2 ** 33 + row.updated, row);
    }
    this.#last = { words: texts, found };
    const last = words.at(-1);
    const hits = best.items().map((row) => ({
      summary: row.summary,
      field: last && fieldAt(row, fitOf(last, row).at),
    }));
    return { hits, count: found.length };
  }

  /** Returns at most `limit` referrals whose CRM reference begins with a text. */
  findReference(begin: string, limit: number): FoundByReference {
    const wanted = fold(begin.trim());
    const found: Referenced[] = [];
    for (const { text, namesEnd, summary } of this.#texts.values()) {
      const start = namesEnd + 1;
      if (text[start] === '\n' || !text.startsWith(wanted, start)) continue;
      found.push({ reference: referenceIn({ text, namesEnd }), summary });
    }
    const first = firstReferences(found, limit);
    return { hits: first.map(({ summary }) => summary), count: found.length, exact: first[0]?.reference === wanted };
  }

  /** Returns the ids of the referrals that have one of these references, which must be folded. */
  withReferences(references: ReadonlySet<string>): string[] {
    const found: string[] = [];
    for (const text of this.#texts.values()) {
      if (references.has(referenceIn(text))) found.push(text.summary.id);
    }
    return found;
  }

  dispose(): void {
    this.#own.dispose();
  }

  #update(id: string): void {
    const entry = this.#store.find(id);
    this.#last = undefined;
    if (!entry) this.#texts.delete(id);
    else if (this.#texts.get(id)?.summary !== entry.summary) this.#put(searchTextOf(entry.summary));
  }

  #put(text: SearchText): void {
    this.#texts.set(text.summary.id, text);
    this.#last = undefined;
  }

  async #takeRest(pause: () => Promise<void>): Promise<void> {
    while (!this.complete) {
      await pause();
      if (this.#own.ended) return;
      this.#takeSlice();
      this.#changed.fire();
    }
  }

  #takeSlice(): void {
    const until = this.#now() + slice;
    for (let taken = 1; this.#waiting; taken++) {
      const next: IteratorResult<CatalogEntry, undefined> = this.#waiting.next();
      // The referral may have been removed or indexed in the meantime.
      if (next.done !== true) this.#update(next.value.summary.id);
      else this.#waiting = undefined;
      if (taken % betweenLooks === 0 && this.#now() > until) return;
    }
  }
}

/** Returns undefined if a word doesn't match. */
function scoreOf(words: readonly Word[], row: SearchText): number | undefined {
  let score = 0;
  let counted = 0;
  for (const word of words) {
    const { fit } = fitOf(word, row);
    if (fit === 0) return undefined;
    if (counted++ < countedWords) score += fit;
  }
  return score;
}

interface Referenced {
  readonly reference: string;
  readonly summary: ReferralSummary;
}

/** Returns shorter references first, then in alphabetical order. Equal ones keep their order. */
function firstReferences(found: readonly Referenced[], limit: number): Referenced[] {
  const compare = (a: Referenced, b: Referenced): number =>
    a.reference.length - b.reference.length || collator.compare(a.reference, b.reference);
  const best: Referenced[] = [];
  for (const item of found) {
    const last = best.at(-1);
    // Comparing by locale is slow, and most items are skipped here.
    if (best.length >= limit && (!last || compare(item, last) >= 0)) continue;
    best.splice(best.findIndex((other) => compare(item, other) < 0) >>> 0, 0, item);
    if (best.length > limit) best.pop();
  }
  return best;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
