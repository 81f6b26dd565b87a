import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { isObject, parseJson, type Json, type JsonObject } from '../json/json.ts';
import {
  documentSlice,
  elementSlices,
  expectEnd,
  JsonSliceError,
  memberSlices,
  skipSpace,
  type Slice,
} from '../json/jsonSlices.ts';

/** One referral of a seed in the characters it came in. */
export interface SeedItem {
  /** As spelt in the seed; ids match whatever their case. Need not be a GUID. */
  readonly id: string;
  /** The referral's own text, to be served as it is. */
  readonly text: string;
  readonly value: JsonObject;
}

/** A seed that cannot be used; the message names the place and what to do. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

/**
 * Reads a seed item by item: one referral, an array of referrals, or a list response (`{ "value": [...] }`).
 * @param content JSON text, or its UTF-8 bytes
 * @param source what to call the seed in messages, e.g. its file name
 * @throws SeedError for malformed JSON (with line and column), an item that is no object with a string `id`, or an id
 * that occurs twice
 */
export function* readSeed(content: string | Buffer, source = 'The seed'): Generator<SeedItem> {
  const json = withoutMark(typeof content === 'string' ? Buffer.from(content) : content);
  if (isBlank(json)) {
    throw new SeedError(`${source} is empty. Write a referral, an array of referrals or a list response into it.`);
  }
  const indexById = new Map<string, number>();
  try {
    for (const { start, end } of itemSlices(json, source)) {
      const itemText = json.toString('utf8', start, end);
      const item = readItem(parseJson(itemText), indexById.size, source);
      const key = item.id.toLowerCase();
      const [index, twin] = [indexById.size, indexById.get(key)];
      if (twin !== undefined) {
        throw new SeedError(
          `${source}: items ${twin} and ${index} have the same id "${item.id}" (case does not count). Give each its own.`,
        );
      }
      indexById.set(key, index);
      yield { id: item.id, text: itemText, value: item.value };
    }
  } catch (error) {
    if (error instanceof JsonSliceError || error instanceof SyntaxError) throw malformed(json.toString(), source);
    throw error;
  }
}

/** Without the byte order mark that some editors put first. */
function withoutMark(json: Buffer): Buffer {
  return json[0] === 0xef && json[1] === 0xbb && json[2] === 0xbf ? json.subarray(3) : json;
}

function isBlank(json: Buffer): boolean {
  return json.length < 1000 && json.toString().trim() === '';
}

function* itemSlices(json: Buffer, source: string): Generator<Slice> {
  const start = skipSpace(json, 0);
  const first = String.fromCharCode(json[start] ?? 0);
  if (first === '[') {
    // Without walking to the end first: a seed may be hundreds of megabytes.
    expectEnd(json, yield* elementSlices(json, start));
  } else if (first === '{') {
    const document = documentSlice(json);
    const members = [...memberSlices(json, document.start)];
    const list = members.findLast(({ name }) => name === 'value');
    // A list response has no id of its own; a referral may well have a property called `value`.
    if (list && json[list.start] === 0x5b && !members.some(({ name }) => name === 'id')) {
      for (const { start, end } of members) if (start !== list.start) parseJson(json.toString('utf8', start, end));
      yield* elementSlices(json, list.start);
    } else {
      yield document;
    }
  } else {
    parseJson(json.toString());
    throw new SeedError(
      `${source} holds no referral. It must be a referral, an array of referrals or a list response.`,
    );
  }
}

function readItem(value: Json, index: number, source: string): { id: string; value: JsonObject } {
  if (!isObject(value)) {
    throw new SeedError(`${source}: item ${index} is no object. Every item must be a referral.`);
  }
  const { id } = value;
  if (typeof id !== 'string' || id === '') {
    throw new SeedError(`${source}: item ${index} has no string "id". Give every referral an id, e.g. a GUID.`);
  }
  return { id, value };
}

function malformed(text: string, source: string): SeedError {
  let first: { code: ParseErrorCode; offset: number } | undefined;
  const onError = (code: ParseErrorCode, offset: number): void => {
    first ??= { code, offset };
  };
  visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
  if (!first) return new SeedError(`${source} is not valid JSON. Correct it and try again.`);
  const before = text.slice(0, first.offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  return new SeedError(
    `${source} is not valid JSON: ${inWords(first.code)} at ${place}. Correct it there and try again.`,
  );
}

/** `CommaExpected` → `comma expected` */
function inWords(code: ParseErrorCode): string {
  return printParseErrorCode(code)
    .replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();
}
