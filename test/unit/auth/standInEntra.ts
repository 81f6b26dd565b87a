/**
 * A replacement of Microsoft's identity provider for @azure/identity: oidc-provider over HTTPS with Entra's paths, and
 * with a certificate of a private authority that this process trusts while the provider runs. One user is always signed
 * in and consents to everything that `Browser` requests.
 */
import { once } from 'node:events';
import { createServer, request as httpsRequest, type Server } from 'node:https';
import { IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
// @ts-expect-error TS7016: it ships no types.
import Provider from 'oidc-provider';
import { localhostCertificate } from '../localhostCertificate.ts';

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
export const clientId = '11111111-2222-4333-8444-555555555555';
const resource = 'https://api.partner.microsoft.com';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** A request to the token endpoint. */
export interface TokenCall {
  readonly grant: string | null;
  readonly form: URLSearchParams;
}

export class StandInEntra {
  readonly tenant = tenant;
  readonly tokenCalls: TokenCall[] = [];
  /** The next responses of the token endpoint, which replace its own: errors in Entra's format. */
  readonly refusals: { error: string; error_description: string; suberror?: string; claims?: string }[] = [];
  /** Lifetime of access tokens, in seconds. */
  lifetime = 3600;
  /** How the user signs in, the values of `amr`. */
  methods = ['pwd', 'mfa'];
  readonly #server: Server;
  readonly #trusted: string[];
  readonly #speakAgain: () => void;
  #provider: AnyProvider;

  private constructor(server: Server, trusted: string[], speakAgain: () => void) {
    this.#server = server;
    this.#trusted = trusted;
    this.#speakAgain = speakAgain;
  }

  static async start(): Promise<StandInEntra> {
    const { authority, key, cert } = await localhostCertificate();
    const speakAgain = quiet();
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, authority]);
    const server = createServer({ key, cert });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const entra = new StandInEntra(server, trusted, speakAgain);
    entra.#provider = entra.#createProvider();
    const answer = entra.#provider.callback();
    server.on('request', (request, response) => void entra.#serve(request, response, answer));
    return entra;
  }

  get host(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Restores the initial state. */
  reset(): void {
    this.tokenCalls.length = 0;
    this.refusals.length = 0;
    this.lifetime = 3600;
    this.methods = ['pwd', 'mfa'];
  }

  /** Enters a device code, as the user does on another device. */
  async enterCode(userCode: string): Promise<void> {
    const browser = new Browser();
    const page = await browser.open(`${this.host}/${tenant}/v2.0/device`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const form = (extra: object) => new URLSearchParams({ xsrf, user_code: userCode, ...extra }).toString();
    await browser.open(page.url, form({}));
    const done = await browser.open(page.url, form({ confirm: 'yes' }));
    if (done.status !== 200) throw new Error(`The code was not taken: ${done.status} ${done.body.slice(0, 300)}`);
  }

  /** Opens a URL as the user's browser does, follows redirects and returns the last page. */
  async browse(address: string): Promise<string> {
    return (await new Browser().open(address)).body;
  }

  async close(): Promise<void> {
    setDefaultCACertificates(this.#trusted);
    this.#speakAgain();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
    const base = `/${tenant}/v2.0`;
    const url = new URL(request.url ?? '/', this.host);
    // The tenant may be its GUID or a name.
    const path = url.pathname.replace(/^\/[^/]+\/v2\.0/, '');
    if (path.startsWith('/interaction/')) return this.#interact(request, response);
    let asked = request;
    if (path === '/token') {
      const form = new URLSearchParams(await bodyOf(request));
      this.tokenCalls.push({ grant: form.get('grant_type'), form: new URLSearchParams(form) });
      const refusal = this.refusals.shift();
      if (refusal) {
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
        return;
      }
      // MSAL and Entra use the name from before the standard.
      if (form.get('grant_type') === 'device_code') form.set('grant_type', deviceGrant);
      asked = withBody(request, form.toString());
    }
    // Entra's own values, such as select_account, aren't in the standard, which requires this value for a refresh
    // token.
    if (path === '/authorize') url.searchParams.set('prompt', 'consent');
    asked.url = path + url.search;
    (asked as { originalUrl?: string }).originalUrl = base + path + url.search;
    answer(asked, response);
  }

  async #interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const provider = this.#provider;
    const { prompt, params } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, {
        login: { accountId: 'maria@contoso.example', amr: this.methods },
      });
      return;
    }
    const grant = new provider.Grant({ accountId: 'maria@contoso.example', clientId: String(params['client_id']) });
    grant.addOIDCScope(`openid profile offline_access ${resource}/.default`);
    grant.addResourceScope(resource, `${resource}/.default`);
    await provider.interactionFinished(
      request,
      response,
      { consent: { grantId: await grant.save() } },
      { mergeWithLastSubmission: true },
    );
  }

  #createProvider(): AnyProvider {
    const base = `${this.host}/${tenant}/v2.0`;
    const provider = new Provider(base, {
      clients: [
        {
          client_id: clientId,
          token_endpoint_auth_method: 'none',
          application_type: 'native',
          redirect_uris: ['http://localhost'],
          grant_types: ['authorization_code', 'refresh_token', deviceGrant],
        },
      ],
      scopes: ['openid', 'profile', 'offline_access', `${resource}/.default`],
      claims: { openid: ['sub'], profile: ['preferred_username', 'tid', 'oid'] },
      conformIdTokenClaims: false,
      findAccount: (_ctx: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, preferred_username: id, tid: tenant, oid: 'o-1' }),
      }),
      extraTokenClaims: () => ({
        tid: tenant,
        upn: 'maria@contoso.example',
        scp: 'user_impersonation',
        amr: this.methods,
      }),
      interactions: {
        url: (_ctx: unknown, interaction: { uid: string }) => `/${tenant}/v2.0/interaction/${interaction.uid}`,
      },
      issueRefreshToken: () => true,
      rotateRefreshToken: true,
      pkce: { required: () => false },
      ttl: { AccessToken: () => this.lifetime, IdToken: 3600, RefreshToken: 86_400, DeviceCode: 600, Grant: 86_400 },
      features: {
        devInteractions: { enabled: false },
        deviceFlow: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => resource,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: `${resource}/.default`,
            audience: resource,
            accessTokenTTL: this.lifetime,
            accessTokenFormat: 'jwt',
          }),
        },
      },
      routes: {
        authorization: '/authorize',
        device_authorization: '/devicecode',
        code_verification: '/device',
        token: '/token',
      },
      cookies: { keys: ['for tests'] },
    });
    provider.use(async (context: { path: string; body?: { interval?: number } }, next: () => Promise<void>) => {
      await next();
      // The polling interval for the code, in seconds. MSAL requires it.
      if (context.path === '/devicecode' && context.body) context.body.interval = 0.01;
    });
    return provider;
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyProvider = any;
type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Suppresses the warnings of oidc-provider that its defaults are only for tests. Returns a function that restores the
 * output.
 */
function quiet(): () => void {
  const { warn, info } = console;
  const others =
    (print: typeof console.warn) =>
    (first: unknown, ...more: unknown[]): void => {
      if (typeof first !== 'string' || !first.startsWith('oidc-provider ')) print(first, ...more);
    };
  console.warn = others(warn);
  console.info = others(info);
  return () => Object.assign(console, { warn, info });
}

/** Copies a request with a new body, since a body can be read only once. */
function withBody(request: IncomingMessage, body: string): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  copy.method = request.method!;
  copy.headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
  // Otherwise the end of the body counts as an aborted request.
  copy.complete = true;
  copy.push(body);
  copy.push(null);
  return copy;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Handles cookies and redirects, which is enough for these pages. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async open(address: string, form?: string): Promise<{ url: string; status: number; body: string }> {
    let url = new URL(address);
    let post = form;
    for (let hops = 0; hops < 15; hops++) {
      const { status, location, body } = await this.#ask(url, post);
      if (location === undefined || status < 300 || status >= 400) return { url: url.href, status, body };
      url = new URL(location, url);
      post = undefined;
    }
    throw new Error('Too many redirects.');
  }

  async #ask(url: URL, form?: string): Promise<{ status: number; location: string | undefined; body: string }> {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: form === undefined ? 'GET' : 'POST',
      agent: false,
      headers: {
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    request.end(form);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    for (const cookie of response.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value === '') this.#cookies.delete(name!);
      else this.#cookies.set(name!, value!);
    }
    return { status: response.statusCode ?? 0, location: response.headers.location, body: await bodyOf(response) };
  }
}
