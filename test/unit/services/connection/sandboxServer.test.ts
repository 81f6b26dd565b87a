import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../../../../src/api/failure.ts';
import { startFromCommandLine } from '../../../../src/sandbox/cli/startFromCommandLine.ts';
import { sandboxServer } from '../../../../src/services/connection/sandboxServer.ts';

const reasonOf = async (starting: Promise<unknown>): Promise<string> => {
  const error: unknown = await starting.catch((each: unknown) => each);
  assert.ok(error instanceof ApiError && error.failure.kind === 'sandbox');
  return error.failure.reason;
};

describe('A seed file', () => {
  const id = '5b0e9c54-6f7e-4d0c-8a51-2f1f6f1f7a01';
  const text = JSON.stringify([{ id, name: 'Zürich' }]);
  let folder: string;
  let seedFile: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seed-'));
    seedFile = join(folder, 'seed.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [encoding, bytes] of [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark and the line ends of Windows', Buffer.from(`\uFEFF${text.replace(',', ',\r\n')}`)],
    ['UTF-16, as PowerShell 5 writes it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ] as const) {
    it(`can be ${encoding}`, async () => {
      writeFileSync(seedFile, bytes);
      const sandbox = await sandboxServer({ url: '', port: 0, seedFile });
      try {
        const headers = { authorization: 'Bearer sandbox-admin' };
        const response = await fetch(`${sandbox.url}/v1.0/engagements/referrals/${id}`, { headers });
        assert.equal(((await response.json()) as { name: string }).name, 'Zürich');
      } finally {
        await sandbox.close();
      }
    });
  }

  it('in another encoding is refused, since its characters would be served as others', async () => {
    writeFileSync(seedFile, Buffer.from(text, 'latin1'));
    const reason = await reasonOf(sandboxServer({ url: '', port: 0, seedFile }));
    assert.match(reason, /seed\.json is not UTF-8 text\. Save it as UTF-8/);
  });
});

/** As Windows refuses the ports that it reserves. Here, a test may run with all rights. */
describe('A port that the system refuses', () => {
  const { listen } = Server.prototype;
  beforeEach(() => {
    Server.prototype.listen = function (this: Server): Server {
      const error = Object.assign(new Error('listen EACCES: permission denied'), { code: 'EACCES', port: 50_051 });
      process.nextTick(() => this.emit('error', error));
      return this;
    } as never;
  });
  afterEach(() => {
    Server.prototype.listen = listen;
  });

  it('is told in the editor with the setting to change', async () => {
    assert.equal(
      await reasonOf(sandboxServer({ url: '', port: 50_051, seedFile: '' })),
      'Port 50051 is reserved by the system. Set partnerReferrals.sandbox.port to another one, or to 0 for any free one.',
    );
  });

  it('is told on the command line with the option to change', async () => {
    let told = '';
    await startFromCommandLine(['--port', '50051'], { out: () => undefined, err: (each) => (told += each) });
    assert.equal(
      told,
      'Port 50051 is reserved by the system. Choose another with --port, or leave it out to get a free one.\n',
    );
  });
});
