import type { Fault } from './faults.ts';

/** A predefined group of faults: those to post to `/_sandbox/faults`, in order. */
export interface FaultPreset {
  /** Stable, for settings and scripts. */
  readonly id: string;
  /** Label in lists. */
  readonly label: string;
  /** Effect on the next matching call. */
  readonly detail: string;
  readonly faults: readonly Fault[];
}

const claims =
  'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19"';

/** The failures of the API that a client should survive (docs/api.md, Errors). */
export const faultPresets: readonly FaultPreset[] = [
  {
    id: 'throttled',
    label: 'Throttled twice',
    detail: "429 with Retry-After: 2 and the gateway's body, twice",
    faults: [{ status: 429, retryAfter: 2, times: 2 }],
  },
  {
    id: 'throttledLong',
    label: 'Throttled for long',
    detail: '429 with Retry-After: 120, once',
    faults: [{ status: 429, retryAfter: 120 }],
  },
  {
    id: 'tokenExpired',
    label: 'Expired token',
    detail: '401 unauthenticated with WWW-Authenticate, once: a client renews its token and goes on',
    faults: [{ status: 401 }],
  },
  {
    id: 'tokenRefused',
    label: 'Token refused',
    detail: '401 unauthenticated, five times: renewing does not help',
    faults: [{ status: 401, times: 5 }],
  },
  {
    id: 'mfaRequired',
    label: 'Multifactor authentication missing',
    detail: "401 with code 900421 in the sibling API's body, twice",
    faults: [
      {
        status: 401,
        times: 2,
        headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
        body: { code: 900421, description: 'MFA required for the request.', data: [], source: 'PartnerApi' },
      },
    ],
  },
  {
    id: 'roleMissing',
    label: 'Role missing',
    detail: '403 accessDenied, once',
    faults: [{ status: 403 }],
  },
  {
    id: 'claimsChallenge',
    label: 'Conditional Access asks for more',
    detail: '403 with a claims challenge in WWW-Authenticate, once',
    faults: [{ status: 403, headers: { 'WWW-Authenticate': claims } }],
  },
  {
    id: 'appOnly',
    label: 'App-only token',
    detail: '400 "token missing user information", once',
    faults: [
      {
        status: 400,
        body: { error: { code: 'invalidRequest', message: 'Authorization header token missing user information.' } },
      },
    ],
  },
  {
    id: 'emptyError',
    label: 'Server error without a body',
    detail: '500 with nothing in it, once',
    faults: [{ status: 500, body: '' }],
  },
  {
    id: 'down',
    label: 'Service down',
    detail: '503 with a page of HTML, three times',
    faults: [{ status: 503, times: 3, body: '<!doctype html><html><body><h1>Service Unavailable</h1></body></html>' }],
  },
  {
    id: 'slow',
    label: 'Slow answer',
    detail: 'The next answer comes after 8 seconds',
    faults: [{ delayMs: 8_000 }],
  },
  {
    id: 'hanging',
    label: 'No answer',
    detail: 'The next call gets no answer for 90 seconds',
    faults: [{ delayMs: 90_000 }],
  },
  {
    id: 'disconnect',
    label: 'Dropped connection',
    detail: 'The next call loses its connection',
    faults: [{ disconnect: true }],
  },
  {
    id: 'malformed',
    label: 'Malformed answer',
    detail: '200 whose JSON lacks a comma, as in the official samples, once',
    faults: [{ malformed: true }],
  },
  {
    id: 'secondPageFails',
    label: 'Second page fails',
    detail: '503 for the next page after the first, three times',
    faults: [{ method: 'GET', path: '$skiptoken', status: 503, times: 3 }],
  },
  {
    id: 'redirected',
    label: 'Redirected elsewhere',
    detail: '302 to another host, once: a client must not carry its token there',
    faults: [{ status: 302, headers: { Location: 'https://elsewhere.example/' } }],
  },
  {
    id: 'changedMeanwhile',
    label: 'Stale eTag',
    detail: '412 with nested inner errors for the next PATCH',
    faults: [{ method: 'PATCH', status: 412 }],
  },
  {
    id: 'locked',
    label: 'Locked',
    detail: '423 for the next PATCH',
    faults: [{ method: 'PATCH', status: 423 }],
  },
];
