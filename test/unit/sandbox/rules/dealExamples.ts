import type { dealRules } from '../../../../src/referral/rules/dealRules.ts';
import type { Answer, Client } from '../client.ts';
import { example, patch, patchOf } from '../writes.ts';
import { patchNew, post } from './bodyExamples.ts';
import type { RuleExample } from './ruleExample.ts';

const flag = 'consentToShareReferralWithMicrosoftSellers';
const sharedDeal = { consent: { ...JSON.parse(example('createPrivateDeal')).consent, [flag]: true } };
const close = (substatus: string): object[] => patchOf({ '/status': 'Closed', '/substatus': substatus });

/** Wins a deal and registers it. */
async function register(client: Client, deal: object, change: (registration: object) => object): Promise<Answer> {
  const { id } = (await post(client, deal)).json;
  await patch(client, id, close('Won'));
  const [{ op, path, value }] = JSON.parse(example('registerPatch'));
  return patch(client, id, [{ op, path, value: change(value) }]);
}

/** A won deal with a registration. */
function registered(status: string): object {
  const [{ value }] = JSON.parse(example('registerPatch'));
  const registrations = [{ ...value, status }];
  return { id: status, status: 'Closed', substatus: 'Won', consent: { [flag]: true }, registrations };
}

export const dealExamples: Record<keyof typeof dealRules, RuleExample> = {
  'status-move': {
    taken: (client) => patchNew(client, close('Lost')),
    refused: (client) => patchNew(client, patchOf({ '/status': 'New', '/substatus': 'Pending' })),
  },
  'status-pair': {
    taken: (client) => patchNew(client, close('Won')),
    refused: (client) => patchNew(client, close('Accepted')),
  },
  'closed-deal': {
    taken: (client) => patchNew(client, patchOf({ '/details/notes': 'n' })),
    refused: async (client) => {
      const { id } = (await post(client)).json;
      await patch(client, id, close('Lost'));
      return patch(client, id, patchOf({ '/details/notes': 'n' }));
    },
  },
  'consent-stays': {
    taken: (client) => patchNew(client, patchOf({ [`/consent/${flag}`]: true }), sharedDeal),
    refused: (client) => patchNew(client, patchOf({ [`/consent/${flag}`]: false }), sharedDeal),
  },
  'registration-path': {
    taken: (client) => register(client, sharedDeal, (value) => value),
    refused: async (client) => {
      const { id } = (await post(client, sharedDeal)).json;
      await patch(client, id, close('Won'));
      await patch(client, id, example('registerPatch'));
      const [{ value }] = JSON.parse(example('registerPatch'));
      return patch(client, id, patchOf({ '/registrations/0': value }));
    },
  },
  'registration-deal': {
    taken: (client) => register(client, sharedDeal, (value) => value),
    refused: (client) => register(client, {}, (value) => value),
  },
  'registration-open': {
    options: { seed: JSON.stringify([registered('ActionRequired'), registered('Approved')]) },
    taken: (client) => patch(client, 'ActionRequired', patchOf({ '/registrations/0/contract/value': 190_000 })),
    refused: (client) => patch(client, 'Approved', patchOf({ '/registrations/0/contract/value': 190_000 })),
  },
  'registration-content': {
    taken: (client) => register(client, sharedDeal, (value) => value),
    refused: (client) => register(client, sharedDeal, (value) => ({ ...value, solutionDetails: [] })),
  },
};
