import { Emitter, type Event } from '../../base/event.ts';
import { containing } from '../faults/callPattern.ts';

/** A call to the API as listed by `GET /_sandbox/calls`, without tokens. */
export interface Call {
  method: string;
  /** Path with query, as received. */
  path: string;
  /** null while the call runs and if the connection was closed. */
  status: number | null;
  /** Milliseconds; null while the call runs. */
  duration: number | null;
  /** When the call came, by the sandbox's clock. */
  time: string;
  clientRequestId: string | null;
  requestId: string;
  /** Both ids again under the names of their headers, so that they can be searched for. */
  'client-request-id': string | null;
  'request-id': string;
  /** `admin`, `user <e-mail>`, `app`, `no-mfa`, `no-role`, `anonymous` or `unknown token`. */
  who: string;
  /** The same as `who`, under the name by which calls are filtered and findings are joined. */
  caller: string;
  /** The header `User-Agent`, which tells programs apart that share a token. */
  userAgent: string | null;
  /** The client closed the connection before it had the response. */
  aborted?: true;
  /** Only with `--record-bodies`; null for calls whose bodies were dropped to save memory. */
  requestHeaders?: Readonly<Record<string, string>>;
  requestBody?: string | null;
  responseHeaders?: Readonly<Record<string, string>>;
  responseBody?: string | null;
}

/** Which calls to list; all of the given conditions hold. */
export interface CallFilter {
  readonly method?: string;
  /** Any part of the path or query, ignoring case, percent-encoded or not. */
  readonly path?: string;
  readonly status?: number | null;
  readonly caller?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** False leaves out headers and bodies, which can be many megabytes. */
  readonly bodies?: boolean;
}

/** A call came, of which nothing has been carried out; or it was answered or lost, and its response has not been sent. */
export interface CallChange {
  readonly kind: 'began' | 'ended';
  readonly call: Call;
}

/** A call that runs. */
export class RunningCall {
  readonly call: Call;
  readonly #startedAt = performance.now();
  readonly #onRecord: (call: Call) => void;
  readonly #onEnd: (call: Call) => void;

  constructor(call: Call, onRecord: (call: Call) => void, onEnd: (call: Call) => void) {
    this.call = call;
    this.#onRecord = onRecord;
    this.#onEnd = onEnd;
  }

  recordRequest(headers: Headers, body: string): void {
    this.call.requestHeaders = withoutAuthorization(headers);
    this.call.requestBody = body;
    this.#onRecord(this.call);
  }

  recordResponse(headers: Headers, body: string): void {
    this.call.responseHeaders = withoutAuthorization(headers);
    this.call.responseBody = body;
    this.#onRecord(this.call);
  }

  end(status: number | null, aborted = false): void {
    this.call.status = status;
    this.call.duration = Math.round((performance.now() - this.#startedAt) * 100) / 100;
    if (aborted) this.call.aborted = true;
    this.#onEnd(this.call);
  }
}

/** The latest calls, oldest first. */
export class CallLog {
  #calls: Call[] = [];
  #dropped = 0;
  /** Calls with bodies, oldest first, and how long these were when they were recorded last. */
  readonly #recorded = new Map<Call, number>();
  #recordedLength = 0;
  readonly #keepCharacters: number;
  readonly #changed = new Emitter<CallChange | undefined>();

  /** A call began or ended; undefined: the list was cleared. */
  readonly onDidChange: Event<CallChange | undefined> = this.#changed.event;

  /** @param keepCharacters the length of all recorded bodies together */
  constructor(keepCharacters = 32 * 1024 * 1024) {
    this.#keepCharacters = keepCharacters;
  }

  begin(
    call: Pick<Call, 'method' | 'path' | 'time' | 'clientRequestId' | 'requestId' | 'caller' | 'userAgent'>,
  ): RunningCall {
    const entry: Call = {
      ...call,
      'client-request-id': call.clientRequestId,
      'request-id': call.requestId,
      who: call.caller,
      status: null,
      duration: null,
    };
    this.#calls.push(entry);
    // Removed in blocks, since shifting a long array for each call is slow.
    if (this.#calls.length > 2 * keep) this.#dropOldest();
    this.#changed.fire({ kind: 'began', call: entry });
    return new RunningCall(
      entry,
      (recorded) => this.#limitBodies(recorded),
      (ended) => this.#changed.fire({ kind: 'ended', call: ended }),
    );
  }

  /** Number of calls that are no longer listed, since there are too many. */
  get dropped(): number {
    return this.#dropped;
  }

  list({ method, path, status, caller, since, bodies }: CallFilter = {}): readonly Call[] {
    const hasPath = path === undefined ? undefined : containing(path);
    const found = this.#calls.filter(
      (call) =>
        (method === undefined || call.method === method.toUpperCase()) &&
        (hasPath === undefined || hasPath(call.path)) &&
        (status === undefined || call.status === status) &&
        (caller === undefined || call.caller.toLowerCase() === caller.toLowerCase()) &&
        (since === undefined || Date.parse(call.time) >= since),
    );
    return bodies === false ? found.map(withoutBodies) : found;
  }

  clear(): void {
    this.#calls = [];
    this.#dropped = 0;
    this.#recorded.clear();
    this.#recordedLength = 0;
    this.#changed.fire(undefined);
  }

  #dropOldest(): void {
    const dropped = this.#calls.slice(0, -keep);
    this.#calls = this.#calls.slice(-keep);
    this.#dropped += dropped.length;
    for (const call of dropped) {
      this.#recordedLength -= this.#recorded.get(call) ?? 0;
      this.#recorded.delete(call);
    }
  }

  /** Number of calls whose bodies are kept. */
  get recorded(): number {
    return this.#recorded.size;
  }

  /** Drops the bodies of the oldest calls when all together become too long. */
  #limitBodies(call: Call): void {
    const length = bodyLength(call);
    this.#recordedLength += length - (this.#recorded.get(call) ?? 0);
    this.#recorded.set(call, length);
    for (const [oldest, oldestLength] of this.#recorded) {
      if (this.#recordedLength <= this.#keepCharacters || this.#recorded.size === 1) break;
      this.#recorded.delete(oldest);
      this.#recordedLength -= oldestLength;
      oldest.requestBody = null;
      // One that runs still has none.
      if (oldest.responseBody !== undefined) oldest.responseBody = null;
    }
  }
}

const keep = 10_000;

function withoutBodies({ requestHeaders, requestBody, responseHeaders, responseBody, ...call }: Call): Call {
  return call;
}

function bodyLength({ requestBody, responseBody }: Call): number {
  return (requestBody?.length ?? 0) + (responseBody?.length ?? 0);
}

function withoutAuthorization(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name !== 'authorization'));
}
