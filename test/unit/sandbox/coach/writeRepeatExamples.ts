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

/** The connection ends before the whole body has come. */
async function cutUpload(traffic: Traffic, start: string): Promise<void> {
  const parts = [Buffer.from(start)];
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const part = parts.shift();
      if (part) controller.enqueue(part);
      else controller.error(new Error('The connection was closed'));
    },
  });
  const headers = {
    Authorization: 'Bearer sandbox-admin',
    'Content-Type': 'application/json',
    'User-Agent': traffic.userAgent,
    'client-request-id': crypto.randomUUID(),
  };
  // The types of the DOM do not know that a stream as a body needs it.
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' };
  await traffic.client.sandbox.fetch(new Request(`http://127.0.0.1${collection}`, init));
}

export const writeRepeatExamples: Readonly<Record<string, CoachExample>> = {
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
        when: 'uploads of other deals are cut',
        does: async (traffic) => {
          for (const reference of ['CRM-1', 'CRM-2', 'CRM-3']) {
            await cutUpload(traffic, `{"externalReferenceId":"${reference}",`);
            traffic.wait(2000);
          }
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
      {
        when: 'it comes for the third time, and another was taken meanwhile',
        does: async (traffic) => {
          await traffic.fault({ method: 'POST', status: 409 });
          await post(traffic);
          await post(traffic, newDeal({ externalReferenceId: 'CRM-2' }));
          await traffic.fault({ method: 'POST', status: 422 });
          await post(traffic);
        },
        says: /POST/,
      },
      {
        when: 'a PATCH is sent again after another referral was changed',
        does: async (traffic) => {
          await traffic.patch('deal-1', accept, '"old"');
          await traffic.patch('deal-2', accept, '"deal-2-1"');
          await traffic.patch('deal-1', accept, '"old"');
        },
        says: /eTag/,
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
        when: 'the cause is gone, and the same is taken',
        does: async (traffic) => {
          await traffic.fault({ method: 'POST', status: 409 });
          await post(traffic);
          await post(traffic);
        },
      },
      {
        when: 'the referral was changed in between, and the same is refused again',
        does: async (traffic) => {
          const first = await traffic.get('deal-1');
          await traffic.fault({ method: 'PATCH', status: 409 });
          await patch(traffic, { 'If-Match': first.json.eTag });
          await traffic.patch('deal-1', accept, first.json.eTag);
          await traffic.fault({ method: 'PATCH', status: 409 });
          await patch(traffic, { 'If-Match': first.json.eTag });
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
