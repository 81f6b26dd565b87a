import { Emitter } from '../../base/event.ts';

/** A rule whose breach is a finding. */
export interface FindingRule {
  readonly id: string;
  /** `error` and `warning`: data is lost, doubled or refused. */
  readonly severity: 'error' | 'warning' | 'info';
  /** `advice`: no document demands it. */
  readonly evidence: 'documented' | 'observed' | 'advice';
}

/** What a caller does wrong, or leaves to chance. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: FindingRule['severity'];
  readonly message: string;
  readonly evidence: FindingRule['evidence'];
  /** Who called, as in the list of calls; `receiver <url>` for a receiver of webhooks. */
  readonly caller: string;
  /** Number of times. */
  readonly count: number;
  /** The request-ids of the latest calls, oldest first, at most 100. For a receiver the ids of events. */
  readonly calls: readonly string[];
}

type Kept = { -readonly [K in keyof Finding]: Finding[K] } & { calls: string[] };

const mostCalls = 100;
/** Messages may have names that clients make up. */
const mostFindings = 1000;
const mostCharacters = 1000;

/** The findings, joined by rule, message and caller, in the order of their first occurrence. */
export class Findings {
  readonly #found = new Map<string, Kept>();
  readonly #changed = new Emitter<Finding | undefined>();

  /** A finding was added or counted; undefined: all were cleared. */
  readonly onDidChange = this.#changed.event;

  /** @param times how many calls it stands for of which only the last is known */
  add({ id, severity, evidence }: FindingRule, text: string, caller: string, requestId: string, times = 1): void {
    const message = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
    // Neither an id nor a caller has a line break.
    const key = `${id}\n${caller}\n${message}`;
    let found = this.#found.get(key);
    if (!found) {
      if (this.#found.size >= mostFindings) return;
      found = { rule: id, severity, message, evidence, caller, count: 0, calls: [] };
      this.#found.set(key, found);
    }
    found.count += times;
    const { calls } = found;
    if (calls.at(-1) !== requestId) calls.push(requestId);
    // Removed in blocks, since shifting a long array for each call is slow.
    if (calls.length > 2 * mostCalls) found.calls = calls.slice(-mostCalls);
    this.#changed.fire(found);
  }

  list(): readonly Finding[] {
    return [...this.#found.values()].map((found) => ({ ...found, calls: found.calls.slice(-mostCalls) }));
  }

  copy(): Findings {
    const copy = new Findings();
    for (const [key, found] of this.#found) copy.#found.set(key, { ...found, calls: [...found.calls] });
    return copy;
  }

  clear(): void {
    this.#found.clear();
    this.#changed.fire(undefined);
  }
}
