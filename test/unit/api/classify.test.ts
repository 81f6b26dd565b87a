import assert from 'node:assert/strict';
import { classifyResponse, retryAfterOf } from '../../../src/api/classify.ts';
import type { Failure } from '../../../src/api/failure.ts';
import type { HttpResponse } from '../../../src/api/transport.ts';

function answer(status: number, body: unknown = '', headers: Record<string, string> = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, body: text, header: (name) => headers[name.toLowerCase()] };
}
const classified = (...args: Parameters<typeof answer>): Failure => classifyResponse(answer(...args), 0);
function facts(failure: Failure) {
  assert.ok('facts' in failure);
  return failure.facts;
}

describe('classifying a refused request', () => {
  it('tells the kinds apart by status, and by code where the status does not say enough', () => {
    const kinds: [number, unknown, Failure['kind']][] = [
      [301, '', 'redirected'],
      [400, { error: { code: 'invalidRequest' } }, 'invalidRequest'],
      [400, { error: { message: 'Authorization header token missing user information' } }, 'appOnlyToken'],
      [401, { error: { code: 'unauthenticated' } }, 'unauthenticated'],
      [401, { code: 900421, description: 'MFA required' }, 'mfaRequired'],
      [403, { error: { code: 'accessDenied' } }, 'forbidden'],
      [403, { code: '900329' }, 'appOnlyToken'],
      [404, '', 'notFound'],
      [410, '', 'notFound'],
      [409, '', 'conflict'],
      [412, '', 'conflict'],
      [418, '', 'unexpectedStatus'],
      [422, '', 'invalidRequest'],
      [429, { statusCode: 429, message: 'slow down' }, 'throttled'],
      [500, '<html>', 'serverError'],
      [503, '', 'serverError'],
    ];
    for (const [status, body, kind] of kinds) assert.equal(classified(status, body).kind, kind, String(status));
  });

  it('goes by the words of an answer where it has no code', () => {
    assert.equal(classified(401, { message: 'mfa required for this tenant' }).kind, 'mfaRequired');
    assert.equal(
      classified(403, { error: { message: 'The API Does Not Support Application-Only tokens' } }).kind,
      'appOnlyToken',
    );
    // Also by the code if there is no message.
    for (const code of ['900421', 900421]) assert.equal(classified(401, { code }).kind, 'mfaRequired');
    // Code and message only have this meaning with the expected status.
    assert.equal(classified(403, { code: '900421', description: 'MFA required' }).kind, 'forbidden');
    assert.equal(classified(401, { code: '900329' }).kind, 'unauthenticated');
    assert.equal(classified(404, { message: 'missing user information' }).kind, 'notFound');
  });

  it('draws the lines between redirects, refusals and failures where HTTP has them', () => {
    const kinds = [300, 304, 399, 402, 451, 499, 500, 599].map((status) => classified(status).kind);
    assert.deepEqual(kinds, [
      ...['redirected', 'redirected', 'redirected'],
      ...['unexpectedStatus', 'unexpectedStatus', 'unexpectedStatus'],
      ...['serverError', 'serverError'],
    ]);
  });

  it('knows a claims challenge by its claims or by its name, with a 401 and a 403', () => {
    const claims = '{"access_token":{}}';
    const header = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    for (const status of [401, 403]) {
      const failure = classified(status, '', { 'www-authenticate': header });
      assert.ok(failure.kind === 'claimsChallenge', String(status));
      assert.deepEqual(failure.challenge, { claims });
      for (const named of [
        classified(status, { error: { code: 'insufficient_claims' } }),
        classified(status, { error: { code: 'InsufficientClaims' } }),
        classified(status, '', { 'www-authenticate': 'Bearer error="insufficent_claims"' }),
      ]) {
        assert.ok(named.kind === 'claimsChallenge');
        assert.equal(named.challenge, undefined);
      }
      const plain = classified(status, { error: { code: 'x' } }, { 'www-authenticate': 'Bearer realm="x"' });
      assert.notEqual(plain.kind, 'claimsChallenge');
    }
    assert.equal(classified(400, '', { 'www-authenticate': header }).kind, 'invalidRequest');
  });

  it('hands on what a throttled caller may wait for', () => {
    const failure = classified(429, '', { 'retry-after': '7' });
    assert.ok(failure.kind === 'throttled');
    assert.equal(failure.retryAfterMs, 7000);
  });

  it('takes the message from the outermost level that has one, whatever it is called', () => {
    const messageOf = (body: unknown) => facts(classified(500, body)).message;
    assert.equal(messageOf({ error: { message: '', innerError: { message: 'inner' } } }), 'inner');
    assert.equal(messageOf({ error: { message: 'outer', innererror: { message: 'inner' } } }), 'outer');
    assert.equal(messageOf({ code: 1, description: 'described' }), 'described');
    assert.equal(messageOf({ error: 'invalid_grant', error_description: 'expired' }), 'expired');
    assert.equal(messageOf({ error: { message: 5 } }), undefined);
    assert.equal(messageOf({ message: 'x'.repeat(2000) })?.length, 1024);
  });

  it('takes the code of each shape of error there is', () => {
    const codeOf = (body: unknown) => facts(classified(500, body)).code;
    assert.equal(codeOf({ error: 'invalid_grant' }), 'invalid_grant');
    assert.equal(codeOf({ error: { code: 'ITEMNOTFOUND', innerError: { code: 'odd' } } }), 'ITEMNOTFOUND');
    assert.equal(codeOf({ error: { innerError: { code: 'odd' } } }), 'odd');
    assert.equal(codeOf({ error: [], code: 'outer' }), 'outer');
    assert.equal(codeOf([{ code: 'listed' }]), undefined);
    assert.equal(codeOf({ error: { code: 'odd', innerError: null } }), 'odd');
    assert.equal(codeOf({ code: 42 }), '42');
    const nested = (depth: number): object =>
      depth === 0 ? { code: 'accessDenied' } : { innerError: nested(depth - 1) };
    assert.equal(codeOf({ error: nested(19) }), 'accessDenied');
    assert.equal(codeOf({ error: nested(20) }), undefined);
    for (const code of [
      ...['unauthenticated', 'unAuthorized', 'accessDenied', 'invalidRequest', 'itemNotFound', 'preconditionFailed'],
      ...['resourceModified', 'serviceNotAvailable', 'generalException', 'insufficient_claims'],
      ...['900421', '900329', '900309'],
    ]) {
      assert.equal(codeOf({ error: { code: 'outer', innerError: { code } } }), code);
    }
  });

  it('takes the deepest code that is known, in either spelling of innerError', () => {
    const body = {
      error: {
        code: 'preconditionFailed',
        message: 'outer',
        innerError: { code: 'resourceModified', innererror: { code: 'exampleOnlyEtagMismatch' } },
      },
    };
    assert.equal(facts(classified(412, body)).code, 'resourceModified');
    assert.equal(facts(classified(400, { error: { code: 'odd', innerError: { code: 'odder' } } })).code, 'odd');
  });

  it('lets nothing through as code or request-id but a plain word', () => {
    const evil = '[click](command:evil)';
    const { code, requestId } = facts(classified(500, { error: { code: evil } }, { 'request-id': evil }));
    assert.deepEqual({ code, requestId }, { code: undefined, requestId: undefined });
    assert.equal(facts(classified(500, '', { 'request-id': 'a-1' })).requestId, 'a-1');
    assert.equal(facts(classified(500, '', { 'ms-requestid': 'b.2_' })).requestId, 'b.2_');
    assert.equal(facts(classified(500, '', { 'request-id': 'a', 'ms-requestid': 'b' })).requestId, 'a');
    for (const [text, fine] of [
      ['x'.repeat(80), true],
      ['x'.repeat(81), false],
      ['', false],
      ['a b', false],
      ['a\nb', false],
      ['a]', false],
    ] as const) {
      const read = facts(classified(500, { code: text }, { 'request-id': text }));
      assert.deepEqual([read.code, read.requestId], fine ? [text, text] : [undefined, undefined]);
    }
  });

  it('survives any body', () => {
    for (const body of [
      '',
      'null',
      '[]',
      '5',
      '{"error":null}',
      '{"error":[]}',
      '{"error":"invalid_grant"}',
      '<html>',
    ]) {
      assert.equal(classified(500, body).kind, 'serverError');
    }
  });
});

describe('Retry-After', () => {
  const of = (value: string): number | undefined => retryAfterOf(answer(429, '', { 'retry-after': value }), 1000);

  it('is read as seconds or as a date, and anything else is passed over', () => {
    assert.equal(of('2'), 2000);
    assert.equal(of(new Date(61_000).toUTCString()), 60_000);
    assert.equal(of(new Date(0).toUTCString()), 0);
    assert.equal(of('120, 120'), 120_000);
    for (const odd of ['-5', ', 3', '2026-01-01']) assert.equal(of(odd), undefined, odd);
    assert.equal(of('1.5'), 1500);
    assert.equal(of(' 12 '), 12_000);
    const year = 365 * 24 * 3_600_000;
    for (const late of ['9999999999999', '9'.repeat(400), 'Fri, 31 Dec 9999 00:00:00 GMT'])
      assert.equal(of(late), year);
    assert.equal(of('2 , 7'), 2000);
    assert.equal(of('3,4'), 3000);
    assert.equal(of('Thu, 01 Jan 1970 00:00:03 GMT'), 2000);
    assert.equal(of('thu, 01 jan 1970 00:00:03 gmt'), 2000);
    for (const odd of ['5 seconds', 'x5', '1.', '1.5.5', '-5, 3', '01 Jan 2030 00:00:00 GMT']) {
      assert.equal(of(odd), undefined, odd);
    }
    for (const status of [429, 503]) {
      const failure = classifyResponse(answer(status, '', { 'retry-after': '60' }), 1000);
      assert.equal('retryAfterMs' in failure && failure.retryAfterMs, 60_000);
    }
    assert.equal('retryAfterMs' in classifyResponse(answer(503), 1000), false);
    assert.equal(retryAfterOf(answer(429), 1000), undefined);
    assert.equal(of('soon'), undefined);
    assert.equal(of(''), undefined);
  });

  it('counts a date from the time of the response, whatever the clock of this machine says', () => {
    const date = new Date(5_000_000).toUTCString();
    const wait = (headers: Record<string, string>, now: number) =>
      retryAfterOf(answer(429, '', { date, ...headers }), now);
    for (const now of [0, 5_000_000, 9_000_000]) {
      assert.equal(wait({ 'retry-after': new Date(5_005_000).toUTCString() }, now), 5000);
      assert.equal(wait({ 'retry-after': new Date(4_995_000).toUTCString() }, now), 0);
      assert.equal(wait({ 'retry-after': '7' }, now), 7000);
      assert.equal(wait({ 'retry-after': new Date(now + 8000).toUTCString(), date: 'now' }, now), 8000);
    }
  });
});
