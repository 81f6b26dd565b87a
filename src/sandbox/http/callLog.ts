/** One call to the API as `GET /_sandbox/calls` tells it. No bodies, no tokens. */
export interface Call {
  method: string;
  /** Path with query, as it came. */
  path: string;
  /** null while the call runs, and for one that was cut off. */
  status: number | null;
  /** Milliseconds; null while the call runs. */
  duration: number | null;
  clientRequestId: string | null;
  requestId: string;
  /** Both ids once more by the names of their headers: whoever looks for a call has those at hand. */
  'client-request-id': string | null;
  'request-id': string;
  /** `admin`, `user <e-mail>`, `app`, `no-mfa`, `no-role`, `anonymous` or `unknown token`. */
  who: string;
}

/** The latest calls, oldest first. */
export class CallLog {
  private calls: Call[] = [];

  begin(call: Omit<Call, 'status' | 'duration' | 'client-request-id' | 'request-id'>): (status: number | null) => void {
    const startedAt = performance.now();
    const entry: Call = {
      ...call,
      'client-request-id': call.clientRequestId,
      'request-id': call.requestId,
      status: null,
      duration: null,
    };
    this.calls.push(entry);
    // Dropping in blocks keeps a busy sandbox from shifting a long array on every call.
    if (this.calls.length > 2 * keep) this.calls = this.calls.slice(-keep);
    return (status) => {
      entry.status = status;
      entry.duration = Math.round((performance.now() - startedAt) * 100) / 100;
    };
  }

  list(): readonly Call[] {
    return this.calls;
  }

  clear(): void {
    this.calls = [];
  }
}

const keep = 10_000;
