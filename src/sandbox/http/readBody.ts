import { apiError, errorForStatus, invalidRequest } from './apiError.ts';
import { parseJson, type Json } from '../json/json.ts';
import { JsonSliceError, nestingDepth } from '../json/jsonSlices.ts';

const mostBytes = 4 * 1024 * 1024;
// A referral nests 8 deep; what is far beyond that is an attack on whatever walks it.
const deepest = 64;

/**
 * Reads a JSON body of at most 4 MB.
 * @throws ApiError 400 for what is no JSON, 413, 415 for a media type that is not JSON
 */
export async function readJsonBody(request: Request): Promise<Json> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== 'application/json' && mediaType !== 'application/json-patch+json') {
    throw apiError(415, 'invalidRequest', `The content type must be application/json, not ${mediaType}.`);
  }
  return readJson(request);
}

/** As readJsonBody, whatever the media type says. */
export async function readJson(request: Request): Promise<Json> {
  const bytes = await readBytes(request);
  const body = decode(bytes);
  try {
    if (nestingDepth(bytes) > deepest) throw invalidRequest(`The body nests deeper than ${deepest}.`, 'body');
    const value = parseJson(body);
    const place = findOverflow(value);
    if (place !== undefined) throw invalidRequest(`The number at "${place}" is out of range.`, place || 'body');
    return value;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonSliceError)
      throw invalidRequest('The body is not valid JSON.', 'body');
    throw error;
  }
}

/** The JSON pointer of a number beyond JavaScript's range, which would be kept as null. */
function findOverflow(value: Json): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : '';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const found = findOverflow(item);
    if (found !== undefined) return `/${name}${found}`;
  }
  return undefined;
}

async function readBytes(request: Request): Promise<Buffer> {
  // The length may be wrong or missing; the count below is what holds.
  if (Number(request.headers.get('content-length')) > mostBytes) throw errorForStatus(413);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = request.body;
  if (body === null) return Buffer.alloc(0);
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw errorForStatus(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidRequest('The body is not UTF-8.', 'body');
  }
}
