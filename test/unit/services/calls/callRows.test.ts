import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/sandbox/coach/findings.ts';
import type { Call } from '../../../../src/sandbox/http/callLog.ts';
import { callerKey } from '../../../../src/services/calls/callers.ts';
import { CallRows, type CallFacts, type CallRow } from '../../../../src/services/calls/callRows.ts';
import type { WindowCall } from '../../../../src/services/calls/windowCalls.ts';
import { aCall, aFinding, collection } from './aCall.ts';

const origin = 'http://127.0.0.1:4010';
const extension = 'partner-referrals/0.1.0';

function rowsOf(
  calls: readonly Call[],
  { findings = [], window = [], caller }: Partial<CallFacts> & { findings?: readonly Finding[] } = {},
): CallRows {
  return new CallRows({ sandbox: { kind: 'ready', origin, calls, findings }, window, caller });
}

function windowCall(
  given: Partial<WindowCall['call']> = {},
  connection: WindowCall['connection'] = 'sandbox',
): WindowCall {
  const call = {
    method: 'GET',
    target: `${collection}?$filter=…`,
    status: 200,
    problem: undefined,
    durationMs: 20,
    clientRequestId: 'own',
    requestId: 'r',
    ...given,
  };
  return { number: 1, connection, endedAt: 1_000_000, call };
}

const section = (rows: CallRows, name: string): CallRow => rows.top().find((row) => row.id === name)!;
const below = (rows: CallRows, name: string): CallRow[] => rows.below(section(rows, name));
const requestIds = (rows: readonly CallRow[]): (string | undefined)[] =>
  rows.map((row) => (row.kind === 'call' ? row.call.requestId : row.id));

describe('The rows of the view of calls', () => {
  it('list the calls of the sandbox, the newest first, without those of the extension', () => {
    const calls = ['a', 'b', 'c'].map((requestId) => aCall({ requestId }));
    const rows = rowsOf([...calls, aCall({ userAgent: extension })]);
    assert.deepEqual(requestIds(below(rows, 'sandbox')), ['c', 'b', 'a']);
    assert.deepEqual(section(rows, 'sandbox'), { kind: 'section', id: 'sandbox', count: 3, origin });
  });

  it('list replays, which a person asked for', () => {
    assert.equal(below(rowsOf([aCall({ userAgent: `${extension} (replay)` })]), 'sandbox').length, 1);
  });

  it('list the calls of one caller: a token’s owner with a program, also the extension', () => {
    const calls = [
      aCall({ requestId: 'a' }),
      aCall({ requestId: 'b', userAgent: 'other/1' }),
      aCall({ requestId: 'c', caller: 'user mia@contoso.example' }),
      aCall({ requestId: 'd', userAgent: extension }),
    ];
    const shown = (of: Call): unknown => requestIds(below(rowsOf(calls, { caller: callerKey(of) }), 'sandbox'));
    for (const call of calls) assert.deepEqual(shown(call), [call.requestId]);
  });

  it('show 200 calls at first, and more when asked', () => {
    const calls = Array.from({ length: 1500 }, () => aCall());
    const first = below(rowsOf(calls), 'sandbox');
    assert.deepEqual(
      [first.length, first.at(-1)],
      [201, { kind: 'more', id: 'sandbox/more', section: 'sandbox', left: 1300 }],
    );
    const more = new CallRows(
      { sandbox: { kind: 'ready', origin, calls, findings: [] }, window: [], caller: undefined },
      { sandbox: 1300 },
    );
    assert.equal(below(more, 'sandbox').length, 1500);
  });

  describe('of findings', () => {
    const calls = ['a', 'b'].map((requestId) => aCall({ requestId }));

    it('are by severity, with the calls that are still listed below them', () => {
      const findings = [
        aFinding({ severity: 'info', message: '1' }),
        aFinding({ severity: 'error', message: '2', calls: ['a', 'gone', 'b'] }),
        aFinding({ message: '3' }),
      ];
      const rows = rowsOf(calls, { findings });
      const found = below(rows, 'findings');
      assert.deepEqual(
        found.map((row) => row.kind === 'finding' && row.finding.message),
        ['2', '3', '1'],
      );
      assert.deepEqual(requestIds(rows.below(found[0]!)), ['b', 'a']);
      assert.deepEqual(rows.severities(), { error: 1, warning: 1, info: 1 });
    });

    it('stand beside their calls and below them', () => {
      const finding = aFinding({ calls: ['b'] });
      const rows = rowsOf(calls, { findings: [finding] });
      const [second, first] = below(rows, 'sandbox');
      assert.ok(second?.kind === 'call' && first?.kind === 'call');
      assert.deepEqual([second.findings, second.expandable], [[finding], true]);
      assert.deepEqual([first.findings, first.expandable], [[], false]);
      const [row, ...others] = rows.below(second);
      assert.ok(row?.kind === 'finding' && others.length === 0);
      // Else findings and calls would go on below each other without end.
      assert.deepEqual(rows.below(row), []);
      const [withCalls] = below(rows, 'findings');
      assert.ok(rows.below(withCalls!).every((each) => each.kind === 'call' && !each.expandable));
    });

    it('that only the extension caused are not the user’s', () => {
      const own = aCall({ requestId: 'own', userAgent: extension });
      const shown = (...ids: string[]): number =>
        below(rowsOf([...calls, own], { findings: [aFinding({ calls: ids })] }), 'findings').length;
      assert.throws(() => shown('own'), 'There is no section then.');
      assert.equal(shown('own', 'a'), 1);
      assert.equal(shown('gone'), 1);
    });

    it('are those of the caller that is shown', () => {
      const other = aCall({ requestId: 'other', userAgent: 'other/1' });
      const findings = [aFinding({ message: '1', calls: ['a'] }), aFinding({ message: '2', calls: ['other'] })];
      const rows = rowsOf([...calls, other], { findings, caller: callerKey(other) });
      assert.deepEqual(rows.severities(), { error: 0, warning: 1, info: 0 });
    });

    it('have ids that no other row has', () => {
      const findings = [aFinding({ calls: ['a', 'b'] }), aFinding({ message: 'x', calls: ['a'] })];
      const rows = rowsOf(calls, { findings, window: [windowCall()] });
      const ids: string[] = [];
      const visit = (row: CallRow): void => {
        ids.push(row.id);
        rows.below(row).forEach(visit);
      };
      rows.top().forEach(visit);
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.length > 10);
    });
  });

  describe('of this window', () => {
    it('have what the sandbox knows about the call', () => {
      const listed = aCall({
        requestId: 'r',
        clientRequestId: 'own',
        userAgent: extension,
        path: `${collection}?$filter=x`,
      });
      const [row] = below(rowsOf([listed], { window: [windowCall()] }), 'window');
      assert.ok(row?.kind === 'call');
      assert.deepEqual([row.call.path, row.call.listed, row.call.key], [listed.path, listed, 'window-1']);
    });

    it('have what the log knows, of calls to Partner Center', () => {
      // The same id in the sandbox’s list is a coincidence.
      const listed = aCall({ clientRequestId: 'own' });
      const own = windowCall({ status: undefined, problem: 'ECONNRESET' }, 'partner-center');
      const rows = rowsOf([listed], { window: [own] });
      const [row] = below(rows, 'window');
      assert.ok(row?.kind === 'call');
      const { state, problem, path, connection, time, listed: found } = row.call;
      assert.deepEqual(
        [state, problem, connection, time, found],
        ['lost', 'ECONNRESET', 'partner-center', 999_980, undefined],
      );
      assert.equal(path, `${collection}?$filter=…`);
      assert.deepEqual(rows.find('window-1'), row.call);
    });
  });

  it('are none before there was a call, so that the welcome content is shown', () => {
    assert.deepEqual([rowsOf([]).isEmpty, rowsOf([]).top()], [true, []]);
    assert.ok(rowsOf([aCall({ userAgent: extension })]).isEmpty);
    assert.ok(!rowsOf([], { window: [windowCall()] }).isEmpty);
    const stopped = { window: [], caller: undefined };
    assert.ok(new CallRows({ ...stopped, sandbox: { kind: 'stopped' } }).isEmpty);
  });

  it('say why the sandbox shows none, and what to do', () => {
    const notes = (sandbox: CallFacts['sandbox'], caller?: string): string[] => {
      const rows = new CallRows({ sandbox, window: [windowCall()], caller });
      return below(rows, 'sandbox').map(({ id: note }) => note);
    };
    const ready = { kind: 'ready', origin, calls: [], findings: [] } as const;
    assert.deepEqual(notes({ kind: 'stopped' }), ['stopped', 'start']);
    assert.deepEqual(notes({ kind: 'loading', origin }), ['loading']);
    assert.deepEqual(notes({ kind: 'failed', error: new Error() }), ['failed', 'refresh', 'setting']);
    assert.deepEqual(notes(ready), ['noCalls', 'copyUrl', 'copyToken']);
    assert.deepEqual(notes(ready, 'x'), ['noMatches', 'allCallers']);
  });
});
