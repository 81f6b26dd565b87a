import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provide, type Installation } from '../../vscode/cache.ts';
import { ProgramFailed } from '../../vscode/installationFailures.ts';
import { installAlone } from '../../vscode/npm.ts';

describe('An installation that fails', function () {
  // npm itself is run.
  let cache: string;
  let registry: Server;
  let status: number;
  const surrounding = { ...process.env };

  before(async () => {
    registry = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
    await once(registry.listen(0, '127.0.0.1'), 'listening');
  });
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'cache-'));
    useRegistry((registry.address() as AddressInfo).port);
  });
  afterEach(() => {
    rmSync(cache, { recursive: true, force: true });
    for (const name of ['npm_config_registry', 'npm_config_fetch_retries', 'npm_config_userconfig']) {
      if (surrounding[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = surrounding[name];
    }
  });
  after(() => registry.close());

  function useRegistry(port: number) {
    process.env['npm_config_registry'] = `http://127.0.0.1:${port}/`;
    process.env['npm_config_fetch_retries'] = '0';
    process.env['npm_config_userconfig'] = join(cache, 'npmrc');
  }

  async function sentence(make: Installation['make'], folder = cache): Promise<string> {
    const tool = { what: 'The tool', name: 'tool', megabytes: 10, instead: 'bring your own', make };
    const failure = await provide(tool, { cache: folder, screen: { write: () => true } }).then(
      () => assert.fail('It was installed.'),
      (error: unknown) => error as Error,
    );
    assert.ok(!failure.message.includes('\n'), failure.message);
    return failure.message;
  }

  const fromNpm: Installation['make'] = async ({ path, npmCache }) => {
    await installAlone(path, { nothing: { version: '1.0.0', integrity: 'sha512-AAAA' } }, npmCache);
    return path;
  };
  const failingWith = (error: Error) => () => Promise.reject(error);

  it('says that the registry refuses, and where that is set', async () => {
    status = 403;
    const said = await sentence(fromNpm);
    assert.match(
      said,
      /^The tool could not be installed, because the npm registry refused a package \(E403\): check npm's/,
    );
    assert.match(said, /, or bring your own\.$/);
  });

  it('says that the registry cannot be reached', async () => {
    const closed = createServer();
    await once(closed.listen(0, '127.0.0.1'), 'listening');
    useRegistry((closed.address() as AddressInfo).port);
    closed.close();
    await once(closed, 'close');
    assert.match(await sentence(fromNpm), /the npm registry cannot be reached \(ECONNREFUSED\): check the network and/);
  });

  it('says that the name of the registry is not known, as without a network', async () => {
    const failed = new ProgramFailed('npm ci', 1, 'npm error code EAI_AGAIN\nnpm error syscall getaddrinfo');
    assert.match(await sentence(failingWith(failed)), /cannot be reached \(EAI_AGAIN\)/);
  });

  it('says that the disk is full, and how much is needed', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    for (const error of [full, new ProgramFailed('npm ci', 1, 'npm error code ENOSPC')]) {
      const said = await sentence(failingWith(error));
      assert.match(
        said,
        /the disk that holds .* is full: free about 50 MB there, or set XDG_CACHE_HOME .*, or bring your own\.$/,
      );
    }
  });

  it('says that the certificate of a registry behind a proxy is not trusted', async () => {
    const failed = new ProgramFailed('npm ci', 1, 'npm error code SELF_SIGNED_CERT_IN_CHAIN');
    assert.match(await sentence(failingWith(failed)), /is not trusted here .* set NODE_EXTRA_CA_CERTS/);
  });

  it('says so when the cache cannot be made', async () => {
    writeFileSync(join(cache, 'a-file'), '');
    assert.match(await sentence(fromNpm, join(cache, 'a-file/below')), /cannot be written to: .*XDG_CACHE_HOME/);
  });

  it('says what it does not know in the words that it was told', async () => {
    assert.match(
      await sentence(failingWith(new Error('the moon is full'))),
      /because the moon is full: try again, or bring/,
    );
  });
});
