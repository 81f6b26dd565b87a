/**
 * A write that follows an event about the client's own last write may be a reaction to it, as in an echo, or one of a
 * client that edits at a pace of its own while some receiver gets the events. Values don't tell which: an echo that
 * stamps a time or counts writes new ones. Nor does time alone: a script may edit without a pause. But a row of writes
 * tells it if its events were not equally late. If each write comes within `reactionMs` after its event, a constant pace
 * allows events of which the latest is at most `reactionMs` later than the most prompt; if it is `leastSpread` later, the
 * client has waited for it. So that this happens in an echo, an event is held back once a row looks like one.
 */
export interface EchoChain {
  /** Number of writes in a row that each followed promptly the event about the one before. */
  readonly links: number;
  /** How long after the end of a write its event was sent, in milliseconds: the least and the most. */
  readonly soonest: number;
  readonly latest: number;
}

/** An event about a write, when it was sent first. */
export interface SentEvent {
  readonly eTag: string;
  readonly sentAt: number;
}

/** A read and a write that follow an event. */
export interface Reaction {
  /** When the client began to read what it writes, or to write if it doesn't read. */
  readonly reactedAt: number;
  readonly writtenAt: number;
}

/**
 * The slowest reaction of which the coach is sure. One that takes longer is not found, which is better than the other
 * way round.
 */
const reactionMs = 1000;
/** More than `reactionMs`, since no pace is quite constant. */
const leastSpread = 1500;
/** More than `leastSpread`, since events are not equally prompt. */
const holdMs = 2000;
/** The length of a row that is put to the test. */
const suspicious = 7;
/** Number of writes in a row that are no echo yet: a person may change a value a few times. */
const mostLinks = 10;

export const noChain: EchoChain = { links: 0, soonest: Infinity, latest: -Infinity };

/** @param writeEnded when the write ended that the event is about */
export function extendChain(
  chain: EchoChain,
  writeEnded: number,
  { sentAt }: SentEvent,
  { reactedAt, writtenAt }: Reaction,
): EchoChain {
  if (reactedAt < sentAt || writtenAt > sentAt + reactionMs) return noChain;
  const late = sentAt - writeEnded;
  return {
    links: chain.links + 1,
    soonest: Math.min(chain.soonest, late),
    latest: Math.max(chain.latest, late),
  };
}

export function isEchoLoop(chain: EchoChain): boolean {
  return chain.links >= mostLinks && hasWaited(chain);
}

/** For how many milliseconds the next event should be held back to learn whether the client waits for it. */
export function holdFor(chain: EchoChain): number {
  return chain.links >= suspicious && !hasWaited(chain) ? holdMs : 0;
}

function hasWaited({ soonest, latest }: EchoChain): boolean {
  return latest - soonest > leastSpread;
}
