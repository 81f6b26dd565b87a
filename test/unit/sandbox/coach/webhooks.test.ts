import assert from 'node:assert/strict';
import { Coach } from '../../../../src/sandbox/coach/coach.ts';
import { ReceiverHistory } from '../../../../src/sandbox/coach/receiverHistory.ts';
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
    [
      'one event is never answered, and others are',
      [1, 2, 3].flatMap((attempt) => [
        { attempt, status: null },
        { id: `event-${attempt + 1}`, status: 202 },
      ]),
      [['webhook-unanswered', 1]],
    ],
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
    [
      'both copies of an event come before the receiver listens',
      [1, 1, 2, 2].map((attempt) => ({ attempt, status: null })),
    ],
    ['a receiver ends while events wait', ['a', 'b', 'c', 'd'].map((id) => ({ id, status: null }))],
    ['it is back for the third attempt', [{ status: null }, { status: null, attempt: 2 }, { attempt: 3, status: 200 }]],
  ] as const) {
    it(`find nothing when ${when}`, () => {
      assert.deepEqual(judge(...deliveries), []);
    });
  }

  it('say what else may be wrong with a right signature that is refused than how it is verified', () => {
    const hintAt = (status: number): boolean => {
      const coach = new Coach(() => false);
      coach.delivered(delivery({ status }));
      return coach.list()[0]?.message.includes('read the certificate again') ?? false;
    };
    assert.deepEqual([401, 403, 400, 500].map(hintAt), [true, true, false, false]);
  });

  it('name the receiver as caller and the events as calls', () => {
    const coach = new Coach(() => false);
    coach.delivered(delivery({ id: 'event-7', status: 500 }));
    const [found] = coach.list();
    assert.deepEqual([found?.caller, found?.calls], [`receiver ${url}`, ['event-7']]);
  });

  it('remember the latest 5,000 events without an answer, however many webhooks were removed meanwhile', () => {
    const receiver = new ReceiverHistory();
    const add = (id: string): void => receiver.add(delivery({ id, status: null }));
    add('first');
    for (let number = 1; number < 5000; number++) add(`event-${number}`);
    assert.equal(receiver.unanswered('first'), 1);
    add('one-more');
    assert.deepEqual(
      ['first', 'event-1', 'one-more'].map((id) => receiver.unanswered(id)),
      [0, 1, 1],
    );
  });
});
