import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { makeCertificate } from '../../../../src/sandbox/cli/certificate.ts';
import { postOverHttp, type Answer } from '../../../../src/sandbox/webhooks/post.ts';

describe('Posting an event', () => {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  });

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    server.on('connection', (socket: Socket) => sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function post(answer: RequestListener, signal = new AbortController().signal): Promise<Answer> {
    const url = `http://127.0.0.1:${await listen(createServer(answer))}/hook?x=1`;
    return postOverHttp({ url, headers: { 'X-Test': 'é'.normalize('NFC') }, body: Buffer.from('{"ü":1}'), signal });
  }

  it('sends the bytes of the body, and gives status and text of the answer', async () => {
    let seen: unknown;
    const answer = await post((request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        seen = [method, url, headers['content-length'], Buffer.concat(chunks).toString()];
        response.writeHead(202).end('Größe 😀');
      });
    });
    assert.deepEqual(seen, ['POST', '/hook?x=1', '8', '{"ü":1}']);
    assert.deepEqual(answer, { status: 202, response: 'Größe 😀' });
  });

  it('does not follow redirects', async () => {
    let calls = 0;
    const { status } = await post((_request, response) => {
      calls++;
      response.writeHead(307, { Location: '/elsewhere' }).end();
    });
    assert.deepEqual([status, calls], [307, 1]);
  });

  it('keeps the first 2,000 characters of the answer, none of them halved', async () => {
    const { response } = await post((_request, out) => out.end(`a${'😀'.repeat(100_000)}`));
    assert.equal(response, `a${'😀'.repeat(999)}`);
    assert.equal((await post((_request, out) => out.end('€'.repeat(5000)))).response, '€'.repeat(2000));
  });

  it('stops reading an answer that goes on and on', async () => {
    const { status, response } = await post((_request, out) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const write = (): void => {
        while (out.write(chunk)) continue;
      };
      out.on('drain', write);
      write();
    });
    assert.deepEqual([status, response], [200, 'x'.repeat(2000)]);
  });

  it('takes an answer whose body does not end, once the waiting ends', async () => {
    const waiting = new AbortController();
    // Published when the client has the head of an answer.
    const name = 'http.client.response.finish';
    const end = (): void => waiting.abort(new Error('late'));
    subscribe(name, end);
    try {
      const { status } = await post((_request, response) => response.writeHead(203).write('begun'), waiting.signal);
      assert.equal(status, 203);
    } finally {
      unsubscribe(name, end);
    }
  });

  it('has no answer where nothing listens, nothing is answered, the connection is closed, or it is not HTTP', async () => {
    const ended = new AbortController();
    const port = await listen(createTcpServer());
    servers.splice(0).forEach((server) => server.close());
    const outgoing = { headers: {}, body: Buffer.from('{}'), signal: ended.signal };
    const refused = await postOverHttp({ ...outgoing, url: `http://127.0.0.1:${port}/` });
    assert.deepEqual(refused, {
      status: null,
      response: 'No answer: nothing listens there. Start your receiver.',
      isRefused: true,
    });
    const cut = await post((request) => request.socket.destroy());
    assert.deepEqual(cut, { status: null, response: 'No answer: ECONNRESET' });
    for (const text of [
      'hello\r\n\r\n',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
    ]) {
      const other = await listen(createTcpServer((socket) => socket.end(text)));
      const { status, response } = await postOverHttp({ ...outgoing, url: `http://127.0.0.1:${other}/` });
      assert.equal(status, null);
      assert.match(response, /^No answer: /);
    }
    const silent = await post(() => setImmediate(() => ended.abort(new Error('none in time.'))), ended.signal);
    assert.deepEqual(silent, { status: null, response: 'No answer: none in time.' });
    const late = await post(() => undefined, AbortSignal.abort(new Error('over.')));
    assert.deepEqual(late, { status: null, response: 'No answer: over.' });
  });

  it('takes any certificate of this machine', async () => {
    const certificate = await makeCertificate([]);
    const port = await listen(createTlsServer(certificate, (_request, response) => response.writeHead(204).end()));
    const signal = new AbortController().signal;
    const url = `https://127.0.0.1:${port}/`;
    assert.deepEqual(await postOverHttp({ url, headers: {}, body: Buffer.from('{}'), signal }), {
      status: 204,
      response: '',
    });
    certificate.remove();
  });
});
