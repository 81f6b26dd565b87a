import type { SandboxOptions } from '../../../../src/sandbox/http/createSandbox.ts';
import type { Answer, Client } from '../client.ts';

/** A request that breaks a rule, beside one that is as close to it as possible and doesn't. */
export interface RuleExample {
  /** The sandbox of both requests. `strict` is set for rules that hold only there. */
  readonly options?: SandboxOptions;
  /** Answered with 2xx. May send other requests before, for example to create a deal. */
  readonly taken: (client: Client) => Promise<Answer>;
  /** Answered with the rule's status and its id in `innerError.code`. */
  readonly refused: (client: Client) => Promise<Answer>;
}
