import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import { removalExamples } from './removalExamples.ts';
import { accept, newDeal, type Traffic } from './traffic.ts';

const shared = {
  consentToToShareInfoWithOthers: true,
  consentToContact: true,
  consentToShareReferralWithMicrosoftSellers: true,
};
/** Its reader may stop at what is known, so there is no finding about its next page. */
const latest = '$orderby=updatedDateTime desc';
const isFirst = ({ id }: { readonly id: string }): boolean => id === 'deal-1';
const prefer = { Prefer: 'return=representation' };
/** The two POSTs of a co-sell deal, of which the second has this target. */
async function inviting(traffic: Traffic, target: readonly object[] | undefined): Promise<void> {
  const deal = newDeal({ type: 'Shared', consent: shared });
  const { engagementId } = (await traffic.post(deal)).json;
  await traffic.post({ ...deal, engagementId, inviteContext: { notes: 'n' }, ...(target && { target }) });
}
const put = (traffic: Traffic, id: string, body: unknown, eTag: string) =>
  traffic.send('PUT', `${collection}/${id}`, body, { 'If-Match': eTag });

export const changeExamples: Readonly<Record<string, CoachExample>> = {
  'write-without-if-match': {
    wrong: [
      { when: 'a PATCH has none', does: (traffic) => traffic.patch('deal-1', accept), says: /Send the eTag/ },
      { when: 'it is *', does: (traffic) => traffic.patch('deal-1', accept, '*'), says: /\*/ },
      {
        when: 'a PUT has none',
        does: (traffic) => traffic.send('PUT', `${collection}/deal-1`, newDeal()),
        says: /If-Match/,
      },
    ],
    right: [
      { when: 'it has the eTag', does: (traffic) => traffic.patch('deal-1', accept, '"deal-1-1"') },
      {
        when: 'somebody else wrote: 412, read, write',
        does: async (traffic) => {
          const { eTag } = (await traffic.get('deal-1')).json;
          await traffic.as('somebody else').patch('deal-1', { '/details/notes': 'theirs' }, '"deal-1-1"');
          await traffic.patch('deal-1', accept, eTag);
          await traffic.patch('deal-1', accept, (await traffic.get('deal-1')).json.eTag);
        },
      },
    ],
  },
  'stale-etag-after-own-write': {
    wrong: [
      {
        when: 'it writes twice with one eTag',
        does: async (traffic) => {
          await traffic.patch('deal-1', accept, '"deal-1-1"', prefer);
          await traffic.patch('deal-1', { '/details/notes': 'next' }, '"deal-1-1"');
        },
        says: /client itself replaced/,
      },
      {
        when: 'others wrote in between',
        does: async (traffic) => {
          const mine = await traffic.patch('deal-1', accept, '"deal-1-1"', prefer);
          await traffic.as('somebody else').patch('deal-1', { '/details/notes': 'theirs' }, mine.json.eTag);
          await traffic.patch('deal-1', { '/details/dealValue': 3 }, '"deal-1-1"');
        },
        says: /client itself replaced/,
      },
      {
        when: 'it reads again after its write, and uses the old one all the same',
        does: async (traffic) => {
          const { eTag } = (await traffic.get('deal-1')).json;
          await traffic.patch('deal-1', accept, eTag);
          await traffic.get('deal-1');
          await traffic.patch('deal-1', { '/details/notes': 'next' }, eTag);
        },
        says: /client itself replaced/,
      },
      {
        when: 'it finds the deal in a list, reads it and writes three times',
        does: async (traffic) => {
          await traffic.list(latest);
          const { eTag } = (await traffic.get('deal-1')).json;
          for (const notes of ['a', 'b', 'c']) await traffic.patch('deal-1', { '/details/notes': notes }, eTag);
        },
        says: /client itself replaced/,
      },
      {
        when: 'it finds the deal in a list and writes twice',
        does: async (traffic) => {
          const { eTag } = (await traffic.list(latest)).json.value.find(isFirst);
          for (const notes of ['a', 'b']) await traffic.patch('deal-1', { '/details/notes': notes }, eTag);
        },
        says: /client itself replaced/,
      },
      {
        when: 'it creates the deal and writes twice with the eTag of the answer',
        does: async (traffic) => {
          const { id, eTag } = (await traffic.post(newDeal())).json;
          for (const notes of ['a', 'b']) await traffic.patch(id, { '/details/notes': notes }, eTag);
        },
        says: /client itself replaced/,
      },
      {
        when: 'it reads twice and writes three times',
        does: async (traffic) => {
          for (let time = 0; time < 2; time++) await traffic.get('deal-1');
          for (const notes of ['a', 'b', 'c']) await traffic.patch('deal-1', { '/details/notes': notes }, '"deal-1-1"');
        },
        says: /client itself replaced/,
      },
      {
        when: 'it looks at lists without eTags before',
        does: async (traffic) => {
          for (let time = 0; time < 3; time++) await traffic.list(`${latest}&$select=id,status`);
          for (const notes of ['a', 'b']) await traffic.patch('deal-1', { '/details/notes': notes }, '"deal-1-1"');
        },
        says: /client itself replaced/,
      },
    ],
    right: [
      {
        when: 'two of its workers have read before either writes',
        does: async (traffic) => {
          const [a, b] = [await traffic.get('deal-1'), await traffic.get('deal-1')];
          await traffic.patch('deal-1', { '/details/notes': 'b' }, b.json.eTag);
          await traffic.patch('deal-1', { '/details/notes': 'a' }, a.json.eTag);
          await traffic.patch('deal-1', { '/details/notes': 'a' }, (await traffic.get('deal-1')).json.eTag);
        },
      },
      {
        when: 'the faster of two workers reads what it has written, and writes again',
        does: async (traffic) => {
          const [a, b] = [await traffic.get('deal-1'), await traffic.get('deal-1')];
          await traffic.patch('deal-1', { '/details/notes': 'b' }, b.json.eTag);
          await traffic.patch('deal-1', { '/details/notes': 'b2' }, (await traffic.get('deal-1')).json.eTag);
          await traffic.patch('deal-1', { '/details/notes': 'a' }, a.json.eTag);
        },
      },
      {
        when: 'the faster of two workers goes on with the eTag of its answer, which the other has read',
        does: async (traffic) => {
          const first = await traffic.patch('deal-1', { '/details/notes': 'b' }, '"deal-1-1"', prefer);
          const { eTag } = (await traffic.get('deal-1')).json;
          await traffic.patch('deal-1', { '/details/notes': 'b2' }, first.json.eTag);
          await traffic.patch('deal-1', { '/details/notes': 'a' }, eTag);
        },
      },
      {
        when: 'one of two workers has created the deal, and the other has read it',
        does: async (traffic) => {
          const mine = (await traffic.post(newDeal())).json;
          const theirs = (await traffic.get(mine.id)).json;
          await traffic.patch(mine.id, { '/details/notes': 'a' }, mine.eTag);
          await traffic.patch(mine.id, { '/details/notes': 'b' }, theirs.eTag);
        },
      },
      {
        when: 'one of two workers has found the deal in a list, and the other has read it',
        does: async (traffic) => {
          const listed = (await traffic.list(latest)).json.value.find(isFirst);
          const read = (await traffic.get('deal-1')).json;
          await traffic.patch('deal-1', { '/details/notes': 'a' }, listed.eTag);
          await traffic.patch('deal-1', { '/details/notes': 'b' }, read.eTag);
        },
      },
      {
        when: 'one of two workers goes on with the eTag of its answer, and the other has found the deal in a list',
        does: async (traffic) => {
          const first = await traffic.patch('deal-1', { '/details/notes': 'a' }, '"deal-1-1"', prefer);
          const listed = (await traffic.list(latest)).json.value.find(isFirst);
          await traffic.patch('deal-1', { '/details/notes': 'b' }, first.json.eTag);
          await traffic.patch('deal-1', { '/details/notes': 'c' }, listed.eTag);
        },
      },
      {
        when: 'two of its workers have found the deal in the same list',
        does: async (traffic) => {
          for (let time = 0; time < 2; time++) await traffic.list(latest);
          for (const notes of ['a', 'b']) await traffic.patch('deal-1', { '/details/notes': notes }, '"deal-1-1"');
        },
      },
      {
        when: 'it writes twice with the eTag of each answer',
        does: async (traffic) => {
          const first = await traffic.patch('deal-1', accept, '"deal-1-1"', prefer);
          const second = await traffic.patch('deal-1', { '/details/notes': 'next' }, first.json.eTag, prefer);
          await traffic.patch('deal-1', { '/details/notes': 'last' }, second.headers.get('etag') ?? '');
        },
      },
      {
        when: 'somebody else replaced it',
        does: async (traffic) => {
          await traffic.as('somebody else').patch('deal-1', { '/details/notes': 'theirs' }, '"deal-1-1"');
          await traffic.patch('deal-1', accept, '"deal-1-1"');
        },
      },
      {
        when: 'two of its tasks write at once',
        does: (traffic) =>
          Promise.all(['a', 'b'].map((notes) => traffic.patch('deal-1', { '/details/notes': notes }, '"deal-1-1"'))),
      },
    ],
  },
  'etag-changed': {
    wrong: [
      {
        when: 'it lost its quotes',
        does: (traffic) => traffic.patch('deal-1', accept, 'deal-1-1'),
        says: /double quotes/,
      },
      { when: 'it became weak', does: (traffic) => traffic.patch('deal-1', accept, 'W/"deal-1-1"'), says: /unchanged/ },
      {
        when: 'its quotes are escaped',
        does: (traffic) => traffic.patch('deal-1', accept, '\\"deal-1-1\\"'),
        says: /form/,
      },
    ],
    right: [{ when: 'it is another', does: (traffic) => traffic.patch('deal-1', accept, '"deal-1-0"') }],
  },
  'unchanged-write': {
    wrong: [
      {
        when: 'it writes what it has read',
        does: async (traffic) => {
          const { details, eTag } = (await traffic.get('deal-1')).json;
          await traffic.patch('deal-1', { '/details/notes': details.notes, '/details/dealValue': '10' }, eTag);
        },
        says: /\/details\/notes, \/details\/dealValue/,
      },
      {
        when: 'it puts what it has read',
        does: async (traffic) => {
          const { id, eTag } = (await traffic.post(newDeal())).json;
          const { links: _links, ...body } = (await traffic.get(id)).json;
          await put(traffic, id, body, eTag);
        },
        says: /all of it/,
      },
    ],
    right: [
      {
        when: 'one of two values is new',
        does: (traffic) =>
          traffic.patch('deal-1', { '/details/notes': 'first', '/details/dealValue': 11 }, '"deal-1-1"'),
      },
      {
        when: 'somebody joins the team',
        does: (traffic) =>
          traffic.patch('deal-1', [{ op: 'add', path: '/team/-', value: { email: 'a@x.example' } }], '"deal-1-1"'),
      },
      { when: 'there is no operation', does: (traffic) => traffic.patch('deal-1', [], '"deal-1-1"') },
    ],
  },
  'put-removes-values': removalExamples,
  'type-follows-consent': {
    wrong: [
      {
        when: 'a private deal is called Shared',
        does: (traffic) => traffic.post(newDeal({ type: 'Shared' })),
        says: /"Independent"/,
      },
      {
        when: 'a private deal is made Shared, which changes nothing',
        does: async (traffic) => {
          const { id, eTag } = (await traffic.post(newDeal())).json;
          await traffic.patch(id, { '/type': 'Shared' }, eTag);
        },
        says: /"Independent"/,
      },
    ],
    right: [
      { when: 'both agree', does: (traffic) => traffic.post(newDeal({ type: 'Shared', consent: shared })) },
      {
        when: 'consent is given later',
        does: async (traffic) => {
          const { id, eTag } = (await traffic.post(newDeal())).json;
          await traffic.patch(id, { '/consent/consentToShareReferralWithMicrosoftSellers': true }, eTag);
        },
      },
    ],
  },
  'invitation-without-engagement': {
    wrong: [
      {
        when: 'Microsoft is invited by the only POST',
        does: (traffic) => traffic.post(newDeal({ target: [{ type: 'BusinessProfileLocation', id: 'msft' }] })),
        says: /engagementId/,
      },
    ],
    right: [
      {
        when: 'a solution is the target',
        does: (traffic) => traffic.post(newDeal({ target: [{ type: 'SolutionProfile', id: 'SOL-1' }] })),
      },
    ],
  },
  'invitation-without-target': {
    wrong: [
      {
        when: 'the second POST has none',
        does: (traffic) => inviting(traffic, undefined),
        says: /"msft"/,
      },
      {
        when: 'its target is a solution',
        does: (traffic) => inviting(traffic, [{ type: 'SolutionProfile', id: 'SOL-1' }]),
        says: /second record/,
      },
      {
        when: 'Microsoft is misspelt',
        does: (traffic) => inviting(traffic, [{ type: 'BusinessProfileLocation', id: 'Microsoft' }]),
        says: /"msft"/,
      },
    ],
    right: [
      {
        when: 'Microsoft is the target',
        does: (traffic) => inviting(traffic, [{ type: 'BusinessProfileLocation', id: 'MSFT' }]),
      },
      {
        when: 'another partner is the target',
        does: (traffic) => inviting(traffic, [{ type: 'BusinessProfileLocation', id: '7300412' }]),
      },
      {
        when: 'the only POST has an inviteContext',
        does: (traffic) => traffic.post(newDeal({ inviteContext: { notes: 'n' } })),
      },
    ],
  },
};
