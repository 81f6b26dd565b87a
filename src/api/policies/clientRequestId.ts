import { randomUUID } from 'node:crypto';
import type { Policy } from '../transport.ts';

/** A fresh `client-request-id` for each exchange, repeats too: support traces calls by it (reference §2). */
export const clientRequestId: Policy = {
  name: 'client-request-id',
  send: (request, next) => next({ ...request, headers: { ...request.headers, 'client-request-id': randomUUID() } }),
};
