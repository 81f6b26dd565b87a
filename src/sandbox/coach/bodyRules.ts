import type { CoachRule } from './coachRule.ts';
import { refusedBy } from './refusedBy.ts';

/** Rules about the bodies of writes: names, shape, values. */
export const bodyRules: readonly CoachRule[] = [
  {
    id: 'unknown-name-in-body',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Properties',
    title: 'Names in bodies and paths are those of a referral.',
    meaning: 'A write is refused because of a name that a referral does not have. The message tells which was meant.',
    example: `PATCH /v1.0/engagements/referrals/{id}

[{ "op": "replace", "path": "/details/closingDateTime", "value": "2026-10-30T00:00:00Z" }]`,
    kinds: ['create', 'change'],
    judge: refusedBy(
      ['unknown-property', 'patch-path', 'connector-path'],
      'The write is lost. Take the names from a response of GET.',
    ),
  },
  {
    id: 'dropped-value',
    severity: 'warning',
    evidence: 'advice',
    source: 'guess, Creating',
    title: 'Nothing of a body is dropped.',
    meaning:
      'A POST or PUT has another value for what only the server sets, for mpnId or for registrations, or a POST has a closed status: the rest is stored. With --lenient, also what is unknown in a body is left out. Right, and no finding: a PUT of what was read, also if the server has gone on since, and a POST of a copy of another deal, with its eTag.',
    example: `const { createdDateTime, registrations, ...deal } = imported;
await post(deal);`,
    kinds: ['create', 'change'],
    judge: ({ facts }) => facts.notes.filter(({ rule }) => rule === 'dropped-value').map(({ message }) => message),
  },
  {
    id: 'wrong-body-shape',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2020, Patching',
    title: 'The body of PATCH is an array of operations, the body of POST and PUT one object.',
    meaning:
      'A write is refused because its body is a JSON value of another kind, no JSON at all, too large, or has an operation other than add and replace.',
    example: `PATCH /v1.0/engagements/referrals/{id}

[
  { "op": "replace", "path": "/status", "value": "Active" },
  { "op": "replace", "path": "/substatus", "value": "Accepted" }
]`,
    kinds: ['create', 'change'],
    judge: (call, history) => wrongShape(call, history) ?? noJson(call, history) ?? tooLarge(call, history),
  },
  {
    id: 'wrong-media-type',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2020, Headers',
    title: 'Bodies are application/json, those of PATCH too, and Accept allows it.',
    meaning: 'A call is refused because of its Content-Type, Content-Encoding or Accept.',
    example: 'Content-Type: application/json\nAccept: application/json',
    judge: (call, history) => refusedBody(call, history) ?? refusedAccept(call, history),
  },
  {
    id: 'wrong-value',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Properties',
    title: 'Values have the type of their property, and dates exist.',
    meaning: 'A write is refused because of the type of a value, or because of a number that JavaScript would change.',
    example: '{ "details": { "dealValue": 84500, "currency": "EUR", "closingDateTime": "2026-10-30T00:00:00Z" } }',
    kinds: ['create', 'change'],
    judge: (call, history) => wrongType(call, history) ?? inexact(call, history),
  },
  {
    id: 'unknown-value',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Values',
    title: 'Properties with a closed list of values get one of them.',
    meaning:
      'A write is refused because of a value that its property does not take, or an engagement that there is not.',
    example: '{ "type": "Independent", "qualification": "SalesQualified" }',
    kinds: ['create', 'change'],
    judge: refusedBy(['closed-list', 'known-engagement'], 'The write is lost.', ({ target }) => !isStatus(target)),
  },
  {
    id: 'missing-property',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Creating',
    title: 'What is required is there: type, customerProfile, consent and details of a new deal.',
    meaning: 'A write is refused because a required property is missing.',
    example: '{ "type": "Independent", "customerProfile": { … }, "consent": { … }, "details": { … } }',
    kinds: ['create', 'change'],
    judge: refusedBy(
      ['required-member', 'portal-required', 'portal-list-length', 'portal-team-member', 'portal-contact'],
      'The write is lost.',
    ),
  },
  {
    id: 'server-set-changed',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Properties',
    title: 'What the server sets is not sent as a change: id, eTag, times, links.',
    meaning: 'A write is refused because it would change what only the server sets, or has links in the body of a PUT.',
    example: `const { links, ...body } = referral;
await put(id, body, { 'If-Match': referral.eTag });`,
    kinds: ['change'],
    judge: refusedBy(['server-set', 'put-without-links', 'same-id'], 'Leave it out of the body.'),
  },
  {
    id: 'portal-rule-broken',
    severity: 'warning',
    evidence: 'documented',
    source: 'user guide, Rules of the portal',
    title: 'Deals meet the rules of the portal.',
    meaning: 'With --strict, a write is refused by a rule of the portal that the API may apply too.',
    example: '{ "customerProfile": { "address": { "country": "DE" } } }',
    kinds: ['create', 'change'],
    judge: refusedBy(
      [
        'portal-country',
        'portal-consent',
        'portal-intent',
        'portal-fixed',
        'portal-72-hours',
        'portal-expired',
        'portal-registration-dates',
        'own-referral',
      ],
      'The write is lost.',
    ),
  },
];

const wrongShape = refusedBy(
  ['patch-array', 'patch-operation', 'referral-object'],
  'The write is lost. Send an array of add and replace operations with PATCH, one referral with POST and PUT.',
);
const noJson = refusedBy(
  ['json-body'],
  'The write is lost. Send JSON in UTF-8.',
  ({ message }) => !message.startsWith('The number '),
);
const tooLarge = refusedBy(['body-size'], 'The write is lost. A referral has a few KB, 50 team members included.');
const wrongType = refusedBy(['value-type', 'possible-date'], 'The write is lost.');
const inexact = refusedBy(['json-body'], 'The write is lost.', ({ message }) => message.startsWith('The number '));

const refusedBody = refusedBy(['json-media-type'], 'Send Content-Type: application/json, not compressed.');
const refusedAccept = refusedBy(['json-accepted'], 'Send Accept: application/json.');

/** True for the places of status and substatus, which have a rule of their own. */
export function isStatus(target: string): boolean {
  return /^\/?(sub)?status$/i.test(target);
}
