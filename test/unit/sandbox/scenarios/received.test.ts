import assert from 'node:assert/strict';
import { admin, failuresOf, run, scenario, theirs, us } from './scenarios.ts';

const toEnd = { run: 'toEnd' };
const write = (path: string, value: unknown): object => ({
  write: { as: admin, referral: us, patch: [{ op: 'replace', path, value }] },
});
const written = write('/details/notes', 'By a colleague.');
const received = (referral = us): object => ({ received: { referral } });
const tag = `JSON.parse((await call('GET', us)).text).eTag`;
const current = `await call('PATCH', us, notes('own'), `;

/** Runs the code of a command before and after a colleague's write. */
const around = async (code: string, steps = [toEnd, written, toEnd]): Promise<string[]> =>
  failuresOf(await run(scenario(steps, [received()]), code));

describe('That the command received the latest version', () => {
  for (const [how, code] of [
    ['read alone', `await call('GET', us)`],
    ['in any case', `await call('GET', us.toUpperCase())`],
    ['with some of its properties', `await call('GET', us + '?$select=status')`],
    ['in a list', `await call('GET')`],
    ['in a list of some properties', `await call('GET', '?$select=id,status')`],
    ['as the answer to its own write', `${current}{ 'If-Match': ${tag}, Prefer: 'return=representation' })`],
    ['as its own write, with what it was before', `${current}{ 'If-Match': ${tag} })`],
  ] as const) {
    it(`holds where it is ${how}`, async () => {
      assert.deepEqual(await around(code), []);
    });
  }

  it('holds where nobody has written, and for what was created', async () => {
    assert.deepEqual(await around(`await call('GET', us)`, [toEnd]), []);
    const arrive = { arrive: { id: 'new-one' } };
    const played = scenario([arrive, toEnd], [received('new-one')]);
    assert.deepEqual(failuresOf(await run(played, `await call('GET')`)), []);
    assert.deepEqual(failuresOf(await run(played, '')), [
      'Expected that the command receives version 1 of new-one, the latest, but it received none.',
    ]);
  });

  const none = `Expected that the command receives version 2 of ${us}, the latest, but it received none.`;
  for (const [why, code] of [
    ['nothing was read', ''],
    ['another referral was read', `await call('GET', '/${theirs}')`],
    ['a list was read that leaves it out', `await call('GET', "?$filter=organizationId eq 'msft'")`],
    ['a write was refused', `${current}{ 'If-Match': '"x"' })`],
  ] as const) {
    it(`does not hold where ${why}`, async () => {
      assert.deepEqual(await around(code), [none]);
    });
  }

  it('is not asked of a command that knows nothing of the referral, if it is only for those that do', async () => {
    const steps = [toEnd, written, toEnd];
    const expected = [{ received: { referral: us, ifKnown: true } }];
    const failures = async (code: string) => failuresOf(await run(scenario(steps, expected), code));
    assert.deepEqual(await failures(`await call('GET', "?$filter=organizationId eq 'msft'")`), []);
    assert.deepEqual(await failures(`await call('GET')`), []);
    const early = `const fs = await import('node:fs'); const seen = folder + '/seen';
      if (!fs.existsSync(seen)) await call('GET'); fs.writeFileSync(seen, '')`;
    assert.match((await failures(early)).join(), /but it received version 1 last, and not the changes of/);
  });

  it('does not hold where the answer broke off', async () => {
    const steps = [written, { fault: { cutAfter: 20 } }, toEnd];
    assert.deepEqual(await around(`await call('GET', us).catch(() => 0)`, steps), [none]);
  });

  it('does not hold where it has an older version, and the message tells which changes are missing', async () => {
    const steps = [toEnd, written, write('/externalReferenceId', 'CRM-1'), write('/details/notes', 'Again.')];
    assert.deepEqual(await around(`await call('GET')`, steps), [
      `Expected that the command receives version 4 of ${us}, the latest, but it received version 1 last, and not the changes of /details/notes, /externalReferenceId.`,
    ]);
    const same = [toEnd, write('/details/notes', 'As it was.')];
    assert.deepEqual(await around(`await call('GET')`, same), [
      `Expected that the command receives version 2 of ${us}, the latest, but it received version 1 last.`,
    ]);
  });

  it('does not hold after a write that answers with no version, where the one before is not known', async () => {
    assert.deepEqual(await around(`${current}{ 'If-Match': '*' })`, [toEnd]), [none]);
  });

  it('is expected of referrals that there are', async () => {
    const { failures, verdict } = await run(scenario([toEnd], [received('x'), received('$written')]), '');
    assert.equal(verdict, 'failed');
    assert.deepEqual(
      failures.map(({ range, message }) => [range.start.line, message]),
      [
        [3, 'Expected a referral x, but there is none.'],
        [4, 'Expected a referral $written, but the command made no PATCH or PUT.'],
      ],
    );
    const own = scenario([toEnd], [received('$written')]);
    assert.deepEqual(failuresOf(await run(own, `${current}{ 'If-Match': ${tag} })`)), []);
  });
});
