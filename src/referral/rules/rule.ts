import type { Translate } from '../../base/l10n.ts';

/** A rule of the API. The sandbox enforces it, and the editor checks it while the user types. */
export interface Rule {
  /** What the rule requires, as one sentence. */
  readonly sentence: string;
  /** The abbreviation of the source (docs/api.md, Sources), and the section there about the rule. */
  readonly source: string;
  /**
   * `documented`: it is in Microsoft's documentation. `observed`: responses of the service or code of others show it.
   * `guess`: there is no source.
   */
  readonly evidence: 'documented' | 'observed' | 'guess';
  /** HTTP status of the error response. The status of a documented rule may be undocumented. */
  readonly status: number;
  /** Only checked with `--strict`. */
  readonly strict?: true;
}

/** A value that violates a rule. */
export interface Violation<Id extends string = string> {
  readonly rule: Id;
  /** JSON pointer of the value, or the name of a query option or header. Empty for the whole referral. */
  readonly place: string;
  /** What is wrong with it, as a sentence: in English for programs, as the API's errors, translated for people. */
  readonly message: Message;
}

export type Message = (t: Translate) => string;

/** Called for each violation that a check finds. May throw to stop at the first one. */
export type Report<Id extends string = string> = (violation: Violation<Id>) => void;
