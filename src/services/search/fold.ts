/** Letters that Unicode normalization doesn't decompose, and how they are spelled without them on the keyboard. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ς: 'σ',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‐': '-',
  '–': '-',
  '—': '-',
  '−': '-',
};
const replaced = new RegExp(`[${Object.keys(spelled).join('')}]`, 'g');

/**
 * Normalizes text for comparing: without case, accents, line ends and invisible characters such as soft hyphens. The fold of a prefix is a prefix of the fold, so
 * that a search finds the text before it is typed completely. Therefore the final sigma is replaced, whose lower case
 * depends on the next letter.
 */
export function fold(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]+/gu, '')
    .toLowerCase()
    .replace(replaced, (letter) => spelled[letter] ?? letter)
    .replace(/[\r\n\u2028\u2029]/g, ' ');
}

/** Returns the words of a search text. */
export function wordsOf(typed: string): string[] {
  return fold(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
}
