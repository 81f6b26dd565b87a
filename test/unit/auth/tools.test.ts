import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { IdentityTokens } from '../../../src/auth/identityTokens.ts';
import { AccountMemory } from '../../../src/auth/accountMemory.ts';
import { Session } from '../../../src/auth/session.ts';
import { SignInError, TokenUnavailableError } from '../../../src/auth/tokens.ts';
import { Storage } from './microsoftAccounts.ts';

const never = new AbortController().signal;
const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';

/** A JWT. Its signature isn't verified here. */
function tokenOf(number: number, upn = 'maria@contoso.example'): string {
  const claims = { tid: tenant, upn, scp: 'user_impersonation', nonce: number };
  return ['{"alg":"none"}', JSON.stringify(claims), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
}

/** The output of each tool when it has a token, in the format of the real tool. */
const answers = {
  azureCli: (token: string, at: Date): object => ({
    accessToken: token,
    expiresOn: at.toISOString().replace('T', ' ').replace('Z', '000'),
    expires_on: Math.floor(at.getTime() / 1000),
    subscription: '00000000-0000-0000-0000-000000000000',
    tenant,
    tokenType: 'Bearer',
  }),
  azureDeveloperCli: (token: string, at: Date): object => ({ token, expiresOn: at.toISOString() }),
};

describe('The command-line tools', function () {
  before(function () {
    // The replacements of the tools are shell scripts.
    if (process.platform === 'win32') this.skip();
  });
  let folder: string;
  const path = process.env['PATH'];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'partner-referrals-tools-'));
    process.env['PATH'] = [folder, path].join(delimiter);
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  /** Adds a tool to the PATH that records its arguments. */
  const install = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" >> '${folder}/calls'\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const says = (answer: object): string => `cat <<'END'\n${JSON.stringify(answer)}\nEND`;
  const fails = (words: string): string => `cat >&2 <<'END'\n${words}\nEND\nexit 1`;
  const calls = (): string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
  const tokensOf = (method: 'azureCli' | 'azureDeveloperCli', tenantId = ''): IdentityTokens =>
    new IdentityTokens({ method, clientId: '', tenantId, showDeviceCode: () => assert.fail('No code.') });
  async function failureOf(tokens: IdentityTokens): Promise<SignInError> {
    try {
      await tokens.signIn({ again: false });
    } catch (error) {
      assert.ok(error instanceof SignInError, String(error));
      return error;
    }
    assert.fail('It did not fail.');
  }

  for (const [method, name] of [
    ['azureCli', 'az'],
    ['azureDeveloperCli', 'azd'],
  ] as const) {
    describe(name, () => {
      it('is asked silently, for the Partner API and the tenant, once however many ask', async () => {
        install(name, says(answers[method](tokenOf(1), inAnHour())));
        const tokens = tokensOf(method, tenant);
        const got = await Promise.all(Array.from({ length: 50 }, () => tokens.getToken(never)));
        assert.equal(new Set(got.map((token) => token?.value)).size, 1);
        assert.deepEqual([got[0]?.account, got[0]?.tenant], ['maria@contoso.example', tenant]);
        assert.deepEqual(calls(), [
          name === 'az'
            ? `account get-access-token --output json --resource https://api.partner.microsoft.com --tenant ${tenant}`
            : `auth token --output json --no-prompt --scope https://api.partner.microsoft.com/.default --tenant-id ${tenant}`,
        ]);
      });

      it('is asked again when its token was refused or is about to end', async () => {
        install(name, says(answers[method](tokenOf(1), inAnHour())));
        const tokens = tokensOf(method);
        const first = await tokens.getToken(never);
        install(name, says(answers[method](tokenOf(2), new Date(Date.now() + 60_000))));
        assert.equal((await tokens.renew(first!, never))?.value, tokenOf(2));
        install(name, says(answers[method](tokenOf(3), inAnHour())));
        assert.equal((await tokens.getToken(never))?.value, tokenOf(3));
        assert.equal(calls().length, 3);
      });

      it('that nobody signed in to counts as signed out; signing in tells the command', async () => {
        install(
          name,
          fails(
            name === 'az'
              ? "ERROR: Please run 'az login' to setup account."
              : 'ERROR: not logged in, run `azd auth login` to login',
          ),
        );
        const tokens = tokensOf(method);
        assert.equal(await tokens.getToken(never), undefined);
        const { message, said } = await failureOf(tokens);
        assert.match(message, new RegExp(`Run “${name === 'az' ? 'az login' : 'azd auth login'}”`));
        assert.equal(said, undefined);
      });

      it('that is not installed is told as that', async () => {
        // Only the shell is on the PATH.
        process.env['PATH'] = folder;
        const tokens = tokensOf(method);
        assert.equal(await tokens.getToken(never), undefined);
        assert.match((await failureOf(tokens)).message, /was not found\. Install it/);
      });

      it('that Entra refuses tells Entra’s code, to be explained', async () => {
        install(
          name,
          fails(
            name === 'az'
              ? 'ERROR: AADSTS65001: The user or administrator has not consented to use the application. Trace ID: 1\nInteractive authentication is needed. Please run:\naz login --scope https://api.partner.microsoft.com/.default'
              : 'ERROR: fetching token: AADSTS65001: The user or administrator has not consented to use the application.',
          ),
        );
        assert.match((await failureOf(tokensOf(method))).said ?? '', /AADSTS65001/);
      });

      it('can’t answer a claims challenge, and says what can, without being asked', async () => {
        install(name, fails('must not be called'));
        const challenge = { claims: '{"access_token":{}}' };
        await assert.rejects(tokensOf(method).signIn({ again: true, challenge }), /choose another method/);
        assert.throws(calls);
      });

      describe('whose account the workspace uses', () => {
        const other = 'ops@other.example';
        const notSignedIn =
          name === 'az'
            ? "ERROR: Please run 'az login' to setup account."
            : 'ERROR: not logged in, run `azd auth login` to login';
        let global: Storage;
        let workspace: Storage;
        /** Opens a window, or reloads it: there are no tokens in memory. */
        const openWindow = (): Session => new Session(tokensOf(method), new AccountMemory(global, workspace));
        const signedInTo = (upn?: string): void => install(name, says(answers[method](tokenOf(1, upn), inAnHour())));
        beforeEach(() => {
          global = new Storage();
          workspace = new Storage();
          signedInTo();
        });

        it('gives no token of another account until the person signs in here', async () => {
          const token = await openWindow().getToken(never);
          signedInTo(other);
          const session = openWindow();
          await assert.rejects(session.getToken(never), (error) => {
            assert.ok(error instanceof TokenUnavailableError);
            const tool = name === 'az' ? 'Azure CLI' : 'Azure Developer CLI';
            assert.deepEqual(error.because, { kind: 'otherAccount', tool, account: other });
            return true;
          });
          await assert.rejects(session.renew(token!, never), TokenUnavailableError);
          assert.deepEqual(session.state, { kind: 'unavailable' });
          assert.ok(await session.signIn({ again: true }));
          assert.equal((await session.getToken(never))?.account, other);
          assert.equal((await openWindow().getToken(never))?.account, other);
        });

        it('gives tokens again when the tool is back with the former account', async () => {
          await openWindow().getToken(never);
          signedInTo(other);
          const session = openWindow();
          await assert.rejects(session.getToken(never), TokenUnavailableError);
          signedInTo();
          assert.equal((await session.getToken(never))?.account, 'maria@contoso.example');
        });

        it('stays signed out over a reload until the person signs in', async () => {
          const session = openWindow();
          await session.getToken(never);
          await session.signOut();
          const reloaded = openWindow();
          assert.equal(await reloaded.getToken(never), undefined);
          assert.equal(calls().length, 1);
          await reloaded.signIn({ again: false });
          assert.ok(await openWindow().getToken(never));
        });

        it('keeps the account when the tool fails, and ends it when nobody is signed in to the tool', async () => {
          await openWindow().getToken(never);
          const session = openWindow();
          const confirmed: boolean[] = [];
          session.onDidChange(({ signOutConfirmed }) => confirmed.push(signOutConfirmed));
          for (const words of ['no network', `AADSTS700082: expired. Run ${name} login --scope ${tenant}`]) {
            install(name, fails(`ERROR: ${words}`));
            await assert.rejects(session.getToken(never));
          }
          install(name, fails(notSignedIn));
          assert.equal(await session.getToken(never), undefined);
          assert.deepEqual(confirmed, [false, true]);
        });

        it('stays signed in when a silent request that began before the sign-in ends after it', async () => {
          const gate = join(folder, 'gate');
          execFileSync('mkfifo', [gate]);
          const answer = says(answers[method](tokenOf(1), inAnHour()));
          install(name, `if mkdir '${folder}/first' 2>/dev/null; then cat '${gate}' >/dev/null; fi\n${answer}`);
          const session = openWindow();
          const slow = session.getToken(never);
          // Resolves when the tool opens the pipe for reading.
          const held = await open(gate, 'w');
          await session.signIn({ again: false });
          await held.close();
          assert.ok(await slow);
          assert.equal(session.state.kind, 'signedIn');
        });
      });

      it('that talks nonsense is no end of the world', async () => {
        install(name, 'echo "not json"');
        const tokens = tokensOf(method);
        assert.equal(await tokens.getToken(never), undefined);
        assert.ok((await failureOf(tokens)).said);
      });
    });
  }
});
