import type { Finding } from '../../../../src/sandbox/coach/findings.ts';
import type { Call } from '../../../../src/sandbox/http/callLog.ts';

export const collection = '/v1.0/engagements/referrals';
export const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

let calls = 0;

/** A call as the sandbox lists it. */
export function aCall(given: Partial<Call> = {}): Call {
  const { requestId = `request-${++calls}`, clientRequestId = null, caller = 'admin' } = given;
  return {
    method: 'GET',
    path: collection,
    status: 200,
    duration: 12.4,
    time: '2026-11-29T10:42:03.250Z',
    userAgent: 'crm-sync/2.1 (linux)',
    ...given,
    requestId,
    'request-id': requestId,
    clientRequestId,
    'client-request-id': clientRequestId,
    caller,
    who: caller,
  };
}

export function aFinding(given: Partial<Finding> = {}): Finding {
  return {
    rule: 'if-match-missing',
    severity: 'warning',
    message: 'A PATCH was sent without If-Match.',
    evidence: 'documented',
    caller: 'admin',
    count: 1,
    calls: [],
    ...given,
  };
}
