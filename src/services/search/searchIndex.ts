import type { ReferralSummary } from '../../referral/summary.ts';
import { wordsOf } from './fold.ts';
import { asWord, fitOf, fits, type Word } from './score.ts';
import { fieldAt, searchTextOf, type SearchedField, type SearchText } from './searchText.ts';

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

/** Words beyond these must be found too, but don't count towards the order. */
const countedWords = 7;
const biggestBoost = 3;

/** The referrals of one connection, ready to be searched at each keystroke. */
export class SearchIndex {
  readonly #rows: (SearchText | undefined)[] = [];
  readonly #places = new Map<string, number>();
  /** The newest search, which the next one narrows when it only asks for more. */
  #last: { readonly words: readonly string[]; readonly places: readonly number[] } | undefined;

  get size(): number {
    return this.#places.size;
  }

  /** Adds a referral, or replaces what was known of it. */
  put(summary: ReferralSummary): void {
    const place = this.#places.get(summary.id) ?? this.#rows.length;
    if (this.#rows[place]?.summary === summary) return;
    this.#rows[place] = searchTextOf(summary);
    this.#places.set(summary.id, place);
    this.#last = undefined;
  }

  remove(id: string): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    this.#rows[place] = undefined;
    this.#places.delete(id);
    this.#last = undefined;
  }

  /**
   * The referrals in which every word is found, at most `most` of them. Better fits go first, then those with a boost (1
   * to 3, by id) and our own side of an engagement, then the ones changed last. Without words: all.
   */
  search(typed: string, most: number, boosts: ReadonlyMap<string, number> = new Map()): Found {
    const texts = wordsOf(typed);
    const words = [...new Set(texts)].map(asWord);
    const whole = texts.length > 1 ? `\n${texts.join(' ')}\n` : undefined;
    const places: number[] = [];
    const best = new Best(most);
    const consider = (place: number): void => {
      const row = this.#rows[place];
      if (row === undefined) return;
      const score = scoreOf(words, row);
      if (score === undefined) return;
      places.push(place);
      const asNamed = whole !== undefined && row.text.includes(whole) ? fits.exact : 0;
      const boost = boosts.size === 0 ? 0 : Math.min(boosts.get(row.summary.id) ?? 0, biggestBoost);
      const order = (score + asNamed) * (biggestBoost + 2) + boost + row.ours;
      best.offer(order * 2 ** 33 + row.updated, place);
    };
    const narrowed = this.#last !== undefined && narrows(texts, this.#last.words) ? this.#last.places : undefined;
    if (narrowed) for (const place of narrowed) consider(place);
    else for (let place = 0; place < this.#rows.length; place++) consider(place);
    this.#last = { words: texts, places };
    const last = words.at(-1);
    const hits = best.places().flatMap((place) => {
      const row = this.#rows[place];
      if (row === undefined) return [];
      return [{ summary: row.summary, field: last && fieldAt(row, fitOf(last, row).at) }];
    });
    return { hits, count: places.length };
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

/** True when whatever meets `words` meets `before` too: each word goes on where it was, and perhaps more words follow. */
function narrows(words: readonly string[], before: readonly string[]): boolean {
  return before.length <= words.length && before.every((word, at) => words[at]?.startsWith(word) === true);
}

/** The greatest few of many, by a heap with the least of them on top. */
class Best {
  readonly #most: number;
  readonly #keys: number[] = [];
  readonly #places: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  offer(key: number, place: number): void {
    if (this.#keys.length < this.#most) {
      this.#keys.push(key);
      this.#places.push(place);
      this.#up(this.#keys.length - 1);
    } else if (this.#most > 0 && key > (this.#keys[0] ?? Infinity)) {
      this.#keys[0] = key;
      this.#places[0] = place;
      this.#down(0);
    }
  }

  /** Greatest first; of equals, the one that came first. */
  places(): number[] {
    return this.#places
      .map((place, at) => ({ place, key: this.#keys[at] ?? 0 }))
      .sort((a, b) => b.key - a.key || a.place - b.place)
      .map(({ place }) => place);
  }

  #key(at: number): number {
    return this.#keys[at] ?? Infinity;
  }

  #up(at: number): void {
    for (let parent = (at - 1) >> 1; at > 0 && this.#key(at) < this.#key(parent); parent = (at - 1) >> 1) {
      this.#swap(at, parent);
      at = parent;
    }
  }

  #down(at: number): void {
    for (;;) {
      const left = 2 * at + 1;
      const least = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(least) >= this.#key(at)) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#keys[a], this.#keys[b]] = [this.#key(b), this.#key(a)];
    [this.#places[a], this.#places[b]] = [this.#places[b] ?? 0, this.#places[a] ?? 0];
  }
}
