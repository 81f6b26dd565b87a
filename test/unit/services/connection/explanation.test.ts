import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/api/failure.ts';
import {
  explain,
  explainSignIn,
  explainUnsure,
  inOneLine,
} from '../../../../src/services/connection/explain/explanation.ts';

const facts = { status: 403, code: 'accessDenied', requestId: 'req-1', message: 'server text [x](command:y)' };
const all: Failure[] = [
  { kind: 'signedOut' },
  { kind: 'unauthenticated', facts },
  { kind: 'mfaRequired', facts },
  { kind: 'claimsChallenge', facts, challenge: undefined },
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
  { kind: 'notRenewable', reason: 'server text' },
  { kind: 'otherAccount', tool: 'Azure CLI', account: '[server text](command:x)' },
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

  it('sends nobody to support with a request ID that there is not, nor from the sandbox', () => {
    const advice = (requestId: string | undefined, of: 'sandbox' | 'partner-center') =>
      explain({ kind: 'serverError', facts: { ...facts, status: 500, requestId } }, of).advice;
    assert.equal(advice('req-1', 'partner-center'), 'Try again later. Microsoft support needs the request ID.');
    assert.equal(advice(undefined, 'partner-center'), 'Try again later.');
    assert.equal(advice('req-1', 'sandbox'), 'Try again later.');
  });

  it('tells a list that was not found as that, and a referral as that', () => {
    const notFound = { ...facts, status: 404, code: undefined };
    const list = (of: 'sandbox' | 'partner-center') =>
      explain({ kind: 'notFound', of: 'collection', facts: notFound }, of);
    assert.equal(list('partner-center').title, 'There is no list of referrals at this address (404).');
    assert.match(list('partner-center').advice, /Another server may be responding.*Diagnose Connection/);
    assert.equal(list('sandbox').title, 'There is no list of referrals at this address (404).');
    assert.equal(list('sandbox').advice, 'Check that partnerReferrals.sandbox.url is the URL of a sandbox.');
    for (const connection of ['sandbox', 'partner-center'] as const) {
      assert.doesNotMatch(inOneLine(list(connection)), /no such referral|Check the ID/);
      const one = explain({ kind: 'notFound', facts: notFound }, connection);
      assert.match(inOneLine(one), /no such referral.*404.*Check the ID/);
    }
    assert.deepEqual(list('partner-center').actions, ['retry', 'diagnose', 'showLog']);
    assert.deepEqual(list('sandbox').actions, ['retry', 'showLog']);
  });

  it('names status, code, request-id, place and wait', () => {
    assert.match(inOneLine(explain(all[5]!, 'partner-center')), /\(403 accessDenied\).*\(request-id req-1\)/);
    assert.match(inOneLine(explain(all[7]!, 'partner-center')), /30 seconds/);
    assert.match(inOneLine(explain(all[14]!, 'partner-center')), /line 4, column 3, comma expected/);
  });

  it('offers neither the checklist nor the diagnosis for the sandbox, and both where they help', () => {
    const offered = (failure: Failure, of: 'sandbox' | 'partner-center') => new Set(explain(failure, of).actions);
    for (const failure of all) {
      for (const action of ['setup', 'diagnose'] as const) assert.ok(!offered(failure, 'sandbox').has(action));
    }
    const kindsWith = (action: 'diagnose' | 'setup' | 'retry' | 'showAnswer') => [
      ...new Set(all.filter((failure) => offered(failure, 'partner-center').has(action)).map(({ kind }) => kind)),
    ];
    assert.deepEqual(kindsWith('diagnose'), [
      ...['unauthenticated', 'forbidden', 'redirected', 'unreachable', 'noToken', 'notRenewable'],
    ]);
    assert.deepEqual(kindsWith('setup'), ['unauthenticated', 'forbidden']);
    assert.deepEqual(kindsWith('showAnswer'), ['unreadable', 'otherReferral']);
    assert.deepEqual(kindsWith('retry'), [
      ...['notFound', 'throttled', 'conflict', 'serverError', 'redirected', 'unexpectedStatus', 'unreadable'],
      ...[
        'otherReferral',
        'tooLarge',
        'timeout',
        'unreachable',
        'sandbox',
        'cancelled',
        'notRenewable',
        'otherAccount',
      ],
    ]);
  });

  it('offers these buttons, in this order', () => {
    const buttons = (of: 'sandbox' | 'partner-center') =>
      Object.fromEntries(all.map((failure) => [failure.kind, explain(failure, of).actions.join(' ')]));
    const everywhere = {
      notFound: 'retry showLog',
      throttled: 'retry showLog',
      invalidRequest: 'showLog',
      conflict: 'retry showLog',
      serverError: 'retry showLog',
      unexpectedStatus: 'retry showLog',
      unreadable: 'showAnswer retry showLog',
      otherReferral: 'showAnswer retry showLog',
      tooLarge: 'retry showLog',
      timeout: 'retry showLog',
      sandbox: 'retry showLog',
      impossibleId: 'showLog',
      cancelled: 'retry',
    };
    assert.deepEqual(buttons('partner-center'), {
      ...everywhere,
      signedOut: 'signIn useSandbox',
      unauthenticated: 'signIn diagnose setup showLog',
      mfaRequired: 'signIn showLog',
      claimsChallenge: 'signIn showLog',
      appOnlyToken: 'signIn showLog',
      forbidden: 'signIn diagnose setup showLog',
      redirected: 'retry diagnose showLog',
      unreachable: 'retry diagnose showLog',
      noToken: 'signIn useSandbox diagnose showLog',
      notRenewable: 'retry signIn diagnose showLog',
      otherAccount: 'signIn retry showLog',
    });
    assert.deepEqual(buttons('sandbox'), {
      ...everywhere,
      signedOut: 'useSandbox',
      unauthenticated: 'showLog',
      mfaRequired: 'showLog',
      claimsChallenge: 'showLog',
      appOnlyToken: 'showLog',
      forbidden: 'showLog',
      redirected: 'retry showLog',
      unreachable: 'retry showLog',
      noToken: 'useSandbox showLog',
      notRenewable: 'retry showLog',
      otherAccount: 'retry showLog',
    });
  });

  it('says of a change that is too large what helps', () => {
    const failure: Failure = { kind: 'unexpectedStatus', facts: { ...facts, status: 413, code: undefined } };
    assert.match(inOneLine(explain(failure, 'partner-center')), /larger than the server takes \(413\).*Shorten/);
  });

  it('has the log as the last button, behind the checklist', () => {
    assert.deepEqual(explain({ kind: 'forbidden', facts }, 'partner-center').actions, [
      ...['signIn', 'diagnose', 'setup', 'showLog'],
    ]);
  });

  it('names the account that a tool is signed in as only if it is an e-mail address', () => {
    const title = (account: string) =>
      explain({ kind: 'otherAccount', tool: 'Azure CLI', account }, 'partner-center').title;
    assert.equal(title('omar@contoso.example'), 'Azure CLI is now signed in as omar@contoso.example.');
    for (const other of ['omar](command:x)@a.b', '[x] omar@a.b', 'omar@a.b [x]', 'omar']) {
      assert.equal(title(other), 'Azure CLI is now signed in as another account.');
    }
    const nameless = (account: string) =>
      explain({ kind: 'otherAccount', tool: undefined, account }, 'partner-center').title;
    assert.equal(nameless('omar@a.b'), 'The sign-in method is now signed in as omar@a.b.');
    assert.equal(nameless('omar'), 'The sign-in method is now signed in as another account.');
  });

  it('is calm about being signed out, and about nothing else', () => {
    const calm = all.filter((failure) => explain(failure, 'partner-center').calm).map(({ kind }) => kind);
    assert.deepEqual(calm, ['signedOut']);
  });

  it('tells limits and times in whole units', () => {
    const said = (failure: Failure) => inOneLine(explain(failure, 'sandbox'));
    assert.match(said({ kind: 'tooLarge', limit: 32 * 1024 * 1024 }), /larger than 32 MB/);
    assert.match(said({ kind: 'timeout', afterMs: 30_000 }), /within 30 seconds/);
    assert.match(said({ kind: 'throttled', facts, retryAfterMs: 29_001 }), /in 30 seconds/);
    assert.match(said({ kind: 'throttled', facts, retryAfterMs: 1000 }), /in 1 second\./);
    const minute = 60_000;
    for (const [retryAfterMs, words] of [
      [2 * minute, '120 seconds'],
      [2 * minute + 1, '3 minutes'],
      [120 * minute, '120 minutes'],
      [120 * minute + 1, '3 hours'],
      [48 * 60 * minute, '48 hours'],
      [48 * 60 * minute + 1, '3 days'],
    ] as const) {
      assert.match(said({ kind: 'throttled', facts, retryAfterMs }), new RegExp(`Try again in ${words}\\.`));
    }
    assert.match(said({ kind: 'throttled', facts, retryAfterMs: undefined }), /in a minute/);
    assert.match(said({ kind: 'serverError', facts: { ...facts, status: 500, code: undefined } }), /failed \(500\)\./);
  });

  it('tells the wait that a failing server asks for', () => {
    const said = (retryAfterMs: number) => inOneLine(explain({ kind: 'serverError', facts, retryAfterMs }, 'sandbox'));
    assert.match(said(60_000), /failed \(403 accessDenied\)\. Try again in 60 seconds\. \(request-id req-1\)$/);
  });

  it('never says that nothing was changed if something may have been', () => {
    for (const failure of all.filter(({ kind }) => kind !== 'cancelled')) {
      assert.doesNotMatch(inOneLine(explainUnsure(failure, 'partner-center')), /Nothing/, failure.kind);
    }
    assert.deepEqual(explainUnsure(all[5]!, 'sandbox'), explain(all[5]!, 'sandbox'));
  });

  it('has advice of its own for certificates, names and closed ports', () => {
    const advice = (code: string) => explain({ kind: 'unreachable', code, host: 'x' }, 'partner-center').advice;
    for (const code of [
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'ERR_SSL_X',
    ]) {
      assert.match(advice(code), /certificate/, code);
    }
    assert.match(advice('ERR_TLS_CERT_ALTNAME_INVALID'), /certificate/);
    for (const code of ['ENOTFOUND', 'EAI_AGAIN']) assert.match(advice(code), /name can’t be resolved/, code);
    assert.match(advice('ECONNREFUSED'), /No server is running/);
    for (const code of ['ECONNRESET', 'ETIMEDOUT']) assert.match(advice(code), /connection was lost/, code);
  });

  it('takes an Entra code out of the words of a sign-in, and none of the words', () => {
    const known = explainSignIn('AADSTS65001: [x](command:y) has not consented');
    assert.match(known.title, /\(AADSTS65001\)/);
    assert.deepEqual(known.actions, ['signIn', 'setup', 'showLog']);
    const unknown = explainSignIn('AADSTS99999: secret');
    assert.match(unknown.advice, /\?code=99999 /);
    assert.deepEqual(unknown.actions, ['signIn', 'showLog']);
    const other = explainSignIn('secret');
    assert.match(other.title, /^The sign-in did not work\.$/);
    for (const { title, advice } of [known, unknown, other]) assert.doesNotMatch(title + advice, /secret|command:/);
    const token: Failure = { kind: 'noToken', reason: 'AADSTS50076: secret' };
    assert.deepEqual(explain(token, 'partner-center'), explainSignIn('AADSTS50076: secret'));
  });

  it('offers the answer itself where it could not be read', () => {
    assert.deepEqual(explain(all[14]!, 'partner-center').actions, ['showAnswer', 'retry', 'showLog']);
  });
});
