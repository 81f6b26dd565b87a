import type { CoachRule } from './coachRule.ts';
import { readShape } from './listShape.ts';
import { keyOf, queryOf, type ObservedCall } from './observedCall.ts';
import { refusedBy } from './refusedBy.ts';

const address = '/v1.0/engagements/referrals';

/** Rules about a call as a whole: address, method, token, ids for support. */
export const requestRules: readonly CoachRule[] = [
  {
    id: 'wrong-address',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Endpoints',
    title: 'Referrals are at https://api.partner.microsoft.com/v1.0/engagements/referrals.',
    meaning:
      'A call goes to a path of the sibling API, an older version or a misspelt one, for example to the ResourceUri of a webhook or a link of a response as it is, or to the host of the sibling API.',
    example: `const [id] = /[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}/i.exec(event.ResourceUri);
await get(\`/v1.0/engagements/referrals/\${id}\`);`,
    judge: judgeAddress,
  },
  {
    id: 'wrong-method',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Endpoints',
    title: 'The list takes GET and POST, a referral GET, PATCH and PUT.',
    meaning: 'A call is refused because of its method, for example DELETE: a referral is closed, never deleted.',
    example: `PATCH /v1.0/engagements/referrals/{id}

[
  { "op": "replace", "path": "/status", "value": "Closed" },
  { "op": "replace", "path": "/substatus", "value": "Lost" }
]`,
    judge: (call, history) =>
      call.method === 'HEAD' || call.method === 'OPTIONS' ? undefined : wrongMethod(call, history),
  },
  {
    id: 'undefined-sent',
    severity: 'error',
    evidence: 'observed',
    source: 'third party, Refusals and their causes',
    title: 'What was never received is not sent.',
    meaning:
      'The id in the address or If-Match is the word undefined or null, as when it is read from the empty body of a 204 or from an error.',
    example: `const response = await patch(id, operations, eTag); // 204: no body
const { eTag: next } = await get(id);`,
    judge: ({ id, ifMatch }) => {
      const isWord = (text: string | null): boolean =>
        text !== null && text.length < 20 && /^"?(undefined|null|nan|\[object object\])"?$/i.test(text);
      if (isWord(id))
        return `The id in the address is "${id}". Take it from a referral; a 204 has no body to read it from.`;
      if (!isWord(ifMatch)) return undefined;
      return `If-Match is ${ifMatch ?? ''}. Send the eTag of the referral; after a 204 read it with GET.`;
    },
  },
  {
    id: 'app-only-token',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Authentication',
    title: 'The token is of a user who signed in.',
    meaning: 'A call is refused because its token belongs to an app alone, as from the grant client_credentials.',
    example: 'scope=https://api.partner.microsoft.com/user_impersonation offline_access',
    judge: refusedBy(['user-token'], 'Sign a user in, by authorization code or device code.'),
  },
  {
    id: 'refused-token-repeated',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2019, Authentication',
    title: 'A token that was refused is not sent again and again.',
    meaning:
      'After a 401 or 403 at least five more calls come with the same token, and nothing is read. The token expired, its user left or lacks a role or multi-factor authentication.',
    example: `if (response.status === 401) token = await signInAgain(); // once, then stop and tell somebody`,
    judge: ({ status, startedAt }, { refusedTokens }) =>
      (status === 401 || status === 403) &&
      refusedTokens &&
      refusedTokens.times >= 4 &&
      startedAt >= refusedTokens.endedAt
        ? `Calls go on with a token that is refused with ${status}. Get another token once, then stop and report it.`
        : undefined,
  },
  {
    id: 'client-request-id-missing',
    severity: 'info',
    evidence: 'documented',
    source: 'REST 2019, Headers',
    title: 'Each call has a client-request-id of its own, a GUID.',
    meaning:
      'A call has none, one that is no GUID, or that of another call, as when it is set once for all calls. Support can not find the call in its logs, or finds many. Right, and no finding: the same call with the same id again.',
    example: `headers['client-request-id'] = crypto.randomUUID(); // for each call`,
    kinds: ['list', 'read', 'create', 'change'],
    judge: (call, { requestIds }) => {
      const { clientRequestId: own } = call;
      if (own === null || own === '') {
        return 'Calls have no client-request-id. Send a new GUID with each, and log it with the request-id of the response.';
      }
      if (!guid.test(own)) {
        return 'Calls have a client-request-id that is no GUID. Send a new GUID with each.';
      }
      const before = requestIds.get(own.toLowerCase());
      return before === undefined || before === keyOf(call)
        ? undefined
        : 'Different calls have the same client-request-id. Send a new GUID with each, not one that is set for all.';
    },
  },
];

/** In any form that libraries write. */
const guid = /^\{?[\da-f]{8}(-?)(?:[\da-f]{4}\1){3}[\da-f]{12}\}?$/i;

const wrongMethod = refusedBy(
  ['known-method'],
  'Nothing was done. A deal is changed and closed by PATCH, never deleted.',
);

function judgeAddress(call: ObservedCall): string | undefined {
  if (/(^|\.)partnercenter\.microsoft\.com$/.test(call.host)) {
    return `The host ${call.host} is another API. Referrals are at https://api.partner.microsoft.com${address}.`;
  }
  if (call.facts.refusal?.rule !== 'known-address' || readShape(queryOf(call)).token !== undefined) return undefined;
  const path = call.target.replace(/\?.*$/s, '');
  // Browsers ask for these on their own.
  if (/^\/(\.well-known|robots\.txt|apple-touch-icon|sitemap)/.test(path)) return undefined;
  const shown = path.replace(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi, '{id}');
  return `There is nothing at ${shown}. ${meantBy(path)}`;
}

function meantBy(path: string): string {
  if (/^\/engagements\/v1\/referrals/i.test(path)) {
    return `The ResourceUri of a webhook is of another API: take only the id from it and ask ${address}/{id}.`;
  }
  if (/^\/(partner\/)?v1\/|^\/referrals\/v\d/i.test(path)) {
    return `This path is of api.partnercenter.microsoft.com. Referrals are at https://api.partner.microsoft.com${address}.`;
  }
  if (/engagments/i.test(path)) return `It is spelled engagements: ${address}.`;
  if (/^\/v(?!1\.0\/)[\d.]+\//i.test(path)) return `The version is v1.0: ${address}.`;
  return `Referrals are at ${address}, one of them at its id below.`;
}
