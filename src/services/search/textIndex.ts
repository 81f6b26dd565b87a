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
  /** Where the last word was found, which tells why the referral is here; undefined without words. */
  readonly field: SearchedField | undefined;
}

export interface Found {
  /** Best first. */
  readonly hits: readonly Hit[];
  /** How many there are in all. */
  readonly count: number;
}

export interface FoundByReference {
  /** Exact ones first, then the shorter and lower references. */
  readonly hits: readonly ReferralSummary[];
  /** How many there are in all. */
  readonly count: number;
  /** The first one has just this reference. */
  readonly exact: boolean;
}

/** What is indexed: the referrals known of a connection. */
export interface IndexedStore {
  find(id: string): CatalogEntry | undefined;
  all(): Iterable<CatalogEntry>;
  readonly onDidChange: (listener: (change: StoreChange) => void) => Disposable;
}

/** Words beyond these must be found too, but don't count towards the order. */
const countedWords = 7;
const biggestBoost = 3;
/** For how long indexing keeps the thread, in ms: others must get their turn while somebody types. */
const slice = 12;
const betweenLooks = 64;

// `localeCompare` with options makes one of these at each call: fifteen times slower.
const collator = new Intl.Collator('en', { numeric: true });
const indexes = new WeakMap<IndexedStore, TextIndex>();

/** The one index of a store, made when it is first needed and kept up to date from then on. */
export function textIndexOf(store: IndexedStore): TextIndex {
  let index = indexes.get(store);
  if (!index) indexes.set(store, (index = new TextIndex(store)));
  return index;
}

/**
 * The text of each known referral of a connection, for the filter of the side panel and for the palette: what one finds,
 * the other finds. What the store holds at first is taken in slice by slice, so that nobody waits for it.
 */
export class TextIndex implements Disposable {
  readonly #store: IndexedStore;
  readonly #now: () => number;
  readonly #texts = new Map<string, SearchText>();
  readonly #own = new Lifetime();
  readonly #changed = this.#own.add(new Emitter<void>());
  /** What the store held when this was made and isn't in yet. */
  #waiting: Iterator<CatalogEntry, undefined> | undefined;
  /** The newest search, which the next one narrows when it only asks for more. */
  #last: { readonly words: readonly string[]; readonly found: readonly SearchText[] } | undefined;

  /** More can be found than before, or other things. */
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

  /** False while a part of the store is not searched yet. */
  get complete(): boolean {
    return this.#waiting === undefined;
  }

  get size(): number {
    return this.#texts.size;
  }

  /** The text of a known referral. */
  textOf(summary: ReferralSummary): SearchText {
    const known = this.#texts.get(summary.id);
    if (known?.summary === summary) return known;
    const text = searchTextOf(summary);
    // What the store doesn't hold isn't kept.
    if (this.#store.find(summary.id)?.summary === summary) this.#put(text);
    return text;
  }

  /**
   * The referrals in which every word is found, at most `most` of them. Better fits go first, then those with a boost (1
   * to 3, by id) and our own side of an engagement, then the ones changed last. Without words: all.
   */
  search(typed: string, most: number, boosts: ReadonlyMap<string, number> = new Map()): Found {
    const texts = wordsOf(typed);
    const words = [...new Set(texts)].map(asWord);
    const whole = texts.length > 1 ? `\n${texts.join(' ')}\n` : undefined;
    const found: SearchText[] = [];
    const best = new TopFew<SearchText>(most);
    const narrowed = this.#last !== undefined && narrows(texts, this.#last.words) ? this.#last.found : undefined;
    for (const row of narrowed ?? this.#texts.values()) {
      const score = scoreOf(words, row);
      if (score === undefined) continue;
      found.push(row);
      const asNamed = whole !== undefined && row.text.includes(whole) ? fits.exact : 0;
      const boost = boosts.size === 0 ? 0 : Math.min(boosts.get(row.summary.id) ?? 0, biggestBoost);
      const order = (score + asNamed) * (biggestBoost + 2) + boost + row.ours;
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

  /** The referrals whose CRM reference begins so, at most `most` of them. */
  findReference(begin: string, most: number): FoundByReference {
    const wanted = fold(begin.trim());
    const found: Referenced[] = [];
    for (const { text, namesEnd, summary } of this.#texts.values()) {
      const start = namesEnd + 1;
      if (text[start] === '\n' || !text.startsWith(wanted, start)) continue;
      found.push({ reference: referenceIn({ text, namesEnd }), summary });
    }
    const first = few(found, most);
    return { hits: first.map(({ summary }) => summary), count: found.length, exact: first[0]?.reference === wanted };
  }

  /** The ids of the referrals that have one of these references, each as `fold` makes it. */
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
      // It may have gone meanwhile, or be in already.
      if (next.done !== true) this.#update(next.value.summary.id);
      else this.#waiting = undefined;
      if (taken % betweenLooks === 0 && this.#now() > until) return;
    }
  }
}

/** Undefined when a word is not found. */
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

/** The shorter first, then in order; of equals, the one that came first. */
function few(found: readonly Referenced[], most: number): Referenced[] {
  const compare = (a: Referenced, b: Referenced): number =>
    a.reference.length - b.reference.length || collator.compare(a.reference, b.reference);
  const best: Referenced[] = [];
  for (const item of found) {
    const last = best.at(-1);
    // Comparing by locale is slow, and most don't get beyond this.
    if (best.length >= most && (!last || compare(item, last) >= 0)) continue;
    best.splice(best.findIndex((other) => compare(item, other) < 0) >>> 0, 0, item);
    if (best.length > most) best.pop();
  }
  return best;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
