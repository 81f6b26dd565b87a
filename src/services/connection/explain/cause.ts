/** Why something was refused and what helps, in sentences of our own. */
export interface Cause {
  readonly why: () => string;
  readonly fix: () => string;
  /** The setup checklist tells how. */
  readonly setup?: true;
}
