import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ApiError, type ServerFacts } from '../../../../src/api/failure.ts';
import { redacted } from '../../../../src/base/redact.ts';
import {
  ProbeError,
  type Finding,
  type ProbeResponse,
  type Probes,
} from '../../../../src/services/connection/diagnostics/runDiagnostics.ts';
import { diagnose } from '../../../../src/services/connection/diagnostics/diagnose.ts';
import { sendProbe } from '../../../../src/services/connection/diagnostics/probe.ts';
import { writeReport } from '../../../../src/services/connection/diagnostics/report.ts';
import { authorityName, localhostCertificate } from '../../localhostCertificate.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const clientId = '11111111-2222-4333-8444-555555555555';
const never = new AbortController().signal;
const goodClaims = {
  aud: 'https://api.partner.microsoft.com',
  tid: tenantId,
  upn: 'maria@contoso.example',
  scp: 'user_impersonation',
  amr: ['pwd', 'mfa'],
  exp: now / 1000 + 3000,
};
const jwt = (claims: object): string =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'signature-of-it']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const microsoft = {
  subject: 'api.partner.microsoft.com',
  issuers: ['Microsoft Azure RSA TLS Issuing CA 03'],
  validTo: now,
};
const goodResponse: ProbeResponse = { status: 401, serverTime: now, certificate: microsoft };
const goodSettings = {
  connection: 'partner-center',
  method: 'vscode',
  clientId,
  tenantId,
  proxy: undefined,
  proxySupportOff: false,
  sovereignCloud: false,
} as const;

function world(changes: Partial<Probes> = {}): Probes {
  return {
    settings: () => goodSettings,
    resolve: () => Promise.resolve(['20.1.2.3']),
    sendProbe: () => Promise.resolve(goodResponse),
    token: () => Promise.resolve(jwt(goodClaims)),
    countListed: () => Promise.resolve(3),
    now: () => now,
    ...changes,
  };
}
const examine = (changes: Partial<Probes> = {}) => diagnose(world(changes), never);
async function at(step: string, changes: Partial<Probes>): Promise<Finding> {
  const finding = (await examine(changes)).find((each) => each.step === step);
  assert.ok(finding, step);
  return finding;
}
const withClaims = (claims: object) => ({ token: () => Promise.resolve(jwt({ ...goodClaims, ...claims })) });
const answered = (response: Partial<ProbeResponse>) => ({
  sendProbe: () => Promise.resolve({ ...goodResponse, ...response }),
});
const settled = (settings: object) => ({ settings: () => ({ ...goodSettings, ...settings }) });
const refused = (facts: Partial<ServerFacts>) => ({
  countListed: () =>
    Promise.reject(
      new ApiError({
        kind: 'forbidden',
        facts: { status: 403, code: 'accessDenied', requestId: 'r-1', message: 'of maria@contoso.example', ...facts },
      }),
    ),
});

describe('The Connection Doctor', () => {
  it('passes every step of a connection that is well, in the order of the way', async () => {
    assert.deepEqual(
      (await examine()).map(({ step, outcome }) => [step, outcome]),
      [
        'Connection',
        'Settings',
        'Proxy',
        'DNS',
        'TLS',
        'API',
        'Clock',
        'Token',
        'Audience',
        'Tenant',
        'Permissions',
        'Multifactor authentication',
        'Role',
      ].map((step) => [step, 'pass']),
    );
  });

  const sick: [what: string, step: string, changes: Partial<Probes>, outcome: Finding['outcome'], tells: RegExp][] = [
    ['the sandbox is in use', 'Connection', settled({ connection: 'sandbox' }), 'warn', /about Partner Center.*Switch/],
    ['there is no client ID', 'Settings', settled({ clientId: '' }), 'warn', /registration of your own/],
    [
      'the method needs a client ID',
      'Settings',
      settled({ clientId: '', method: 'deviceCode' }),
      'fail',
      /needs partnerReferrals\.auth\.clientId/,
    ],
    ['the client ID is none', 'Settings', settled({ clientId: 'my app' }), 'fail', /must be a GUID/],
    ['a national cloud is configured', 'Settings', settled({ sovereignCloud: true }), 'warn', /not supported/],
    ['the proxy support is off', 'Proxy', settled({ proxySupportOff: true }), 'warn', /http\.proxySupport/],
    [
      'the name can’t be resolved',
      'DNS',
      { resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) },
      'fail',
      /ENOTFOUND.*configure the proxy/,
    ],
    [
      'the name can’t be resolved, but there is a proxy',
      'DNS',
      {
        ...settled({ proxy: { from: 'http.proxy', address: 'http://proxy:1' } }),
        resolve: () => Promise.reject(new Error()),
      },
      'warn',
      /proxy may resolve it/,
    ],
    [
      'the certificate is not trusted',
      'TLS',
      {
        sendProbe: () =>
          Promise.reject(
            new ProbeError('SELF_SIGNED_CERT_IN_CHAIN', { ...microsoft, issuers: ['Corp Inspector', 'Corp Root'] }),
          ),
      },
      'fail',
      /not trusted \(SELF_SIGNED_CERT_IN_CHAIN\).*Corp Inspector ← Corp Root.*NODE_EXTRA_CA_CERTS/,
    ],
    [
      'nothing listens',
      'TLS',
      { sendProbe: () => Promise.reject(new ProbeError('ECONNREFUSED', undefined)) },
      'fail',
      /ECONNREFUSED.*firewall/,
    ],
    [
      'a proxy looks inside, trusted',
      'TLS',
      answered({ certificate: { ...microsoft, issuers: ['Corp Root'] } }),
      'warn',
      /A proxy probably inspects TLS/,
    ],
    ['something else answers', 'API', answered({ status: 200 }), 'warn', /A server other/],
    ['a sign-in page stands in between', 'API', answered({ status: 302 }), 'fail', /not followed.*sign-in page/],
    ['the proxy wants a sign-in', 'API', answered({ status: 407 }), 'fail', /Sign in to the proxy/],
    ['the service is unwell', 'API', answered({ status: 503 }), 'warn', /\(503\)/],
    ['the clock is ahead', 'Clock', answered({ serverTime: now - 90_000 }), 'warn', /90 seconds ahead.*automatic time/],
    ['the clock is far behind', 'Clock', answered({ serverTime: now + 600_000 }), 'fail', /600 seconds behind/],
    ['nobody is signed in', 'Token', { token: () => Promise.resolve(undefined) }, 'fail', /Partner: Sign In/],
    [
      'the sign-in is refused',
      'Token',
      { token: () => Promise.reject(new Error('invalid_grant AADSTS50173 words')) },
      'fail',
      /AADSTS50173.*revoked.*Sign in again/,
    ],
    ['the token is opaque', 'Token', { token: () => Promise.resolve('opaque') }, 'warn', /its claims can’t be read/],
    ['the token has expired', 'Token', withClaims({ exp: now / 1000 - 1 }), 'fail', /has expired/],
    ['the token is an app’s', 'Token', withClaims({ idtyp: 'app' }), 'fail', /app without a user/],
    [
      'the token is for another API',
      'Audience',
      withClaims({ aud: 'https://graph.microsoft.com' }),
      'fail',
      /graph\.microsoft\.com.*api\.partner\.microsoft\.com\/\.default/,
    ],
    [
      'the token is from another tenant',
      'Tenant',
      withClaims({ tid: '00000000-0000-0000-0000-000000000001' }),
      'fail',
      /the settings say/,
    ],
    ['the permission is missing', 'Permissions', withClaims({ scp: 'profile' }), 'fail', /profile.*admin consent/],
    ['there was no second factor', 'Multifactor authentication', withClaims({ amr: ['pwd'] }), 'fail', /second factor/],
    ['nothing is told of it', 'Multifactor authentication', withClaims({ amr: undefined }), 'warn', /900421/],
    ['there is no role', 'Role', refused({}), 'fail', /403 accessDenied.*r-1.*Referrals admin/],
    ['the list is empty', 'Role', { countListed: () => Promise.resolve(0) }, 'warn', /whose team.*Referrals admin/],
  ];
  for (const [what, step, changes, outcome, tells] of sick) {
    it(`says so when ${what}, and what helps`, async () => {
      const finding = await at(step, changes);
      assert.equal(finding.outcome, outcome);
      assert.match(`${finding.found} ${finding.fix ?? ''}`, tells);
    });
  }

  it('asks for no list where it could only be refused', async () => {
    let asked = 0;
    const countListed = () => Promise.resolve(asked++);
    await examine({ countListed, token: () => Promise.resolve(undefined) });
    await examine({ countListed, sendProbe: () => Promise.reject(new ProbeError('ECONNREFUSED', undefined)) });
    assert.equal(asked, 0);
  });
});

describe('The doctor’s report', () => {
  const facts = { at: now, environment: ['Partner Referrals 0.1.0', 'VS Code 1.105.0', 'linux'] };

  it('begins with where it fails and what helps', async () => {
    const report = writeReport(await examine(withClaims({ amr: ['pwd'] })), facts);
    assert.match(report, /\*\*Failed step: “Multifactor authentication”\.\*\* Sign in again/);
    assert.match(report, /\| Clock \| ✅ pass \|/);
    assert.match(writeReport(await examine(), facts), /No problems found\./);
  });

  it('holds no token, no account, no e-mail address and no password, whatever comes from outside', async () => {
    const token = jwt(goodClaims);
    const secrets = [token, 'maria', 'hunter2', 'signature'];
    const worlds: Partial<Probes>[] = [
      {},
      refused({}),
      settled({ proxy: { from: 'http.proxy', address: redacted('http://maria:hunter2@proxy.example:8080') } }),
      { token: () => Promise.reject(new Error(`maria@contoso.example: Bearer ${token}`)) },
      { token: () => Promise.reject(new Error(token)) },
      answered({ certificate: { ...microsoft, subject: 'maria@contoso.example' } }),
    ];
    for (const each of worlds) {
      const report = writeReport(await examine(each), facts);
      for (const secret of secrets) assert.ok(!report.includes(secret), `${secret} in ${report}`);
    }
  });

  it('stays one table, whatever comes from outside', async () => {
    const subject = 'a | b\n| c | [x](command:y) <img src=x> `z`';
    const report = writeReport(await examine(answered({ certificate: { ...microsoft, subject } })), facts);
    const row = report.split('\n').find((line) => line.startsWith('| TLS'))!;
    assert.equal(row.match(/(?<!\\)\|/g)?.length, 5);
    assert.doesNotMatch(report, /(?<!\\)\[x|<img/);
  });
});

describe('The doctor’s look at a server', () => {
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
