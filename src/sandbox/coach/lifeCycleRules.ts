import { isObject } from '../../base/json.ts';
import { isStatus } from './bodyRules.ts';
import type { CoachRule } from './coachRule.ts';
import type { CallFacts } from './observedCall.ts';
import { refusedBy } from './refusedBy.ts';

/** Rules about the life of a deal. */
export const lifeCycleRules: readonly CoachRule[] = [
  {
    id: 'unknown-status',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Life cycle',
    title: 'status and substatus are those of the life cycle.',
    meaning:
      'A write is refused because its status or substatus does not exist, such as Engaged or Declined as a status.',
    example: `[
  { "op": "replace", "path": "/status", "value": "Closed" },
  { "op": "replace", "path": "/substatus", "value": "Declined" }
]`,
    kinds: ['create', 'change'],
    judge: refusedBy(
      ['closed-list'],
      'The write is lost. status is New, Active or Closed; how it came to that is the substatus.',
      ({ target }) => isStatus(target),
    ),
  },
  {
    id: 'illegal-transition',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Life cycle',
    title: 'A referral goes from New to Active or Closed, from Active to Closed, with a substatus of that status.',
    meaning: 'A write is refused because the life cycle does not have the change.',
    example: `[
  { "op": "replace", "path": "/status", "value": "Active" },
  { "op": "replace", "path": "/substatus", "value": "Accepted" }
]`,
    kinds: ['create', 'change'],
    judge: (call, history) => wrongMove(call, history) ?? wrongPair(call, history),
  },
  {
    id: 'closed-deal-reopened',
    severity: 'error',
    evidence: 'documented',
    source: 'user guide, Life cycle',
    title: 'A closed deal stays closed.',
    meaning: 'A write is refused because it would give a closed deal another status.',
    example: `await post({ ...deal, name: 'The deal, second attempt' }); // a new deal`,
    kinds: ['change'],
    judge: ({ facts }) => (isReopening(facts) ? reopened : undefined),
  },
  {
    id: 'closed-deal-changed',
    severity: 'error',
    evidence: 'documented',
    source: 'user guide, Life cycle',
    title: 'A closed deal is not changed, except for the registration of a won one.',
    meaning: 'A write is refused because the deal is closed.',
    example: `if (referral.status !== 'Closed') await patch(id, operations, referral.eTag);`,
    kinds: ['change'],
    judge: (call, history) => (isReopening(call.facts) ? undefined : changed(call, history)),
  },
  {
    id: 'consent-taken-back',
    severity: 'error',
    evidence: 'documented',
    source: 'user guide, Consent',
    title: 'A deal that is shared with Microsoft sellers stays shared.',
    meaning: 'A write is refused because it would take the consent back.',
    example: '{ "op": "replace", "path": "/consent/consentToShareReferralWithMicrosoftSellers", "value": true }',
    kinds: ['change'],
    judge: refusedBy(['consent-stays'], 'The write is lost.'),
  },
  {
    id: 'registration-refused',
    severity: 'error',
    evidence: 'documented',
    source: 'connector, Deal registration',
    title: 'A won deal that is shared is registered with a consistent contract.',
    meaning: 'A write to the registrations is refused.',
    example: '{ "op": "add", "path": "/registrations/-", "value": { "type": "AzureIPCoSell", … } }',
    kinds: ['change'],
    judge: refusedBy(
      ['registration-path', 'registration-deal', 'registration-open', 'registration-content'],
      'The registration is lost.',
    ),
  },
];

const wrongMove = refusedBy(['status-move'], 'The write is lost. Read the status first.');
// Its message has the next step.
const wrongPair = refusedBy(['status-pair'], 'The write is lost.');
const changed = refusedBy(['closed-deal'], 'The write is lost. Read the status first.');
const reopened =
  'A closed deal was to be reopened, which is refused. What goes on after it was closed is a new deal: create it with POST.';

/** True if a closed deal was to get another status. */
function isReopening({ refusal, body }: CallFacts): boolean {
  if (refusal?.rule !== 'closed-deal') return false;
  if (isObject(body)) return isOpenStatus(body.status);
  return (
    Array.isArray(body) &&
    body.some((operation) => isObject(operation) && operation.path === '/status' && isOpenStatus(operation.value))
  );
}

function isOpenStatus(status: unknown): boolean {
  return typeof status === 'string' && status !== 'Closed';
}
