import { distance } from 'fastest-levenshtein';

/**
 * The known name that was probably meant, or undefined if none is close. Compares both letter by letter (`adress`,
 * `stauts`) and by what names have in common (`closeDate` for `closingDateTime`, `emailAddress` for `email`).
 */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  const sought = name.toLowerCase();
  let best: { readonly name: string; readonly score: number } | undefined;
  for (const candidate of known) {
    const score = likeness(sought, candidate.toLowerCase());
    if (score > (best?.score ?? leastLikeness)) best = { name: candidate, score };
  }
  return best?.name;
}

const leastLikeness = 0.5;

/** 0 to 1. */
function likeness(left: string, right: string): number {
  const edits = distance(left, right) - (areSwapped(left, right) ? 1 : 0);
  return Math.max(1 - edits / Math.max(left.length, right.length, 1), sharedPairs(left, right));
}

/** True if two letters have changed places, which counts as one mistake. */
function areSwapped(left: string, right: string): boolean {
  return distance(left, right) === 2 && Array.from(left).sort().join('') === Array.from(right).sort().join('');
}

/** Dice's coefficient: the share of pairs of letters that both have. */
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
