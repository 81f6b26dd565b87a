import { isExactNumber } from '../../base/exactNumber.ts';
import { elementSlices, memberSlices, skipSpace } from './jsonSlices.ts';

/**
 * The JSON pointer of the first number that JavaScript would change: one with more digits than a double holds, or one
 * outside of its range. Undefined if there is none.
 * @param json a JSON text that JSON.parse accepts
 */
export function findInexactNumber(json: Buffer): string | undefined {
  // Numbers of up to 15 digits are kept, so most bodies need no second look.
  if (!suspicious.test(json.toString('latin1'))) return undefined;
  return findInside(json, skipSpace(json, 0), json.length);
}

/** 16 digits, or an exponent of three. */
const suspicious = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;

function findInside(json: Buffer, start: number, end: number): string | undefined {
  const first = String.fromCharCode(json[start] ?? 0);
  if (first === '{') {
    for (const member of memberSlices(json, start)) {
      const found = findInside(json, member.start, member.end);
      if (found !== undefined) return `/${escapeStep(member.name)}${found}`;
    }
  } else if (first === '[') {
    let index = 0;
    for (const element of elementSlices(json, start)) {
      const found = findInside(json, element.start, element.end);
      if (found !== undefined) return `/${index}${found}`;
      index++;
    }
  } else if (first === '-' || (first >= '0' && first <= '9')) {
    if (!isExactNumber(json.toString('latin1', start, end).trim())) return '';
  }
  return undefined;
}

/** A step of a JSON pointer (RFC 6901). */
function escapeStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
