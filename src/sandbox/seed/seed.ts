import { findSyntaxError } from '../../referral/syntaxError.ts';
import { isObject, parseJson, type Json, type JsonObject } from '../../base/json.ts';
import {
  documentSlice,
  elementSlices,
  expectEnd,
  JsonSliceError,
  memberSlices,
  skipSpace,
  type Slice,
} from '../json/jsonSlices.ts';

/** A referral of a seed with its original text. */
export interface SeedItem {
  /** As in the seed. Ids are compared ignoring case and need not be GUIDs. */
  readonly id: string;
  /** The referral's text, served unchanged. */
  readonly text: string;
  readonly value: JsonObject;
}

/** An unusable seed. The message has the position and the next step. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

/**
 * Reads a seed item by item: one referral, an array of referrals, or a list response (`{ "value": [...] }`).
 * @param content JSON text, or its UTF-8 bytes
 * @param source name of the seed in messages, e.g. its file name
 * @throws SeedError for malformed JSON (with line and column), an item that isn't an object with a string `id`, or an
 * id that occurs twice
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
          `${source}: items ${twin} and ${index} have the same id ${JSON.stringify(item.id)} (case does not count). Give each its own.`,
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

/**
 * True for a list response that goes on on another page.
 * @param content a seed that is usable
 */
export function isOnlyPage(content: string | Buffer): boolean {
  const json = withoutMark(typeof content === 'string' ? Buffer.from(content) : content);
  const start = skipSpace(json, 0);
  if (json[start] !== 0x7b) return false;
  const names = [...memberSlices(json, start)].map(({ name }) => name);
  return names.includes('@odata.nextLink') && names.includes('value') && !names.includes('id');
}

/** Removes the byte order mark that some editors write. */
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
    // Not scanned to the end first, since a seed may have hundreds of megabytes.
    expectEnd(json, yield* elementSlices(json, start));
  } else if (first === '{') {
    const document = documentSlice(json);
    const members = [...memberSlices(json, document.start)];
    const list = members.findLast(({ name }) => name === 'value');
    // A list response has no id, while a referral may have a property named `value`.
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
  const { what, line, column } = findSyntaxError(text);
  return new SeedError(
    `${source} is not valid JSON: ${what} at line ${line}, column ${column}. Correct it there and try again.`,
  );
}
