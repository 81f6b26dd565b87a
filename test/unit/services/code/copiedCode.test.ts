import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { defaultQuery } from '../../../../src/api/listQuery.ts';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { canWrite, codeFor } from '../../../../src/services/code/code.ts';
import { languages, type Task } from '../../../../src/services/code/request.ts';
import { anyCharacter } from '../../anyCharacter.ts';
import { execute, inFolder, isHere, runners, type Ran } from './runCode.ts';

interface Referral {
  readonly id: string;
  readonly eTag: string;
  readonly status: string;
  readonly details: { readonly notes: string };
}

const guid = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
/** What ends a text, begins a variable or a command, or hides in one of the languages. */
const hostile = [
  `'single' "double" \`ticks\` '''three''' """three"""`,
  '$PARTNER_API_TOKEN ${PARTNER_API_TOKEN} $(id) `id` !! {{token}} {{$processEnv PATH}} {0} %PATH% %s %27',
  String.raw`back\slash \' \" \\ \n \u0041 \x41 ` + '\\',
  'two\nlines\r\nand\ttabs, then\nJSON\nEOF\n### next\n// comment /* comment */ # comment',
  'Ünïcödé 王小明 Пётр محمد 🙂 \u2028 \u2029 \u0085 \u200b \u202e \ufeff \u0000 \u007f \u{e0041}',
  '</script> ${} @file <file ; | & > < * ? ~ [a] (b)',
];

describe('Copied code', () => {
  let sandbox: ServedSandbox;
  before(async () => {
    sandbox = await serveSandbox({ count: 250, pageSize: 20 });
  });
  after(() => sandbox.close());

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(sandbox.url + path, {
      ...init,
      headers: {
        authorization: 'Bearer sandbox-admin',
        'content-type': 'application/json',
        'client-request-id': crypto.randomUUID(),
      },
    });
  const control = (path: string, init?: RequestInit): Promise<Response> => ask(`/_sandbox/${path}`, init);
  const read = async (id: string): Promise<Referral> =>
    (await (await ask(`/v1.0/engagements/referrals/${encodeURIComponent(id)}`)).json()) as Referral;
  const env = (): Record<string, string> => ({ PARTNER_API_URL: sandbox.url, PARTNER_API_TOKEN: 'sandbox-admin' });
  const patchOf = async (notes: string, id = guid): Promise<Task> => ({
    kind: 'patch',
    id,
    eTag: (await read(id)).eTag,
    operations: JSON.stringify([{ op: 'replace', path: '/details/notes', value: notes }]),
  });
  const findings = async (): Promise<unknown> =>
    ((await (await control('findings')).json()) as { findings: unknown[] }).findings;

  beforeEach(async () => {
    await control('reset', { method: 'POST', body: '{}' });
  });

  for (const [language, { isHere: isRunnable, run }] of Object.entries(runners) as [
    keyof typeof runners,
    (typeof runners)['curl'],
  ][]) {
    describe(isRunnable ? `as ${language}` : `as ${language}: not run, since it is not on this machine`, () => {
      before(function () {
        if (!isRunnable) this.skip();
      });
      const runTask = async (task: Task): Promise<Ran> => {
        const ran = await run(codeFor(task, language), env());
        assert.equal(ran.code, 0, ran.errors + ran.out);
        return ran;
      };

      it('reads a referral', async () => {
        const { out } = await runTask({ kind: 'get', id: guid });
        assert.deepEqual(JSON.parse(out), await read(guid));
        assert.deepEqual(await findings(), []);
      });

      it('reads a list as the side panel filters it, to its end', async () => {
        const query = { filter: { status: 'Active' }, orderBy: defaultQuery.orderBy };
        const { out } = await runTask({ kind: 'list', query, isPartial: false });
        // Pages or single referrals, one on a line.
        const found = out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Partial<Referral> & { value?: Referral[] })
          .flatMap((each) => each.value ?? [each as Referral]);
        assert.ok(found.every(({ status }) => status === 'Active'));
        const { calls } = (await (await control('calls')).json()) as { calls: { path: string; status: number }[] };
        assert.ok(calls.every(({ status }) => status === 200));
        if (language !== 'http') {
          assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
          assert.ok(calls.length > 2, 'More than two pages were read.');
          assert.ok(calls.slice(1).every(({ path }) => path.includes('?$skiptoken=')));
        }
        assert.deepEqual(await findings(), []);
      });

      it('changes a referral if nobody else did', async () => {
        const task = await patchOf(hostile.join('\n'));
        await runTask(task);
        assert.equal((await read(guid)).details.notes, hostile.join('\n'));
        const again = await run(codeFor(task, language), env());
        assert.notEqual(again.code, 0, 'The eTag is an old one now.');
        assert.match(again.errors + again.out, /412|precondition/i);
      });

      it('holds any text', async () => {
        const text = fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: anyCharacter, maxLength: 60 })), {
          minLength: 1,
          maxLength: 6,
        });
        await fc.assert(
          fc.asyncProperty(text, async (parts) => {
            const notes = parts.join(' ').toWellFormed();
            await runTask(await patchOf(notes));
            assert.equal((await read(guid)).details.notes, notes);
          }),
          { numRuns: 6 },
        );
      });

      it('addresses any referral and filters by any text', async () => {
        const ids = [...hostile.map((each) => each.slice(0, 40)), "O'Neil & Sons/1?x=%20#y", '-d', '--help', '%25'];
        const seed = ids.map((id, index) => ({ id, status: 'New', team: [{ email: `it's ${index} "${id}"` }] }));
        await control('reset', { method: 'POST', body: JSON.stringify({ seed }) });
        for (const [index, id] of ids.entries()) {
          const { out } = await runTask({ kind: 'get', id });
          assert.equal((JSON.parse(out) as Referral).id, id);
          if (index > 2) continue;
          const filter = { teamEmail: `it's ${index} "${id}"` };
          const list = await runTask({
            kind: 'list',
            query: { filter, orderBy: defaultQuery.orderBy },
            isPartial: true,
          });
          assert.ok(list.out.includes(JSON.stringify(id)), list.out);
        }
      });

      it('follows no redirect, and takes none for a success', async () => {
        const seen: string[] = [];
        const elsewhere = createServer((request, response) => {
          seen.push(request.url ?? '');
          response.end('{}');
        }).listen(0, '127.0.0.1');
        await once(elsewhere, 'listening');
        const { port } = elsewhere.address() as AddressInfo;
        const query = { filter: {}, orderBy: defaultQuery.orderBy };
        try {
          for (const [task, matcher] of [
            [{ kind: 'get', id: guid }, { method: 'GET' }],
            [await patchOf('x'), { method: 'PATCH' }],
            // A file of requests can't go on to the second page.
            [{ kind: 'list', query, isPartial: false }, language === 'http' ? {} : { path: '$skiptoken' }],
          ] as const) {
            const fault = { ...matcher, status: 302, headers: { location: `http://127.0.0.1:${port}/` }, times: 1 };
            await control('faults', { method: 'POST', body: JSON.stringify(fault) });
            const ran = await run(codeFor(task, language), env());
            assert.notEqual(ran.code, 0, `${task.kind}: ${ran.out}`);
          }
          assert.deepEqual(seen, []);
        } finally {
          elsewhere.close();
        }
      });

      it('takes no half list for a whole one, whatever is answered with 200', async () => {
        if (language === 'http') return;
        const list: Task = { kind: 'list', query: { filter: {}, orderBy: defaultQuery.orderBy }, isPartial: false };
        const readWith = async (body: unknown): Promise<Ran> => {
          const fault = { path: '$skiptoken', status: 200, body };
          await control('faults', { method: 'POST', body: JSON.stringify(fault) });
          return run(codeFor(list, language), env());
        };
        const elsewhere = 'https://api.partner.microsoft.com/v1.0/referrals?$skip=20';
        for (const body of [
          '<html>Sign in</html>',
          '',
          { error: { code: 'generalException', message: 'No "value":[ here' } },
          { value: [], '@odata.nextLink': elsewhere },
        ]) {
          const { code, errors } = await readWith(body);
          assert.equal(code, 1, errors);
          assert.match(errors, /\S/);
        }
        for (const last of [{ value: [] }, { '@odata.nextLink': null, value: [] }]) {
          for (const body of [last, JSON.stringify(last, null, 2)]) {
            const { code, errors } = await readWith(body);
            assert.deepEqual([code, errors], [0, '']);
          }
        }
      });

      it('says what the server refused, and waits when it is told to', async () => {
        const missing = await run(codeFor({ kind: 'get', id: guid.replace('8', '9') }, language), env());
        assert.notEqual(missing.code, 0);
        assert.match(missing.errors + missing.out, /itemNotFound|404/);
        if (language === 'http') return;
        await control('faults', { method: 'POST', body: JSON.stringify({ status: 429, retryAfter: 1, times: 1 }) });
        const { out } = await runTask({ kind: 'get', id: guid });
        assert.equal((JSON.parse(out) as Referral).id, guid);
      });

      it('sends a change again after 429, or says that it is to be sent again', async () => {
        await control('faults', { method: 'POST', body: JSON.stringify({ method: 'PATCH', retryAfter: 1 }) });
        const code = codeFor(await patchOf('Throttled.'), language);
        const ran = await run(code, env());
        const isRepeated = language !== 'curl' && language !== 'http';
        assert.equal(ran.code === 0, isRepeated, ran.errors);
        assert.equal((await read(guid)).details.notes === 'Throttled.', isRepeated);
        if (!isRepeated) assert.match(code, /^# .*429.*/m);
      });

      it('waits until a date, and as it likes after what is none', async () => {
        if (language === 'http') return;
        // Without Retry-After the first wait is 2 s. curl gives up when the date is over.
        const over = language === 'curl' ? [] : [new Date(0).toUTCString()];
        const none = ['soon', 'Mon, 15 Jun 2026 99999999999999999999:00:30 GMT'];
        for (const retryAfter of [new Date(Date.now() + 5000).toUTCString(), ...over, ...none]) {
          const fault = { status: 429, headers: { 'Retry-After': retryAfter }, times: 1 };
          assert.equal((await control('faults', { method: 'POST', body: JSON.stringify(fault) })).status, 201);
          const { out } = await runTask({ kind: 'get', id: guid });
          assert.equal((JSON.parse(out) as Referral).id, guid);
          assert.deepEqual(await findings(), []);
        }
      });
    });
  }

  it('gives up, as typescript, if it is told to wait longer than a timer can', async () => {
    const fault = { status: 429, headers: { 'Retry-After': new Date(Date.now() + 1e11).toUTCString() } };
    for (let time = 0; time < 2; time++) await control('faults', { method: 'POST', body: JSON.stringify(fault) });
    const ran = await runners.typescript.run(codeFor({ kind: 'get', id: guid }, 'typescript'), env());
    assert.notEqual(ran.code, 0);
    assert.match(ran.errors, /429/);
    const { calls } = (await (await control('calls')).json()) as { calls: unknown[] };
    assert.equal(calls.length, 1);
  });

  it('has neither a token nor an address, but what it reads from the environment', async () => {
    const tasks: Task[] = [
      { kind: 'get', id: guid },
      { kind: 'list', query: defaultQuery, isPartial: false },
      await patchOf('x'),
      { kind: 'receiver' },
    ];
    for (const task of tasks) {
      for (const language of languages.filter((each) => canWrite(task.kind, each))) {
        const code = codeFor(task, language);
        assert.doesNotMatch(code, /sandbox-admin|127\.0\.0\.1:\d|api\.partner\.microsoft/);
        assert.match(code, /PARTNER_API_URL/, language);
        if (task.kind !== 'receiver') assert.match(code, /PARTNER_API_TOKEN/, language);
      }
    }
  });

  it('is refused where it can’t be right, with what to do instead', () => {
    const patch = (eTag: string): Task => ({ kind: 'patch', id: guid, eTag, operations: '[]' });
    assert.throws(() => codeFor(patch('"a"\r\nX: y'), 'curl'), /Refresh the referral/);
    assert.throws(() => codeFor(patch('"{{x}}"'), 'http'), /Choose another language/);
    assert.throws(() => codeFor({ kind: 'get', id: '..' }, 'curl'));
    assert.throws(() => codeFor({ kind: 'receiver' }, 'http'), /C#, TypeScript or Python/);
  });

  it('is right for a strict compiler, as TypeScript', async () => {
    const tasks: Task[] = [
      { kind: 'get', id: guid },
      { kind: 'list', query: defaultQuery, isPartial: true },
      await patchOf(hostile.join('\n')),
      { kind: 'receiver' },
    ];
    const root = resolve(import.meta.dirname, '../../../..');
    await inFolder('0.mts', '', async (_, folder) => {
      const files = tasks.map((task, index) => {
        const file = join(folder, `${index}.mts`);
        writeFileSync(file, codeFor(task, 'typescript'));
        return file;
      });
      const options = '--ignoreConfig --noEmit --strict --target es2022 --module nodenext --types node --typeRoots';
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      const { code, out } = await execute(
        process.execPath,
        [compiler, ...options.split(' '), join(root, 'node_modules/@types'), ...files],
        {},
      );
      assert.equal(code, 0, out);
    });
  });

  const hasDotnet = isHere('dotnet', '--version');
  it(hasDotnet ? 'compiles as C#' : 'compiles as C#: not run, since dotnet is not on this machine', async function () {
    if (!hasDotnet) return this.skip();
    const query = { filter: { teamEmail: hostile[0] }, orderBy: defaultQuery.orderBy };
    const web: Task = { kind: 'receiver' };
    for (const task of [
      { kind: 'get', id: guid },
      { kind: 'list', query, isPartial: true },
      await patchOf(hostile.join('\n')),
      web,
    ] as Task[]) {
      await inFolder('Program.cs', codeFor(task, 'csharp'), async (_, folder) => {
        const sdk = task === web ? 'Microsoft.NET.Sdk.Web' : 'Microsoft.NET.Sdk';
        const project = `<Project Sdk="${sdk}"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward><Nullable>enable</Nullable></PropertyGroup></Project>`;
        writeFileSync(`${folder}/copied.csproj`, project);
        const { code, out } = await execute('dotnet', ['build', folder], {});
        assert.equal(code, 0, out);
      });
    }
  });
});
