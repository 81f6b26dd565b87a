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
    assert.equal(of('soon'), undefined);
    assert.equal(of(''), undefined);
  });
});
