import { isUtf8 } from 'node:buffer';
import { checkBodyType } from './mediaTypes.ts';
import { invalidRequest, refusalForStatus, refuse, requestRefusal, RequestRefusal } from './requestRefusal.ts';
import { NotStoredError } from '../store/dataFileError.ts';
import { parseJson, type Json } from '../../base/json.ts';
import { inEnglish } from '../../base/l10n.ts';
import { findSyntaxError } from '../../referral/syntaxError.ts';
import { findInexactNumber } from '../json/exactNumbers.ts';
import { JsonSliceError, nestingDepth } from '../json/jsonSlices.ts';

const megabyte = 1024 * 1024;
/** What is read of a body that is too large, so that its sender has finished and reads the response. */
export const mostDrained = 64 * megabyte;
export const jsonType = 'application/json; charset=utf-8';
// A referral has 8 levels. Far deeper bodies are rejected, since recursive code would overflow the stack.
const deepest = 64;

/** The client closed the connection before its request was complete. There is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

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
 * Reads the body of a call to the API.
 * @throws RequestRefusal 400 if it isn't JSON, 413, 415 for another media type
 */
export async function readApiBody(headers: Headers, readBytes: () => Promise<Buffer>): Promise<Json> {
  checkBodyType(headers);
  const refuseBody = (message: string, place: string): RequestRefusal => refuse('json-body', message, place);
  return parseBody(await readBytes(), refuseBody);
}

/** Reads a body for the control plane, which takes any media type. Undefined if there is none. */
export async function readControlBody(request: Request): Promise<Json | undefined> {
  const bytes = await readBytes(request);
  return bytes.length === 0 ? undefined : parseBody(bytes, invalidRequest);
}

type RefuseBody = (message: string, place: string) => RequestRefusal;

function parseBody(body: Buffer, refuseBody: RefuseBody): Json {
  const bytes = withoutMark(body);
  if (bytes.length === 0) throw refuseBody('The body is empty.', 'body');
  checkText(bytes, refuseBody);
  try {
    const value = parseJson(bytes.toString());
    const place = findInexactNumber(bytes);
    if (place === undefined) return value;
    const where = place === '' ? 'in the body' : `at "${place}"`;
    throw refuseBody(
      `The number ${where} can't be kept exactly: it has too many digits or is out of range.`,
      place || 'body',
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonSliceError) throw malformed(bytes, refuseBody);
    throw error;
  }
}

/** Checks what must hold before the text is parsed. */
export function checkText(bytes: Buffer, refuseBody: RefuseBody): void {
  if (!isUtf8(bytes)) throw refuseBody('The body is not UTF-8.', 'body');
  try {
    if (nestingDepth(bytes) <= deepest) return;
  } catch {
    throw malformed(bytes, refuseBody);
  }
  throw refuseBody(`The body nests deeper than ${deepest}.`, 'body');
}

/** The refusal of a text that is no JSON, with the first place that is wrong. */
export function malformed(bytes: Buffer, refuseBody: RefuseBody): RequestRefusal {
  const { what, line, column } = findSyntaxError(bytes.toString(), inEnglish);
  return refuseBody(`The body is not valid JSON: ${what} at line ${line}, column ${column}.`, 'body');
}

/** Removes the byte order mark that some clients send. */
export function withoutMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

/**
 * The bytes of a body.
 * @throws RequestRefusal 413, or ClientGone
 */
export async function readBytes(request: Request, mostBytes = 4 * megabyte): Promise<Buffer> {
  const { body } = request;
  if (body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  while (bytes <= mostDrained) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new ClientGone('The connection was closed while the body was read', { cause: error });
    });
    if (done) break;
    bytes += value.byteLength;
    if (bytes <= mostBytes) chunks.push(value);
  }
  if (bytes <= mostBytes) return Buffer.concat(chunks);
  // The stream is not cancelled, which would close the connection before the response is read.
  const message = `The body has more than ${mostBytes / megabyte} MB.`;
  throw refuse('body-size', message, 'body', bytes > mostDrained ? { Connection: 'close' } : {});
}
