import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { asCurl, canBecomeCurl } from '../../../../src/services/calls/curl.ts';
import { entryOfSandbox, entryOfWindow } from '../../../../src/services/calls/callEntry.ts';
import type { Call } from '../../../../src/sandbox/http/callLog.ts';
import { aCall, collection } from './aCall.ts';

const of = (given: Partial<Call>): string => asCurl(entryOfSandbox(aCall(given)));

/** What a shell passes to curl: the words of the commands, each with its arguments. */
function wordsIn(commands: readonly string[]): string[][] {
  const script = `PARTNER_API_URL=http://here\nPARTNER_API_TOKEN=t\ncurl() { printf '%s\\0' "$@"; printf '\\0'; }\n`;
  const { stdout, stderr, status } = spawnSync('sh', { input: script + commands.join('\n') });
  assert.equal(status, 0, stderr.toString());
  return stdout
    .toString()
    .split('\0\0')
    .slice(0, -1)
    .map((words) => words.split('\0'));
}

describe('A call as a cURL command', () => {
  it('has token and address as variables, and not what curl sets itself', () => {
    const requestHeaders = {
      host: 'x',
      'content-length': '9',
      'user-agent': 'u',
      'if-match': '"1"',
      Authorization: 'Bearer s',
      'Proxy-Authorization': 'Basic s',
    };
    assert.equal(
      of({ method: 'PATCH', path: `${collection}/a?b=c d`, requestHeaders, requestBody: `{"it's":1}` }),
      `curl --globoff --request PATCH "$PARTNER_API_URL"'${collection}/a?b=c d' \\
  --header "Authorization: Bearer $PARTNER_API_TOKEN" \\
  --header 'if-match: "1"' \\
  --data-raw '{"it'\\''s":1}'`,
    );
  });

  it('is short for a GET whose headers are not recorded', () => {
    assert.equal(
      of({}),
      `curl --globoff "$PARTNER_API_URL"${collection} \\\n  --header "Authorization: Bearer $PARTNER_API_TOKEN"`,
    );
  });

  it('asks for headers alone where the call did', () => {
    assert.match(of({ method: 'HEAD' }), /^curl --globoff --head "/);
  });

  it('has no token if the call had none', () => {
    assert.doesNotMatch(of({ caller: 'anonymous' }), /Authorization/);
  });

  it('is the call, whatever its path, headers and body hold', function () {
    if (spawnSync('sh', ['-c', 'true']).status !== 0) this.skip();
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((value) => value.replaceAll('\0', ''));
    const line = text.map((value) => value.replace(/[\r\n]/g, ''));
    const calls = fc.array(fc.record({ path: line, header: line, requestBody: text }), {
      minLength: 20,
      maxLength: 20,
    });
    fc.assert(
      fc.property(calls, (all) => {
        const wanted = all.map(({ path, header, requestBody }) => {
          const sent = { method: 'POST', path, requestHeaders: { 'x-header': header }, requestBody };
          const words = [
            '--globoff',
            '--request',
            'POST',
            `http://here${path}`,
            '--header',
            'Authorization: Bearer t',
            '--header',
            header === '' ? 'x-header;' : `x-header: ${header}`,
            ...(requestBody === '' ? [] : ['--data-raw', requestBody]),
          ];
          return { command: of(sent), words };
        });
        assert.deepEqual(
          wordsIn(wanted.map(({ command }) => command)),
          wanted.map(({ words }) => words),
        );
      }),
      { numRuns: 10 },
    );
  });

  it('is not offered for a query without its values', () => {
    const call = {
      method: 'GET',
      target: '',
      status: 200,
      problem: undefined,
      durationMs: 1,
      clientRequestId: 'c',
      requestId: 'r',
    };
    const own = (target: string): boolean =>
      canBecomeCurl(
        entryOfWindow({ number: 1, connection: 'partner-center', endedAt: 1, call: { ...call, target } }, undefined),
      );
    assert.ok(own(`${collection}/a`));
    assert.ok(!own(`${collection}?$filter=…`));
    assert.ok(canBecomeCurl(entryOfSandbox(aCall({ path: `${collection}?$top=1` }))));
  });

  it('is not offered for a write without its body', () => {
    const can = (given: Partial<Call>): boolean => canBecomeCurl(entryOfSandbox(aCall({ method: 'PATCH', ...given })));
    assert.ok(!can({}), 'not recorded');
    assert.ok(!can({ requestHeaders: {}, requestBody: null }), 'dropped');
    assert.ok(can({ requestHeaders: {}, requestBody: '[]' }));
    assert.ok(can({ requestHeaders: {}, requestBody: '' }), 'empty');
    assert.ok(can({ method: 'GET', requestHeaders: {}, requestBody: null }));
  });
});
