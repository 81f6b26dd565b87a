import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import { accept, newDeal, type Traffic } from './traffic.ts';

const own = '"deal-1-1"';
const write = (traffic: Traffic, eTag = own) =>
  traffic.try(
    'PATCH',
    `${collection}/deal-1`,
    Object.entries(accept).map(([path, value]) => ({ op: 'replace', path, value })),
    { 'If-Match': eTag },
  );
const post = (traffic: Traffic, body: unknown = newDeal()) => traffic.try('POST', collection, body);

/** A write that fails, and what comes after it. */
const failing =
  (method: string, send: (traffic: Traffic) => Promise<unknown>) =>
  (fault: object, does?: (traffic: Traffic) => Promise<unknown>) => ({
    does: async (traffic: Traffic) => {
      await traffic.fault({ method, ...fault });
      await send(traffic);
      traffic.wait(2000);
      await does?.(traffic);
    },
  });
const after = failing('PATCH', (traffic) => write(traffic));
const afterPost = failing('POST', (traffic) => post(traffic));

export const givenUpExamples: Readonly<Record<string, CoachExample>> = {
  'write-given-up': {
    wrong: [
      {
        when: 'a PATCH is throttled',
        ...after({ retryAfter: 1 }),
        says: /PATCH of a referral got 429.*Wait, and send/,
      },
      { when: 'the referral is locked', ...after({ status: 423 }), says: /423/ },
      { when: 'a PATCH fails', ...after({ status: 503 }), says: /503.*Read it, and send what is missing/ },
      { when: 'a PATCH has no answer', ...after({ disconnect: true }), says: /had no answer/ },
      {
        when: 'a PATCH has no answer though it is carried out',
        ...after({ applyFirst: true, disconnect: true }),
        says: /had no answer/,
      },
      {
        when: 'somebody else was faster',
        does: async (traffic) => {
          await traffic.as('somebody else').patch('deal-1', { '/details/notes': 'theirs' }, own);
          await write(traffic);
        },
        says: /412.*apply the change to what is there now/,
      },
      {
        when: 'it fails again',
        ...after({ retryAfter: 1, times: 2 }, (traffic) => write(traffic)),
        says: /429/,
      },
      {
        when: 'two are sent at once, and one is taken',
        does: (traffic) =>
          Promise.all(['a', 'b'].map((notes) => traffic.patch('deal-1', { '/details/notes': notes }, own))),
        says: /412/,
      },
      {
        when: 'others are written and read',
        ...after({ retryAfter: 1 }, async (traffic) => {
          await traffic.patch('deal-2', accept, '"deal-2-1"');
          await traffic.get('deal-2');
        }),
        says: /429/,
      },
      {
        when: 'the next sync lists the referral as it was before',
        ...after({ retryAfter: 1 }, (traffic) => traffic.list('$orderby=updatedDateTime desc')),
        says: /429/,
      },
      {
        when: 'the next sync lists ids alone',
        ...after({ applyFirst: true, disconnect: true }, (traffic) => traffic.all('$select=id')),
        says: /had no answer/,
      },
      {
        when: 'its referral can not be read either',
        ...after({ status: 503 }, async (traffic) => {
          await traffic.fault({ method: 'GET', status: 503 });
          await traffic.get('deal-1');
        }),
        says: /503/,
      },
      {
        when: 'somebody else reads the referral',
        ...after({ status: 503 }, (traffic) => traffic.as('somebody else').get('deal-1')),
        says: /503/,
      },
      { when: 'a POST is throttled', ...afterPost({ retryAfter: 1 }), says: /POST got 429.*post it again/ },
      { when: 'a POST fails', ...afterPost({ status: 500 }), says: /500.*Search for it/ },
      {
        when: 'a POST fails, and the next sync lists what has changed',
        ...afterPost({ status: 500 }, (traffic) => traffic.list('$orderby=updatedDateTime desc')),
        says: /neither searched for nor posted again/,
      },
      {
        when: 'a POST fails, and the next sync lists all statuses, one by one',
        ...afterPost({ status: 500 }, (traffic) => traffic.all("$filter=status eq 'New' or status ne 'New'")),
        says: /neither searched for nor posted again/,
      },
      {
        when: 'a POST fails, and the next deal is posted',
        ...afterPost({ status: 500 }, (traffic) => post(traffic, newDeal({ externalReferenceId: 'CRM-2' }))),
        says: /500/,
      },
    ],
    right: [
      { when: 'it is sent again', ...after({ retryAfter: 1 }, (traffic) => write(traffic)) },
      {
        when: 'the referral is read',
        ...after({ applyFirst: true, disconnect: true }, (traffic) => traffic.get('deal-1')),
      },
      {
        when: 'the referral is gone',
        ...after({ status: 503 }, async (traffic) => {
          await traffic.fault({ method: 'GET', status: 404 });
          await traffic.get('deal-1');
        }),
      },
      {
        when: 'a sync shows that it was carried out',
        ...after({ applyFirst: true, disconnect: true }, (traffic) => traffic.list('$orderby=updatedDateTime desc')),
      },
      {
        when: 'a sync shows what somebody else has changed',
        does: async (traffic) => {
          await traffic.as('somebody else').patch('deal-1', { '/details/notes': 'theirs' }, own);
          await write(traffic);
          await traffic.list('$orderby=updatedDateTime desc');
        },
      },
      {
        when: 'it is refused for good',
        does: async (traffic) => {
          for (const status of [400, 403, 404, 409]) {
            await traffic.fault({ method: 'PATCH', status });
            await write(traffic, `"${status}"`);
            await traffic.fault({ method: 'POST', status });
            await post(traffic, newDeal({ externalReferenceId: `CRM-${status}` }));
          }
        },
      },
      {
        when: 'it is refused for good the second time',
        ...after({ retryAfter: 1 }, async (traffic) => {
          await traffic.fault({ method: 'PATCH', status: 403 });
          await write(traffic);
        }),
      },
      { when: 'a deal is posted again', ...afterPost({ retryAfter: 1 }, (traffic) => post(traffic)) },
      {
        when: 'the created deal is found in a list without eTags',
        ...afterPost({ applyFirst: true, disconnect: true }, (traffic) => traffic.all('$select=id,name')),
      },
      {
        when: 'a deal is searched for among the open ones of a direction',
        ...afterPost({ status: 503 }, (traffic) =>
          traffic.all("$filter=status eq 'Active' and direction eq 'Outgoing'&$select=id,name"),
        ),
      },
      {
        when: 'a deal is searched for by its reference',
        ...afterPost({ status: 500 }, (traffic) => traffic.list("$filter=externalReferenceId eq 'CRM-48213'")),
      },
      {
        when: 'a deal is searched for by its reference among what has changed',
        ...afterPost({ status: 500 }, (traffic) =>
          traffic.list("$filter=externalReferenceId eq 'CRM-48213' and updatedDateTime ge 2026-06-01T00:00:00Z"),
        ),
      },
      {
        when: 'a deal is searched for among those created since',
        ...afterPost({ status: 500 }, (traffic) => traffic.all('$filter=createdDateTime ge 2026-06-01T00:00:00Z')),
      },
      {
        when: 'a sync without eTags shows that a change was carried out',
        ...after({ applyFirst: true, disconnect: true }, (traffic) =>
          traffic.list('$select=id,status,updatedDateTime&$orderby=updatedDateTime desc'),
        ),
      },
      {
        when: 'a deal is searched for among the latest',
        ...afterPost({ status: 500 }, (traffic) => traffic.list('$orderby=createdDateTime desc&$top=3')),
      },
      {
        when: 'a sync shows that the deal was created',
        ...afterPost({ applyFirst: true, disconnect: true }, (traffic) =>
          traffic.list('$orderby=updatedDateTime desc'),
        ),
      },
    ],
  },
};
