import type { requestRules } from '../../../../src/referral/rules/requestRules.ts';
import { collection, type Answer, type Client } from '../client.ts';
import { example, patchOf } from '../writes.ts';
import type { RuleExample } from './ruleExample.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const reason = patchOf({ '/statusReason': 'asked' });

const as = (client: Client, token: string): Promise<Answer> => {
  client.token = token;
  return client.referral(showcase);
};
const patchShowcase = (client: Client, headers: Record<string, string>, body: unknown = reason): Promise<Answer> =>
  client.send('PATCH', `${collection}/${showcase}`, body, headers);
const putShowcase = async (client: Client, ifMatch: string | undefined): Promise<Answer> => {
  const { links: _links, ...body } = (await client.referral(showcase)).json;
  return client.send('PUT', `${collection}/${showcase}`, body, ifMatch === undefined ? {} : { 'If-Match': ifMatch });
};
const patchValue = (client: Client, value: string): Promise<Answer> =>
  patchShowcase(client, {}, `[{"op":"replace","path":"/details/dealValue","value":${value}}]`);
const blank = (megabytes: number): string => ' '.repeat(megabytes * 1024 * 1024);

export const requestExamples: Record<keyof typeof requestRules, RuleExample> = {
  'known-address': {
    taken: (client) => client.get(`${collection}/`),
    refused: (client) => client.get('/v1.0/engagements/referral'),
  },
  'known-referral': {
    taken: (client) => client.referral(showcase.toUpperCase()),
    refused: (client) => client.referral('8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e78'),
  },
  'known-method': {
    taken: (client) => client.get(`${collection}/${showcase}`),
    refused: (client) => client.send('DELETE', `${collection}/${showcase}`),
  },
  'valid-token': {
    taken: (client) => as(client, 'sandbox-admin'),
    refused: (client) => as(client, 'sandbox-administrator'),
  },
  'user-token': {
    taken: (client) => as(client, 'sandbox-user:noor.dewit@litware.example'),
    refused: (client) => as(client, 'sandbox-app'),
  },
  'multi-factor-token': {
    taken: (client) => as(client, 'sandbox-admin'),
    refused: (client) => as(client, 'sandbox-no-mfa'),
  },
  'caller-role': {
    taken: (client) => as(client, 'sandbox-admin'),
    refused: (client) => as(client, 'sandbox-no-role'),
  },
  'json-media-type': {
    taken: (client) => patchShowcase(client, { 'Content-Type': 'Application/JSON; odata=verbose; charset="UTF-8"' }),
    refused: (client) => patchShowcase(client, { 'Content-Type': 'application/json-patch+json' }),
  },
  'json-accepted': {
    taken: (client) => client.get(collection, { Accept: 'application/xml, application/json;q=0.1' }),
    refused: (client) => client.get(collection, { Accept: 'application/xml' }),
  },
  'json-body': {
    taken: (client) => patchValue(client, '9007199254740992'),
    refused: (client) => patchValue(client, '9007199254740993'),
  },
  'body-size': {
    taken: (client) => client.send('POST', collection, blank(3.9) + example('createPrivateDeal')),
    refused: (client) => client.send('POST', collection, blank(4) + example('createPrivateDeal')),
  },
  'latest-etag': {
    taken: async (client) => patchShowcase(client, { 'If-Match': (await client.referral(showcase)).json.eTag }),
    refused: (client) => patchShowcase(client, { 'If-Match': '"2a00c1f0-0000-0100-0000-69a9b4620001"' }),
  },
  'put-needs-etag': {
    taken: (client) => putShowcase(client, '*'),
    refused: (client) => putShowcase(client, undefined),
  },
};
