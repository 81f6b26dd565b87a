/** Letters that Unicode normalization doesn't decompose, and how they are spelled without them on the keyboard. */
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
 * Normalizes text for comparing: without case, accents and line ends. The fold of a prefix is a prefix of the fold, so
 * that a search finds the text before it is typed completely. Therefore the final sigma is replaced, whose lower case
 * depends on the next letter.
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

/** Returns the words of a search text. */
export function wordsOf(typed: string): string[] {
  return fold(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
}
