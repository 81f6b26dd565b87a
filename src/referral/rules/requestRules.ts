import type { Rule } from './rule.ts';

/** Rules about a request as a whole: address, token, headers, size. */
export const requestRules = {
  'known-address': {
    sentence: 'Referrals are at /v1.0/engagements/referrals, and one referral at its id below.',
    source: 'REST 2019, Endpoints',
    evidence: 'documented',
    status: 404,
  },
  'known-referral': {
    sentence: 'The id must be one of a referral that the caller may see.',
    source: 'REST 2019, Errors',
    evidence: 'documented',
    status: 404,
  },
  'known-method': {
    sentence: 'The list takes GET and POST, a referral GET, PATCH and PUT.',
    source: 'REST 2019, Endpoints',
    evidence: 'documented',
    status: 405,
  },
  'valid-token': {
    sentence: 'A request carries a valid bearer token.',
    source: 'REST 2019, Authentication',
    evidence: 'documented',
    status: 401,
  },
  'user-token': {
    sentence: 'The token belongs to a user; an app-only token is refused.',
    source: 'third party, Authentication',
    evidence: 'observed',
    status: 400,
  },
  'multi-factor-token': {
    sentence: 'The user of the token signed in with multi-factor authentication.',
    source: 'sibling API, Authentication',
    evidence: 'guess',
    status: 401,
  },
  'caller-role': {
    sentence: 'The user of the token has a role for referrals.',
    source: 'REST 2019, Authentication',
    evidence: 'documented',
    status: 403,
  },
  'json-media-type': {
    sentence: 'A body is sent with Content-Type: application/json, a JSON Patch too, and without Content-Encoding.',
    source: 'REST 2020, Headers',
    evidence: 'documented',
    status: 415,
  },
  'json-accepted': {
    sentence: 'Accept allows application/json.',
    source: 'REST 2019, Errors',
    evidence: 'documented',
    status: 406,
  },
  'json-body': {
    sentence: 'A body is JSON in UTF-8 with numbers that can be kept exactly.',
    source: 'REST 2019, Errors',
    evidence: 'documented',
    status: 400,
  },
  'body-size': {
    sentence: 'A body has at most 4 MB.',
    source: 'guess',
    evidence: 'guess',
    status: 413,
  },
  'latest-etag': {
    sentence: 'If-Match has the eTag of the stored referral, alone or in a list, or is *.',
    source: 'REST 2019, Formats',
    evidence: 'documented',
    status: 412,
  },
  'put-needs-etag': {
    sentence: 'PUT requires If-Match.',
    source: 'REST 2019, Replacing',
    evidence: 'documented',
    status: 400,
  },
} as const satisfies Record<string, Rule>;
