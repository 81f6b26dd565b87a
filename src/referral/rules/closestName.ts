import { distance } from 'fastest-levenshtein';

/**
 * Returns the known name that was probably meant, or undefined if none is similar. Compares names by edit distance
 * (`adress`, `stauts`) and by common letter pairs (`closeDate` for `closingDateTime`, `emailAddress` for `email`).
 */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: { readonly name: string; readonly score: number } | undefined;
  for (const candidate of known) {
    if (!canBeSimilar(wanted.length, candidate.length)) continue;
    const score = similarity(wanted, candidate.toLowerCase());
    if (score > (best?.score ?? minSimilarity)) best = { name: candidate, score };
  }
  return best?.name;
}

const minSimilarity = 0.5;

/** False for lengths of names that have no similarity above the least one, so that very long names take no time. */
function canBeSimilar(one: number, other: number): boolean {
  return Math.max(one, other) < 3 * Math.min(one, other);
}

/** Similarity from 0 to 1. */
function similarity(left: string, right: string): number {
  return Math.max(1 - mistakesBetween(left, right) / Math.max(left.length, right.length, 1), sharedPairs(left, right));
}

/**
 * Returns the known name that a name is a misspelling of: in another case, with one mistake, or with two in a long one.
 * Undefined if it is rather another name.
 */
export function misspeltName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let allowed = wanted.length < shortestMisspelt ? 0 : wanted.length < shortestTwiceMisspelt ? 1 : 2;
  let meant: string | undefined;
  for (const candidate of known) {
    // At least so many letters are missing.
    if (Math.abs(candidate.length - wanted.length) > allowed) continue;
    const mistakes = mistakesBetween(wanted, candidate.toLowerCase());
    if (mistakes > allowed) continue;
    meant = candidate;
    if (mistakes === 0) break;
    // Another one must be closer.
    allowed = mistakes - 1;
  }
  return meant;
}

/** Shorter names are other ones with one mistake, such as `tem`, and with two, such as `date` for `name`. */
const shortestMisspelt = 4;
const shortestTwiceMisspelt = 6;

/** The edit distance, in which two swapped letters count as one mistake. */
function mistakesBetween(left: string, right: string): number {
  const mistakes = distance(left, right);
  return mistakes === 2 && haveSameLetters(left, right) ? 1 : mistakes;
}

function haveSameLetters(left: string, right: string): boolean {
  return left.length === right.length && Array.from(left).sort().join('') === Array.from(right).sort().join('');
}

/** Dice's coefficient: the share of letter pairs that both texts have. */
function sharedPairs(left: string, right: string): number {
  const pairs = (text: string): string[] => Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
  if (left.length < 2 || right.length < 2) return 0;
  const rest = pairs(right);
  const total = left.length + right.length - 2;
  let shared = 0;
  for (const pair of pairs(left)) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    shared++;
  }
  return (2 * shared) / total;
}
