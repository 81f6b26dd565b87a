import type { CodeRequest } from './request.ts';

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const send = `import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

const { PARTNER_API_URL: address, PARTNER_API_TOKEN: token } = process.env;
if (!address || !token) throw new Error('Set PARTNER_API_URL and PARTNER_API_TOKEN, the token of a user who signed in.');

/** Sends a request; after 429 again, when the server says so. Throws for every other failure. */
async function send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(address!.replace(/\\/$/, '') + path, {
      method,
      headers: {
        Authorization: \`Bearer \${token}\`,
        Accept: 'application/json',
        'client-request-id': randomUUID(),
        ...headers,
      },
      body,
      // The token must not go to another host.
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    });
    if (response.ok) return response;
    const text = await response.text();
    const after = response.headers.get('Retry-After') ?? '';
    // Seconds, or a date.
    const seconds = /^\\d+$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
    // A timer can't wait for a month.
    const givesUp = attempt === 5 || seconds > 86_400;
    if (response.status !== 429 || givesUp) throw new Error(\`\${method} \${path}: \${response.status} \${text}\`);
    await setTimeout(1000 * (seconds > 0 ? seconds : 2 ** attempt));
  }
}
`;

/** For Node.js. */
export function typescriptCode({ kind, path, change, isPartial }: CodeRequest): string {
  if (change) {
    return `${send}
// 412: the referral was changed meanwhile; read it again. After no answer, look whether the change is there.
const operations = ${quoted(change.body)};
const response = await send(
  'PATCH',
  ${quoted(path)},
  { 'Content-Type': 'application/json', 'If-Match': ${quoted(change.eTag)}, Prefer: 'return=representation' },
  operations,
);
// A 204 has no body.
if (response.status !== 204) console.log(await response.text());
`;
  }
  if (kind === 'get') {
    return `${send}
const response = await send('GET', ${quoted(path)});
console.log(await response.text());
`;
  }
  return `${send}
interface Page {
  readonly value: readonly { readonly id: string }[];
  readonly '@odata.nextLink'?: string;
}

${isPartial ? '// The side panel filters by more than the API can: do the rest with what is returned.\n' : ''}let path: string | undefined = ${quoted(path)};
while (path !== undefined) {
  const page = (await (await send('GET', path)).json()) as Page;
  for (const referral of page.value) console.log(JSON.stringify(referral));
  const link = page['@odata.nextLink'];
  // The next page is asked for by the token alone, as it stands; the link may lead elsewhere.
  const next = /[?&](?:\\$|%24)skiptoken=([^&#]+)/i.exec(link ?? '')?.[1];
  if (link && next === undefined) throw new Error(\`There is no token in \${link}\`);
  path = next === undefined ? undefined : \`/v1.0/engagements/referrals?$skiptoken=\${next}\`;
}
`;
}
