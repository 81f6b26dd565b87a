import { randomUUID } from 'node:crypto';
import type { Policy } from '../transport.ts';

/**
 * A new `client-request-id` for each call and retry; Microsoft support uses it to trace calls (docs/api.md, Headers).
 */
export const clientRequestId: Policy = {
  name: 'client-request-id',
  send: (request, next) => next({ ...request, headers: { ...request.headers, 'client-request-id': randomUUID() } }),
};
