import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { generate } from 'selfsigned';
import { codeFor } from '../../../../src/services/code/code.ts';
import { isHere } from './runCode.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const event = JSON.stringify({
  EventName: 'referral-updated',
  ResourceUri: `https://api.partnercenter.microsoft.com/engagements/v1/referrals/${id.toUpperCase()}`,
  ResourceName: 'referral',
  AuditUri: null,
  ResourceChangeUtcDate: '2026-03-05T16:40:02.1173460+00:00',
});

const python = ['python3', 'python'].find((program) => isHere(program, '-c', 'import cryptography'));
/** How each is run by a clock that is a minute ahead as soon as a file exists. */
const receivers = [
  {
    language: 'typescript',
    file: 'receiver.mts',
    program: process.execPath,
    args: (file: string, later: string) => {
      const ahead = `const { now } = Date; Date.now = () => now() + (existsSync(${JSON.stringify(later)}) ? 60_000 : 0);`;
      const module = `import { existsSync } from 'node:fs'; ${ahead}`;
      return ['--import', `data:text/javascript,${encodeURIComponent(module)}`, file];
    },
    missing: undefined,
  },
  {
    language: 'python',
    file: 'receiver.py',
    program: python ?? '',
    args: (file: string, later: string) => {
      const ahead = `now = time.monotonic; time.monotonic = lambda: now() + 60 * os.path.exists(${JSON.stringify(later)})`;
      return ['-c', `import os, runpy, time; ${ahead}; runpy.run_path(${JSON.stringify(file)})`];
    },
    missing: python ? undefined : 'Python with cryptography',
  },
] as const;

/** Signs as Partner Center does; the certificate has this organization. */
async function signer(organization: string): Promise<{ cert: string; sign: (body: string) => string }> {
  const { private: key, cert } = await generate(
    [
      { name: 'organizationName', value: organization },
      { name: 'commonName', value: 'webhooks' },
    ],
    { keyType: 'rsa', algorithm: 'sha256' },
  );
  const privateKey = createPrivateKey(key);
  return { cert, sign: (body) => sign('sha256', Buffer.from(body), privateKey).toString('base64') };
}

for (const { language, file, program, args, missing } of receivers) {
  describe(`A copied webhook receiver in ${language}${missing ? `: not run, since there is no ${missing}` : ''}`, () => {
    let folder: string;
    let certificates: Server;
    let downloads = 0;
    let api: string;
    let receiver: ChildProcess;
    let lines: Interface;
    let address: string;
    let microsoft: Awaited<ReturnType<typeof signer>>;
    let stranger: Awaited<ReturnType<typeof signer>>;

    before(async function () {
      if (missing) return this.skip();
      [microsoft, stranger] = await Promise.all([signer('Microsoft Corporation'), signer('Stranger')]);
      certificates = createServer((request, response) => {
        downloads++;
        response.end(request.url === '/microsoft.pem' ? microsoft.cert : stranger.cert);
      });
      certificates.listen(0, '127.0.0.1');
      await once(certificates, 'listening');
      api = `http://127.0.0.1:${(certificates.address() as AddressInfo).port}`;
      folder = mkdtempSync(join(tmpdir(), 'copied-receiver-'));
      writeFileSync(join(folder, file), codeFor({ kind: 'receiver' }, language));
      receiver = spawn(program, args(join(folder, file), join(folder, 'later')), {
        env: { ...process.env, PARTNER_API_URL: api, PARTNER_WEBHOOK_PORT: '0' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      assert.ok(receiver.stdout);
      lines = createInterface(receiver.stdout);
      const [first] = (await once(lines, 'line')) as [string];
      address = /http:\S+/.exec(first)?.[0] ?? '';
    });
    after(async () => {
      if (missing) return;
      receiver.kill();
      await once(receiver, 'exit');
      certificates.close();
      rmSync(folder, { recursive: true });
    });

    const post = async (body: string, headers: Record<string, string>): Promise<number> =>
      (await fetch(`${address}/events`, { method: 'POST', headers, body })).status;
    const headersOf = (signature: string, url = `${api}/microsoft.pem`): Record<string, string> => ({
      'content-type': 'application/json',
      authorization: `Signature ${signature}`,
      'x-ms-certificate-url': url,
      'x-ms-signature-algorithm': 'rsa-sha256',
    });

    it('takes an event that is signed, and gives its id on', async () => {
      const line = once(lines, 'line') as Promise<[string]>;
      assert.equal(await post(event, headersOf(microsoft.sign(event))), 202);
      const [told] = await line;
      assert.match(told, new RegExp(`referral-updated ${id}`));
    });

    it('refuses an event that was changed, or that is signed by somebody else', async () => {
      const good = headersOf(microsoft.sign(event));
      assert.equal(await post(event.replace('updated', 'created'), good), 401);
      assert.equal(await post(event, headersOf(stranger.sign(event), `${api}/stranger.pem`)), 401);
      assert.equal(await post(event, headersOf(stranger.sign(event))), 401);
      const elsewhere = api.replace('127.0.0.1', 'localhost');
      assert.equal(await post(event, headersOf(microsoft.sign(event), `${elsewhere}/microsoft.pem`)), 401);
      assert.equal(await post(event, { ...good, 'x-ms-signature-algorithm': 'none' }), 401);
      assert.equal(await post(event, { ...good, authorization: 'Signature' }), 401);
      assert.equal(await post(event, { 'content-type': 'application/json' }), 401);
    });

    it('keeps a certificate for a minute, and then takes the one that replaced it', async () => {
      const old = headersOf(microsoft.sign(event));
      assert.equal(await post(event, old), 202);
      downloads = 0;
      microsoft = await signer('Microsoft Corporation');
      const replaced = headersOf(microsoft.sign(event));
      assert.equal(await post(event, old), 202);
      assert.equal(downloads, 0);
      writeFileSync(join(folder, 'later'), '');
      assert.equal(await post(event, replaced), 202);
      assert.equal(await post(event, old), 401);
      assert.equal(downloads, 1);
    });

    it('takes no large body', async () => {
      const large = 'x'.repeat(100_000);
      assert.equal(await post(large, headersOf(microsoft.sign(large))), 413);
    });
  });
}
