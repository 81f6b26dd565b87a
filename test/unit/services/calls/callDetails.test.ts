import assert from 'node:assert/strict';
import { callDetails } from '../../../../src/services/calls/callDetails.ts';
import { entryOfSandbox, entryOfWindow } from '../../../../src/services/calls/callEntry.ts';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { aCall, aFinding, collection, id } from './aCall.ts';

const origin = 'http://127.0.0.1:4010';
const details = (given: Parameters<typeof aCall>[0]): string => callDetails(entryOfSandbox(aCall(given)), [], origin);

describe('The details of a call', () => {
  it('are its HTTP text, with JSON indented and the findings as remarks', () => {
    const call = aCall({
      method: 'PATCH',
      path: `${collection}/${id}`,
      status: 412,
      requestId: 'r-1',
      clientRequestId: 'c-1',
      requestHeaders: { 'content-type': 'application/json', 'if-match': '"1"' },
      requestBody: '[{"op":"replace","value":1.50}]',
      responseHeaders: { etag: '"2"' },
      responseBody: 'not JSON',
    });
    assert.equal(
      callDetails(entryOfSandbox(call), [aFinding({ count: 2 })], origin),
      `# 412 Precondition Failed, 12.4 ms, 2026-11-29T10:42:03.250Z
# Caller: admin · crm-sync/2.1
# request-id: r-1
# client-request-id: c-1
# warning if-match-missing (2): A PATCH was sent without If-Match.

PATCH ${origin}${collection}/${id} HTTP/1.1
content-type: application/json
if-match: "1"

[
  {
    "op": "replace",
    "value": 1.50
  }
]

HTTP/1.1 412 Precondition Failed
etag: "2"

not JSON
`,
    );
  });

  it('have no token, of a real call and of a sandbox that lists one', async () => {
    const sandbox = await serveSandbox({ count: 1, recordBodies: true });
    await (await fetch(sandbox.url + collection, { headers: { authorization: 'Bearer sandbox-admin' } })).text();
    const [call] = sandbox.traffic.calls();
    assert.ok(call);
    assert.doesNotMatch(callDetails(entryOfSandbox(call), [], sandbox.url), /sandbox-admin|authorization/i);
    await sandbox.close();
    const requestHeaders = { Authorization: 'Bearer eyJx', Cookie: 'a=eyJx', accept: '*/*' };
    const text = details({
      requestHeaders,
      requestBody: '',
      responseHeaders: { 'set-cookie': 'eyJx' },
      responseBody: '',
    });
    assert.doesNotMatch(text, /eyJx/);
    assert.match(text, /^accept: \*\/\*$/m);
  });

  it('say why headers and bodies are missing', () => {
    assert.match(details({}), /Start it with --record-bodies/);
    const recorded = { requestHeaders: {}, requestBody: null, responseHeaders: {}, responseBody: null };
    assert.match(details(recorded), /dropped to save memory/);
    const call = {
      method: 'GET',
      target: `${collection}?$filter=…`,
      status: 200,
      problem: undefined,
      durationMs: 1,
      clientRequestId: 'c',
      requestId: undefined,
    };
    const own = (connection: 'sandbox' | 'partner-center'): string =>
      callDetails(entryOfWindow({ number: 1, connection, endedAt: 1000, call }, undefined), [], origin);
    assert.match(own('partner-center'), /calls to Partner Center are not recorded/);
    assert.match(own('sandbox'), /no longer lists this call/);
  });

  it('say what became of a call without a response', () => {
    const recorded = { requestHeaders: {}, requestBody: '' };
    assert.match(details({ ...recorded, status: null, duration: null }), /# Running/);
    assert.match(details({ ...recorded, status: null, aborted: true }), /# The client closed the connection/);
    const lost = details({ ...recorded, status: null });
    assert.match(lost, /# The connection was closed without a response/);
    assert.doesNotMatch(lost, /dropped/);
  });

  it('can’t be broken into other lines by what was sent', () => {
    const text = details({
      path: '/a\r\nX: 1',
      caller: 'b\nY: 1',
      requestHeaders: { c: 'd\r\nZ: 1' },
      requestBody: '',
      responseHeaders: {},
      responseBody: '',
    });
    assert.doesNotMatch(text, /^[XYZ]:/m);
  });
});
