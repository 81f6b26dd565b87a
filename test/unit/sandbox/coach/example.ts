import type { SandboxOptions } from '../../../../src/sandbox/http/createSandbox.ts';
import type { Traffic } from './traffic.ts';

/** What a client does, in a sentence's part, and how. */
export interface Behaviour {
  readonly when: string;
  readonly options?: SandboxOptions;
  readonly does: (traffic: Traffic) => Promise<unknown>;
}

export interface WrongBehaviour extends Behaviour {
  /** What the message says, besides what is wrong: a name, a value, the right way. */
  readonly says: RegExp;
  /** Other rules that it breaks, too. */
  readonly also?: readonly string[];
}

/** What breaks a rule, and what is close to it and right. */
export interface CoachExample {
  readonly wrong: readonly WrongBehaviour[];
  readonly right: readonly Behaviour[];
}
