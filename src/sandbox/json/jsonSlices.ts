/**
 * Finds the parts of a JSON text without parsing them, so that a referral can be served with its original text
 * (`50000.00` stays `50000.00`). Works on UTF-8 bytes, so that 100,000 referrals can be read from a file without a
 * string of all of it. Only the syntax between the parts is checked; JSON.parse checks the parts.
 */
export interface Slice {
  /** Offset of the first byte. */
  readonly start: number;
  /** Offset after the last byte. */
  readonly end: number;
}

export interface MemberSlice extends Slice {
  /** The member's name, escapes resolved. */
  readonly name: string;
  /** Offset of the name's opening quote; `start` and `end` are the value's. */
  readonly nameStart: number;
}

/** Syntax error at `offset`. */
export class JsonSliceError extends Error {
  override readonly name = 'JsonSliceError';
  readonly offset: number;
  constructor(offset: number) {
    super(`Not JSON at offset ${offset}`);
    this.offset = offset;
  }
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** The value of a document. */
export function documentSlice(json: Buffer): Slice {
  const start = skipSpace(json, 0);
  const end = valueEnd(json, start);
  expectEnd(json, end);
  return { start, end };
}

/** Nothing but white space may follow. */
export function expectEnd(json: Buffer, at: number): void {
  const rest = skipSpace(json, at);
  if (rest < json.length) throw new JsonSliceError(rest);
}

/** The elements of the array that starts at `start`; returns the offset after it. */
export function* elementSlices(json: Buffer, start: number): Generator<Slice, number> {
  let at = skipSpace(json, expect(json, start, openBracket));
  if (json[at] === closeBracket) return at + 1;
  for (;;) {
    const end = valueEnd(json, at);
    yield { start: at, end };
    const after = skipSpace(json, end);
    if (json[after] === closeBracket) return after + 1;
    at = skipSpace(json, expect(json, after, comma));
  }
}

/** The members of the object that starts at `start`. */
export function* memberSlices(json: Buffer, start: number): Generator<MemberSlice> {
  let at = skipSpace(json, expect(json, start, openBrace));
  if (json[at] === closeBrace) return;
  for (;;) {
    const nameEnd = stringEnd(json, expect(json, at, quote) - 1);
    const valueStart = skipSpace(json, expect(json, skipSpace(json, nameEnd), colon));
    const end = valueEnd(json, valueStart);
    yield { name: readName(json, at, nameEnd), nameStart: at, start: valueStart, end };
    const after = skipSpace(json, end);
    if (json[after] === closeBrace) return;
    at = skipSpace(json, expect(json, after, comma));
  }
}

/** Maximum nesting of arrays and objects. */
export function nestingDepth(json: Buffer): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json[at];
    if (code === quote) at = stringEnd(json, at) - 1;
    else if (code === openBrace || code === openBracket) deepest = Math.max(deepest, ++depth);
    else if (code === closeBrace || code === closeBracket) depth--;
  }
  return deepest;
}

function valueEnd(json: Buffer, start: number): number {
  const first = json[start];
  if (first === quote) return stringEnd(json, start);
  if (first !== openBrace && first !== openBracket) return scalarEnd(json, start);
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const code = json[at];
    if (code === quote) at = stringEnd(json, at) - 1;
    else if (code === openBrace || code === openBracket) depth++;
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) return at + 1;
  }
  throw new JsonSliceError(json.length);
}

function scalarEnd(json: Buffer, start: number): number {
  let at = start;
  while (isScalarPart(json[at])) at++;
  if (at === start) throw new JsonSliceError(start);
  return at;
}

/** The characters of numbers, true, false and null. */
function isScalarPart(code: number | undefined): boolean {
  if (code === undefined) return false;
  const isDigit = code >= 0x30 && code <= 0x39;
  return isDigit || (code >= 0x61 && code <= 0x7a) || code === 0x45 || code === 0x2b || code === 0x2d || code === 0x2e;
}

/** `start` is the opening quote's offset. */
function stringEnd(json: Buffer, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json[at];
    if (code === backslash) at++;
    else if (code === quote) return at + 1;
  }
  throw new JsonSliceError(json.length);
}

function readName(json: Buffer, start: number, end: number): string {
  try {
    return String(JSON.parse(json.toString('utf8', start, end)));
  } catch {
    throw new JsonSliceError(start);
  }
}

function expect(json: Buffer, at: number, code: number): number {
  if (json[at] !== code) throw new JsonSliceError(at);
  return at + 1;
}

export function skipSpace(json: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const code = json[at];
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}
