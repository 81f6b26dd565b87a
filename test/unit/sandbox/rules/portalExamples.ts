import type { portalRules } from '../../../../src/referral/rules/portalRules.ts';
import { collection, type Answer, type Client } from '../client.ts';
import { example, patch, patchOf } from '../writes.ts';
import { patchNew, post } from './bodyExamples.ts';
import type { RuleExample } from './ruleExample.ts';

const deal = JSON.parse(example('createPrivateDeal'));
const { customerProfile, details, consent } = deal;
const flag = 'consentToShareReferralWithMicrosoftSellers';
const sharedDeal = { consent: { ...consent, [flag]: true } };
const won = patchOf({ '/status': 'Closed', '/substatus': 'Won' });
const country = (code: string): object => ({
  customerProfile: { ...customerProfile, address: { ...customerProfile.address, country: code } },
});
const help = { inviteContext: { assistanceRequestCode: 'QuotesOrLicensing' } };
const { additionalRequirements } = details.requirements;
const intent = (attributes: object[]): object => ({
  details: {
    ...details,
    requirements: { ...details.requirements, additionalRequirements: { ...additionalRequirements, attributes } },
  },
});

async function putNew(client: Client, changes: object): Promise<Answer> {
  const { links: _, ...referral } = (await post(client)).json;
  return client.send('PUT', `${collection}/${referral.id}`, { ...referral, ...changes }, { 'If-Match': '*' });
}

async function winLater(client: Client, days: number): Promise<Answer> {
  const { id } = (await post(client, sharedDeal)).json;
  await client.advance(days);
  return patch(client, id, won);
}

/** Registers a deal that was won days after its creation. */
async function register(client: Client, signDateTime: string): Promise<Answer> {
  const { id } = (await post(client, sharedDeal)).json;
  await client.advance(20);
  await patch(client, id, won);
  const [{ op, path, value }] = JSON.parse(example('registerPatch'));
  const contract = {
    ...value.contract,
    startDateTime: '2026-07-01T00:00:00Z',
    endDateTime: '2027-07-01T00:00:00Z',
    signDateTime,
  };
  return patch(client, id, [{ op, path, value: { ...value, contract } }]);
}

export const portalExamples: Record<keyof typeof portalRules, RuleExample> = {
  'portal-required': {
    taken: (client) => patchNew(client, patchOf({ '/details/dealValue': 1 })),
    refused: (client) => patchNew(client, patchOf({ '/details/dealValue': null })),
  },
  'portal-country': {
    taken: (client) => post(client, country('ZM')),
    refused: (client) => post(client, country('ZZ')),
  },
  'portal-list-length': {
    taken: (client) => patchNew(client, patchOf({ '/team': deal.team })),
    refused: (client) => patchNew(client, patchOf({ '/team': [] })),
  },
  'portal-team-member': {
    taken: (client) => post(client, { team: deal.team }),
    refused: (client) => post(client, { team: [{}] }),
  },
  'portal-contact': {
    taken: (client) => post(client, help),
    refused: (client) => post(client, { ...help, customerProfile: { ...customerProfile, team: [] } }),
  },
  'portal-consent': {
    taken: (client) => post(client, { consent }),
    refused: (client) => post(client, { consent: { ...consent, consentToToShareInfoWithOthers: false } }),
  },
  'portal-intent': {
    taken: (client) => post(client, intent([{ type: 'CustomerMarketplaceIntent', id: 'Yes' }])),
    refused: (client) => post(client, intent([{ type: 'CustomerMarketplaceIntent' }])),
  },
  'portal-fixed': {
    taken: (client) => putNew(client, { name: 'Renamed' }),
    refused: (client) => putNew(client, { customerProfile: { ...customerProfile, name: 'Contoso' } }),
  },
  'portal-72-hours': {
    taken: (client) => winLater(client, 3),
    refused: (client) => winLater(client, 2.9),
  },
  'portal-expired': {
    taken: (client) => patchNew(client, patchOf({ '/status': 'Closed', '/substatus': 'Lost' })),
    refused: (client) => patchNew(client, patchOf({ '/status': 'Closed', '/substatus': 'Expired' })),
  },
  'portal-registration-dates': {
    taken: (client) => register(client, '2026-07-01T00:00:00Z'),
    refused: (client) => register(client, '2026-08-01T00:00:00Z'),
  },
  'connector-path': {
    taken: (client) => patchNew(client, patchOf({ '/externalReferenceId': 'x' })),
    refused: (client) => patchNew(client, patchOf({ '/name': 'x' })),
  },
  'own-referral': {
    taken: (client) => patchNew(client, patchOf({ '/details/notes': 'n' })),
    refused: (client) =>
      patchNew(client, patchOf({ '/details/notes': 'n' }), {
        target: [{ type: 'BusinessProfileLocation', id: 'msft' }],
      }),
  },
};
