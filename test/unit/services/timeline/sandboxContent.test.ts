import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readFacts } from '../../../../src/referral/summary.ts';
import type { CallEntry } from '../../../../src/services/calls/callEntry.ts';
import { sandboxContent } from '../../../../src/services/timeline/sandboxContent.ts';
import type { SandboxChange, SandboxDelivery, SandboxRecord } from '../../../../src/services/timeline/sandboxRecord.ts';
import { sideOf } from '../../../../src/services/timeline/side.ts';

const id = 'a1';
const day = 24 * 60 * 60 * 1000;
const known = [sideOf(readFacts({ id, organizationName: 'Contoso', status: 'New', substatus: 'Pending' })!, undefined)];
const nothing: SandboxRecord = {
  ...{ now: 9 * day, calls: [], deliveries: [], findings: [], changes: [], advances: [] },
  ...{ forgotten: { calls: 0, changes: 0 }, hasChanges: true },
};
const draw = (record: Partial<SandboxRecord>, masked = false) =>
  sandboxContent(known, { ...nothing, ...record }, masked);

const [isNew, isActive] = [
  { status: 'New', substatus: 'Pending' },
  { status: 'Active', substatus: 'Accepted' },
];
const change = (members: Partial<SandboxChange>): SandboxChange => ({
  ...{ at: day, referral: id, by: 'client', requestId: 'r1', caller: 'user ada@x.example' },
  ...{ before: isNew, after: isActive, paths: ['/status', '/substatus'] },
  ...members,
});
const delivery = (members: Partial<SandboxDelivery>): SandboxDelivery => ({
  ...{ at: day, id: 'e1', event: 'referral-updated', referral: id, url: 'http://127.0.0.1:1/', attempt: 1 },
  ...{ status: 200, durationMs: 2.6 },
  ...members,
});
const call = (members: Partial<CallEntry>): CallEntry => ({
  ...{ key: 'r1', connection: 'sandbox', method: 'GET', path: '/v1.0/engagements/referrals/b2', status: 200 },
  ...{ state: 'answered', time: day, durationMs: 1, caller: { caller: 'crm', userAgent: 'crm/1' } },
  ...{ clientRequestId: undefined, requestId: 'r1', recorded: undefined, listed: undefined },
  ...members,
});
const titles = (record: Partial<SandboxRecord>, masked = false): string[] =>
  draw(record, masked).events.map(({ title }) => title);

describe('What a sandbox recorded of an engagement', () => {
  it('has a lane for the referral, for callers, webhooks and the clock, in this order', () => {
    assert.deepEqual(
      draw({ calls: [call({ path: `/v1.0/engagements/referrals/${id}` })] }).lanes.map(({ kind, name }) => [
        kind,
        name,
      ]),
      [
        ['referral', 'Contoso'],
        ['calls', 'Calls of crm · crm/1'],
        ['webhooks', 'Webhooks'],
        ['clock', 'Clock of the sandbox'],
      ],
    );
  });

  it('tells who changed what, and from what to what', () => {
    const changes: [Partial<SandboxChange>, kind: string, title: string][] = [
      [{}, 'moved', 'user ada@x.example changed the status from “New, pending” to “Active, accepted”'],
      [{ by: 'microsoft' }, 'moved', 'Microsoft changed the status from “New, pending” to “Active, accepted”'],
      [
        { after: { ...isNew, substatus: 'Received' }, by: 'clock' },
        'moved',
        'The clock changed the status from “New, pending” to “New, received”',
      ],
      [{ by: 'control', before: undefined }, 'created', 'The sandbox created the referral'],
      [{ by: 'arrival', before: undefined }, 'created', 'Microsoft sent the referral'],
      [
        { by: 'clock', after: { status: 'Closed', substatus: 'Expired' } },
        'moved',
        'The referral expired, since it was not answered',
      ],
      [{ before: isActive, paths: ['/name'] }, 'changed', 'user ada@x.example changed 1 property'],
      [{ before: isActive }, 'changed', 'user ada@x.example changed 2 properties'],
      [{ by: 'client', caller: undefined, before: isActive }, 'changed', 'A client changed 2 properties'],
    ];
    for (const [members, kind, title] of changes) {
      const [event] = draw({ changes: [change(members)] }).events;
      assert.deepEqual([event?.kind, event?.title, event?.referral, event?.lane], [kind, title, id, `referral ${id}`]);
    }
    assert.doesNotMatch(titles({ changes: [change({})] }, true).join(), /ada/);
  });

  it('has the changed properties and the request of a change, and its status if it is the same', () => {
    const facts = (members: Partial<SandboxChange>) =>
      draw({ changes: [change(members)] }).events[0]?.facts.map(({ label, value }) => `${label}: ${value}`);
    assert.deepEqual(facts({}), ['Changed properties: /status\n/substatus', 'Request ID: r1']);
    assert.deepEqual(facts({ before: isActive, paths: [], requestId: undefined }), ['Status: Active, accepted']);
  });

  it('has distinct events, also of changes at the same time', () => {
    const { events } = draw({
      changes: [change({}), change({})],
      deliveries: [delivery({}), delivery({ attempt: 2 }), delivery({ url: 'http://127.0.0.1:2/' })],
      advances: [{ at: 2 * day, from: day }],
    });
    assert.equal(new Set(events.map((each) => each.id)).size, 6);
  });

  it('draws the status that the newest change brought, though the list tells of an older one', () => {
    const { lanes } = draw({ changes: [change({})] });
    assert.equal(lanes[0]?.states?.at(-1)?.label, 'Active, accepted');
  });

  it('tells of each attempt to deliver a webhook', () => {
    const cases: [Partial<SandboxDelivery>, kind: string, title: string][] = [
      [{}, 'delivered', 'referral-updated: the webhook was answered with 200'],
      [{ status: 299 }, 'delivered', 'referral-updated: the webhook was answered with 299'],
      [{ status: 300 }, 'undelivered', 'referral-updated: the webhook was answered with 300'],
      [{ status: 199 }, 'undelivered', 'referral-updated: the webhook was answered with 199'],
      [{ status: undefined }, 'undelivered', 'referral-updated: no response to the webhook'],
    ];
    for (const [members, kind, title] of cases) {
      const [event] = draw({ deliveries: [delivery(members)] }).events;
      assert.deepEqual([event?.kind, event?.title, event?.lane, event?.referral], [kind, title, 'webhooks', id]);
    }
    const facts = (members: Partial<SandboxDelivery>) =>
      draw({ deliveries: [delivery(members)] }).events[0]?.facts.map(({ label, value }) => `${label}: ${value}`);
    assert.deepEqual(facts({}), ['Attempt: 1', 'Address: http://127.0.0.1:1/', 'Duration: 3 ms', 'Event ID: e1']);
    assert.deepEqual(facts({ durationMs: undefined }), ['Attempt: 1', 'Address: http://127.0.0.1:1/', 'Event ID: e1']);
  });

  it('tells how far the clock was advanced', () => {
    const advanced = (days: number): string[] => titles({ advances: [{ at: days * day, from: 0 }] });
    assert.deepEqual(advanced(1), ['The clock was advanced by 1 day']);
    assert.deepEqual(advanced(15), ['The clock was advanced by 15 days']);
    assert.deepEqual(advanced(0.125), ['The clock was advanced by 0.13 days']);
  });

  it('leaves out what is about other referrals, but not the calls that list referrals or wrote this one', () => {
    const other = { referral: 'b2' };
    const { events } = draw({
      changes: [change({ requestId: 'r2' }), change(other)],
      deliveries: [delivery(other)],
      calls: [
        call({}),
        call({ key: 'r2', requestId: 'r2', method: 'POST', path: '/v1.0/engagements/referrals' }),
        call({ key: 'r3', requestId: 'r3', path: '/v1.0/engagements/referrals?$top=1' }),
        call({ key: 'r4', requestId: 'r4', path: '/v1.0/engagements/referrals/A1' }),
      ],
      findings: [
        {
          ...{
            rule: 'get-before-patch',
            severity: 'warning',
            message: 'Read it first.',
            count: 1,
            calls: ['r2', 'r4'],
          },
          ...{ caller: 'crm', firstSeen: '', lastSeen: '', help: '' },
        } as unknown as SandboxRecord['findings'][number],
      ],
    });
    assert.deepEqual(
      events.map((event) => [event.id, event.referral, event.findings]),
      [
        ['call r2', id, ['Read it first.']],
        ['call r3', undefined, []],
        ['call r4', id, ['Read it first.']],
        [`change ${id} 0 ${day}`, id, []],
      ],
    );
  });

  it('says what it can’t know, and what is left out', () => {
    const start =
      'What happened before the sandbox was started or reset is known only from the dates in the referrals.';
    assert.deepEqual(draw({}).notes, [start]);
    assert.match(draw({ hasChanges: false }).notes.join(), /^This sandbox is of an earlier version/);
    const many = Array.from({ length: 1001 }, (_, index) => delivery({ attempt: index }));
    const crowded = draw({
      deliveries: many,
      forgotten: { calls: 2, changes: 3 },
      advances: many.map((_, index) => ({ at: index, from: 0 })),
    });
    assert.deepEqual(crowded.notes, [
      start,
      'Number of older changes that the sandbox no longer lists: 3.',
      'Number of older calls that the sandbox no longer lists: 2.',
      'Number of older attempts to deliver webhooks that are not drawn: 1.',
    ]);
    assert.equal(crowded.events.length, 2000);
    assert.ok(!crowded.events.some((event) => event.id.includes(' 0 ') || event.id === 'advance 0'), 'The oldest.');
    assert.deepEqual(draw({ deliveries: many.slice(1) }).notes, [start]);
  });
});
