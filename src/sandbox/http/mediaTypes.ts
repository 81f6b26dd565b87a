import { refuse } from './requestRefusal.ts';

/** @throws RequestRefusal 415 unless the body is sent as JSON in UTF-8 without an encoding (docs/api.md, Headers) */
export function checkBodyType(headers: Headers): void {
  const encoding = headers.get('content-encoding') ?? '';
  if (!/^\s*(identity)?\s*$/i.test(encoding)) {
    const message = `Bodies with Content-Encoding: ${encoding} are not taken. Send the body as it is.`;
    throw refuse('json-media-type', message, 'Content-Encoding');
  }
  const contentType = headers.get('content-type');
  if (contentType === null || contentType.trim() === '') {
    const message = 'The request has no Content-Type. Send Content-Type: application/json.';
    throw refuse('json-media-type', message, 'Content-Type');
  }
  const { type, parameters } = readMediaType(contentType);
  if (type !== 'application/json') {
    const message = `The content type must be application/json, also for a JSON Patch, not ${type}.`;
    throw refuse('json-media-type', message, 'Content-Type');
  }
  const charset = parameters.get('charset') ?? 'utf-8';
  if (charset.toLowerCase() !== 'utf-8') {
    throw refuse('json-media-type', `The charset of the body must be utf-8, not ${charset}.`, 'Content-Type');
  }
}

/** @throws RequestRefusal 406 if Accept excludes JSON (RFC 9110, 12.5.1) */
export function checkAccept(headers: Headers): void {
  const accept = headers.get('accept');
  if (accept === null || accept.trim() === '' || acceptsJson(accept)) return;
  throw refuse('json-accepted', `Responses are application/json, which "${accept}" does not accept.`, 'Accept');
}

/** The most specific range that includes JSON decides; a weight of 0 excludes it. */
function acceptsJson(accept: string): boolean {
  const ranges = splitOutsideQuotes(accept, ',').map(readMediaType);
  for (const name of ['application/json', 'application/*', '*/*']) {
    const weights = ranges.filter(({ type }) => type === name).map(({ parameters }) => parameters.get('q') ?? '1');
    if (weights.length > 0) return weights.some((weight) => Number(weight) !== 0);
  }
  return false;
}

interface MediaType {
  /** In lower case. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function readMediaType(text: string): MediaType {
  const [type = '', ...parameters] = splitOutsideQuotes(text, ';').map((part) => part.trim());
  return {
    type: type.toLowerCase(),
    parameters: new Map(
      parameters.map((parameter) => {
        const [name = '', value = ''] = parameter.split(/\s*=\s*(.*)/s);
        return [name.toLowerCase(), value.replace(/^"(.*)"$/s, '$1')];
      }),
    ),
  };
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const part = separator === ',' ? /(?:"(?:[^"\\]|\\.)*"?|[^",])+/gs : /(?:"(?:[^"\\]|\\.)*"?|[^";])+/gs;
  return text.match(part) ?? [];
}
