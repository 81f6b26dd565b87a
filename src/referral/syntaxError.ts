import { printParseErrorCode, visit } from 'jsonc-parser';

/** Where the first mistake in a JSON text stands, counted from 1, and what it is in words. */
export function findSyntaxError(text: string): { line: number; column: number; what: string } {
  let first: { line: number; column: number; what: string } | undefined;
  visit(
    text,
    {
      onError(code, _offset, _length, line, column) {
        first ??= { line: line + 1, column: column + 1, what: inWords(printParseErrorCode(code)) };
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  return first ?? { line: 1, column: 1, what: 'not valid JSON' };
}

/** `CommaExpected` → "comma expected". */
function inWords(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
