import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ApiError } from '../../../../src/api/failure.ts';
import { WindowCalls } from '../../../../src/services/calls/windowCalls.ts';
import { Versions } from '../../../../src/services/catalog/versions.ts';
import { SandboxControl } from '../../../../src/services/connection/sandboxControl.ts';
import type { TimelineContent } from '../../../../src/services/timeline/event.ts';
import { layOut } from '../../../../src/services/timeline/layout.ts';
import { loadTimeline, type TimelineRequest } from '../../../../src/services/timeline/loadTimeline.ts';
import { SandboxStage } from '../sandboxStage.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const accept = [
  { op: 'replace', path: '/status', value: 'Active' },
  { op: 'replace', path: '/substatus', value: 'Accepted' },
];

describe('The timeline of an engagement', () => {
  let stage: SandboxStage;
  let versions: Versions;
  const windowCalls = new WindowCalls();
  let control: SandboxControl;

  beforeEach(async () => {
    stage = await SandboxStage.start();
    versions = new Versions(stage.catalog);
    control = new SandboxControl(stage.url);
  });
  afterEach(async () => {
    versions.dispose();
    await stage.close();
  });

  const load = (more: Partial<TimelineRequest> = {}): Promise<TimelineContent> =>
    loadTimeline(
      { catalog: stage.catalog, windowCalls, versions, control: async () => control },
      {
        connection: 'sandbox',
        id: showcase,
        masked: false,
        anew: false,
        tried: new Set(),
        signal: new AbortController().signal,
        ...more,
      },
    );
  const titles = ({ events }: TimelineContent, kind: string): string[] =>
    events.filter((event) => event.kind === kind).map(({ title }) => title);

  it('has a lane for each side with its status, and the dates that are known', async () => {
    const content = await load();
    const { lanes } = layOut(content);
    assert.deepEqual(
      lanes.map(({ name, kind }) => [name, kind]),
      [
        ['Litware', 'referral'],
        ['Microsoft’s side', 'referral'],
        ['Calls of admin · node-fetch', 'calls'],
      ],
    );
    assert.deepEqual(
      lanes[0]?.bands.map(({ label, tone }) => [label, tone]),
      [['New, pending', 'waiting']],
    );
    assert.deepEqual(titles(content, 'created'), ['The referral was created', 'The referral was created']);
    assert.deepEqual(titles(content, 'expiry'), ['Expires if it is not answered']);
    assert.ok(titles(content, 'close').length >= 1);
  });

  it('tells who changed the status, which call it was, and that the clock was advanced', async () => {
    await load();
    await stage.patch(showcase, accept);
    await control.advance(3);
    const content = await load();
    assert.deepEqual(titles(content, 'moved')[0], 'admin changed the status from “New, pending” to “Active, accepted”');
    assert.deepEqual(titles(content, 'clock'), ['The clock was advanced by 3 days']);
    assert.deepEqual(titles(content, 'write'), ['PATCH answered with 204']);
    const ours = layOut(content).lanes[0];
    assert.deepEqual(
      ours?.bands.map(({ label }) => label),
      ['New, pending', 'Active, accepted'],
    );
    // It was answered, though this window has not fetched it since.
    assert.deepEqual(titles(content, 'expiry'), []);
    const change = content.events.find(({ kind }) => kind === 'moved');
    const call = content.events.find(({ kind }) => kind === 'write');
    const requestOf = (event: typeof change): string | undefined =>
      event?.facts.find(({ label }) => label === 'Request ID')?.value;
    assert.equal(requestOf(change), requestOf(call));
  });

  it('asks for no referral that is known, since each request is an event itself', async () => {
    await load();
    const before = (await stage.calls()).length;
    await load();
    await load();
    assert.equal((await stage.calls()).length, before);
    await load({ anew: true });
    assert.ok((await stage.calls()).length > before);
  });

  it('finds a referral that joins the engagement later, and asks for it once', async () => {
    const tried = new Set<string>();
    await load({ tried });
    const { engagementId } = stage.catalog.find('sandbox', showcase)!.summary;
    const id = '11111111-1111-4111-8111-111111111111';
    await control.arrive({ id, engagementId: engagementId!, organizationName: 'Fabrikam' });
    const content = await load({ tried });
    assert.ok(content.lanes.some(({ name }) => name === 'Fabrikam'));
    assert.ok(titles(content, 'created').includes('Microsoft sent the referral'));
    assert.deepEqual([...tried], [id]);
  });

  it('asks only once for a referral that can’t be had, whatever the sandbox tells of it', async () => {
    const tried = new Set<string>();
    await load({ tried });
    const { engagementId } = stage.catalog.find('sandbox', showcase)!.summary;
    const id = '22222222-2222-4222-8222-222222222222';
    await control.arrive({ id, engagementId: engagementId! });
    await stage.fault({ path: id, status: 403, times: 0 });
    await load({ tried });
    await load({ tried });
    assert.equal((await stage.calls()).filter((path) => path.includes(id)).length, 1);
  });

  it('draws no calls that are about other referrals', async () => {
    await load();
    const others = await (
      await fetch(`${stage.url}/v1.0/engagements/referrals?$top=40`, {
        headers: { authorization: 'Bearer sandbox-admin' },
      })
    ).json();
    const other = (others as { value: { id: string; engagementId: string }[] }).value.find(
      ({ engagementId }) => engagementId !== stage.catalog.find('sandbox', showcase)!.summary.engagementId,
    )!;
    await stage.client.get(other.id, { signal: new AbortController().signal });
    const { events } = await load();
    assert.ok(events.every(({ facts }) => facts.every(({ value }) => !value.includes(other.id))));
  });

  it('hides e-mail addresses when personal data is hidden', async () => {
    const headers = { authorization: 'Bearer sandbox-user:noor.dewit@litware.example' };
    const path = `/v1.0/engagements/referrals/${showcase}?$select=id&mine=noor.dewit@litware.example`;
    await fetch(`${stage.url}${path}`, { headers });
    const shown = JSON.stringify(layOut(await load()));
    assert.ok(shown.includes('noor.dewit@'));
    assert.ok(!JSON.stringify(layOut(await load({ masked: true }))).includes('noor.dewit@'));
  });

  it('draws what is known where the others can’t be looked up, and says so', async () => {
    await stage.catalog.open('sandbox', showcase, { signal: new AbortController().signal });
    await stage.fault({ path: 'referrals?', status: 400, times: 0 });
    const { lanes, notes } = await load({ anew: true });
    assert.equal(lanes[0]?.name, 'Litware');
    assert.ok(notes.some((note) => note.includes('search by engagement')));
  });

  it('fails with the server’s reason where the referral can’t be had', async () => {
    await assert.rejects(load({ id: '00000000-0000-4000-8000-000000000000' }), (error) => {
      assert.ok(error instanceof ApiError);
      return error.failure.kind === 'notFound';
    });
  });

  it('says that an earlier sandbox lists no changes', async () => {
    control.changes = control.deliveries = async () => undefined;
    const content = await load();
    assert.ok(content.notes.some((note) => note.includes('earlier version')));
    assert.equal(layOut(content).lanes[0]?.name, 'Litware');
  });

  it('draws dates, versions and the window’s calls without a sandbox, and says what is not known', async () => {
    const connection = 'partner-center';
    const ask = { signal: new AbortController().signal };
    await stage.catalog.open(connection, showcase, ask);
    await stage.patch(showcase, accept);
    await stage.catalog.open(connection, showcase, ask);
    const call = {
      method: 'GET',
      target: `/v1.0/engagements/referrals/${showcase}`,
      status: 200,
      problem: undefined,
      durationMs: 20,
      clientRequestId: 'c',
      requestId: 'r',
    };
    windowCalls.add(connection, call);
    windowCalls.add('sandbox', { ...call, status: 500 });
    const content = await load({ connection });
    assert.deepEqual(
      content.lanes.filter(({ kind }) => kind === 'calls').map(({ name }) => name),
      ['Calls of this window'],
    );
    assert.equal(titles(content, 'read').length, 1);
    assert.deepEqual(titles(content, 'failed'), []);
    assert.match(titles(content, 'seen')[0] ?? '', /^This window received a version with \d+ changed properties$/);
    assert.deepEqual(titles(content, 'moved')[0], 'The referral was accepted');
    assert.ok(content.notes.some((note) => note.startsWith('Partner Center keeps no history')));
  });
});
