import { isInstant } from '../time/instant.ts';
import { filterError, type Literal } from './filterSyntax.ts';

/** How a value is written. */
export type LiteralForm = 'text' | 'guid' | 'time' | 'number' | 'boolean' | 'null';

export type Token = (
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string; readonly value: Literal; readonly form: LiteralForm }
  | { readonly kind: 'mark'; readonly text: '(' | ')' | '/' | ':' | ',' }
  | { readonly kind: 'end'; readonly text: '' }
) & {
  /** Offset in the filter. */
  readonly at: number;
};

const dateHint = 'A date is written as 2026-10-30 or 2026-10-30T00:00:00Z.';

/** What to write instead of a text that is no date. */
export function hintForDate(text: string): string {
  const hasBlank = /T[\d:.]+ \d\d:\d\d$/i.test(text);
  return hasBlank ? `${dateHint} A + is a blank in a query: write it as %2B.` : dateHint;
}

/**
 * Splits a filter into tokens, the last one of kind `end`. Throws a RequestRefusal with the position of an invalid one.
 */
export function tokenizeFilter(filter: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < filter.length) {
    const first = filter.charAt(at);
    if (first === ' ' || first === '\t') {
      at++;
      continue;
    }
    const token =
      readMark(filter, at) ??
      readString(filter, at) ??
      readGuid(filter, at) ??
      readNumberOrDate(filter, at) ??
      readWord(filter, at);
    if (!token) throw filterError('filter-grammar', `Unexpected ${JSON.stringify(first)}`, at);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function readMark(filter: string, at: number): Token | undefined {
  const text = filter.charAt(at);
  const known = text === '(' || text === ')' || text === '/' || text === ':' || text === ',';
  return known ? { kind: 'mark', text, at } : undefined;
}

/** A quote inside a string is doubled (docs/api.md, Query options). */
function readString(filter: string, at: number): Token | undefined {
  if (filter.charAt(at) !== "'") return undefined;
  let value = '';
  for (let end = at + 1; end < filter.length; end++) {
    const char = filter.charAt(end);
    if (char !== "'") {
      value += char;
    } else if (filter.charAt(end + 1) === "'") {
      value += char;
      end++;
    } else {
      return { kind: 'literal', text: filter.slice(at, end + 1), value, form: 'text', at };
    }
  }
  throw filterError('filter-grammar', 'The string that begins here has no closing quote', at);
}

/** A bare GUID, as captured `relatedReferrals` links have it (docs/api.md, Filters). Treated as a string. */
function readGuid(filter: string, at: number): Token | undefined {
  const text = filter.slice(at, at + 36);
  if (text.length < 36 || isWordPart(filter.charAt(at + 36))) return undefined;
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    const dashWanted = index === 8 || index === 13 || index === 18 || index === 23;
    if (dashWanted ? char !== '-' : !isHexDigit(char)) return undefined;
  }
  return { kind: 'literal', text, value: text, form: 'guid', at };
}

/**
 * A number, or an unquoted date or timestamp, which is treated as a string and compared as a time with properties that
 * are times.
 */
function readNumberOrDate(filter: string, at: number): Token | undefined {
  const first = filter.charAt(at);
  if (!isDigit(first) && !(first === '-' && isDigit(filter.charAt(at + 1)))) return undefined;
  let end = at + 1;
  while (isWordPart(filter.charAt(end)) || '-+:.'.includes(filter.charAt(end) || ' ')) end++;
  // A + of a query that is not encoded.
  const zone = /^ \d\d:\d\d(?![\w:])/.exec(filter.slice(end))?.[0] ?? '';
  const text = filter.slice(at, /^\d{4}-.*T[\d:.]+$/i.test(filter.slice(at, end)) ? end + zone.length : end);
  if (/^\d{4}-/.test(text)) {
    if (isInstant(text)) return { kind: 'literal', text, value: text, form: 'time', at };
    throw filterError('filter-date', `${JSON.stringify(text)} is no date that exists`, at, hintForDate(text));
  }
  const value = Number(text);
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(value)) {
    const wrong = `${JSON.stringify(text)} is neither a number nor a date nor a GUID`;
    throw filterError('filter-grammar', wrong, at, "Text is quoted with '…'.");
  }
  return { kind: 'literal', text, value, form: 'number', at };
}

function readWord(filter: string, at: number): Token | undefined {
  if (!isWordStart(filter.charAt(at))) return undefined;
  let end = at + 1;
  while (isWordPart(filter.charAt(end))) end++;
  const text = filter.slice(at, end);
  if (text === 'true' || text === 'false') {
    return { kind: 'literal', text, value: text === 'true', form: 'boolean', at };
  }
  if (text === 'null') return { kind: 'literal', text, value: null, form: 'null', at };
  return { kind: 'word', text, at };
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function isHexDigit(char: string): boolean {
  return isDigit(char) || (char >= 'a' && char <= 'f') || (char >= 'A' && char <= 'F');
}

/** `@` begins the annotations of OData, `$` only `$it`. Names of a seed may have letters of any language. */
function isWordStart(char: string): boolean {
  const isLatin = (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');
  return isLatin || char === '_' || char === '@' || char === '$' || (char > '\x7f' && /\p{L}/u.test(char));
}

function isWordPart(char: string): boolean {
  return isWordStart(char) || isDigit(char);
}
