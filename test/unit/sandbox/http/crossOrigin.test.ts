import assert from 'node:assert/strict';
import { readCommandLine } from '../../../../src/sandbox/cli/commandLine.ts';
import { Client, collection } from '../client.ts';

describe('Web pages', () => {
  const page = { Origin: 'http://localhost:5173' };

  it('of other origins may do nothing, not even reset', async () => {
    const client = new Client();
    assert.equal((await client.get(collection, page)).status, 403);
    assert.equal((await client.send('POST', '/_sandbox/reset', undefined, page)).status, 403);
    assert.equal((await client.get('/_sandbox/health', { Origin: 'null' })).status, 403);
    assert.equal((await client.get(collection, { Origin: 'http://127.0.0.1:4000' })).status, 200);
  });

  it('are told what can be allowed, which --cors takes', async () => {
    const client = new Client();
    for (const [Origin, allowed] of [
      ['http://localhost:5173', 'http://localhost:5173'],
      ['https://app.example', 'https://app.example'],
      ['null', 'http://localhost:5173'],
      ['file://', 'http://localhost:5173'],
      ['vscode-webview://0abc', 'http://localhost:5173'],
    ] as const) {
      const { message } = (await client.get('/_sandbox/health', { Origin })).json.error;
      const [, origin = ''] = /--cors (\S+)\.$/.exec(message) ?? [];
      assert.equal(origin, allowed, message);
      assert.equal(readCommandLine(['--cors', origin]).options.cors, allowed);
      assert.equal(message.includes('serve the page over http://localhost'), origin !== Origin, message);
    }
  });

  it('of the allowed origin may call and read', async () => {
    const client = new Client({ cors: 'http://localhost:5173' });
    const answer = await client.get(collection, page);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), 'http://localhost:5173');
    assert.match(answer.headers.get('access-control-expose-headers') ?? '', /ETag/);
    const asked = {
      'Access-Control-Request-Method': 'PATCH',
      'Access-Control-Request-Headers': 'authorization,if-match',
    };
    const preflight = await client.send('OPTIONS', `${collection}/x`, undefined, { ...page, ...asked });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization,if-match');
    client.token = 'nonsense';
    assert.equal((await client.get(collection, page)).headers.get('access-control-allow-origin'), page.Origin);
    assert.equal((await client.get(collection, { Origin: 'http://other.example' })).status, 403);
  });
});
