import { orAborted } from '../../base/async.ts';
import { TransportError, type Policy } from '../transport.ts';

/**
 * Ends an exchange after `ms` at the latest, or when it is cancelled, whatever is going on inside: a slow answer, a body
 * that trickles, waits between repeats, a sign-in provider that never says anything.
 */
export function deadline(name: string, ms: number): Policy {
  return {
    name,
    async send(request, next) {
      const over = new AbortController();
      const timer = setTimeout(() => over.abort(new TransportError({ kind: 'timeout', afterMs: ms })), ms);
      try {
        const signal = AbortSignal.any([request.signal, over.signal]);
        return await orAborted(next({ ...request, signal }), signal);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
