import { TransportError, type Policy } from '../transport.ts';

/**
 * Ends an exchange after `ms` at the latest, whatever is going on inside: a slow answer, a body that trickles, waits
 * between repeats.
 */
export function deadline(name: string, ms: number): Policy {
  return {
    name,
    async send(request, next) {
      const over = new AbortController();
      const timer = setTimeout(() => over.abort(new TransportError({ kind: 'timeout', afterMs: ms })), ms);
      try {
        return await next({ ...request, signal: AbortSignal.any([request.signal, over.signal]) });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
