import type { Json, JsonObject } from '../../base/json.ts';
import type { Fault } from '../faults/faults.ts';
import type { MicrosoftMove } from '../time/microsoftMove.ts';

/** A place in a file; line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The part of a scenario file that says something; `end` is behind its last character. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Which calls are meant; all of the given conditions hold. */
export interface CallPattern {
  readonly method?: string;
  /** Any part of the path or query, with `*` and a `$` at the end as in faults. */
  readonly path?: string;
  /** null: calls without a response. */
  readonly status?: number | null;
}

/** The referral that the command's first PATCH or PUT writes. */
export const written = '$written';

/** Values that a referral has; names that begin with `/` are JSON pointers. */
export interface StatePattern {
  /** Id, or `$written`. */
  readonly referral: string;
  readonly values: JsonObject;
}

/** A registration as `POST /_sandbox/webhooks` takes it; the address may be left out. */
export type Webhooks = JsonObject & { readonly url?: string };

export interface OtherWrite {
  /** The value of the header `Authorization` of who writes. */
  readonly as: string;
  /** Id, or `$written`. */
  readonly referral: string;
  /** JSON Patch. */
  readonly patch: Json;
}

export type Step =
  | { readonly kind: 'run'; readonly how: 'start' | 'toEnd' | 'stop' }
  | { readonly kind: 'advanceDays'; readonly days: number }
  | { readonly kind: 'arrive'; readonly members: JsonObject }
  | { readonly kind: 'microsoft'; readonly referral: string; readonly does: MicrosoftMove }
  | { readonly kind: 'write'; readonly write: OtherWrite }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'webhooks'; readonly webhooks: Webhooks }
  | { readonly kind: 'waitForCall'; readonly call: CallPattern; readonly atLeast: number; readonly seconds: number }
  | { readonly kind: 'waitForState'; readonly state: StatePattern; readonly seconds: number };

/** The name of a step in the file. */
export function nameOfStep({ kind }: Step): string {
  return kind === 'waitForCall' || kind === 'waitForState' ? 'waitFor' : kind;
}

export type Expectation =
  | { readonly kind: 'state'; readonly state: StatePattern }
  /** `referral`: id, or `$written`. `ifKnown`: holds also for a command that was never given that referral. */
  | { readonly kind: 'received'; readonly referral: string; readonly ifKnown?: boolean }
  | { readonly kind: 'calls'; readonly call: CallPattern; readonly atLeast?: number; readonly atMost?: number }
  | { readonly kind: 'noFindings'; readonly severity: 'error' | 'warning' }
  | { readonly kind: 'finding'; readonly rule: string }
  | { readonly kind: 'exitCode'; readonly code: number };

/** What the command must do for a scenario to make sense; else it is skipped. */
export type Need = { readonly kind: 'call'; readonly call: CallPattern } | { readonly kind: 'receiver' };

/** With the place where the file says it. */
export type Placed<T> = T & { readonly range: Range };

/** A scenario file as it was read. */
export interface Scenario {
  /** The file's name without `.scenario.json`. */
  readonly name: string;
  readonly title: string;
  /** Path. */
  readonly file: string;
  /** It comes with the sandbox: its path tells where that is installed. */
  readonly isShipped?: true;
  /** JSON of the referrals at the beginning, as in the file. Undefined if there is a count. */
  readonly seed?: string;
  readonly count?: number;
  readonly token: string;
  readonly needs?: Need;
  readonly steps: readonly Placed<Step>[];
  readonly expect: readonly Placed<Expectation>[];
}
