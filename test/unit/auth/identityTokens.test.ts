import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTokenFacts } from '../../../src/auth/claims.ts';
import type { DeviceCode } from '../../../src/auth/credentials.ts';
import { IdentityTokens } from '../../../src/auth/identityTokens.ts';
import { SignInError } from '../../../src/auth/tokens.ts';
import { clientId, StandInEntra } from './standInEntra.ts';

const never = new AbortController().signal;
const maria = 'maria@contoso.example';
/** Lifetime in seconds of a valid token that is renewed on next use, since it is less than two minutes. */
const aboutToEnd = 100;

describe('@azure/identity', () => {
  let entra: StandInEntra;
  before(async () => {
    entra = await StandInEntra.start();
  });
  after(() => entra.close());

  describe('Signing in with a device code, against an identity provider with a private certificate authority', () => {
    let codes: DeviceCode[];
    let tokens: IdentityTokens;
    /** Called with each device code that is shown. */
    let onCode: (code: DeviceCode) => void;
    beforeEach(async () => {
      entra.reset();
      codes = [];
      onCode = (code) => void entra.enterCode(code.userCode);
      const showDeviceCode = (code: DeviceCode): void => {
        codes.push(code);
        onCode(code);
      };
      const { tenant: tenantId, host: authorityHost } = entra;
      tokens = new IdentityTokens({ method: 'deviceCode', clientId, tenantId, authorityHost, showDeviceCode });
    });

    it('yields nothing and asks nobody before a person signs in', async () => {
      assert.equal(await tokens.getToken(never), undefined);
      assert.deepEqual([codes, entra.tokenCalls], [[], []]);
    });

    it('yields a token for the Partner API, told as whose it is, and keeps it in memory', async () => {
      let changes = 0;
      tokens.onDidChange(() => changes++);
      const token = await tokens.signIn({ again: false });
      assert.ok(token);
      assert.deepEqual([token.account, token.tenant], [maria, entra.tenant]);
      const facts = readTokenFacts(token.value);
      assert.equal(facts?.audience, 'https://api.partner.microsoft.com');
      assert.deepEqual(facts.methods, ['pwd', 'mfa']);
      const asked = entra.tokenCalls.length;
      assert.equal((await tokens.getToken(never))?.value, token.value);
      assert.equal(entra.tokenCalls.length, asked);
      assert.deepEqual([codes.length, changes], [1, 1]);
      assert.match(codes[0]!.verificationUri, /^https:/);
    });

    it('renews silently with the refresh token when the old one is about to end: once for all who ask', async () => {
      entra.lifetime = aboutToEnd;
      const first = await tokens.signIn({ again: false });
      entra.lifetime = 3600;
      const before = entra.tokenCalls.length;
      const renewed = await Promise.all(Array.from({ length: 20 }, () => tokens.getToken(never)));
      assert.equal(new Set(renewed.map((token) => token?.value)).size, 1);
      assert.notEqual(renewed[0]?.value, first?.value);
      assert.deepEqual(
        entra.tokenCalls.slice(before).map(({ grant }) => grant),
        ['refresh_token'],
      );
      assert.equal(codes.length, 1);
    });

    it('asks once when a hundred ask at once, as after a hundred refusals', async () => {
      const signedIn = await Promise.all(Array.from({ length: 100 }, () => tokens.signIn({ again: true })));
      assert.equal(new Set(signedIn.map((token) => token?.value)).size, 1);
      assert.equal(codes.length, 1);
    });

    it('shows the same code again when asked again meanwhile: one sign-in, one answer for both', async () => {
      const shown = new Promise<void>((resolve) => (onCode = () => resolve()));
      const first = tokens.signIn({ again: false });
      await shown;
      onCode = (code) => void entra.enterCode(code.userCode);
      const [a, b] = await Promise.all([first, tokens.signIn({ again: false })]);
      assert.ok(a);
      assert.equal(a, b);
      assert.equal(new Set(codes.map(({ userCode }) => userCode)).size, 1);
      assert.equal(codes.length, 2);
    });

    it('says nothing when the person cancels, and the next sign-in starts anew', async () => {
      onCode = () => tokens.cancelSignIn();
      assert.equal(await tokens.signIn({ again: false }), undefined);
      assert.equal(await tokens.getToken(never), undefined);
      onCode = (code) => void entra.enterCode(code.userCode);
      assert.equal((await tokens.signIn({ again: false }))?.account, maria);
    });

    it('forgets all on signing out, also what a sign-in under way would bring', async () => {
      await tokens.signIn({ again: false });
      await tokens.signOut();
      assert.equal(await tokens.getToken(never), undefined);
      onCode = () => void tokens.signOut();
      assert.equal(await tokens.signIn({ again: false }), undefined);
      assert.equal(await tokens.getToken(never), undefined);
    });

    it('tells Entra’s words when it refuses, for the code in them to be explained', async () => {
      entra.refusals.push({ error: 'unauthorized_client', error_description: 'AADSTS700016: Application not found.' });
      await assert.rejects(tokens.signIn({ again: false }), (error) => {
        assert.ok(error instanceof SignInError);
        assert.match(error.said ?? '', /AADSTS700016/);
        assert.doesNotMatch(error.message, /AADSTS/);
        return true;
      });
    });

    it('tells a revoked refresh token as refused: nobody is prompted, and signing in helps', async () => {
      entra.lifetime = aboutToEnd;
      const refused = await tokens.signIn({ again: false });
      entra.refusals.push({ error: 'invalid_grant', error_description: 'AADSTS50173: The grant was revoked.' });
      await assert.rejects(tokens.renew(refused!, never), /AADSTS50173/);
      assert.equal(codes.length, 1);
      assert.equal((await tokens.signIn({ again: true }))?.account, maria);
      assert.equal(codes.length, 2);
    });

    it('uses a token to its end when it can’t be renewed', async () => {
      entra.lifetime = aboutToEnd;
      const token = await tokens.signIn({ again: false });
      entra.refusals.push({ error: 'temporarily_unavailable', error_description: 'AADSTS90033' });
      assert.equal((await tokens.getToken(never))?.value, token?.value);
    });

    it('asks for a claims challenge only on a gesture, with the claims', async () => {
      await tokens.signIn({ again: false });
      const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
      // Entra refuses the silent request.
      entra.refusals.push({ error: 'interaction_required', error_description: 'AADSTS50076: MFA.', claims });
      const token = await tokens.signIn({ again: true, challenge: { claims } });
      assert.ok(token);
      assert.equal(codes.length, 2);
      const asked = entra.tokenCalls.map(({ form }) => form.get('claims'));
      assert.ok(asked.some((value) => value?.includes('acrs')));
    });
  });

  describe('Signing in with the browser, against the same identity provider', () => {
    it('opens the page once, takes the code on a loopback port, and renews silently', async function () {
      if (process.platform !== 'linux') return this.skip();
      entra.reset();
      const folder = mkdtempSync(join(tmpdir(), 'partner-referrals-browser-'));
      const opened = join(folder, 'opened');
      writeFileSync(opened, '');
      // Replaces the browser that "open" starts, and records the URL.
      const browser = join(folder, 'browser');
      writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened}'\n`);
      chmodSync(browser, 0o755);
      const before = { BROWSER: process.env['BROWSER'], DISPLAY: process.env['DISPLAY'] };
      Object.assign(process.env, { BROWSER: browser, DISPLAY: '' });
      const watcher = watch(opened);
      try {
        const { tenant: tenantId, host: authorityHost } = entra;
        const options = { clientId, tenantId, authorityHost, showDeviceCode: () => assert.fail('No code.') };
        const tokens = new IdentityTokens({ method: 'browser', ...options });
        assert.equal(await tokens.getToken(never), undefined);
        entra.lifetime = aboutToEnd;
        let browsed = false;
        // `once` isn't enough: the first event may be that of creating the empty file, and the URL follows with the
        // second.
        const look = (): void => {
          const address = readFileSync(opened, 'utf8').trim();
          if (address === '' || browsed) return;
          browsed = true;
          void entra.browse(address);
        };
        watcher.on('change', look);
        const [token, same] = await Promise.all([tokens.signIn({ again: false }), tokens.signIn({ again: false })]);
        assert.equal(token?.account, maria);
        assert.equal(same, token);
        const addresses = readFileSync(opened, 'utf8').trim().split('\n');
        assert.equal(addresses.length, 1);
        const query = new URL(addresses[0]!).searchParams;
        assert.equal(query.get('code_challenge_method'), 'S256');
        assert.match(query.get('redirect_uri') ?? '', /^http:\/\/localhost:\d+/);
        entra.lifetime = 3600;
        assert.notEqual((await tokens.getToken(never))?.value, token?.value);
        assert.equal(entra.tokenCalls.at(-1)?.grant, 'refresh_token');
      } finally {
        watcher.close();
        for (const [name, value] of Object.entries(before)) {
          if (value === undefined) Reflect.deleteProperty(process.env, name);
          else process.env[name] = value;
        }
        rmSync(folder, { recursive: true });
      }
    });
  });
});

describe('The settings of a sign-in', () => {
  const showDeviceCode = (): void => assert.fail('No code.');

  it('must name an app registration for device code and browser', async () => {
    for (const method of ['deviceCode', 'browser'] as const) {
      const tokens = new IdentityTokens({ method, clientId: '', tenantId: '', showDeviceCode });
      await assert.rejects(tokens.signIn({ again: false }), /set partnerReferrals\.auth\.clientId/);
    }
  });

  it('can’t smuggle anything into an address or a command line', async () => {
    for (const method of ['deviceCode', 'azureCli'] as const) {
      const tokens = new IdentityTokens({ method, clientId, tenantId: 'x; touch /tmp/y', showDeviceCode });
      await assert.rejects(tokens.signIn({ again: false }), /must be a GUID or a domain/);
    }
  });
});
