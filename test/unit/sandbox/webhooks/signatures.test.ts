import assert from 'node:assert/strict';
import { verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';

interface Notification {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe('The signature of an event', () => {
  let sandbox: ServedSandbox;
  let server: Server;
  let notified: (notification: Notification) => void = () => undefined;
  before(async () => {
    sandbox = await serveSandbox({ seed: '{"id":"a","status":"New"}' });
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(204).end();
        notified({ headers: request.headers, body: Buffer.concat(chunks) });
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    await sandbox.close();
    server.closeAllConnections();
    server.close();
  });
  afterEach(() => fetch(`${sandbox.url}/_sandbox/reset`, { method: 'POST' }));

  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${sandbox.url}/_sandbox/webhooks${path}`, { method: 'POST', body: JSON.stringify(body) });

  async function notify(behaviour: object = {}): Promise<Notification> {
    const notification = new Promise<Notification>((resolve) => (notified = resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    assert.equal((await post('', { url, behaviour })).status, 201);
    assert.equal((await post('/send', { referral: 'a' })).status, 202);
    return notification;
  }

  async function isSigned({ headers, body }: Notification): Promise<boolean> {
    assert.equal(headers['x-ms-signature-algorithm'], 'rsa-sha256');
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    const address = headers['x-ms-certificate-url'];
    assert.equal(address, `${sandbox.url}/_sandbox/webhooks/certificate`);
    const certificate = new X509Certificate(await (await fetch(address)).text());
    const [, signature = ''] = /^Signature ([A-Za-z0-9+/]+=*)$/.exec(headers.authorization ?? '') ?? [];
    return verify('sha256', body, certificate.publicKey, Buffer.from(signature, 'base64'));
  }

  it('is that of the raw body by the certificate that the event names', async () => {
    assert.equal(await isSigned(await notify()), true);
  });

  it('is that of other bytes with "badSignature"', async () => {
    assert.equal(await isSigned(await notify({ badSignature: true })), false);
  });

  it('has a certificate that is its own root and says what it is, the same one in all spaces', async () => {
    const response = await fetch(`${sandbox.url}/_sandbox/webhooks/certificate`);
    assert.equal(response.headers.get('content-type'), 'application/pem-certificate-chain');
    const pem = await response.text();
    const certificate = new X509Certificate(pem);
    assert.equal(
      certificate.subject,
      'O=Microsoft Corporation\nOU=Sandbox for tests (not issued by Microsoft)\nCN=Partner API sandbox webhooks',
    );
    assert.equal(certificate.issuer, certificate.subject);
    assert.ok(certificate.ca && certificate.verify(certificate.publicKey));
    assert.equal(certificate.publicKey.asymmetricKeyType, 'rsa');
    assert.ok(Date.parse(certificate.validFrom) < Date.now() && Date.parse(certificate.validTo) > Date.now());
    const other = await fetch(`${sandbox.url}/_sandbox/webhooks/certificate?space=other`);
    assert.equal(await other.text(), pem);
  });

  it('is that of a thousand events, which all arrive in their order', async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `r${index}`);
    await fetch(`${sandbox.url}/_sandbox/reset`, {
      method: 'POST',
      body: JSON.stringify({ seed: ids.map((id) => ({ id, status: 'New', eTag: '"1"' })) }),
    });
    const received: string[] = [];
    const all = new Promise<void>((resolve) => {
      notified = ({ body }) => {
        const { ResourceUri } = JSON.parse(body.toString()) as { ResourceUri: string };
        received.push(ResourceUri.slice(ResourceUri.lastIndexOf('/') + 1));
        if (received.length === ids.length) resolve();
      };
    });
    await post('', { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    for (const id of ids) {
      const { status } = await fetch(`${sandbox.url}/v1.0/engagements/referrals/${id}`, {
        method: 'PATCH',
        headers: { Authorization: 'Bearer sandbox-admin', 'Content-Type': 'application/json' },
        body: '[{"op":"replace","path":"/statusReason","value":"x"}]',
      });
      assert.equal(status, 204);
    }
    await all;
    assert.deepEqual(received, ids);
  });
});
