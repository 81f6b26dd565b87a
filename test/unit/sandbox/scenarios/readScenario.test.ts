import assert from 'node:assert/strict';
import { methods } from '../../../../src/sandbox/http/methods.ts';
import { readScenario, ScenarioError } from '../../../../src/sandbox/scenarios/readScenario.ts';

const referral = { id: 'one', status: 'New' };
const least = { name: 'x', title: 'X', count: 1, steps: [{ run: 'toEnd' }], expect: [{ exitCode: 0 }] };

function read(value: unknown, file = '/folder/x.scenario.json') {
  return readScenario(typeof value === 'string' ? value : JSON.stringify(value), file);
}

function problemOf(value: unknown): string {
  try {
    read(value);
  } catch (error) {
    assert.ok(error instanceof ScenarioError, String(error));
    return error.message.replace('/folder/x.scenario.json:', '');
  }
  return 'none';
}

const withStep = (step: unknown): object => ({ ...least, steps: [step] });
const expecting = (expectation: unknown): object => ({ ...least, expect: [expectation] });

describe('A scenario file', () => {
  it('is read with the places of its steps and expectations', () => {
    const text = `{
  "name": "x", "title": "Two runs", "count": 3,
  "steps": [
    { "run": "start" },
    { "waitFor": { "call": { "method": "GET" }, "seconds": 2 } }
  ],
  "expect": [{ "calls": { "path": "$skiptoken", "atLeast": 2 } },
    { "state": { "referral": "a", "details": { "dealValue": 5 } } }]
}`;
    const { name, title, count, token, steps, expect } = read(text);
    assert.deepEqual({ name, title, count, token }, { name: 'x', title: 'Two runs', count: 3, token: 'sandbox-admin' });
    assert.deepEqual(steps, [
      { kind: 'run', how: 'start', range: { start: { line: 4, column: 5 }, end: { line: 4, column: 23 } } },
      {
        kind: 'waitForCall',
        call: { method: 'GET' },
        atLeast: 1,
        seconds: 2,
        range: { start: { line: 5, column: 5 }, end: { line: 5, column: 65 } },
      },
    ]);
    assert.deepEqual(
      expect.map(({ range, ...rest }) => [range.start.line, rest]),
      [
        [7, { kind: 'calls', call: { path: '$skiptoken' }, atLeast: 2 }],
        [8, { kind: 'state', state: { referral: 'a', values: { details: { dealValue: 5 } } } }],
      ],
    );
  });

  it('takes its name from the path and its seed as it is written', () => {
    const text = '\uFEFF{"name":"y","title":"Y","seed":[{"id":"a","v":1.0}],"steps":[],"expect":[]}';
    assert.deepEqual([read(text).name, read(text).seed], ['x', '[{"id":"a","v":1.0}]']);
    assert.equal(read(text, 'plain.json').name, 'plain');
  });

  it('takes every step and expectation', () => {
    const steps = [
      { run: 'start' },
      { run: 'stop' },
      { run: 'start' },
      { run: 'toEnd' },
      { advanceDays: 0.5 },
      { arrive: {} },
      { arrive: { brandNew: 1, status: 'Paused', id: 'one', details: { dealValue: '5' } } },
      { microsoft: { referral: 'one', does: 'win' } },
      { write: { as: 'sandbox-admin', referral: 'one', patch: [{ op: 'add', path: '/team/-', value: {} }] } },
      {
        write: {
          as: 'user mia@contoso.example',
          referral: '$written',
          patch: [{ op: 'replace', path: '/name', value: null }],
        },
      },
      { fault: { method: 'PATCH', status: 412, times: 0 } },
      { webhooks: {} },
      {
        webhooks: {
          url: 'http://127.0.0.1:1/',
          events: ['referral-created'],
          behaviour: { shuffle: true, delayMs: 5 },
        },
      },
      { waitFor: { state: { referral: 'one', status: 'New' }, seconds: 1 } },
      { waitFor: { call: {}, seconds: 0 } },
    ];
    const expect = [
      { state: { referral: 'one', '/details/dealValue': 5 } },
      { received: { referral: 'one' } },
      { received: { referral: 'one', ifKnown: true } },
      { received: { referral: '$written' } },
      { calls: {} },
      { calls: { method: 'GET', path: '/x', status: null, atLeast: 0, atMost: 3 } },
      { findings: { none: 'error' } },
      { findings: { none: 'warning' } },
      { findings: { rule: 'x' } },
      { exitCode: 3 },
    ];
    const { steps: read1, expect: read2 } = read({ ...least, count: undefined, seed: referral, steps, expect });
    assert.deepEqual([read1.length, read2.length], [steps.length, expect.length]);
    for (const seed of [referral, [referral], { value: [referral] }]) read({ ...least, count: undefined, seed });
    read({ ...least, $schema: './partner-scenario.schema.json', needs: { receiver: true } });
  });

  it('is refused with line, column and what was meant', () => {
    const text = '{\n  "name": "x",\n  "title": "X",\n  "cuont": 1,\n  "steps": [],\n  "expect": []\n}';
    assert.equal(problemOf(text), '4:3: The scenario has no property "cuont". Did you mean "count"?');
    const wrong: [value: unknown, message: RegExp][] = [
      ['{\n  "name": "x"\n  "title": "X"\n}', /^3:3: This is not valid JSON: comma expected\. /],
      ['', /^1:1: This is not valid JSON: /],
      ['// no\n{}', /not valid JSON/],
      ['[]', /^1:1: The scenario must be an object\.$/],
      [{ ...least, count: undefined }, /^1:1: The scenario needs "seed" or "count"\.$/],
      [{ ...least, seed: [] }, /either "seed" or "count", not both/],
      [{ ...least, steps: undefined }, /needs the property "steps"/],
      [{ ...least, name: '' }, /"name" must not be empty/],
      [{ ...least, count: -1 }, /"count" takes a number from 0 to 100000, not -1/],
      [{ ...least, count: 1.5 }, /"count" must be a whole number/],
      [{ ...least, count: undefined, seed: [referral, {}] }, /seed: item 1 has no string "id"/],
      ['{"name":"x","name":"x"}', /^1:13: "name" occurs twice/],
      [{ ...least, token: 'admin' }, /^1:\d+: There is no token "admin"\. .* Did you mean sandbox-admin\?$/],
      [{ ...least, token: 'sandbox-admn' }, /Did you mean sandbox-admin\?$/],
      [{ ...least, token: 'sandbox-xyz' }, /The tokens of the sandbox are sandbox-admin and/],
      [{ ...least, token: 'sandbox-user' }, /Did you mean sandbox-user:<e-mail>\?$/],
      [{ ...least, token: 'sandbox-admin@CI_1' }, /a-z, 0-9 and -/],
      [withStep({ arrive: { nmae: 'x' } }), /"nmae" is not a property of a referral\. Did you mean "name"\?/],
      [withStep({ arrive: { id: '' } }), /An id is a non-empty text/],
      [withStep({ arrive: { details: null } }), /\/details must be an object/],
      [withStep({ ran: 'toEnd' }), /The step has no property "ran"\. Did you mean "run"\?/],
      [withStep({}), /The step needs one of run, advanceDays, /],
      [withStep({ arrive: {}, run: 'toEnd' }), /The step has only one property, not "arrive" and "run"/],
      [withStep('run'), /The step must be an object/],
      [withStep({ run: 'toend' }), /"run" takes "start", "toEnd", "stop", not "toend"\. Did you mean "toEnd"\?/],
      [withStep({ advanceDays: '14' }), /"advanceDays" must be a number/],
      [withStep({ microsoft: { referral: 'one', does: 'accepts' } }), /Did you mean "accept"\?/],
      [withStep({ microsoft: { does: 'accept' } }), /The step microsoft needs the property "referral"/],
      [
        withStep({ write: { as: 'nobody', referral: 'a', patch: [{ op: 'add', path: '/a', value: 1 }] } }),
        /Nobody is called "nobody"/,
      ],
      [
        withStep({ write: { as: 'sandbox-admin', referral: 'a', patch: [{ op: 'remove', path: '/a' }] } }),
        /"op" takes "add", "replace"/,
      ],
      [
        withStep({ write: { as: 'sandbox-admin', referral: 'a', patch: [{ op: 'add', path: '/id', value: 1 }] } }),
        /\/id is set by the server/,
      ],
      [withStep({ write: { as: 'sandbox-admin', referral: 'a', patch: {} } }), /"patch" must be an array/],
      [withStep({ fault: { statsu: 500 } }), /The fault has no property "statsu"\. Did you mean "status"\?/],
      [withStep({ fault: { method: 'GET' } }), /The fault does nothing/],
      [
        withStep({ fault: { status: 500, headers: { 'Content-Length': '1' } } }),
        /those of the transport cannot be set/,
      ],
      [withStep({ webhooks: { behaviour: { shufle: true } } }), /Did you mean "shuffle"\?/],
      [withStep({ webhooks: { events: ['referral-update'] } }), /Did you mean "referral-updated"\?/],
      [withStep({ waitFor: { call: {} } }), /The step waitFor needs the property "seconds"/],
      [withStep({ waitFor: { seconds: 1 } }), /The step waitFor needs "call" or "state"/],
      [{ ...least, steps: [{ run: 'start' }, { run: 'start' }] }, /The command runs already/],
      [{ ...least, steps: [{ run: 'toEnd' }, { run: 'stop' }] }, /The command does not run\. Start it/],
      [expecting({ call: {} }), /The expectation has no property "call"\. Did you mean "calls"\?/],
      [
        expecting({ calls: { methd: 'GET' } }),
        /The expectation calls has no property "methd"\. Did you mean "method"\?/,
      ],
      [expecting({ calls: { status: '200' } }), /"status" must be a whole number or null/],
      [expecting({ calls: { atLeast: 3, atMost: 2 } }), /At least 3 and at most 2 calls can't both be\./],
      [
        expecting({ findings: { rule: 'skip-token-decoded' } }),
        /There is no rule .* Did you mean "skiptoken-decoded"\?/,
      ],
      [withStep({ webhooks: { url: 'http://contoso.example/' } }), /^1:\d+: "url" is on contoso\.example/],
      [expecting({ findings: { none: 'info' } }), /"none" takes "error", "warning", not "info"/],
      [expecting({ findings: { none: 'error', rule: 'x' } }), /The expectation findings has only one property/],
      [expecting({ state: { status: 'New' } }), /The state needs the property "referral"\.$/],
      [expecting({ state: { zzz: 'a', status: 'New' } }), /The state needs the property "referral"\.$/],
      [
        expecting({ state: { zzz: 'a', referal: 'a', status: 'New' } }),
        /The state needs the property "referral"\. Did you mean that by "referal"\?$/,
      ],
      [expecting({ received: {} }), /The expectation received needs the property "referral"\.$/],
      [
        expecting({ received: { referal: 'a' } }),
        /The expectation received has no property "referal"\. Did you mean "referral"\?/,
      ],
      [expecting({ received: 'a' }), /The expectation received must be an object/],
      [expecting({ received: { referral: 5 } }), /"referral" must be a string/],
      [expecting({ received: { referral: 'a', ifKnown: 1 } }), /"ifKnown" must be true or false/],
      [expecting({ recieved: { referral: 'a' } }), /no property "recieved"\. Did you mean "received"\?/],
      [expecting({ exitCode: 256 }), /"exitCode" takes a number from 0 to 255/],
    ];
    for (const [value, message] of wrong) assert.match(problemOf(value), message);
  });

  it('points at the member that is wrong, inside of faults and patches too', () => {
    const text = (step: string): string => `{"name":"x","title":"X","count":1,"expect":[],"steps":[\n${step}\n]}`;
    const places: [step: string, place: string][] = [
      ['{"fault": {"status": 500, "retryAfter": "soon"}}', '2:41'],
      ['{"fault": {"malformed": true, "body": 1}}', '2:11'],
      [
        '{"write": {"as": "sandbox-admin", "referral": "a", "patch": [\n{"op": "add", "path": "/a", "value": 1}, {"op": "add", "path": "/id", "value": 1}]}}',
        '3:42',
      ],
      [
        '{"write": {"as": "sandbox-admin", "referral": "$written", "patch": [\n{"op": "add", "path": "/detials/notes", "value": ""}]}}',
        '3:1',
      ],
      ['{"fault": {"status": 500,\n"caller": "admn"}}', '3:11'],
      ['{"arrive": {"team": [null, {\n"emial": "x"}]}}', '3:10'],
      ['{"arrive": {"details": {"dealValue":\n"much"}}}', '3:1'],
      ['{"fault": {"status": 500,\n"method": "GTE"}}', '3:11'],
      ['{"waitFor": {"seconds": 1, "call": {\n"method": "GTE"}}}', '3:11'],
      ['{"waitFor": {"seconds": 1, "state": {\n"referal": "a"}}}', '3:1'],
      ['{"write": {"as": "you", "referral": "a", "patch": [{"op": "add", "path": "/a", "value": 1}]}}', '2:18'],
    ];
    for (const [step, place] of places) assert.equal(problemOf(text(step)).split(': ')[0], place, step);
  });

  it('has methods of HTTP, in any case', () => {
    const places = (method: string): object[] => [
      withStep({ fault: { method, status: 500 } }),
      withStep({ waitFor: { call: { method }, seconds: 1 } }),
      expecting({ calls: { method } }),
      { ...least, needs: { call: { method } } },
    ];
    for (const method of [...methods, 'get', 'Patch']) {
      for (const value of places(method)) assert.equal(problemOf(value), 'none', method);
    }
    const wrong: [method: string, hint: RegExp][] = [
      ['GTE', / Did you mean "GET"\?$/],
      ['PTACH', / Did you mean "PATCH"\?$/],
      ['OPTION', / Did you mean "OPTIONS"\?$/],
      ['*', /"\*"\.$/],
      ['GET,POST', /"GET,POST"\./],
      ['', /must not be empty/],
    ];
    for (const [method, hint] of wrong) {
      for (const value of places(method)) assert.match(problemOf(value), hint);
    }
    assert.match(
      problemOf(expecting({ calls: { method: 'PTACH' } })),
      /: "method" takes "GET", "POST", .*"OPTIONS" in any case, not "PTACH"\. Did/,
    );
  });

  it('has faults of callers that there can be', () => {
    const fault = (caller: string): string => problemOf(withStep({ fault: { caller, status: 500 } }));
    for (const caller of ['admin', 'user mia@contoso.example', 'unknown token']) assert.equal(fault(caller), 'none');
    assert.match(fault('admn'), /^1:\d+: "caller" of a fault must be admin, .* Did you mean "admin"\?$/);
  });

  it('has paths of patches that a referral may have, of the seed’s own properties too', () => {
    const step = (path: string): object => ({
      write: { as: 'sandbox-admin', referral: '$written', patch: [{ op: 'add', path, value: 'x' }] },
    });
    assert.match(problemOf(withStep(step('/details/note'))), /"note" is not a property .* Did you mean "notes"\?/);
    const seed = [{ id: 'one', details: { note: 'a', zzz: 1 } }];
    for (const path of ['/details/note', '/details/zzz', '/details/whatever', '/details/notes']) {
      const read = readScenario(JSON.stringify({ ...least, count: undefined, seed, steps: [step(path)] }), 'a.json');
      assert.equal(read.steps.length, 1);
    }
  });
});
