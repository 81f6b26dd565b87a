import type { CallEntry } from './callEntry.ts';

/** Set by curl or by the connection, and the token, which is a variable. */
const left =
  /^(host|connection|content-length|accept-encoding|transfer-encoding|keep-alive|authorization|proxy-authorization|user-agent|cookie|accept-language|sec-fetch-.*|traceparent)$/i;

/**
 * A command for a POSIX shell that sends a call again. Token and address are the variables PARTNER_API_TOKEN and
 * PARTNER_API_URL.
 */
export function asCurl({ method, path, recorded, caller }: CallEntry): string {
  const headers = Object.entries(recorded?.requestHeaders ?? {}).filter(([name]) => !left.test(name));
  const body = recorded?.requestBody;
  const parts = [
    // Without it, curl takes brackets and braces of a query as a list of addresses.
    `curl --globoff${methodOption(method)} "$PARTNER_API_URL"${quoted(path)}`,
    ...(caller?.caller === 'anonymous' ? [] : ['--header "Authorization: Bearer $PARTNER_API_TOKEN"']),
    ...headers.map(([name, value]) => `--header ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...(body ? [`--data-raw ${quoted(body)}`] : []),
  ];
  return parts.join(' \\\n  ');
}

function methodOption(method: string): string {
  if (method === 'GET') return '';
  // With `--request HEAD`, curl would wait for a body that never comes.
  return method === 'HEAD' ? ' --head' : ` --request ${quoted(method)}`;
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Whether it would be the same call: a query without its values is another one, and so is a write without its body. */
export function canBecomeCurl({ listed, path, method, recorded }: CallEntry): boolean {
  if (listed === undefined && path.includes('?')) return false;
  return /^(GET|HEAD|OPTIONS)$/.test(method) || typeof recorded?.requestBody === 'string';
}
