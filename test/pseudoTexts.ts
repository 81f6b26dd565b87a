import { readFileSync } from 'node:fs';
import type { Translations } from '../src/base/l10n.ts';

const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  O: 'Ó',
  c: 'ç',
  n: 'ñ',
};

/** All texts in a pseudo language: in brackets, with accents, 40 % longer. */
export function pseudoTexts(): Translations {
  const texts = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as Translations;
  return Object.fromEntries(Object.keys(texts).map((text) => [text, pseudo(text)]));
}

function pseudo(text: string): string {
  // Placeholders, icons, links and the names of settings are kept.
  const accented = text.replace(
    /\{\d\}|\$\([\w-]+\)|https?:\S+|partnerReferrals\.[\w.]+|[aeiouAEOcn]/g,
    (part) => accents[part] ?? part,
  );
  return `[!! ${accented} ${'~'.repeat(Math.max(1, Math.ceil(text.length * 0.4) - 8))} !!]`;
}

/** Removes the parts in brackets from a text. */
export function outsideOfBrackets(text: string): string {
  const inner = /\[!! (?:(?!\[!! | !!\]).)* !!\]/gs;
  let left = text;
  while (inner.test(left)) left = left.replace(inner, '');
  return left;
}
