import { ApiError } from '../failure.ts';
import type { Policy } from '../transport.ts';

/**
 * Blocks requests other than GET until the user has allowed writing. This policy comes before the time limits, since
 * the user may answer the prompt at any time. If the user refuses, the request is cancelled and nothing is sent.
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
