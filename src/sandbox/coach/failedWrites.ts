import { BoundedMap } from '../../base/boundedMap.ts';
import { dealKeyOf } from './dealKey.ts';
import { isFailure } from './failures.ts';
import { readShape } from './listShape.ts';
import { queryOf, succeeded, type ObservedCall } from './observedCall.ts';

/** A write that failed for the moment. */
export interface FailedWrite {
  readonly method: string;
  readonly status: number | null;
  readonly requestId: string;
  /**
   * What begins later may be about the failure. A write without an answer may have been ended by the client itself, which
   * the sandbox sees a little later.
   */
  readonly failedAt: number;
  /** Id of the referral that it is about; undefined for a POST that created none. */
  readonly id: string | undefined;
  readonly ifMatch: string | null;
}

/** The writes that failed for the moment and that the client has not come back to. */
export class FailedWrites {
  /** By the referral's id, or what tells the deal that was to be created. */
  readonly #writes = new BoundedMap<string, FailedWrite>(500);
  /** When the client began to read or write a referral last, by the same, and to search for deals, by `anyDeal`. */
  readonly #cameAt = new BoundedMap<string, number>(500);

  /** Oldest first. */
  list(): readonly FailedWrite[] {
    return [...this.#writes.values()];
  }

  clear(): void {
    this.#writes.clear();
  }

  add(call: ObservedCall): void {
    if (this.#writes.size > 0) this.#comeBack(call);
    const { kind, method, status, requestId, startedAt, endedAt, ifMatch, facts } = call;
    const subject = isSearch(call) ? anyDeal : subjectOf(call);
    const cameAt = this.#cameAt.get(subject) ?? 0;
    if (kind !== 'read' || !isFailure(call)) this.#cameAt.set(subject, Math.max(cameAt, startedAt));
    if ((kind !== 'create' && kind !== 'change') || !mayPass(status)) return;
    // A body that did not come whole can't be told from others when it comes again.
    if (kind === 'create' && facts.body === undefined) return;
    const failedAt = status === null ? startedAt : endedAt;
    const searchedAt = kind === 'create' ? (this.#cameAt.get(anyDeal) ?? 0) : 0;
    if (Math.max(cameAt, searchedAt) > failedAt) return;
    const id = kind === 'create' ? facts.created?.id : call.id;
    this.#writes.set(subject, { method, status, requestId, failedAt, id, ifMatch });
  }

  /** What the client does tells that it has not forgotten a write, unless it began before that one failed. */
  #comeBack(call: ObservedCall): void {
    const isBackAt = judgeReturn(call);
    if (!isBackAt) return;
    for (const [subject, write] of [...this.#writes.entries()]) {
      if (call.startedAt > write.failedAt && isBackAt(write, subject)) this.#writes.delete(subject);
    }
  }
}

const anyDeal = 'any deal';

type IsBackAt = (write: FailedWrite, subject: string) => boolean;

/** How a call tells which writes it comes back to; undefined if to none. */
function judgeReturn(call: ObservedCall): IsBackAt | undefined {
  switch (call.kind) {
    case 'create':
    case 'change': {
      const own = subjectOf(call);
      return ({ id }, subject) => subject === own || id === call.id;
    }
    case 'read':
      return isFailure(call) ? undefined : ({ id }) => id === call.id;
    case 'list':
      return succeeded(call) ? judgeList(call) : undefined;
    case 'other':
      return undefined;
  }
}

function judgeList(call: ObservedCall): IsBackAt {
  const isForDeals = isSearch(call);
  const listed = new Map(call.facts.page?.served);
  return ({ method, id, ifMatch }) => {
    const eTag = id === undefined ? undefined : listed.get(id);
    if (method === 'POST') return isForDeals || eTag !== undefined;
    // A client looks at what is new to it, if the list has more of it than its id.
    return eTag !== undefined && eTag !== ifMatch && !hasOnlyIds(call);
  };
}

/**
 * True for a list that shows whether a deal was created: with a question about some deals, of a time of creation, or with
 * the latest created ones first. One of what has changed is none, unless it asks for some: each sync reads that.
 */
function isSearch(call: ObservedCall): boolean {
  if (call.kind !== 'list' || !succeeded(call)) return false;
  const { isNewestFirst, isOfChanges, isSpecial, asksTime } = readShape(queryOf(call));
  return isSpecial || (!isOfChanges && (isNewestFirst || asksTime));
}

function hasOnlyIds(call: ObservedCall): boolean {
  const select = new URLSearchParams(queryOf(call)).get('$select');
  return select !== null && select.split(',').every((name) => name.trim() === 'id');
}

/** What a write is about: the referral, or the deal that is to be created. */
function subjectOf(call: ObservedCall): string {
  return call.kind === 'create' ? dealKeyOf(call) : call.id;
}

/** True if the client is expected to try again, or to look at what is there first. */
function mayPass(status: number | null): boolean {
  return status === null || status >= 500 || [408, 412, 423, 425, 429].includes(status);
}
