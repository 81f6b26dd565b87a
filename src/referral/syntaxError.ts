import { printParseErrorCode, visit } from 'jsonc-parser';
import { t, type Translate } from '../base/l10n.ts';

/**
 * Line and column (from 1) and description of the first syntax error in a JSON text.
 * @param translate the language of the description
 */
export function findSyntaxError(
  text: string,
  translate: Translate = t,
): { line: number; column: number; what: string } {
  let first: { line: number; column: number; what: string } | undefined;
  let opened = { line: 1, column: 1 };
  const onBegin = (_offset: number, _length: number, line: number, column: number): void => {
    opened = { line: line + 1, column: column + 1 };
  };
  try {
    visit(
      text,
      {
        onObjectBegin: onBegin,
        onArrayBegin: onBegin,
        onError(code, _offset, _length, line, column) {
          first ??= { line: line + 1, column: column + 1, what: inWords(printParseErrorCode(code), translate) };
        },
      },
      { disallowComments: true, allowTrailingComma: false },
    );
  } catch (error) {
    // The parser is recursive, and several thousand levels overflow the stack.
    if (!(error instanceof RangeError)) throw error;
    return first ?? { ...opened, what: inWords('TooManyLevels', translate) };
  }
  return first ?? { line: 1, column: 1, what: inWords('UnexpectedText', translate) };
}

/** Describes an error of jsonc-parser, or of this file, by its name. */
function inWords(code: string, t: Translate): string {
  switch (code) {
    case 'InvalidSymbol':
      return t('invalid symbol');
    case 'InvalidNumberFormat':
      return t('invalid number format');
    case 'PropertyNameExpected':
      return t('property name expected');
    case 'ValueExpected':
      return t('value expected');
    case 'ColonExpected':
      return t('colon expected');
    case 'CommaExpected':
      return t('comma expected');
    case 'CloseBraceExpected':
      return t('close brace expected');
    case 'CloseBracketExpected':
      return t('close bracket expected');
    case 'EndOfFileExpected':
      return t('end of file expected');
    case 'InvalidCommentToken':
      return t('invalid comment token');
    case 'UnexpectedEndOfComment':
      return t('unexpected end of comment');
    case 'UnexpectedEndOfString':
      return t('unexpected end of string');
    case 'UnexpectedEndOfNumber':
      return t('unexpected end of number');
    case 'InvalidUnicode':
      return t('invalid unicode');
    case 'InvalidEscapeCharacter':
      return t('invalid escape character');
    case 'InvalidCharacter':
      return t('invalid character');
    case 'TooManyLevels':
      return t('too many levels');
    case 'UnexpectedText':
      return t('unexpected text');
    default:
      return t('not valid JSON');
  }
}
