import type { TimelineState } from '../../../src/protocol/timeline.ts';
import { readFacts } from '../../../src/referral/summary.ts';
import { entryOfWindow } from '../../../src/services/calls/callEntry.ts';
import { layOut } from '../../../src/services/timeline/layout.ts';
import { liveContent } from '../../../src/services/timeline/liveContent.ts';
import { sandboxContent } from '../../../src/services/timeline/sandboxContent.ts';
import { readSandboxRecord } from '../../../src/services/timeline/sandboxRecord.ts';
import { sideOf, type Side } from '../../../src/services/timeline/side.ts';

const own = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const theirs = 'f3a8c2d4-1b5e-4c77-8e90-6a2d9b1c4e55';
const path = '/v1.0/engagements/referrals';
const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse('2026-06-15T08:12:04.120Z');

const iso = (ms: number): string => new Date(ms).toISOString();

function side(members: object): Side {
  const text = JSON.stringify(members);
  return sideOf(readFacts(members)!, text);
}

const ours = side({
  id: own,
  engagementId: 'e',
  organizationName: 'Litware',
  status: 'New',
  substatus: 'Pending',
  createdDateTime: iso(start - 2 * day),
  updatedDateTime: iso(start - 2 * day),
  expirationDateTime: iso(start + 12 * day),
  details: { closingDateTime: '2026-09-30T00:00:00Z' },
});

const microsofts = side({
  id: theirs,
  engagementId: 'e',
  organizationId: 'msft',
  organizationName: 'Microsoft',
  status: 'New',
  substatus: 'Pending',
  createdDateTime: iso(start + 4 * minute),
  expirationDateTime: iso(start + 14 * day),
});

interface CallGiven {
  readonly at: number;
  readonly method?: string;
  readonly target?: string;
  readonly status?: number | null;
  readonly caller?: string;
  readonly agent?: string;
  readonly id: string;
}

const call = ({
  at,
  method = 'GET',
  target = `${path}/${own}`,
  status = 200,
  caller = 'admin',
  agent,
  id,
}: CallGiven) => ({
  time: iso(at),
  method,
  path: target,
  status,
  duration: 12.4,
  caller,
  userAgent: agent ?? 'crm-sync/2.1 node/24',
  requestId: id,
  clientRequestId: `client-${id}`,
});

const delivery = (at: number, id: string, referral: string, status: number | null, attempt = 1) => ({
  time: iso(at),
  id,
  event: referral === own ? 'referral-updated' : 'related-referral-updated',
  referral,
  url: 'http://127.0.0.1:7071/webhook',
  attempt,
  status,
  durationMs: 31,
});

const status = (first: string, second: string) => ({ status: first, substatus: second });

const story = readSandboxRecord(start + 46 * day, {
  calls: {
    calls: [
      call({ at: start, target: `${path}?$filter=status eq 'New'&$top=100`, id: 'r1' }),
      call({ at: start + 800, id: 'r2' }),
      call({ at: start + 1400, method: 'PATCH', status: 412, id: 'r3' }),
      call({ at: start + 1900, id: 'r4' }),
      call({ at: start + 2300, method: 'PATCH', status: 204, id: 'r5' }),
      call({ at: start + 4 * minute, method: 'POST', target: path, id: 'r6' }),
      call({ at: start + 5 * minute, agent: 'partner-referrals/1.0', id: 'r7' }),
      call({ at: start + 15 * day, target: `${path}?$top=100`, id: 'r8' }),
      call({ at: start + 15 * day + 900, target: `${path}/${theirs}`, id: 'r9' }),
      call({
        at: start + 15 * day + 60 * minute,
        method: 'PATCH',
        status: null,
        caller: 'user noor.dewit@litware.example',
        id: 'r10',
      }),
      call({ at: start + 46 * day - 20_000, target: `${path}/${theirs}`, id: 'r11' }),
    ],
  },
  deliveries: {
    deliveries: [
      delivery(start + 2330, 'e1', own, 200),
      delivery(start + 4 * minute + 40, 'e2', theirs, null),
      delivery(start + 4 * minute + 1900, 'e2', theirs, 204, 2),
      delivery(start + 15 * day + 30, 'e3', theirs, 200),
      delivery(start + 46 * day - 60_000, 'e4', theirs, 500),
    ],
  },
  findings: {
    findings: [
      {
        rule: 'if-match',
        severity: 'warning',
        evidence: 'documented',
        caller: 'admin',
        count: 2,
        message: 'A PATCH was sent without If-Match. Send the eTag of the version that was read.',
        calls: ['r3', 'r10'],
      },
    ],
  },
  changes: {
    changes: [
      {
        time: iso(start + 2310),
        referral: own,
        by: 'client',
        caller: 'admin',
        requestId: 'r5',
        before: status('New', 'Pending'),
        after: status('Active', 'Accepted'),
        paths: ['/status', '/substatus', '/acceptedDateTime', '/expirationDateTime'],
      },
      {
        time: iso(start + 4 * minute + 10),
        referral: theirs,
        by: 'client',
        caller: 'admin',
        requestId: 'r6',
        before: null,
        after: status('New', 'Pending'),
        paths: [],
      },
      {
        time: iso(start + 15 * day),
        referral: theirs,
        by: 'microsoft',
        before: status('New', 'Pending'),
        after: status('Active', 'Accepted'),
        paths: ['/status', '/substatus'],
      },
      {
        time: iso(start + 15 * day + 60 * minute + 20),
        referral: own,
        by: 'client',
        caller: 'user noor.dewit@litware.example',
        requestId: 'r10',
        before: status('Active', 'Accepted'),
        after: status('Active', 'Accepted'),
        paths: ['/details/dealValue'],
      },
      {
        time: iso(start + 46 * day - 60_100),
        referral: theirs,
        by: 'microsoft',
        before: status('Active', 'Accepted'),
        after: status('Closed', 'Won'),
        paths: ['/status', '/substatus', '/closedDateTime'],
      },
    ],
    advances: [
      { from: iso(start + 6 * minute), time: iso(start + 15 * day) },
      { from: iso(start + 16 * day), time: iso(start + 46 * day - 60_100) },
    ],
    dropped: 0,
  },
});

const answered = { ...ours, facts: { ...ours.facts, status: 'Active', substatus: 'Accepted' } };
const won = { ...microsofts, facts: { ...microsofts.facts, status: 'Closed', substatus: 'Won' } };
const content = sandboxContent([answered, won], story, false);

const base = {
  connection: 'sandbox',
  id: own,
  title: 'Woodgrove branch security refresh',
  notes: content.notes,
  refreshing: false,
  live: true,
  failure: undefined,
} as const;

/** Many calls within milliseconds, after one another, and much later. */
const many = readSandboxRecord(start + 30 * day, {
  calls: {
    calls: Array.from({ length: 400 }, (_, index) =>
      call({
        at: start + (index < 200 ? index * 3 : index < 300 ? 60_000 + index * 700 : 29 * day + index * 40),
        ...(index % 9 === 4 && { method: 'PATCH', status: index % 2 ? 412 : 204 }),
        id: `m${index}`,
      }),
    ),
  },
  deliveries: undefined,
  findings: null,
  changes: undefined,
});

const live = liveContent([ours, microsofts], {
  now: start + 3 * day,
  calls: [
    entryOfWindow(
      {
        number: 1,
        connection: 'partner-center',
        endedAt: start + 3 * day - 60 * minute,
        call: {
          method: 'GET',
          target: `${path}/${own}`,
          status: 200,
          problem: undefined,
          durationMs: 210,
          clientRequestId: 'c1',
          requestId: 'w1',
        },
      },
      undefined,
    ),
  ],
  versionsOf: (id) =>
    id === own
      ? [
          { number: 1, text: '{"a":1}', receivedAt: start + day },
          { number: 2, text: '{"a":2}', receivedAt: start + 3 * day - 60 * minute },
        ]
      : [],
});

export const timelines: Readonly<Record<'story' | 'many' | 'live' | 'empty' | 'loading' | 'failed', TimelineState>> = {
  story: { ...base, drawing: layOut(content) },
  many: { ...base, drawing: layOut(sandboxContent([answered], many, false)) },
  live: { ...base, connection: 'partner-center', live: false, drawing: layOut(live), notes: live.notes },
  empty: { ...base, drawing: layOut({ lanes: [], events: [], now: start, notes: [] }) },
  loading: { ...base, drawing: undefined, refreshing: true, notes: [] },
  failed: {
    ...base,
    drawing: layOut(content),
    failure: {
      title: 'The sandbox did not respond.',
      advice: 'Start it again.',
      actions: ['retry', 'showLog'],
      requestId: 'abc',
    },
  },
};
