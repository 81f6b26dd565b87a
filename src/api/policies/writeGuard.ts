import { ApiError } from '../failure.ts';
import type { Policy } from '../transport.ts';

/**
 * Blocks requests other than GET until the user has allowed writing. It comes before the time limits, since a prompt
 * may take any time. If the user refuses, the request is cancelled and nothing is sent.
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
