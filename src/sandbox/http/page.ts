import { tokens } from './callers.ts';

/** The page at `/` with the URL, the tokens and an example. */
export function renderPage(origin: string, referrals: number): Response {
  const rows = tokens
    .map(([token, meaning]) => `<tr><td><code>${escape(token)}</code><td>${escape(meaning)}`)
    .join('\n');
  const list = `${origin}/v1.0/engagements/referrals`;
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Partner API sandbox</title>
<style>body { font: 15px/1.5 system-ui; max-width: 50rem; margin: 3rem auto; padding: 0 1rem } td { padding-right: 2rem } pre { overflow: auto }</style>
<h1>Partner API sandbox</h1>
<p>${referrals} fictional referrals at <code>${escape(list)}</code>.
<pre>curl -H "Authorization: Bearer sandbox-admin" "${escape(list)}?%24top=3"</pre>
<h2>Bearer tokens</h2>
<table>
${rows}
</table>
<h2>Control</h2>
<p>Without a token: <code>GET /_sandbox/health</code>, <code>GET /_sandbox/calls</code>, <code>POST /_sandbox/reset</code>,
<code>POST /_sandbox/referrals</code>, <code>POST /_sandbox/faults</code>, <code>DELETE /_sandbox/faults</code>,
<code>POST /_sandbox/clock</code>. All of it is described by <a href="/_sandbox/openapi.json">OpenAPI</a>.
</html>
`;
  return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
