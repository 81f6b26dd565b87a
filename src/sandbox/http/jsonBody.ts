import { invalidRequest, refusalForStatus, requestRefusal, RequestRefusal } from './requestRefusal.ts';
import { NotStoredError } from '../store/dataFileError.ts';
import { parseJson, type Json } from '../json/json.ts';
import { JsonSliceError, nestingDepth } from '../json/jsonSlices.ts';

const mostBytes = 4 * 1024 * 1024;
const jsonType = 'application/json; charset=utf-8';
// A referral has 8 levels. Far deeper bodies are rejected, since recursive code would overflow the stack.
const deepest = 64;

/** @param body JSON text */
export function respondJson(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'Content-Type': jsonType, ...headers } });
}

/**
 * Turns errors into responses in the API's form. An unexpected error is a 500 whose inner error distinguishes it from
 * an armed fault.
 * @param report tells the user about errors that aren't the caller's
 */
export function respondError(error: unknown, report: (text: string) => void): Response {
  const { status, body, headers } = error instanceof RequestRefusal ? error : sandboxFailure(error, report);
  return respondJson(status, JSON.stringify(body), headers);
}

function sandboxFailure(error: unknown, report: (text: string) => void): RequestRefusal {
  if (error instanceof NotStoredError) {
    report(error.message);
    return requestRefusal(507, 'generalException', 'The write could not be stored and was not applied.', {
      innerError: { code: 'SandboxNotStored', message: error.message },
    });
  }
  report(`Internal error of the sandbox: ${error instanceof Error ? error.stack : String(error)}`);
  const { message } = refusalForStatus(500);
  return requestRefusal(500, 'generalException', message, {
    innerError: {
      code: 'SandboxInternalError',
      message: 'The sandbox failed; this is not an armed fault. Its error output has the reason.',
    },
  });
}

/**
 * Reads a JSON body of at most 4 MB.
 * @throws RequestRefusal 400 if it isn't JSON, 413, 415 for another media type
 */
export async function readJsonBody(request: Request): Promise<Json> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== 'application/json' && mediaType !== 'application/json-patch+json') {
    throw requestRefusal(415, 'invalidRequest', `The content type must be application/json, not ${mediaType}.`);
  }
  return readJson(request);
}

/** Like readJsonBody, but for any media type. */
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

/** The JSON pointer of a number beyond JavaScript's range, which would be serialized as null. */
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
  // The header may be wrong or missing, so the bytes are counted as well.
  if (Number(request.headers.get('content-length')) > mostBytes) throw refusalForStatus(413);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = request.body;
  if (body === null) return Buffer.alloc(0);
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw refusalForStatus(413);
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
