/** A call to the API as listed by `GET /_sandbox/calls`, without bodies and tokens. */
export interface Call {
  method: string;
  /** Path with query, as received. */
  path: string;
  /** null while the call runs and if the connection was closed. */
  status: number | null;
  /** Milliseconds; null while the call runs. */
  duration: number | null;
  clientRequestId: string | null;
  requestId: string;
  /** Both ids again under the names of their headers, so that they can be searched for. */
  'client-request-id': string | null;
  'request-id': string;
  /** `admin`, `user <e-mail>`, `app`, `no-mfa`, `no-role`, `anonymous` or `unknown token`. */
  who: string;
}

/** The latest calls, oldest first. */
export class CallLog {
  #calls: Call[] = [];

  begin(call: Omit<Call, 'status' | 'duration' | 'client-request-id' | 'request-id'>): (status: number | null) => void {
    const startedAt = performance.now();
    const entry: Call = {
      ...call,
      'client-request-id': call.clientRequestId,
      'request-id': call.requestId,
      status: null,
      duration: null,
    };
    this.#calls.push(entry);
    // Removed in blocks, since shifting a long array for each call is slow.
    if (this.#calls.length > 2 * keep) this.#calls = this.#calls.slice(-keep);
    return (status) => {
      entry.status = status;
      entry.duration = Math.round((performance.now() - startedAt) * 100) / 100;
    };
  }

  list(): readonly Call[] {
    return this.#calls;
  }

  clear(): void {
    this.#calls = [];
  }
}

const keep = 10_000;
