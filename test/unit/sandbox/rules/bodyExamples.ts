import type { bodyRules } from '../../../../src/referral/rules/bodyRules.ts';
import { collection, type Answer, type Client } from '../client.ts';
import { example, patch, patchOf } from '../writes.ts';
import type { RuleExample } from './ruleExample.ts';

export const post = (client: Client, changes: object = {}): Promise<Answer> =>
  client.send('POST', collection, { ...JSON.parse(example('createPrivateDeal')), ...changes });

/** Creates a deal and patches it. */
export async function patchNew(client: Client, body: unknown, changes: object = {}): Promise<Answer> {
  const made = await post(client, changes);
  return patch(client, made.json.id, body);
}

async function putNew(client: Client, change: (referral: Record<string, unknown>) => object): Promise<Answer> {
  const { links, ...referral } = (await post(client)).json;
  return client.send('PUT', `${collection}/${referral.id}`, change({ ...referral, links }), { 'If-Match': '*' });
}

const withoutLinks = ({ links: _, ...rest }: Record<string, unknown>): Record<string, unknown> => rest;
const details = (changes: object): object => ({
  details: { ...JSON.parse(example('createPrivateDeal')).details, ...changes },
});

export const bodyExamples: Record<keyof typeof bodyRules, RuleExample> = {
  'unknown-property': {
    taken: (client) => post(client, { team: [{ Email: 'a@x.example' }] }),
    refused: (client) => post(client, { team: [{ emailAddress: 'a@x.example' }] }),
  },
  'value-type': {
    taken: (client) => post(client, details({ dealValue: '100.5' })),
    refused: (client) => post(client, details({ dealValue: '100,5' })),
  },
  'closed-list': {
    taken: (client) => post(client, { qualification: 'Direct' }),
    refused: (client) => post(client, { qualification: 'Directly' }),
  },
  'possible-date': {
    taken: (client) => post(client, details({ closingDateTime: '2028-02-29T00:00:00Z' })),
    refused: (client) => post(client, details({ closingDateTime: '2026-02-29T00:00:00Z' })),
  },
  'required-member': {
    taken: (client) => post(client, { target: undefined }),
    refused: (client) => post(client, { consent: undefined }),
  },
  'referral-object': {
    taken: (client) => post(client),
    refused: (client) => client.send('POST', collection, [JSON.parse(example('createPrivateDeal'))]),
  },
  'known-engagement': {
    taken: async (client) => post(client, { engagementId: (await post(client)).json.engagementId }),
    refused: (client) => post(client, { engagementId: '00000000-0000-0000-0000-000000000000' }),
  },
  'patch-array': {
    taken: (client) => patchNew(client, patchOf({ '/details/notes': 'n' })),
    refused: (client) => patchNew(client, patchOf({ '/details/notes': 'n' })[0]),
  },
  'patch-operation': {
    taken: (client) => patchNew(client, [{ op: 'add', path: '/team/-', value: { email: 'a@x.example' } }]),
    refused: (client) => patchNew(client, [{ op: 'remove', path: '/team/0' }]),
  },
  'patch-path': {
    taken: (client) => patchNew(client, patchOf({ '/team/0/title': 'Seller' })),
    refused: (client) => patchNew(client, patchOf({ '/team/1/title': 'Seller' })),
  },
  'server-set': {
    taken: (client) => patchNew(client, patchOf({ '/favorite': true })),
    refused: (client) => patchNew(client, patchOf({ '/isSpam': true })),
  },
  'put-without-links': {
    taken: (client) => putNew(client, withoutLinks),
    refused: (client) => putNew(client, (referral) => referral),
  },
  'same-id': {
    taken: (client) => putNew(client, (referral) => ({ ...withoutLinks(referral), id: undefined })),
    refused: (client) => putNew(client, (referral) => ({ ...withoutLinks(referral), id: crypto.randomUUID() })),
  },
};
