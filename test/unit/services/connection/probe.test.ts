import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { sendProbe } from '../../../../src/services/connection/diagnostics/probe.ts';
import { ProbeError } from '../../../../src/services/connection/diagnostics/runDiagnostics.ts';
import { authorityName, localhostCertificate } from '../../localhostCertificate.ts';
import { now, never } from './diagnosed.ts';

describe('The request of the diagnosis', () => {
  let server: Server;
  let url: string;
  let seen: (string | undefined)[];
  let authority: string;
  let trusted: string[];
  // Each test has its own server, since Node.js keeps connections and sessions after the trusted certificates change.
  beforeEach(async () => {
    seen = [];
    trusted = getCACertificates('default');
    const { key, cert, ...signed } = await localhostCertificate();
    authority = signed.authority;
    server = createServer({ key, cert }, (request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401, { date: new Date(now).toUTCString() }).end();
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://localhost:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    setDefaultCACertificates(trusted);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('tells who signed a certificate that is not trusted, and sends nothing there', async () => {
    await assert.rejects(sendProbe(url, never), (error) => {
      assert.ok(error instanceof ProbeError);
      assert.match(error.code, /CERT|UNABLE_TO/);
      assert.equal(error.certificate?.subject, 'localhost');
      assert.deepEqual(error.certificate.issuers, [authorityName]);
      return true;
    });
    assert.deepEqual(seen, []);
  });

  it('tells status, time and chain of a trusted one, and brings no token along', async () => {
    setDefaultCACertificates([...trusted, authority]);
    const response = await sendProbe(url, never);
    assert.equal(response.status, 401);
    assert.equal(response.serverTime, now);
    assert.equal(response.certificate?.issuers.at(-1), authorityName);
    assert.deepEqual(seen, [undefined]);
  });

  it('tells a connection that does not come about by node’s code', async () => {
    await assert.rejects(sendProbe('https://127.0.0.1:1/', never), { code: 'ECONNREFUSED' });
    const stop = AbortSignal.abort();
    await assert.rejects(sendProbe(url, stop), { code: 'ETIMEDOUT' });
  });
});
