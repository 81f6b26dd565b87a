const deepestIndent = 64;
/** VS Code rejects documents over 50 MB. A text that would exceed this limit is not indented. */
const maxLength = 45_000_000;
const space = new Set([' ', '\n', '\r', '\t']);
const structure = new Set(['{', '}', '[', ']', ',', ':']);

/**
 * Indents JSON with two spaces. Only white space changes: tokens are copied, so the order of keys and the text of
 * numbers and strings stay the same. `text` must be valid JSON.
 *
 * This is one pass without a list of edits, since jsonc-parser's formatter used gigabytes for 20 KB of nested brackets.
 * Indentation is limited to 64 levels for the same reason.
 *
 * @param most maximum length of the result; a text that would be longer is returned unchanged
 */
export function prettyJson(text: string, most: number = maxLength): string {
  const pieces: string[] = [];
  let length = 0;
  let depth = 0;
  let at = 0;
  const put = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  const line = (): void => put(`\n${'  '.repeat(Math.min(depth, deepestIndent))}`);
  const skipSpace = (): void => {
    while (space.has(text.charAt(at))) at++;
  };
  for (skipSpace(); at < text.length; skipSpace()) {
    if (length > most) return text;
    const char = text.charAt(at);
    if (!structure.has(char)) {
      const end = char === '"' ? endOfString(text, at) : endOfScalar(text, at);
      put(text.slice(at, end));
      at = end;
      continue;
    }
    at++;
    if (char === '{' || char === '[') {
      skipSpace();
      put(char);
      if (text.charAt(at) === (char === '{' ? '}' : ']')) {
        put(text.charAt(at++));
      } else {
        depth++;
        line();
      }
    } else if (char === '}' || char === ']') {
      depth--;
      line();
      put(char);
    } else if (char === ',') {
      put(char);
      line();
    } else {
      put(': ');
    }
  }
  return length > most ? text : pieces.join('');
}

/** The offset after the closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') return at + 1;
    if (char === '\\') at++;
  }
  return text.length;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length && !structure.has(text.charAt(at)) && !space.has(text.charAt(at))) at++;
  return at;
}
