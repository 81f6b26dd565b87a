import assert from 'node:assert/strict';
import type { Failure } from '../../../src/api/failure.ts';
import { explain, inOneLine } from '../../../src/services/explanation.ts';

const facts = { status: 403, code: 'accessDenied', requestId: 'req-1', message: 'server text [x](command:y)' };
const all: Failure[] = [
  { kind: 'signedOut' },
  { kind: 'unauthenticated', facts },
  { kind: 'mfaRequired', facts },
  { kind: 'appOnlyToken', facts },
  { kind: 'forbidden', facts },
  { kind: 'notFound', facts },
  { kind: 'throttled', facts, retryAfterMs: 29_500 },
  { kind: 'throttled', facts, retryAfterMs: undefined },
  { kind: 'invalidRequest', facts },
  { kind: 'conflict', facts },
  { kind: 'serverError', facts },
  { kind: 'redirected', facts },
  { kind: 'unexpectedStatus', facts },
  {
    kind: 'unreadable',
    problem: { kind: 'malformed', line: 4, column: 3, what: 'comma expected' },
    answer: 'secret body',
    requestId: 'req-1',
  },
  {
    kind: 'unreadable',
    problem: { kind: 'notAReferral', what: 'an array' },
    answer: 'secret body',
    requestId: undefined,
  },
  { kind: 'otherReferral', answer: 'secret body', requestId: 'req-1' },
  { kind: 'tooLarge', limit: 33554432 },
  { kind: 'timeout', afterMs: 30_000 },
  { kind: 'unreachable', code: 'ECONNREFUSED', host: '127.0.0.1:1' },
  { kind: 'unreachable', code: 'SELF_SIGNED_CERT_IN_CHAIN', host: 'x' },
  { kind: 'unreachable', code: 'ENOTFOUND', host: 'x' },
  { kind: 'unreachable', code: 'ECONNRESET', host: 'x' },
  { kind: 'sandbox', reason: 'Port 1 is in use.' },
  { kind: 'impossibleId' },
  { kind: 'cancelled' },
  { kind: 'noToken', reason: 'server text' },
];

describe('explaining a failure', () => {
  it('says what happened and what to do, in sentences, with nothing of the server’s text', () => {
    for (const failure of all) {
      const explanation = explain(failure, 'partner-center');
      for (const sentence of [explanation.title, explanation.advice])
        assert.match(sentence, /^\S.*[.!]$/, failure.kind);
      assert.ok(explanation.actions.length > 0, failure.kind);
      assert.doesNotMatch(inOneLine(explanation), /undefined|null|NaN|secret|server text|\[/, failure.kind);
    }
  });

  it('offers no sign-in where there is none', () => {
    for (const failure of all) assert.ok(!explain(failure, 'sandbox').actions.includes('signIn'));
    assert.match(explain(all[1]!, 'sandbox').title, /^The sandbox/);
  });

  it('names status, code, request-id, place and wait', () => {
    assert.match(inOneLine(explain(all[4]!, 'partner-center')), /\(403 accessDenied\).*\(request-id req-1\)/);
    assert.match(inOneLine(explain(all[6]!, 'partner-center')), /30 seconds/);
    assert.match(inOneLine(explain(all[13]!, 'partner-center')), /line 4, column 3, comma expected/);
  });

  it('offers the answer itself where it could not be read', () => {
    assert.deepEqual(explain(all[13]!, 'partner-center').actions, ['showAnswer', 'retry', 'showLog']);
  });
});
