import { Emitter } from '../../base/event.ts';

/** What a caller does wrong, or leaves to chance, although its call was answered. */
export interface NewFinding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** `advice`: no document demands it. */
  readonly evidence: 'documented' | 'observed' | 'advice';
}

export interface Finding extends NewFinding {
  /** Who called, as in the list of calls. */
  readonly caller: string;
  /** Number of times. */
  readonly count: number;
  /** The request-ids of the latest calls, oldest first, at most 100. */
  readonly calls: readonly string[];
}

/** The findings, joined by rule, message and caller, in the order of their first occurrence. */
export class Findings {
  readonly #found = new Map<string, Finding>();
  readonly #changed = new Emitter<Finding | undefined>();

  /** A finding was added or counted; undefined: all were cleared. */
  readonly onDidChange = this.#changed.event;

  add(finding: NewFinding, caller: string, requestId: string): void {
    const { rule, severity, message, evidence } = finding;
    const key = JSON.stringify([rule, message, caller]);
    const { count = 0, calls = [] } = this.#found.get(key) ?? {};
    const kept = calls.at(-1) === requestId ? calls : [...calls, requestId].slice(-keep);
    const found = { rule, severity, message, evidence, caller, count: count + 1, calls: kept };
    this.#found.set(key, found);
    this.#changed.fire(found);
  }

  list(): readonly Finding[] {
    return [...this.#found.values()];
  }

  clear(): void {
    this.#found.clear();
    this.#changed.fire(undefined);
  }
}

const keep = 100;
