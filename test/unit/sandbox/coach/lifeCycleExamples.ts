import assert from 'node:assert/strict';
import type { CoachExample } from './example.ts';
import { accept, newDeal, type Traffic } from './traffic.ts';

const patch = (id: string, values: unknown) => ({
  does: (traffic: Traffic) => traffic.patch(id, values, `"${id}-1"`),
});
const share = '/consent/consentToShareReferralWithMicrosoftSellers';

const consent = {
  consentToToShareInfoWithOthers: true,
  consentToContact: true,
  consentToShareReferralWithMicrosoftSellers: true,
};
const register = [
  {
    op: 'add',
    path: '/registrations/-',
    value: {
      type: 'AzureIPCoSell',
      contract: {
        value: 180000,
        currency: 'EUR',
        term: 'Finite',
        signDateTime: '2026-06-20T00:00:00Z',
        startDateTime: '2026-07-01T00:00:00Z',
        endDateTime: '2028-06-30T00:00:00Z',
      },
      solutionDetails: [
        {
          id: 'SOL-1-A',
          value: 150000,
          currency: 'EUR',
          isDeployedOnAzure: true,
          primaryDeploymentOn: 'Customer',
          pricingModel: 'Other',
          marketplaceTransactionDetails: { isMarketplaceTransacted: false },
        },
      ],
    },
  },
];

export const lifeCycleExamples: Readonly<Record<string, CoachExample>> = {
  'unknown-status': {
    wrong: [
      { when: 'the status does not exist', ...patch('deal-1', { '/status': 'Engaged' }), says: /Engaged/ },
      {
        when: 'the substatus does not exist',
        ...patch('deal-1', { '/status': 'Closed', '/substatus': 'Cancelled' }),
        says: /Cancelled/,
      },
    ],
    right: [{ when: 'it accepts', ...patch('deal-1', accept) }],
  },
  'illegal-transition': {
    wrong: [
      {
        when: 'an active deal becomes new',
        ...patch('deal-6', { '/status': 'New', '/substatus': 'Pending' }),
        says: /from Active to New\. The write is lost\. Read the status first\.$/,
      },
      {
        when: 'the substatus belongs to another status',
        ...patch('deal-1', { '/status': 'Active' }),
        says: /substatus must be Accepted, not "Pending"\. Change status and substatus in one request\. The write is lost\.$/,
      },
    ],
    right: [{ when: 'an active deal is won', ...patch('deal-6', { '/status': 'Closed', '/substatus': 'Won' }) }],
  },
  'closed-deal-reopened': {
    wrong: [{ when: 'a closed deal is to be active', ...patch('deal-8', accept), says: /new deal/ }],
    right: [{ when: 'the deal was not closed', ...patch('deal-7', { '/statusReason': 'x' }) }],
  },
  'closed-deal-changed': {
    wrong: [{ when: 'a closed deal gets notes', ...patch('deal-8', { '/details/notes': 'late' }), says: /closed/ }],
    right: [
      {
        when: 'the deal was closed meanwhile',
        does: async (traffic) => {
          const { eTag } = (await traffic.get('deal-6')).json;
          await traffic.as('somebody else').patch('deal-6', { '/status': 'Closed', '/substatus': 'Lost' }, eTag);
          await traffic.patch('deal-6', { '/details/notes': 'late' }, eTag);
          await traffic.get('deal-6');
        },
      },
    ],
  },
  'consent-taken-back': {
    wrong: [
      {
        when: 'a shared deal is to be private',
        does: async (traffic) => {
          const { id, eTag } = (await traffic.post(newDeal())).json;
          const now = await traffic.patch(id, { [share]: true }, eTag, { Prefer: 'return=representation' });
          await traffic.patch(id, { [share]: false }, now.json.eTag);
        },
        says: /private/,
      },
    ],
    right: [{ when: 'a deal is shared', ...patch('deal-1', { [share]: true }) }],
  },
  'registration-refused': {
    wrong: [
      {
        when: 'a deal that is not won is registered',
        ...patch('deal-6', [{ op: 'add', path: '/registrations/-', value: { type: 'AzureIPCoSell' } }]),
        says: /won/,
      },
      {
        when: 'a deal is registered too early, won, and registered again without If-Match',
        does: async (traffic) => {
          const { id } = (await traffic.post(newDeal({ type: 'Shared', consent }))).json;
          await traffic.patch(id, register);
          await traffic.patch(id, { '/status': 'Closed', '/substatus': 'Won' });
          assert.equal((await traffic.patch(id, register)).status, 204);
        },
        says: /won/,
        also: ['write-without-if-match'],
      },
    ],
    right: [{ when: 'it is read', does: (traffic) => traffic.get('deal-6') }],
  },
};
