/** Letters that Unicode does not take apart, as people without them on their keyboard write them. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ς: 'σ',
  '‘': "'",
  '’': "'",
};

/**
 * Text for comparing: without case, accents and line ends. The fold of a text's beginning is the beginning of its fold,
 * so that what somebody types finds what they mean before they have finished; hence the final sigma, whose lower case
 * depends on what follows.
 */
export function fold(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßøłđðþæœıς‘’]/g, (letter) => spelled[letter] ?? letter)
    .replace(/[\r\n\u2028\u2029]/g, ' ');
}

/** What was typed, word by word: each must be found. */
export function wordsOf(typed: string): string[] {
  return fold(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
}
