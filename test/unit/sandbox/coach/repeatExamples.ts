import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import { accept, newDeal, type Traffic } from './traffic.ts';

const lost = { method: 'POST', applyFirst: true, disconnect: true };
const notDone = { method: 'POST', disconnect: true };
const post = (traffic: Traffic, body: unknown = newDeal()) => traffic.try('POST', collection, body);
const patch = (traffic: Traffic, headers: Record<string, string>) =>
  traffic.try(
    'PATCH',
    `${collection}/deal-1`,
    [{ op: 'add', path: '/team/-', value: { email: 'a@x.example' } }],
    headers,
  );

/** Calls the same again after each of these waits. */
const waits = (fault: object, ...all: readonly number[]) => ({
  does: async (traffic: Traffic) => {
    await traffic.fault({ times: all.length, ...fault });
    await traffic.try('GET', `${collection}/deal-1`);
    for (const ms of all) {
      traffic.wait(ms);
      await traffic.try('GET', `${collection}/deal-1`);
    }
  },
});

export const repeatExamples: Readonly<Record<string, CoachExample>> = {
  'retry-after-ignored': {
    wrong: [
      { when: 'it comes again at once', ...waits({ status: 429, retryAfter: 2 }, 5), says: /GET of a referral.*429/ },
      { when: 'it waits half of it', ...waits({ status: 503, retryAfter: 10 }, 5000), says: /503/ },
      {
        when: 'the time is a date',
        ...waits({ status: 429, retryAfter: 'Mon, 15 Jun 2026 12:00:30 GMT' }, 20_000),
        says: /Retry-After/,
      },
      {
        when: 'a list is repeated',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 1 });
          await traffic.list('$top=3');
          await traffic.list('$top=3');
        },
        says: /list/,
      },
      {
        when: 'the list is of what changed by now',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 1 });
          for (const second of [1, 2]) await traffic.list(`$filter=updatedDateTime gt 2026-06-15T12:00:0${second}Z`);
        },
        says: /list/,
      },
    ],
    right: [
      { when: 'it waits', ...waits({ status: 429, retryAfter: 2 }, 2000, 2000, 2000) },
      { when: 'a timer is a little early', ...waits({ status: 429, retryAfter: 2 }, 1990) },
      {
        when: 'it waits until the date',
        ...waits({ status: 429, retryAfter: 'Mon, 15 Jun 2026 12:00:30 GMT' }, 30_000),
      },
      {
        when: 'another call runs already',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 60 });
          await Promise.all([1, 2, 3].map(() => traffic.list('$top=3')));
        },
      },
      {
        when: 'another client calls',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 60 });
          await traffic.get('deal-1');
          await traffic.as('a person').get('deal-1');
        },
      },
    ],
  },
  'retry-without-back-off': {
    wrong: [
      { when: 'it comes again at once after 500', ...waits({ status: 500 }, 3), says: /500 without back-off/ },
      { when: 'it comes again at once twice after no answer', ...waits({ disconnect: true }, 3, 3), says: /no answer/ },
      {
        when: 'it waits the same short time each time',
        ...waits({ status: 503 }, 200, 200, 200, 200),
        says: /longer each time/,
      },
      { when: '429 has no Retry-After', ...waits({ status: 429 }, 0), says: /429/ },
    ],
    right: [
      { when: 'it waits', ...waits({ status: 500 }, 500) },
      { when: 'it waits longer each time', ...waits({ status: 503 }, 100, 200, 400, 800, 1600) },
      { when: 'it waits long each time', ...waits({ status: 502 }, 1000, 1000, 1000, 1000, 1000) },
      { when: 'an idle connection was closed', ...waits({ disconnect: true }, 0) },
      {
        when: 'other referrals are read',
        does: async (traffic) => {
          await traffic.fault({ status: 500 });
          for (const id of ['deal-1', 'deal-2', 'deal-3']) await traffic.get(id);
        },
      },
      {
        when: 'the same is read often without failing',
        does: async (traffic) => {
          for (let time = 0; time < 20; time++) await traffic.get('deal-1');
        },
      },
    ],
  },
  'write-repeated-blindly': {
    wrong: [
      {
        when: 'a POST without an answer is sent again',
        does: async (traffic) => {
          await traffic.fault(notDone);
          await post(traffic);
          traffic.wait(2000);
          await post(traffic);
        },
        says: /no answer.*list the latest/,
      },
      {
        when: 'the POST was carried out',
        does: async (traffic) => {
          await traffic.fault(lost);
          await post(traffic);
          traffic.wait(2000);
          await post(traffic);
        },
        says: /Look first/,
        also: ['duplicate-post'],
      },
      {
        when: 'a POST is sent again after 503',
        does: async (traffic) => {
          await traffic.fault({ method: 'POST', status: 503, retryAfter: 1 });
          await post(traffic);
          traffic.wait(1000);
          await post(traffic);
        },
        says: /503/,
      },
      {
        when: 'it looks, but in vain',
        does: async (traffic) => {
          await traffic.fault(notDone);
          await post(traffic);
          await traffic.fault({ method: 'GET', status: 500 });
          await traffic.list('$top=3');
          traffic.wait(2000);
          await post(traffic);
        },
        says: /Look first/,
      },
      {
        when: 'a PATCH without If-Match is sent again',
        does: async (traffic) => {
          await traffic.fault({ method: 'PATCH', applyFirst: true, status: 504 });
          await patch(traffic, {});
          traffic.wait(2000);
          await patch(traffic, {});
        },
        says: /504.*read the referral/,
        also: ['write-without-if-match'],
      },
    ],
    right: [
      {
        when: 'it looks before it posts again',
        does: async (traffic) => {
          await traffic.fault(notDone);
          await post(traffic);
          await traffic.list('$orderby=createdDateTime desc');
          await post(traffic);
        },
      },
      {
        when: 'it looks and finds the deal',
        does: async (traffic) => {
          await traffic.fault(lost);
          await post(traffic);
          await traffic.list("$filter=externalReferenceId eq 'CRM-48213'");
        },
      },
      {
        when: 'a PATCH with If-Match is sent again',
        does: async (traffic) => {
          await traffic.fault({ method: 'PATCH', applyFirst: true, disconnect: true });
          await patch(traffic, { 'If-Match': '"deal-1-1"' });
          traffic.wait(1000);
          await patch(traffic, { 'If-Match': '"deal-1-1"' });
          await traffic.get('deal-1');
        },
      },
      {
        when: 'another deal is posted',
        does: async (traffic) => {
          await traffic.fault(notDone);
          await post(traffic);
          await post(traffic, newDeal({ externalReferenceId: 'CRM-2' }));
        },
      },
      {
        when: 'it was throttled and waits',
        does: async (traffic) => {
          await traffic.fault({ method: 'POST', status: 429, retryAfter: 1 });
          await post(traffic);
          traffic.wait(1000);
          await post(traffic);
        },
      },
    ],
  },
  'refused-write-repeated': {
    wrong: [
      {
        when: 'a PATCH is sent again after 412',
        does: async (traffic) => {
          await traffic.patch('deal-1', accept, '"old"');
          await traffic.patch('deal-1', accept, '"old"');
        },
        says: /eTag/,
      },
      {
        when: 'a POST is sent again after 409',
        does: async (traffic) => {
          await traffic.fault({ method: 'POST', status: 409, times: 2 });
          await post(traffic);
          await post(traffic);
        },
        says: /POST/,
      },
    ],
    right: [
      {
        when: 'it reads after 412',
        does: async (traffic) => {
          await traffic.patch('deal-1', accept, '"old"');
          const { eTag } = (await traffic.get('deal-1')).json;
          await traffic.patch('deal-1', accept, eTag);
        },
      },
      {
        when: 'two at once are refused',
        does: (traffic) => Promise.all([1, 2].map(() => traffic.patch('deal-1', accept, '"old"'))),
      },
    ],
  },
  'duplicate-post': {
    wrong: [
      {
        when: 'a deal is posted twice',
        does: async (traffic) => {
          await post(traffic);
          traffic.wait(60_000);
          await traffic.list('$top=3');
          await post(traffic);
        },
        says: /CRM-48213/,
      },
      {
        when: 'it differs in its notes only',
        does: async (traffic) => {
          const { details } = newDeal() as { details: object };
          await post(traffic);
          await post(traffic, newDeal({ details: { ...details, notes: 'second try' } }));
        },
        says: /created twice/,
      },
      {
        when: 'it has no CRM reference',
        does: async (traffic) => {
          await post(traffic, newDeal({ externalReferenceId: '' }));
          await post(traffic, newDeal({ externalReferenceId: '' }));
        },
        says: /Tailspin plant/,
      },
    ],
    right: [
      {
        when: 'a customer has two deals',
        does: async (traffic) => {
          await post(traffic);
          await post(traffic, newDeal({ externalReferenceId: 'CRM-2' }));
          await post(traffic, newDeal({ externalReferenceId: '', name: 'One' }));
          await post(traffic, newDeal({ externalReferenceId: '', name: 'Two' }));
        },
      },
      {
        when: 'Microsoft is invited',
        does: async (traffic) => {
          const consent = {
            consentToToShareInfoWithOthers: true,
            consentToContact: true,
            consentToShareReferralWithMicrosoftSellers: true,
          };
          const shared = newDeal({ type: 'Shared', consent });
          const mine = await traffic.post({ ...shared, target: [{ type: 'SolutionProfile', id: 'SOL-1' }] });
          const target = [{ type: 'BusinessProfileLocation', id: 'msft' }];
          await traffic.post({ ...shared, engagementId: mine.json.engagementId, target });
        },
      },
      {
        when: 'the first was closed by mistake',
        does: async (traffic) => {
          const { id, eTag } = (await traffic.post(newDeal())).json;
          await traffic.patch(id, { '/status': 'Closed', '/substatus': 'Error' }, eTag);
          await post(traffic);
        },
      },
      {
        when: 'the first was refused',
        does: async (traffic) => {
          await traffic.fault({ method: 'POST', status: 403 });
          await post(traffic);
          await post(traffic);
        },
      },
    ],
  },
  'body-of-204-read': {
    wrong: [
      {
        when: 'a PATCH is sent again after 204',
        does: async (traffic) => {
          const first = await traffic.get('deal-1');
          await traffic.patch('deal-1', accept, first.json.eTag);
          await traffic.patch('deal-1', accept, first.json.eTag);
        },
        says: /204.*Prefer/,
        also: ['stale-etag-after-own-write'],
      },
    ],
    right: [
      {
        when: 'it writes on with the fresh eTag',
        does: async (traffic) => {
          await traffic.patch('deal-1', accept, '"deal-1-1"');
          const { eTag } = (await traffic.get('deal-1')).json;
          await traffic.patch('deal-1', { '/details/notes': 'next' }, eTag);
        },
      },
    ],
  },
};
