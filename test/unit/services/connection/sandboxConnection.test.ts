import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../../../../src/api/failure.ts';
import { SandboxConnection, type SandboxSettings } from '../../../../src/services/connection/sandboxConnection.ts';
import { loopbackOrigin, resolveSeedFile } from '../../../../src/services/connection/sandboxServer.ts';

const ask = { signal: new AbortController().signal };
async function reasonOf(task: () => Promise<unknown>): Promise<string> {
  try {
    await task();
  } catch (error) {
    assert.ok(error instanceof ApiError && error.failure.kind === 'sandbox', String(error));
    return error.failure.reason;
  }
  assert.fail('It did not fail.');
}

describe('the address of a sandbox', () => {
  it('may be any spelling of this machine’s loopback', () => {
    assert.equal(loopbackOrigin('http://127.0.0.1:8080/'), 'http://127.0.0.1:8080');
    assert.equal(loopbackOrigin(' http://localhost:1/v1.0/x?y '), 'http://localhost:1');
    assert.equal(loopbackOrigin('http://[::1]:3'), 'http://[::1]:3');
    assert.equal(loopbackOrigin('http://127.1:3'), 'http://127.0.0.1:3');
    assert.equal(loopbackOrigin('http://127.100.200.254:3'), 'http://127.100.200.254:3');
    assert.equal(loopbackOrigin('https://localhost'), 'https://localhost');
    assert.equal(loopbackOrigin('http://user:secret@localhost:1'), 'http://localhost:1');
  });

  it('is refused when it is anything else, with the setting to change', async () => {
    for (const address of [
      'http://example.com',
      'http://localhost.example.com',
      'http://not-localhost',
      'http://example.localhost',
      'ws://localhost',
      'http://127.0.0.1.nip.io',
      'http://10.0.0.1',
      'http://127.0.0.1@example.com',
      'http://0.0.0.0',
      'ftp://127.0.0.1',
      'file:///etc/passwd',
      'nonsense',
    ]) {
      assert.match(
        await reasonOf(async () => Promise.resolve(loopbackOrigin(address))),
        /partnerReferrals\.sandbox\.url/,
      );
    }
  });
});

describe('the seed file of the sandbox', () => {
  const folder = { scheme: 'file', fsPath: join(tmpdir(), 'work') };

  it('is looked for in the workspace’s folder, unless its path is absolute', () => {
    const inFolder = join(folder.fsPath, 'data', 'seed.json');
    assert.equal(resolveSeedFile('data/seed.json', folder), inFolder);
    assert.equal(resolveSeedFile('${workspaceFolder}/data/seed.json', folder), inFolder);
    const elsewhere = join(tmpdir(), 'seed.json');
    for (const each of [folder, { scheme: 'vscode-vfs', fsPath: '/owner/repo' }, undefined]) {
      assert.equal(resolveSeedFile(elsewhere, each), elsewhere);
      assert.equal(resolveSeedFile('', each), '');
    }
  });

  it('is not looked for on the disk where the workspace’s folder is not there', () => {
    for (const each of [{ scheme: 'vscode-vfs', fsPath: '/owner/repo' }, undefined]) {
      for (const path of ['${workspaceFolder}/seed.json', 'seed.json']) {
        assert.equal(resolveSeedFile(path, each), path);
      }
    }
  });
});

describe('the sandbox connection', () => {
  let settings: SandboxSettings;
  let connection: SandboxConnection;
  let folder: string;
  beforeEach(async () => {
    settings = { url: '', port: 0, seedFile: '' };
    connection = new SandboxConnection(
      () => settings,
      () => undefined,
    );
    folder = await mkdtemp(join(tmpdir(), 'partner-referrals-'));
  });
  afterEach(async () => {
    connection.dispose();
    await rm(folder, { recursive: true });
  });

  it('starts one sandbox however many ask, with 60 referrals', async () => {
    const [one, two] = await Promise.all([connection.client(), connection.client()]);
    assert.equal(one, two);
    assert.equal((await one.list(undefined, ask)).items.length, 60);
  });

  it('serves the seed file, and reads it anew after a restart', async () => {
    const seedFile = join(folder, 'seed.json');
    settings = { ...settings, seedFile };
    await writeFile(seedFile, '{"id":"a"}');
    assert.equal((await (await connection.client()).get('a', ask)).text, '{"id":"a"}');
    await writeFile(seedFile, '{"id":"b"}');
    await connection.restart();
    assert.equal((await (await connection.client()).get('b', ask)).text, '{"id":"b"}');
  });

  it('tells which sandbox runs, with its traffic, and when that changes', async () => {
    const seen: (string | undefined)[] = [];
    connection.onDidChange(() => seen.push(connection.current?.url));
    assert.equal(connection.current?.url, undefined);
    const url = await connection.url();
    await (await connection.client()).list(undefined, ask);
    assert.deepEqual(seen, [url]);
    const [call] = connection.current?.traffic?.calls() ?? [];
    assert.deepEqual([call?.method, call?.status, typeof call?.responseBody], ['GET', 200, 'string']);
    await connection.restart();
    assert.deepEqual(seen, [url, undefined]);
  });

  it('tells before another one starts, unless what is known was forgotten already', async () => {
    let told = 0;
    connection.onWillStartAgain(() => told++);
    await connection.url();
    await connection.restart();
    assert.deepEqual([told, connection.current], [0, undefined]);
    const starting = connection.url();
    // At once, so that a request which starts the sandbox already counts for the new one.
    assert.equal(told, 1);
    await starting;
    await connection.url();
    assert.equal(told, 1);
    await connection.restart();
    connection.noteForgotten();
    await connection.url();
    assert.equal(told, 1);
    // Another start fails, so the one before is gone as well.
    await reasonOf(() => connection.startWith({ seedFile: join(folder, 'missing.json') }));
    assert.equal(told, 2);
    await connection.url();
    assert.equal(told, 2);
  });

  it('has no traffic of a sandbox elsewhere', async () => {
    settings = { ...settings, url: 'http://127.0.0.1:1' };
    await connection.client();
    assert.deepEqual([connection.current?.url, connection.current?.traffic], ['http://127.0.0.1:1', undefined]);
  });

  it('names the extension to the server', async () => {
    const named = new SandboxConnection(
      () => settings,
      () => undefined,
      'partner-referrals/1.2.3',
    );
    await (await named.client()).list(undefined, ask);
    assert.equal(named.current?.traffic?.calls()[0]?.userAgent, 'partner-referrals/1.2.3');
    named.dispose();
  });

  describe('with choices of its own', () => {
    const count = async (): Promise<number> => (await (await connection.client()).list(undefined, ask)).items.length;

    it('replaces what runs at the same address, until the next restart', async () => {
      const url = await connection.url();
      const chosen = await connection.startWith({ count: 3 });
      assert.equal(chosen.url, url);
      assert.equal(connection.current?.url, url);
      assert.equal(await count(), 3);
      await connection.restart();
      assert.equal(await count(), 60);
    });

    it('runs beside a sandbox elsewhere, whose port is not ours', async () => {
      settings = { ...settings, url: 'http://127.0.0.1:1' };
      await connection.url();
      const { url } = await connection.startWith({ count: 3 });
      assert.notEqual(url, settings.url);
      assert.equal(await count(), 3);
    });

    it('outlives a change of the settings, which otherwise restarts it', async () => {
      await connection.startWith({ count: 3 });
      assert.equal(connection.settingsChanged(), false);
      assert.equal(await count(), 3);
      await connection.restart();
      await connection.url();
      assert.equal(connection.settingsChanged(), true);
      assert.equal(connection.current, undefined);
    });

    it('has the rest from the settings', async () => {
      settings = { ...settings, seedFile: join(folder, 'seed.json') };
      await writeFile(settings.seedFile, '{"id":"a"}');
      await connection.startWith({ strict: true });
      assert.equal(await count(), 1);
      await connection.startWith({ count: 2 });
      assert.equal(await count(), 2);
    });

    it('is forgotten if it does not start', async () => {
      await assert.rejects(connection.startWith({ seedFile: join(folder, 'none.json') }));
      assert.equal(await count(), 60);
    });
  });

  it('elsewhere stays the same server until its address changes', async () => {
    settings = { ...settings, url: 'http://127.0.0.1:1' };
    await connection.url();
    settings = { ...settings, seedFile: 'other.json' };
    assert.equal(connection.settingsChanged(), false);
    assert.equal(connection.current?.url, 'http://127.0.0.1:1');
    for (const url of ['http://127.0.0.1:2', '']) {
      settings = { ...settings, url };
      assert.equal(connection.settingsChanged(), true);
      assert.equal(connection.current, undefined);
      if (url !== '') assert.equal(await connection.url(), url);
    }
  });

  it('serves a seed file of the workspace’s folder', async () => {
    settings = { ...settings, seedFile: 'seed.json', folder: { scheme: 'file', fsPath: folder } };
    await writeFile(join(folder, 'seed.json'), '{"id":"a"}');
    assert.equal((await (await connection.client()).get('a', ask)).text, '{"id":"a"}');
  });

  it('says what is wrong with a seed file, and starts as soon as that is mended', async () => {
    const seedFile = join(folder, 'seed.json');
    settings = { ...settings, seedFile };
    assert.match(await reasonOf(() => connection.client()), /can’t be read.*sandbox\.seedFile/);
    await writeFile(seedFile, '{"id":"a" "x"}');
    assert.match(await reasonOf(() => connection.client()), /line 1, column 11/);
    await writeFile(seedFile, '[{"id":"a"}]');
    assert.equal((await (await connection.client()).list(undefined, ask)).items.length, 1);
  });

  it('says that a seed file in the workspace needs a workspace on the disk', async () => {
    settings = { ...settings, seedFile: '${workspaceFolder}/seed.json' };
    assert.match(
      await reasonOf(() => connection.client()),
      /^The seed file \$\{workspaceFolder\}\/seed\.json is in the workspace’s folder.*Set an absolute path in partnerReferrals\.sandbox\.seedFile/,
    );
  });

  it('says that the port is in use and which setting to change', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    settings = { ...settings, port: (other.address() as AddressInfo).port };
    try {
      assert.match(await reasonOf(() => connection.client()), /is in use.*sandbox\.port/);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});
