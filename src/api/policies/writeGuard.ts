import { ApiError } from '../failure.ts';
import type { Policy } from '../transport.ts';

/**
 * Lets nothing but reading through until a person allowed writing. Stands before the time limits: a question waits for its
 * answer. A refusal counts as cancelled, and nothing was sent.
 */
export function writeGuard(mayWrite: () => Promise<boolean>): Policy {
  return {
    name: 'write guard',
    async send(request, next) {
      if (request.method !== 'GET' && !(await mayWrite())) throw new ApiError({ kind: 'cancelled' });
      return next(request);
    },
  };
}
