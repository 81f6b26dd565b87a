import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import { tokenOf, type Traffic } from './traffic.ts';

async function nextOf(traffic: Traffic, change: (token: string) => string): Promise<unknown> {
  const token = tokenOf(await traffic.list())?.replace('$skiptoken=', '') ?? '';
  return traffic.list(`$skiptoken=${change(token)}`);
}

/** Reads all pages, and changes the query of each one after the first. */
async function eachPage(traffic: Traffic, change: (query: string) => string): Promise<void> {
  let query: string | undefined = '';
  while (query !== undefined) {
    const next = tokenOf(await traffic.list(query));
    query = next && change(next);
  }
}

const inUpperCase = (query: string): string => query.replace(/%../g, (escape) => escape.toUpperCase());

async function followNextLink(traffic: Traffic): Promise<void> {
  let page = await traffic.list();
  for (let next = page.json['@odata.nextLink']; next; next = page.json['@odata.nextLink']) {
    const { pathname, search } = new URL(next);
    page = await traffic.send('GET', pathname + search);
  }
}

export const pagingExamples: Readonly<Record<string, CoachExample>> = {
  'next-link-not-followed': {
    wrong: [
      { when: 'it reads one page', does: (traffic) => traffic.list(), says: /of the list only a page of 3/ },
      {
        when: 'it reads one page of a filter again and again',
        does: async (traffic) => {
          for (let time = 0; time < 3; time++) await traffic.list("$filter=direction eq 'Incoming'");
        },
        says: /\$filter=direction eq 'Incoming'/,
        also: ['everything-read-again'],
      },
      {
        when: 'it stops in the middle',
        does: async (traffic) => traffic.list(tokenOf(await traffic.list())),
        says: /rest is missing/,
      },
      ...[{ status: 503 }, { status: 401 }, { disconnect: true }, { cutAfter: 20 }, { malformed: true }].map(
        (fault) => ({
          when: `the second page fails by ${JSON.stringify(fault)} and is given up`,
          does: async (traffic: Traffic) => {
            await traffic.fault({ path: '$skiptoken', ...fault });
            const next = tokenOf(await traffic.list()) ?? '';
            await traffic.try('GET', `${collection}?${next}`);
          },
          says: /of the list only a page of 3.*again for a page that fails/,
        }),
      ),
      { when: '$top is not reached', does: (traffic) => traffic.list('$top=7'), says: /nextLink/ },
      { when: 'the latest come last', does: (traffic) => traffic.list('$orderby=updatedDateTime'), says: /nextLink/ },
      {
        when: 'the order has two times, but the filter none',
        does: (traffic) => traffic.list("$filter=direction eq 'Incoming'&$orderby=updatedDateTime asc,createdDateTime"),
        says: /rest is missing/,
      },
      {
        when: 'it reads the first page of each status',
        does: async (traffic) => {
          await traffic.list("$filter=status eq 'New'");
          await traffic.list("$filter=status ne 'New'");
        },
        says: /status eq 'New'/,
      },
    ],
    right: [
      { when: 'it reads all pages', does: (traffic) => traffic.all() },
      { when: 'it stops at what is known', does: (traffic) => traffic.list('$orderby=updatedDateTime desc') },
      {
        when: 'it looks at the latest created',
        does: (traffic) => traffic.list('$orderby=createdDateTime desc,updatedDateTime'),
      },
      { when: 'it asks for three', does: (traffic) => traffic.list('$top=3') },
      {
        when: 'it goes on by time',
        does: (traffic) => traffic.list('$filter=updatedDateTime gt 2026-01-01T00:00:00Z&$orderby=updatedDateTime'),
      },
      {
        when: 'it goes on by time, and another time orders what has the same',
        does: async (traffic) => {
          for (const order of ['updatedDateTime asc,createdDateTime', 'createdDateTime , updatedDateTime desc'])
            await traffic.list(`$filter=updatedDateTime gt 2026-01-01T00:00:00Z&$orderby=${order}`);
        },
      },
      {
        when: 'it reads two lists page by page in turn',
        does: async (traffic) => {
          const first = await traffic.list("$filter=status eq 'New'");
          const second = await traffic.list("$filter=status eq 'New'&$select=id");
          await traffic.list(tokenOf(first));
          await traffic.list(tokenOf(second));
        },
      },
      {
        when: 'it reads one list three times at once',
        does: (traffic) => Promise.all([1, 2, 3].map(() => traffic.all())),
      },
      {
        when: 'it ended after a page, was started again and reads the list to its end',
        does: async (traffic) => {
          await traffic.list();
          traffic.wait(1000);
          await traffic.all();
        },
      },
      {
        when: 'the second page fails and is asked for again',
        does: async (traffic) => {
          await traffic.fault({ path: '$skiptoken', status: 503 });
          const next = tokenOf(await traffic.list());
          await traffic.list(next);
          traffic.wait(1000);
          await traffic.all(next);
        },
      },
      {
        when: 'a later page of the latest fails',
        does: async (traffic) => {
          await traffic.fault({ path: '$skiptoken', status: 503 });
          await traffic.list(tokenOf(await traffic.list('$orderby=updatedDateTime desc')));
        },
      },
      {
        when: 'a page came in broken JSON and the list is begun anew',
        does: async (traffic) => {
          await traffic.fault({ malformed: true });
          await traffic.list();
          traffic.wait(1000);
          await traffic.all();
        },
      },
      {
        when: 'a page was cut and the list is begun anew',
        does: async (traffic) => {
          await traffic.fault({ cutAfter: 20 });
          await traffic.try('GET', collection);
          traffic.wait(1000);
          await traffic.all();
        },
      },
    ],
  },
  'next-link-rebuilt': {
    wrong: [
      {
        when: 'the token is cut',
        does: (traffic) => nextOf(traffic, (token) => token.slice(0, -8)),
        says: /in no nextLink/,
        also: ['next-link-not-followed'],
      },
      { when: 'the token is made up', does: (traffic) => traffic.list('$skiptoken=2'), says: /in no nextLink/ },
      {
        when: 'the parameter has no $',
        does: async (traffic) => traffic.list(tokenOf(await traffic.list('$top=5'))?.replace('$', '')),
        says: /"skiptoken"/,
        also: ['next-link-not-followed'],
      },
      {
        when: 'the address is another',
        does: async (traffic) => traffic.send('GET', `/referrals?${tokenOf(await traffic.list()) ?? ''}`),
        says: /\/referrals/,
        also: ['next-link-not-followed'],
      },
    ],
    right: [
      {
        when: 'it repeats the options of the first page',
        does: async (traffic) => {
          const query = "$filter=status eq 'New'";
          const first = await traffic.list(query);
          await traffic.list(`${query}&${tokenOf(first) ?? ''}`);
        },
      },
      {
        when: 'the list was forgotten by a reset',
        does: async (traffic) => {
          const next = tokenOf(await traffic.list());
          await traffic.client.send('POST', '/_sandbox/reset', { seed: [{ id: 'other' }] });
          await traffic.list(next);
          await traffic.all();
        },
      },
    ],
  },
  'next-link-verbatim': {
    wrong: [
      {
        when: 'it follows nextLink as it is',
        does: followNextLink,
        says: /\/v1\.0\/referrals.*https:.*\/v1\.0\/engagements\/referrals/,
      },
      {
        when: 'it follows nextLink, and the page is refused',
        does: async (traffic) => {
          await traffic.fault({ status: 404, path: '$skiptoken' });
          await followNextLink(traffic);
        },
        says: /\$skiptoken/,
        also: ['next-link-not-followed'],
      },
    ],
    right: [
      { when: 'it takes $skiptoken from nextLink', does: (traffic) => traffic.all() },
      { when: 'nextLink has the address of the list', options: { quirks: false }, does: followNextLink },
    ],
  },
  'skiptoken-decoded': {
    wrong: [
      {
        when: 'the token is decoded',
        does: (traffic) => nextOf(traffic, decodeURIComponent),
        says: /%2b.*as "\+"/,
        also: ['next-link-not-followed'],
      },
      {
        when: 'a part of the token is decoded',
        does: (traffic) => eachPage(traffic, (query) => query.replaceAll('%2f', '/')),
        says: /"%2f" of nextLink came back as "\/"/,
      },
      {
        when: 'a part is decoded and the rest is in upper case',
        does: (traffic) => eachPage(traffic, (query) => inUpperCase(query).replaceAll('%2F', '/')),
        says: /"%2f" of nextLink came back as "\/"/,
      },
      {
        when: 'the token is encoded twice',
        does: (traffic) => nextOf(traffic, encodeURIComponent),
        says: /%25/,
        also: ['next-link-not-followed'],
      },
    ],
    right: [
      {
        when: 'the name of the parameter is encoded',
        does: (traffic) => eachPage(traffic, (query) => query.replace('$', '%24')),
      },
      {
        when: 'a library writes all percent-encodings in upper case, whatever the client is called',
        does: (traffic) => eachPage(traffic, inUpperCase),
      },
      {
        when: 'the token is decoded and encoded again, which changes only the case of the encodings',
        does: (traffic) => eachPage(traffic, (query) => new URLSearchParams(query).toString()),
      },
      { when: 'tokens need no encoding', options: { quirks: false }, does: (traffic) => traffic.all() },
    ],
  },
  'paged-by-skip': {
    wrong: [{ when: 'it counts', does: (traffic) => traffic.list('$top=3&$skip=3'), says: /nextLink/ }],
    right: [{ when: 'it skips none', does: (traffic) => traffic.list('$top=3&$skip=0') }],
  },
};
