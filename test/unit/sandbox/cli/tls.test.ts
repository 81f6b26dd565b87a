import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import files, { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { startFromCommandLine } from '../../../../src/sandbox/cli/startFromCommandLine.ts';

describe('A sandbox with --tls', () => {
  let sandbox: ServedSandbox;
  let file: string;
  before(async () => {
    const { started, out } = await start('--tls', '--host', '127.0.0.1', '--allow-host', 'sandbox,[::1],10.0.0.7');
    sandbox = started;
    const [first, second = ''] = out.split('\n');
    assert.match(first ?? '', /^Partner API sandbox listening on https:\/\/127\.0\.0\.1:\d+$/);
    file = second;
  });
  after(() => sandbox.close());

  it('is trusted by a client that gets its certificate through NODE_EXTRA_CA_CERTS, by no other', async () => {
    const code = 'fetch(process.argv[1]).then((r) => console.log(r.status), (e) => console.log(e.cause.code))';
    const ask = async (url: string, env: NodeJS.ProcessEnv): Promise<string> => {
      const { NODE_EXTRA_CA_CERTS: _extra, ...rest } = process.env;
      return (
        await promisify(execFile)(process.execPath, ['-e', code, url], { env: { ...rest, ...env } })
      ).stdout.trim();
    };
    const trusting = { NODE_EXTRA_CA_CERTS: file };
    assert.equal(await ask(`${sandbox.url}/_sandbox/health`, trusting), '200');
    assert.equal(await ask(`https://localhost:${sandbox.port}/_sandbox/health`, trusting), '200');
    assert.match(await ask(`${sandbox.url}/_sandbox/health`, {}), /SELF_SIGNED/);
  });

  it('has a certificate for the allowed host names', async () => {
    const certificate = new X509Certificate(readFileSync(file));
    for (const name of ['localhost', 'sandbox']) assert.ok(certificate.checkHost(name), name);
    for (const address of ['127.0.0.1', '::1', '10.0.0.7']) assert.ok(certificate.checkIP(address), address);
    assert.equal(certificate.checkHost('other'), undefined);
    const status = await new Promise((resolve, reject) => {
      const options = { ca: readFileSync(file), servername: 'sandbox', headers: { Host: 'sandbox' } };
      get(`${sandbox.url}/_sandbox/health`, options, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    assert.equal(status, 200);
  });

  it('suggests a command that the shells of the system run, also with blanks in the path of its file', async () => {
    const { platform, env } = process;
    const { TMPDIR } = env;
    const folder = mkdtempSync(join(tmpdir(), 'Mia Lang '));
    env.TMPDIR = folder;
    try {
      for (const [system, curl] of [
        ['linux', 'curl'],
        ['darwin', 'curl'],
        ['win32', 'curl.exe'],
      ] as const) {
        Object.defineProperty(process, 'platform', { value: system });
        const { started, out } = await start('--tls');
        await started.close();
        const [, ofThis = '', suggested = ''] = out.split('\n');
        assert.ok(ofThis.startsWith(folder));
        assert.equal(
          suggested,
          `Try: ${curl} --cacert "${ofThis}" -H "Authorization: Bearer sandbox-admin" ` +
            `"${started.url}/v1.0/engagements/referrals?%24top=3"`,
        );
      }
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
      if (TMPDIR === undefined) delete env.TMPDIR;
      else env.TMPDIR = TMPDIR;
      rmSync(folder, { recursive: true });
    }
  });

  it('removes its file when it ends', async () => {
    const { started, out } = await start('--tls');
    const [, ofOther = ''] = out.split('\n');
    assert.ok(existsSync(ofOther));
    await started.close();
    assert.equal(existsSync(ofOther), false);
  });

  it('ends all the same where its file can’t be removed', async () => {
    const { started, out } = await start('--tls');
    const [, ofOther = ''] = out.split('\n');
    const { rmSync } = files;
    files.rmSync = () => {
      throw Object.assign(new Error('locked'), { code: 'EBUSY' });
    };
    syncBuiltinESMExports();
    try {
      await started.close();
    } finally {
      files.rmSync = rmSync;
      syncBuiltinESMExports();
    }
    await assert.rejects(fetch(`${started.url}/_sandbox/health`), ({ cause }: Error) => {
      assert.equal((cause as NodeJS.ErrnoException).code, 'ECONNREFUSED');
      return true;
    });
    rmSync(dirname(ofOther), { recursive: true });
  });
});

async function start(...args: string[]): Promise<{ started: ServedSandbox; out: string }> {
  let out = '';
  let err = '';
  const started = await startFromCommandLine(args, { out: (text) => (out += text), err: (text) => (err += text) });
  assert.ok(typeof started === 'object', err);
  return { started, out };
}
