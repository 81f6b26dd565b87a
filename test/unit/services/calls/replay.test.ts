import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/api/failure.ts';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { entryOfSandbox, entryOfWindow } from '../../../../src/services/calls/callEntry.ts';
import { canReplay, replayOf, sendReplay } from '../../../../src/services/calls/replay.ts';
import { aCall, collection, id } from './aCall.ts';

const userAgent = 'partner-referrals/0.1.0';

describe('A replayed call', () => {
  let sandbox: ServedSandbox;
  before(async () => {
    sandbox = await serveSandbox({ recordBodies: true });
  });
  beforeEach(() => sandbox.traffic.clear());
  after(() => sandbox.close());

  const send = async (
    method: string,
    path: string,
    authorization: string | undefined,
    body?: string,
  ): Promise<void> => {
    const headers = {
      ...(authorization !== undefined && { authorization }),
      'content-type': 'application/json',
      'client-request-id': 'first',
      'x-own': 'kept',
    };
    await (await fetch(sandbox.url + path, { method, headers, ...(body !== undefined && { body }) })).arrayBuffer();
  };
  const replayed = async () => {
    const [call] = sandbox.traffic.calls();
    assert.ok(call);
    const requestId = await sendReplay(replayOf(entryOfSandbox(call), sandbox.url, userAgent));
    const [, again, ...others] = sandbox.traffic.calls();
    assert.ok(again && others.length === 0);
    assert.equal(again.requestId, requestId);
    return { call, again };
  };

  for (const bearer of [
    'sandbox-admin',
    'sandbox-user:mia@contoso.example',
    'sandbox-app',
    'sandbox-no-mfa',
    'sandbox-no-role',
    'other',
    undefined,
  ]) {
    it(`is of the same caller and has the same response: ${bearer ?? 'none'}`, async () => {
      await send(
        'GET',
        `${collection}?$top=2&$filter=${encodeURIComponent("status eq 'New'")}`,
        bearer && `Bearer ${bearer}`,
      );
      const { call, again } = await replayed();
      assert.deepEqual(
        [again.method, again.path, again.status, again.caller],
        [call.method, call.path, call.status, call.caller],
      );
      assert.equal(again.requestHeaders?.['x-own'], 'kept');
      assert.equal(again.userAgent, `${userAgent} (replay)`);
      assert.match(again.clientRequestId ?? '', /^[0-9a-f-]{36}$/);
    });
  }

  it('writes the same body', async () => {
    const body = JSON.stringify([{ op: 'replace', path: '/notes', value: 'ü' }]);
    await send('PATCH', `${collection}/${id}`, 'Bearer sandbox-admin', body);
    const { call, again } = await replayed();
    assert.deepEqual([again.requestBody, again.status], [body, call.status]);
  });

  it('has a sentence for a body that is not known', () => {
    const reason = (given: Parameters<typeof aCall>[0]): string => {
      try {
        replayOf(entryOfSandbox(aCall({ method: 'POST', ...given })), sandbox.url, userAgent);
      } catch (error) {
        assert.ok(error instanceof ApiError && error.failure.kind === 'sandbox');
        return error.failure.reason;
      }
      return '';
    };
    assert.match(reason({}), /Start it with --record-bodies/);
    assert.match(reason({ requestHeaders: {}, requestBody: null }), /dropped to save memory/);
    assert.equal(reason({ requestHeaders: {}, requestBody: '' }), '');
  });

  it('fails with a sentence if the sandbox is gone, and not if only the call had no response', async () => {
    const request = replayOf(entryOfSandbox(aCall()), 'http://127.0.0.1:1', userAgent);
    await assert.rejects(sendReplay(request), (error) => error instanceof ApiError && error.failure.kind === 'sandbox');
    await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: '{"disconnect":true}' });
    assert.equal(await sendReplay(replayOf(entryOfSandbox(aCall()), sandbox.url, userAgent)), undefined);
  });

  it('is one of the sandbox, of a method that the client knows', () => {
    const call = {
      method: 'GET',
      target: '/',
      status: 200,
      problem: undefined,
      durationMs: 1,
      clientRequestId: 'c',
      requestId: 'r',
    };
    assert.ok(canReplay(entryOfSandbox(aCall())));
    assert.ok(!canReplay(entryOfSandbox(aCall({ method: 'TRACE' }))));
    assert.ok(!canReplay(entryOfWindow({ number: 1, connection: 'partner-center', endedAt: 1, call }, undefined)));
  });
});
