import assert from 'node:assert/strict';
import { createReferralClient } from '../../../../src/api/client.ts';
import { ApiError, type Failure } from '../../../../src/api/failure.ts';
import type { HttpResponse } from '../../../../src/api/transport.ts';
import { explain, explainSignIn, inOneLine } from '../../../../src/services/connection/explain/explanation.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const hour = 3_600_000;
const good = {
  aud: 'https://api.partner.microsoft.com',
  tid: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  upn: 'maria@contoso.example',
  scp: 'user_impersonation',
  amr: ['pwd', 'mfa'],
  exp: (Date.now() + hour) / 1000,
};

function jwt(claims: object): string {
  return ['{}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns the text that the user sees after this response to a token with these claims. Uses the real client. */
async function told(answer: Answer, claims: object = good, ask: 'get' | 'list' = 'get') {
  const { status, body = '', headers = {} } = answer;
  const response: HttpResponse = {
    status,
    header: (name) => ({ 'request-id': 'r-1', ...headers })[name.toLowerCase()],
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
  const token = { value: jwt(claims), account: 'maria' };
  const client = createReferralClient({
    origin: 'https://api.partner.microsoft.com',
    tokens: { getToken: () => Promise.resolve(token), renew: () => Promise.resolve(token) },
    transport: { send: () => Promise.resolve(response) },
    onCall: () => undefined,
  });
  const asked = { signal: new AbortController().signal };
  const failure: Failure = await (ask === 'get' ? client.get(id, asked) : client.list(undefined, asked)).then(
    () => assert.fail('It did not fail.'),
    (error: unknown) => {
      assert.ok(error instanceof ApiError, String(error));
      return error.failure;
    },
  );
  const explanation = explain(failure, 'partner-center');
  const line = inOneLine(explanation);
  assert.match(line, /\(request-id r-1\)$/);
  // The text must not contain the token, its owner, or free text of the server or the token.
  assert.ok(!line.includes(token.value));
  assert.doesNotMatch(line, /maria|contoso|\]\(/);
  return { ...explanation, line, kind: failure.kind };
}

const error = (code: string, message = 'server text [x](command:y)') => ({ error: { code, message } });

describe('Why Partner Center refuses: every documented cause that a server can play', () => {
  const rows: [row: string, answer: Answer, claims: object, tells: RegExp, setup?: true][] = [
    [
      '401, token for another API',
      { status: 401, body: error('unauthenticated') },
      { ...good, aud: 'https://api.partnercenter.microsoft.com' },
      /for another API.*https:\/\/api\.partner\.microsoft\.com\/\.default/,
    ],
    ['401, token for Graph', { status: 401 }, { ...good, aud: 'https://graph.microsoft.com' }, /for another API/],
    [
      '401 with code 900421',
      { status: 401, body: { code: 900421, description: 'MFA required' } },
      good,
      /multifactor authentication \(401 900421\).*complete the second factor.*federated/,
    ],
    [
      '401 “MFA required” without a code',
      { status: 401, body: { message: 'Unauthorized - MFA required' } },
      good,
      /second factor/,
    ],
    ['401, no mfa in amr', { status: 401 }, { ...good, amr: ['pwd'] }, /doesn’t show multifactor/],
    ['401, expired', { status: 401 }, { ...good, exp: Date.now() / 1000 - 60 }, /has expired.*Sign in again/],
    ['401 that nothing tells about', { status: 401 }, good, /doesn’t show the reason.*partner tenant/, true],
    [
      '400, app-only token',
      { status: 400, body: error('invalidRequest', 'Authorization header token missing user information') },
      good,
      /app without a user.*Sign in as a user/,
    ],
    ['403 with code 900329', { status: 403, body: { code: '900329' } }, good, /app without a user/],
    [
      '403 “does not support application-only”',
      { status: 403, body: error('x', 'This API does not support application-only tokens') },
      good,
      /app without a user/,
    ],
    [
      '403, the token itself says that it is an app’s',
      { status: 403, body: error('accessDenied') },
      { ...good, idtyp: 'app' },
      /app without a user/,
    ],
    [
      '403 accessDenied',
      { status: 403, body: error('accessDenied') },
      good,
      /\(403 accessDenied\).*no referrals role.*account admin.*an hour/,
      true,
    ],
    [
      '403, no permission in the token',
      { status: 403, body: error('accessDenied') },
      { ...good, scp: 'profile' },
      /lacks the permission user_impersonation.*4990cffe/,
      true,
    ],
    [
      '403 insufficient_claims',
      { status: 403, body: error('insufficient_claims') },
      good,
      /additional authentication \(403 insufficient_claims\).*Conditional Access.*Sign in again/,
    ],
    [
      '401 with a claims challenge',
      {
        status: 401,
        headers: { 'www-authenticate': `Bearer error="insufficient_claims", claims="${btoa('{"a":1}')}"` },
      },
      good,
      /additional authentication/,
    ],
    ['403 with code 900309', { status: 403, body: { code: '900309' } }, good, /policy.*blocks.*administrator/],
    ['404 on one id', { status: 404 }, good, /no such referral.*another organization/],
    ['412', { status: 412, body: error('preconditionFailed') }, good, /Microsoft changed it first.*Refresh/],
    [
      '400, no solution',
      { status: 400, body: error('invalidRequest', 'Solution ID is required') },
      good,
      /co-sell-ready solution.*SOL-/,
    ],
    [
      '400, country',
      { status: 400, body: error('invalidRequest', 'Country must have two letters') },
      good,
      /two-letter code.*3166/,
    ],
    [
      '400, customer contact',
      { status: 400, body: error('invalidRequest', 'A customer contact is required') },
      good,
      /contact with name, phone/,
    ],
    [
      '400 on a change',
      { status: 400, body: error('invalidRequest', 'Unsupported patch operation') },
      good,
      /Only add and replace/,
    ],
    [
      '429',
      { status: 429, headers: { 'retry-after': '30' } },
      good,
      /limits the number of requests \(429\).*30 seconds/,
    ],
  ];
  for (const [row, answer, claims, tells, setup] of rows) {
    it(row, async () => {
      const { line, actions } = await told(answer, claims);
      assert.match(line, tells);
      assert.equal(actions.includes('setup'), setup === true);
    });
  }

  it('404 on everything', async () => {
    const { line } = await told({ status: 404 }, good, 'list');
    assert.match(line, /not the API’s address.*Diagnose Connection/);
  });

  it('a code that nobody knows is shown as it is', async () => {
    assert.match((await told({ status: 403, body: error('newCode42') })).line, /\(403 newCode42\)/);
  });

  it('an opaque token is no reason to guess', async () => {
    assert.match((await told({ status: 401 }, [])).line, /doesn’t show the reason/);
  });

  it('the claims challenge goes along for the sign-in that a person may ask for', async () => {
    const challenge = { 'www-authenticate': `Bearer claims="${Buffer.from('{"a":1}').toString('base64url')}"` };
    assert.equal((await told({ status: 403, headers: challenge })).kind, 'claimsChallenge');
  });
});

describe('Why Microsoft refuses a sign-in', () => {
  const rows: [code: string, tells: RegExp, setup: boolean][] = [
    ['65001', /consented.*admin consent/, true],
    ['90094', /consented.*admin consent/, true],
    ['500011', /does not exist in the tenant.*4990cffe-04e8-4e8b-808a-1175604b879f/, true],
    ['650057', /does not declare the permission.*user_impersonation/, true],
    ['65002', /belongs to Microsoft.*app of your own/, true],
    ['700016', /does not exist in the tenant.*clientId/, true],
    ['7000218', /not a public client.*public client flows/, true],
    ['50076', /needs multifactor.*second factor/, false],
    ['50079', /register for multifactor/, false],
    ['53003', /Conditional Access.*blocks/, false],
    ['50020', /another directory.*partner tenant/, true],
    ['50105', /not assigned to the app/, true],
    ['700082', /too old or was revoked.*Sign in again/, false],
    ['70008', /too old or was revoked/, false],
    ['50173', /too old or was revoked/, false],
  ];
  for (const [code, tells, setup] of rows) {
    it(`AADSTS${code}`, () => {
      const said = `invalid_client: AADSTS${code}: words for maria@contoso.example [x](command:y). Trace ID: 1`;
      const explanation = explainSignIn(said);
      const line = inOneLine(explanation);
      assert.match(line, tells);
      assert.ok(line.includes(`(AADSTS${code})`));
      assert.doesNotMatch(line, /maria|\]\(|Trace/);
      assert.equal(explanation.actions.includes('setup'), setup);
      // The text is the same if Entra refuses a silent renewal.
      assert.deepEqual(explain({ kind: 'noToken', reason: said }, 'partner-center'), explanation);
    });
  }

  it('a code that nobody knows is shown as it is, with where Microsoft explains it', () => {
    const line = inOneLine(explainSignIn('AADSTS99999: new'));
    assert.match(line, /\(AADSTS99999\).*https:\/\/login\.microsoftonline\.com\/error\?code=99999 /);
  });

  it('without a code the log is named, and the words stay there', () => {
    assert.match(inOneLine(explainSignIn('[x](command:y) failed')), /^The sign-in did not work\. See the log/);
  });
});
