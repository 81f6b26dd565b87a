/** A rule of the API: what the sandbox enforces, and what the editor checks while typing. */
export interface Rule {
  /** What must hold, as one sentence for people. */
  readonly sentence: string;
  /** The document, by its mark there (docs/api.md, Sources), and the section there about it. */
  readonly source: string;
  /**
   * `documented`: Microsoft's documents say it. `observed`: responses of the service or code of others show it. `guess`:
   * nobody says it.
   */
  readonly evidence: 'documented' | 'observed' | 'guess';
  /** HTTP status of the refusal. That a rule is documented doesn't mean that its status is. */
  readonly status: number;
  /** Holds only with `--strict`. */
  readonly strict?: true;
}

/** A value that breaks a rule. */
export interface Violation<Id extends string = string> {
  readonly rule: Id;
  /** JSON pointer of the value, or the name of a query option or header. Empty for the whole referral. */
  readonly place: string;
  /** What is wrong with it, as a sentence. */
  readonly message: string;
}

/** Receives violations as a check finds them. May throw to end the check at the first one. */
export type Report<Id extends string = string> = (violation: Violation<Id>) => void;
