import { withoutBidi } from './oneLine.ts';

/**
 * Returns text of any origin as one line of Markdown that shows it and nothing else, in VS Code's preview and where the
 * source is pasted: no link, image, element, formula, or cell of a table. What could become a link by itself is shown as
 * code: an address remains one when its characters are escaped.
 */
export function asMarkdownLine(text: string): string {
  return withoutBidi(text)
    .trim()
    .split(/\s+/)
    .map((word) => (mayBecomeLink.test(word) ? withCode(word) : escaped(word)))
    .join(' ');
}

/** A code span. Nothing in it is Markdown, except what would end it, or a cell of a table. */
export function asMarkdownCode(text: string): string {
  return `\`${withoutBidi(text).replace(/[`|\r\n]/g, ' ')}\``;
}

/** Addresses with and without a scheme, and e-mail addresses. */
const mayBecomeLink = /\/\/|www\.|@|\p{L}:\S/iu;

/** Punctuation around an address is not part of it. */
function withCode(word: string): string {
  const [, before = '', address = '', after = ''] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}/]{0,3})$/u.exec(word) ?? [];
  return `${escaped(before)}${address === '' ? '' : asMarkdownCode(address)}${escaped(after)}`;
}

function escaped(text: string): string {
  return text
    .replace(/[\\`*[\]<|~$]/g, '\\$&')
    .replace(/&(?=#?[\p{L}\p{N}]+;)/gu, '\\&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
}
