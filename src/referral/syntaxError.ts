import { printParseErrorCode, visit } from 'jsonc-parser';

/** Line and column (from 1) and description of the first syntax error in a JSON text. */
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
  return first ?? { line: 1, column: 1, what: 'unexpected text' };
}

/** `CommaExpected` → "comma expected". */
function inWords(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
