/** Why a request was refused and how to fix it. The texts contain no server text. */
export interface Cause {
  readonly why: () => string;
  readonly fix: () => string;
  /** The setup checklist explains the fix. */
  readonly setup?: true;
}
