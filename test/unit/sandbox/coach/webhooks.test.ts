import assert from 'node:assert/strict';
import { Coach } from '../../../../src/sandbox/coach/coach.ts';
import type { ObservedCall } from '../../../../src/sandbox/coach/observedCall.ts';
import type { Delivery } from '../../../../src/sandbox/webhooks/delivery.ts';

const url = 'http://127.0.0.1:7071/hook';

function delivery(given: Partial<Delivery> = {}): Delivery {
  return {
    id: 'event-1',
    event: 'referral-updated',
    referral: 'Deal-1',
    url,
    attempt: 1,
    status: 202,
    durationMs: 20,
    response: '',
    badSignature: false,
    sentAt: 0,
    ...given,
  };
}

/** The coach's findings about deliveries, as rules with the number of times. */
function judge(...deliveries: readonly Partial<Delivery>[]): readonly (readonly [string, number])[] {
  const coach = new Coach(() => false);
  for (const each of deliveries) coach.delivered(delivery(each));
  return coach.list().map(({ rule, count }) => [rule, count] as const);
}

describe("The coach's rules: Webhooks", () => {
  for (const [when, deliveries, found] of [
    [
      'a bad signature is answered with 200',
      [{ badSignature: true, status: 200 }],
      [['webhook-signature-unchecked', 1]],
    ],
    ['a receiver takes 5 s', [{ durationMs: 5000 }, { durationMs: 4000 }], [['webhook-answered-late', 2]]],
    ['a receiver never answers', [{ status: null, durationMs: 10_000 }], [['webhook-answered-late', 1]]],
    ['a receiver fails', [{ status: 500 }, { status: 500, attempt: 2 }], [['webhook-refused', 2]]],
    ['a receiver redirects', [{ status: 302 }], [['webhook-refused', 1]]],
    ['a right signature is refused', [{ status: 401 }], [['webhook-refused', 1]]],
    ['nobody listens', [1, 2, 3].map((attempt) => ({ attempt, status: null })), [['webhook-unanswered', 1]]],
  ] as const) {
    it(`find it when ${when}`, () => {
      assert.deepEqual(judge(...deliveries), found);
    });
  }

  for (const [when, deliveries] of [
    ['events are answered', [{}, { status: 200 }, { status: 204, durationMs: 1500 }]],
    ['bad signatures are refused', [401, 403, 400, 500].map((status) => ({ badSignature: true, status }))],
    ['a bad signature gets no answer', [1, 2, 3, 4].map(() => ({ badSignature: true, status: null }))],
    ['a receiver starts late', [{ status: null }, { status: null, attempt: 2 }, { attempt: 3 }]],
    ['an event comes twice', [{}, {}]],
  ] as const) {
    it(`find nothing when ${when}`, () => {
      assert.deepEqual(judge(...deliveries), []);
    });
  }

  it('name the receiver as caller and the events as calls', () => {
    const coach = new Coach(() => false);
    coach.delivered(delivery({ id: 'event-7', status: 500 }));
    const [found] = coach.list();
    assert.deepEqual([found?.caller, found?.calls], [`receiver ${url}`, ['event-7']]);
  });
});

describe('An echo loop', () => {
  /** Writes in a row, each of which follows an event about the one before and a read if it says so. */
  function writes(
    ...all: readonly {
      readonly paths?: readonly string[];
      readonly after?: 'event and read' | 'event and list' | 'read and event' | 'event' | 'nothing';
      readonly ifMatch?: string | null;
      readonly by?: string;
    }[]
  ): readonly string[] {
    let time = 0;
    const coach = new Coach(
      () => false,
      () => time,
    );
    for (const [
      index,
      { paths = ['/details/notes'], after = 'event and read', ifMatch, by = 'sync' },
    ] of all.entries()) {
      for (const word of after.split(' ')) {
        time += 100;
        if (word === 'event') coach.delivered(delivery({ durationMs: 1 }));
        if (word === 'read' || word === 'list') coach.observe('admin', look(word, time, by));
      }
      time += 100;
      coach.observe('admin', { ...write(index, paths, time, by), ...(ifMatch !== undefined && { ifMatch }) });
      time += 100;
    }
    return coach.list().map(({ rule }) => rule);
  }

  function write(index: number, paths: readonly string[], time: number, userAgent: string): ObservedCall {
    return {
      requestId: String(index),
      clientRequestId: String(index),
      method: 'PATCH',
      host: '127.0.0.1',
      target: '/v1.0/engagements/referrals/deal-1',
      kind: 'change',
      id: 'deal-1',
      startedAt: time,
      endedAt: time + 1,
      status: 204,
      retryAfterMs: undefined,
      ifMatch: `"${index}"`,
      prefersRepresentation: false,
      bodyDigest: String(index),
      userAgent,
      facts: {
        notes: [],
        change: {
          before: {},
          after: {},
          eTagBefore: `"${index}"`,
          eTagAfter: `"${index + 1}"`,
          paths,
          isUnchanged: false,
        },
      },
    };
  }

  function look(kind: 'read' | 'list', time: number, userAgent: string): ObservedCall {
    const { target, id, ...rest } = write(0, [], time, userAgent);
    const address = kind === 'read' ? { target, id } : { target: target.replace('/deal-1', '?$top=5'), id: '' };
    return {
      ...rest,
      ...address,
      kind,
      method: 'GET',
      status: 200,
      ifMatch: null,
      bodyDigest: '',
      facts: { notes: [] },
    };
  }

  const times = <T>(number: number, each: T): T[] => Array.from({ length: number }, () => each);

  it('is found when each write follows the event of the one before, and a look', () => {
    assert.deepEqual(writes(...times(11, {})), ['echo-loop']);
    assert.deepEqual(writes(...times(11, { after: 'event and list' as const })), ['echo-loop']);
    const rules = writes(...times(11, { after: 'event' as const, ifMatch: null }));
    assert.deepEqual([...rules].sort(), ['echo-loop', 'write-without-if-match']);
  });

  it('is not found for a few writes, for others in between, for other paths, or without events', () => {
    assert.deepEqual(writes(...times(10, {})), []);
    assert.deepEqual(writes(...times(7, {}), { by: 'a person' }, ...times(7, {}), { by: 'a person' }), []);
    assert.deepEqual(writes(...times(7, {}), { paths: ['/status'] }, ...times(7, {})), []);
    assert.deepEqual(writes(...times(13, { after: 'nothing' as const })), []);
  });

  it('is not found for writes that do not wait for the events about them', () => {
    assert.deepEqual(writes(...times(13, { after: 'event' as const })), []);
    assert.deepEqual(writes(...times(13, { after: 'read and event' as const })), []);
  });
});
