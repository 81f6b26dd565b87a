import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import { accept, newDeal, tokenOf, type Traffic } from './traffic.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const read = (traffic: Traffic, deal: string, clientRequestId: string) =>
  traffic.send('GET', `${collection}/${deal}`, undefined, { 'client-request-id': clientRequestId });

export const requestExamples: Readonly<Record<string, CoachExample>> = {
  'wrong-address': {
    wrong: [
      {
        when: 'it asks for the ResourceUri of a webhook',
        does: (traffic) => traffic.send('GET', `/engagements/v1/referrals/${id}`),
        says: /\{id\}.*take only the id/,
      },
      {
        when: 'it uses a path of 2018',
        does: (traffic) => traffic.send('GET', '/referrals/v2/referrals'),
        says: /api\.partnercenter\.microsoft\.com.*api\.partner\.microsoft\.com/,
      },
      {
        when: 'the path is misspelt',
        does: (traffic) => traffic.send('GET', '/v1.0/engagments/referrals'),
        says: /engagements/,
      },
      {
        when: 'the version is another',
        does: (traffic) => traffic.send('GET', '/v2.0/engagements/referrals'),
        says: /v1\.0/,
      },
      {
        when: 'the host is of the sibling API',
        does: (traffic) =>
          traffic.client.sandbox.fetch(
            new Request(`https://api.partnercenter.microsoft.com${collection}?$top=1`, {
              headers: { Authorization: 'Bearer sandbox-admin', 'client-request-id': id },
            }),
          ),
        says: /another API/,
      },
    ],
    right: [
      { when: 'the id has a slash behind it', does: (traffic) => traffic.send('GET', `${collection}/deal-1/`) },
      { when: 'there is no such referral', does: (traffic) => traffic.get(id) },
      { when: 'a browser asks for what it likes', does: (traffic) => traffic.send('GET', '/.well-known/x') },
    ],
  },
  'wrong-method': {
    wrong: [
      {
        when: 'it deletes',
        does: (traffic) => traffic.send('DELETE', `${collection}/deal-1`),
        says: /DELETE.*closed by PATCH/,
      },
    ],
    right: [
      { when: 'it asks by HEAD', does: (traffic) => traffic.send('HEAD', `${collection}/deal-1`) },
      { when: 'it asks by OPTIONS', does: (traffic) => traffic.send('OPTIONS', collection) },
    ],
  },
  'undefined-sent': {
    wrong: [
      { when: 'the id is undefined', does: (traffic) => traffic.get('undefined'), says: /"undefined".*204/ },
      {
        when: 'If-Match is undefined',
        does: (traffic) => traffic.patch('deal-1', accept, 'undefined'),
        says: /If-Match is undefined/,
      },
    ],
    right: [{ when: 'an id only looks like it', does: (traffic) => traffic.get('undefined-1') }],
  },
  'app-only-token': {
    wrong: [
      {
        when: 'the token is of an app',
        does: (traffic) => {
          traffic.client.token = 'sandbox-app';
          return traffic.list();
        },
        says: /Sign a user in/,
      },
      {
        when: 'three deals are posted with the token of an app, which are refused before they are read',
        does: async (traffic) => {
          traffic.client.token = 'sandbox-app';
          for (const externalReferenceId of ['1', '2', '3']) await traffic.post(newDeal({ externalReferenceId }));
        },
        says: /Sign a user in/,
      },
    ],
    right: [{ when: 'the token is of a user', does: (traffic) => traffic.list('$top=1') }],
  },
  'refused-token-repeated': {
    wrong: [
      {
        when: 'it goes on without multi-factor authentication',
        does: async (traffic) => {
          traffic.client.token = 'sandbox-no-mfa';
          for (let call = 0; call < 6; call++) await traffic.get(`deal-${call}`);
        },
        says: /401.*stop/,
      },
    ],
    right: [
      {
        when: 'it tries twice and stops',
        does: async (traffic) => {
          traffic.client.token = 'sandbox-no-role';
          await traffic.list();
          await traffic.list();
        },
      },
      {
        when: 'parallel calls are refused',
        does: (traffic) => {
          traffic.client.token = 'sandbox-no-mfa';
          return Promise.all(Array.from({ length: 12 }, (_, call) => traffic.get(`deal-${call}`)));
        },
      },
    ],
  },
  'client-request-id-missing': {
    wrong: [
      { when: 'a call has none', does: (traffic) => traffic.client.referral('deal-1'), says: /GUID/ },
      { when: 'it is no GUID', does: (traffic) => read(traffic, 'deal-1', 'sync'), says: /no GUID/ },
      { when: 'it is empty', does: (traffic) => read(traffic, 'deal-1', ''), says: /have no client-request-id/ },
      {
        when: 'it is set once for all calls',
        does: async (traffic) => {
          for (const deal of ['deal-1', 'deal-2', 'deal-1']) await read(traffic, deal, id);
        },
        says: /^Different calls have the same/,
      },
      {
        when: 'the pages of a list share one',
        does: async (traffic) => {
          let next: string | undefined = '';
          while (next !== undefined) {
            const page = await traffic.send('GET', `${collection}?${next}`, undefined, { 'client-request-id': id });
            next = tokenOf(page);
          }
        },
        says: /^Different calls/,
      },
      {
        when: 'a plain read has none',
        does: async ({ client: { sandbox } }) =>
          sandbox.read({
            id: 'deal-1',
            target: `${collection}/deal-1`,
            authorization: 'Bearer sandbox-admin',
            clientRequestId: null,
            userAgent: '',
          }),
        says: /GUID/,
      },
    ],
    right: [
      { when: 'each call has one', does: (traffic) => traffic.get('deal-1') },
      {
        when: 'the same call comes again with the same one, and another client has it, too',
        does: async (traffic) => {
          await traffic.fault({ retryAfter: 1 });
          await read(traffic, 'deal-1', id);
          traffic.wait(1000);
          await read(traffic, 'deal-1', id);
          await read(traffic.as('another client'), 'deal-2', id);
        },
      },
      {
        when: 'a library writes GUIDs in another form',
        does: async (traffic) => {
          await read(traffic, 'deal-1', crypto.randomUUID().toUpperCase());
          await read(traffic, 'deal-2', crypto.randomUUID().replaceAll('-', ''));
          await read(traffic, 'deal-3', `{${crypto.randomUUID()}}`);
        },
      },
    ],
  },
};
