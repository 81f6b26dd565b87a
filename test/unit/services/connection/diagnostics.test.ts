import assert from 'node:assert/strict';
import {
  ProbeError,
  type Finding,
  type Probes,
} from '../../../../src/services/connection/diagnostics/runDiagnostics.ts';
import {
  now,
  tenantId,
  clientId,
  microsoft,
  examine,
  at,
  withClaims,
  answered,
  settled,
  refused,
} from './diagnosed.ts';

describe('The diagnosis of a connection', () => {
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

  const borders: [what: string, step: string, changes: Partial<Probes>, outcome: Finding['outcome'], found: string][] =
    [
      [
        'settings as they are',
        'Settings',
        settled({ clientId: '', tenantId: '' }),
        'warn',
        'Method vscode, client not set, tenant not set.',
      ],
      [
        'a client ID within other words',
        'Settings',
        settled({ clientId: `x${clientId}` }),
        'fail',
        `Method vscode, client x${clientId}, tenant ${tenantId}.`,
      ],
      [
        'a client ID with more behind it',
        'Settings',
        settled({ clientId: `${clientId}0` }),
        'fail',
        `Method vscode, client ${clientId}0, tenant ${tenantId}.`,
      ],
      ['no proxy', 'Proxy', {}, 'pass', 'No proxy is configured.'],
      [
        'a proxy',
        'Proxy',
        settled({ proxy: { from: 'http.proxy', address: 'http://proxy:1' } }),
        'pass',
        'http://proxy:1, from http.proxy.',
      ],
      [
        'many addresses',
        'DNS',
        { resolve: () => Promise.resolve(['1', '2', '3', '4', '5']) },
        'pass',
        'Addresses of api.partner.microsoft.com: 1, 2, 3, 4.',
      ],
      [
        'an error without a code',
        'DNS',
        { resolve: () => Promise.reject(new Error('-')) },
        'fail',
        'api.partner.microsoft.com can’t be resolved on this machine (unknown).',
      ],
      [
        'a certificate that is not there',
        'TLS',
        answered({ certificate: undefined }),
        'pass',
        'The certificate is trusted; its issuer is not known.',
      ],
      [
        'a certificate below a known root',
        'TLS',
        answered({ certificate: { ...microsoft, issuers: ['Someone', 'DigiCert Root'] } }),
        'pass',
        'The certificate is trusted. api.partner.microsoft.com, signed by Someone ← DigiCert Root, until 2026-11-22.',
      ],
      [
        'a certificate without an end and an issuer',
        'TLS',
        answered({ certificate: { ...microsoft, issuers: [], validTo: undefined } }),
        'warn',
        'The certificate is trusted. api.partner.microsoft.com, signed by itself. Microsoft doesn’t normally use this issuer. A proxy probably inspects TLS.',
      ],
      ...[300, 399].map((status): (typeof borders)[number] => [
        `status ${status}`,
        'API',
        answered({ status }),
        'fail',
        `The API redirects to another address (${status}). Redirects are not followed.`,
      ]),
      ...[429, 500].map((status): (typeof borders)[number] => [
        `status ${status}`,
        'API',
        answered({ status }),
        'warn',
        `The API returned an error (${status}).`,
      ]),
      ...[400, 499].map((status): (typeof borders)[number] => [
        `status ${status}`,
        'API',
        answered({ status }),
        'warn',
        `A request without a token returned ${status}. The API returns 401.`,
      ]),
      ['no date', 'Clock', answered({ serverTime: undefined }), 'skip', 'The response has no date.'],
      ...[-1, 0, 1].map((seconds): (typeof borders)[number] => [
        `a difference of ${seconds} s`,
        'Clock',
        answered({ serverTime: now + seconds * 1000 }),
        'pass',
        'The clock agrees with the server’s.',
      ]),
      ...(
        [
          [60, 'pass'],
          [61, 'warn'],
          [300, 'warn'],
          [301, 'fail'],
        ] as const
      ).flatMap(([seconds, outcome]): (typeof borders)[number][] => [
        [
          `a clock ${seconds} s ahead`,
          'Clock',
          answered({ serverTime: now - seconds * 1000 }),
          outcome,
          `The clock is ${seconds} seconds ahead of the server’s.`,
        ],
        [
          `a clock ${seconds} s behind`,
          'Clock',
          answered({ serverTime: now + seconds * 1000 }),
          outcome,
          `The clock is ${seconds} seconds behind the server’s.`,
        ],
      ]),
      [
        'a token without an end',
        'Token',
        withClaims({ exp: undefined }),
        'pass',
        'There is a token without an expiry time.',
      ],
      [
        'a token of a minute',
        'Token',
        withClaims({ exp: now / 1000 + 60 }),
        'pass',
        'The token is valid for 1 more minute.',
      ],
      [
        'a token of two minutes',
        'Token',
        withClaims({ exp: now / 1000 + 120 }),
        'pass',
        'The token is valid for 2 more minutes.',
      ],
      [
        'a token without an audience',
        'Audience',
        withClaims({ aud: undefined }),
        'warn',
        'The token does not say which API it is for.',
      ],
      [
        'a token without a tenant',
        'Tenant',
        withClaims({ tid: undefined }),
        'warn',
        'The token does not say which tenant it is from.',
      ],
      [
        'no tenant in the settings',
        'Tenant',
        settled({ tenantId: '' }),
        'pass',
        `The token is from ${tenantId}, the account’s own tenant.`,
      ],
      [
        'the domain of a tenant in the settings',
        'Tenant',
        settled({ tenantId: 'contoso.example' }),
        'pass',
        `The token is from ${tenantId}.`,
      ],
      ['no permissions', 'Permissions', withClaims({ scp: undefined }), 'fail', 'The token has no permissions.'],
      [
        'many permissions',
        'Permissions',
        withClaims({ scp: 'profile user_impersonation' }),
        'pass',
        'The token has profile, user_impersonation.',
      ],
    ];
  for (const [what, step, changes, outcome, found] of borders) {
    it(`tells exactly: ${what}`, async () => {
      const finding = await at(step, changes);
      assert.deepEqual([finding.outcome, finding.found], [outcome, found]);
    });
  }

  it('checks nothing of a connection that does not come about, and of a token that is not there', async () => {
    const skipped = async (changes: Partial<Probes>) =>
      (await examine(changes)).filter(({ outcome }) => outcome === 'skip').map(({ step }) => step);
    const broken = { sendProbe: () => Promise.reject(new Error('-')) };
    assert.deepEqual(await skipped(broken), ['API', 'Clock', 'Role']);
    assert.deepEqual(await skipped({ token: () => Promise.resolve(undefined) }), [
      ...['Audience', 'Tenant', 'Permissions', 'Multifactor authentication', 'Role'],
    ]);
    assert.equal((await at('TLS', broken)).found, 'The connection failed (unknown).');
    // An opaque token may be a good one.
    const opaque = { token: () => Promise.resolve('opaque') };
    assert.equal((await at('Role', opaque)).outcome, 'pass');
    for (const step of ['Audience', 'Tenant', 'Permissions', 'Multifactor authentication']) {
      assert.equal((await at(step, opaque)).found, 'The token’s claims can’t be read.');
      const none = { token: () => Promise.resolve(undefined) };
      assert.equal((await at(step, none)).found, 'There is no token to check.');
    }
    // A proxy's sign-in page is in the way.
    assert.equal((await at('Role', answered({ status: 407 }))).outcome, 'skip');
  });

  it('asks for no list where it could only be refused', async () => {
    let asked = 0;
    const countListed = () => Promise.resolve(asked++);
    await examine({ countListed, token: () => Promise.resolve(undefined) });
    await examine({ countListed, sendProbe: () => Promise.reject(new ProbeError('ECONNREFUSED', undefined)) });
    assert.equal(asked, 0);
  });
});
