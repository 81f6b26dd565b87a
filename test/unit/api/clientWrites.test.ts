import assert from 'node:assert/strict';
import { failureOf, fixed, good, id, json, never, Stage, type Answer } from './clientStage.ts';

describe('The client, writing', () => {
  let stage: Stage;
  beforeEach(() => (stage = new Stage()));
  afterEach(() => stage.close());

  it('sends a JSON Patch for the version that it is based on, and takes the changed referral', async () => {
    const bodies: string[] = [];
    const answer: Answer = (request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => bodies.push(chunk));
      request.on('end', () => json(200, good)(request, response));
    };
    const client = await stage.open([answer]);
    const operations = '[{"op":"replace","path":"/details/dealValue","value":50000.00}]';
    assert.equal((await client.patch(id, operations, '"tag"', { signal: never })).text, good);
    const [request] = stage.seen;
    assert.deepEqual(
      [request?.method, request?.url, bodies.join('')],
      ['PATCH', `/v1.0/engagements/referrals/${id}`, operations],
    );
    const { 'content-type': type, 'if-match': tag, prefer } = request?.headers ?? {};
    assert.deepEqual([type, tag, prefer], ['application/json', '"tag"', 'return=representation']);
  });

  it('fetches what was changed if the server answers a patch with nothing', async () => {
    const client = await stage.open([(_request, response) => response.writeHead(204).end(), json(200, good)]);
    assert.equal((await client.patch(id, '[]', '"t"', { signal: never })).text, good);
    assert.deepEqual(
      stage.seen.map(({ method }) => method),
      ['PATCH', 'GET'],
    );
  });

  it('does not report a carried out patch as refused when the changed referral can not be read', async () => {
    const client = await stage.open([(_request, response) => response.writeHead(204).end(), json(403, '')]);
    assert.equal((await failureOf(client.patch(id, '[]', '"t"', { signal: never }))).kind, 'unreadable');
  });

  it('hands on the entity tag of the response, also that of the referral that it fetched after a patch', async () => {
    const tagged = json(200, good, { etag: '"header"' });
    const client = await stage.open([
      tagged,
      (_request, response) => response.writeHead(204).end(),
      tagged,
      json(200, good),
    ]);
    assert.equal((await client.get(id, { signal: never })).eTag, '"header"');
    assert.equal((await client.patch(id, '[]', '"t"', { signal: never })).eTag, '"header"');
    assert.equal((await client.get(id, { signal: never })).eTag, undefined);
  });

  it('tells whether a cancelled write may have reached the server', async () => {
    const stop = new AbortController();
    const client = await stage.open([() => stop.abort()]);
    const sent = client.patch(id, '[]', '"t"', { signal: stop.signal });
    assert.deepEqual(await failureOf(sent), { kind: 'cancelled', wasSent: true });
    const unsent = client.patch(id, '[]', '"t"', { signal: AbortSignal.abort() });
    assert.deepEqual(await failureOf(unsent), { kind: 'cancelled' });
    const read = new AbortController();
    const client2 = client.get(id, { signal: read.signal });
    read.abort();
    assert.deepEqual(await failureOf(client2), { kind: 'cancelled' });
    assert.equal(stage.seen.filter(({ method }) => method === 'PATCH').length, 1);
  });

  it('tells that a patch was sent when the fetch that follows it is cancelled', async () => {
    const stop = new AbortController();
    const client = await stage.open([(_request, response) => response.writeHead(204).end(), () => stop.abort()]);
    const failure = await failureOf(client.patch(id, '[]', '"t"', { signal: stop.signal }));
    assert.deepEqual(failure, { kind: 'cancelled', wasSent: true });
  });

  it('creates a referral, whatever its id', async () => {
    const client = await stage.open([json(201, good)]);
    assert.equal((await client.create('{"type":"Independent"}', { signal: never })).summary.id, id);
    const [request] = stage.seen;
    assert.deepEqual(
      [request?.method, request?.url, request?.headers['content-type']],
      ['POST', '/v1.0/engagements/referrals', 'application/json'],
    );
  });

  it('asks before it writes, not before it reads, and sends nothing without consent', async () => {
    const answers = [false, false, true];
    const mayWrite = (): Promise<boolean> => Promise.resolve(answers.shift() ?? assert.fail('It asks again'));
    const client = await stage.open([json(200, good)], fixed, { mayWrite });
    await client.get(id, { signal: never });
    for (const write of [client.patch(id, '[]', '"t"', { signal: never }), client.create('{}', { signal: never })]) {
      assert.deepEqual(await failureOf(write), { kind: 'cancelled' });
    }
    await client.patch(id, '[]', '"t"', { signal: never });
    assert.deepEqual(
      stage.seen.map(({ method }) => method),
      ['GET', 'PATCH'],
    );
  });

  it('never repeats a write', async () => {
    const client = await stage.open([json(503, '')]);
    assert.equal((await failureOf(client.patch(id, '[]', '"t"', { signal: never }))).kind, 'serverError');
    assert.equal((await failureOf(client.create('{}', { signal: never }))).kind, 'serverError');
    assert.equal(stage.seen.length, 2);
  });
});
