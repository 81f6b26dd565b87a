import { distance } from 'fastest-levenshtein';

/**
 * Returns the known name that was probably meant, or undefined if none is similar. Compares names by edit distance
 * (`adress`, `stauts`) and by common letter pairs (`closeDate` for `closingDateTime`, `emailAddress` for `email`).
 */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: { readonly name: string; readonly score: number } | undefined;
  for (const candidate of known) {
    const score = similarity(wanted, candidate.toLowerCase());
    if (score > (best?.score ?? minSimilarity)) best = { name: candidate, score };
  }
  return best?.name;
}

const minSimilarity = 0.5;

/** Similarity from 0 to 1. */
function similarity(left: string, right: string): number {
  return Math.max(1 - mistakesBetween(left, right) / Math.max(left.length, right.length, 1), sharedPairs(left, right));
}

/** The edit distance, in which two swapped letters count as one mistake. */
export function mistakesBetween(left: string, right: string): number {
  return distance(left, right) - (areSwapped(left, right) ? 1 : 0);
}

function areSwapped(left: string, right: string): boolean {
  return distance(left, right) === 2 && Array.from(left).sort().join('') === Array.from(right).sort().join('');
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
