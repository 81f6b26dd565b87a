import assert from 'node:assert/strict';
import { entryOfSandbox, referralOf, shortPath } from '../../../../src/services/calls/callEntry.ts';
import { callersOf } from '../../../../src/services/calls/callers.ts';
import {
  callDescription,
  callLabel,
  callSpoken,
  callTooltip,
  findingDescription,
  findingLabel,
  findingSpoken,
  findingTooltip,
  severitySummary,
  worstOf,
} from '../../../../src/services/calls/callWords.ts';
import { useZone } from '../../zone.ts';
import { aCall, aFinding, collection, id } from './aCall.ts';

const locale = 'en-GB';

describe('The words of a call', () => {
  useZone('UTC');
  const call = entryOfSandbox(aCall({ path: `${collection}/${id}?$select=name`, requestId: 'r' }));

  it('are short in its row', () => {
    assert.equal(callLabel(call), 'GET 200 /referrals/8d5b1f0a?$select=name');
    assert.equal(callDescription(call, [], locale), '12 ms · admin · crm-sync/2.1 · 10:42:03');
    assert.equal(callDescription(call, [aFinding()], locale), '1 finding · 12 ms · admin · crm-sync/2.1 · 10:42:03');
    assert.match(callDescription(call, [aFinding(), aFinding()], locale), /^2 findings · /);
  });

  it('are whole in its tooltip and for screen readers', () => {
    assert.equal(
      callTooltip(call, [aFinding()], locale),
      [
        `GET ${collection}/${id}?$select=name`,
        'status 200 · 12 ms · 29 Nov 2026, 10:42:03',
        'Caller: admin · crm-sync/2.1',
        'request-id: r',
        'A PATCH was sent without If-Match.',
      ].join('\n'),
    );
    assert.equal(
      callSpoken(call, [aFinding(), aFinding({ severity: 'error' })], locale),
      `GET ${collection}/${id}?$select=name, status 200, Error, 2 findings, 12 ms, admin · crm-sync/2.1, 10:42:03`,
    );
  });

  it('say how a call without a response went', () => {
    const spoken = (given: Parameters<typeof aCall>[0]): string =>
      callSpoken(entryOfSandbox(aCall({ status: null, ...given })), [], locale).split(', ')[1] ?? '';
    assert.equal(spoken({ duration: null }), 'running');
    assert.equal(spoken({ aborted: true }), 'closed by the client');
    assert.equal(spoken({}), 'no response');
    assert.equal(callLabel(entryOfSandbox(aCall({ status: null, duration: null }))), 'GET … /referrals');
    assert.equal(callLabel(entryOfSandbox(aCall({ status: null }))), 'GET — /referrals');
  });

  it('are one short line, whatever a program or a sandbox sends', () => {
    const odd = entryOfSandbox(
      aCall({ method: 'GET\n', path: `/x\n${'y'.repeat(9999)}`, caller: `a\u2028b`, userAgent: 'z'.repeat(9999) }),
    );
    const finding = aFinding({ message: 'a\nb'.repeat(999), rule: 'c\nd'.repeat(999) });
    for (const words of [
      callLabel(odd),
      callDescription(odd, [], locale),
      callSpoken(odd, [], locale),
      findingLabel(finding),
      findingDescription(finding),
      findingSpoken(finding),
    ]) {
      assert.ok(words.length <= 200 && !/[\n\u2028]/.test(words), words);
    }
    assert.ok(callTooltip(odd, [finding], locale).length < 9000);
  });
});

describe('The words of a finding', () => {
  it('count it, and name rule, severity and evidence', () => {
    const finding = aFinding({ count: 3 });
    assert.equal(findingLabel(finding), '3× A PATCH was sent without If-Match.');
    assert.equal(findingLabel(aFinding()), 'A PATCH was sent without If-Match.');
    assert.equal(findingDescription(finding), 'if-match-missing · admin');
    assert.equal(
      findingTooltip(finding),
      'A PATCH was sent without If-Match.\nWarning · if-match-missing · documented by Microsoft\nCaller: admin\n3 times',
    );
    assert.equal(
      findingSpoken(finding),
      'Warning, A PATCH was sent without If-Match., if-match-missing, 3 times, admin',
    );
  });

  it('sum up severities', () => {
    assert.equal(severitySummary({ error: 1, warning: 2, info: 0 }), '1 error, 2 warnings');
    assert.equal(severitySummary({ error: 2, warning: 1, info: 1 }), '2 errors, 1 warning, 1 hint');
    assert.equal(severitySummary({ error: 0, warning: 0, info: 3 }), '3 hints');
  });

  it('take the gravest of several', () => {
    const of = (...all: ('error' | 'warning' | 'info')[]): string =>
      worstOf(all.map((severity) => aFinding({ severity })));
    assert.deepEqual([of('info', 'error', 'warning'), of('info', 'warning'), of('info')], ['error', 'warning', 'info']);
  });
});

describe('The path of a call', () => {
  it('is readable and without what all begin with', () => {
    assert.equal(shortPath(`${collection}?$filter=status+eq+%27New%27`), "/referrals?$filter=status eq 'New'");
    assert.equal(shortPath(`${collection}/a+b`), '/referrals/a+b');
    assert.equal(shortPath('/v1/other'), '/v1/other');
    assert.equal(shortPath(`${collection}/%E0%A4%A`), '/referrals/%E0%A4%A');
  });

  it('names the one referral that the call is about', () => {
    const of = (path: string): string | undefined => referralOf({ path });
    assert.equal(of(`${collection}/${id}`), id);
    assert.equal(of(`${collection}/a%20b/?x=1`), 'a b');
    for (const path of [collection, `${collection}/`, `${collection}?$top=1`, `${collection}/a/b`, '/v1/referrals/a']) {
      assert.equal(of(path), undefined, path);
    }
  });
});

describe('The callers of calls', () => {
  it('are each once with a count, the latest first, by owner and program', () => {
    const calls = [
      aCall(),
      aCall({ userAgent: null }),
      aCall({ userAgent: 'crm-sync/2.1 (other machine)' }),
      aCall({ userAgent: 'node' }),
    ];
    assert.deepEqual(
      callersOf(calls).map(({ caller, userAgent, count }) => [caller, userAgent, count]),
      [
        ['admin', 'node', 1],
        ['admin', 'crm-sync/2.1 (other machine)', 2],
        ['admin', null, 1],
      ],
    );
  });
});
