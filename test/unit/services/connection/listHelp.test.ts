import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/api/failure.ts';
import { listHelp } from '../../../../src/services/connection/explain/listHelp.ts';

const facts = { status: 401, code: undefined, requestId: 'req-1', message: undefined };
const refused: Failure[] = [
  { kind: 'unauthenticated', facts },
  { kind: 'mfaRequired', facts },
  { kind: 'claimsChallenge', facts, challenge: undefined },
  { kind: 'appOnlyToken', facts },
  { kind: 'forbidden', facts },
];

describe('the rows that help when the list can’t be loaded', () => {
  it('offer a sign-in where it helps, again if the server refused the last one', () => {
    for (const failure of refused) {
      assert.ok(listHelp(failure, 'partner-center').includes('signInAgain'), failure.kind);
      assert.ok(!listHelp(failure, 'partner-center').includes('signIn'), failure.kind);
    }
    for (const kind of ['noToken', 'notRenewable'] as const) {
      const help = listHelp({ kind, reason: 'x' }, 'partner-center');
      assert.ok(help.includes('signIn') && !help.includes('signInAgain'), kind);
    }
    assert.ok(listHelp({ kind: 'noToken', reason: 'x' }, 'partner-center').includes('useSandbox'));
    assert.ok(!listHelp({ kind: 'timeout', afterMs: 1 }, 'partner-center').includes('signIn'));
  });

  it('offer no sign-in, no checklist and no diagnosis for the sandbox, which has none', () => {
    for (const failure of [...refused, { kind: 'unreachable', code: 'ECONNREFUSED', host: 'x' } as const, undefined]) {
      assert.deepEqual(listHelp(failure, 'sandbox'), ['retry', 'switch', 'showLog']);
    }
  });

  it('have trying again first and the log last, each once', () => {
    assert.deepEqual(listHelp({ kind: 'forbidden', facts: { ...facts, status: 403 } }, 'partner-center'), [
      ...['retry', 'signInAgain', 'diagnose', 'setup', 'switch', 'showLog'],
    ]);
    assert.deepEqual(listHelp({ kind: 'unreachable', code: 'ECONNREFUSED', host: 'x' }, 'partner-center'), [
      ...['retry', 'diagnose', 'switch', 'showLog'],
    ]);
    assert.deepEqual(listHelp(undefined, 'partner-center'), ['retry', 'diagnose', 'switch', 'showLog']);
    const unreadable = { kind: 'otherReferral', answer: '{}', requestId: undefined } as const;
    assert.deepEqual(listHelp(unreadable, 'sandbox'), ['retry', 'showAnswer', 'switch', 'showLog']);
  });
});
