import { tokens } from './callers.ts';

/** The page at `GET /` with the URL, the tokens and an example. */
export function renderPage(origin: string, referrals: number): string {
  const rows = tokens
    .map(([token, meaning]) => `<tr><td><code>${escape(token)}</code><td>${escape(meaning)}`)
    .join('\n');
  const list = `${origin}/v1.0/engagements/referrals`;
  return `<!doctype html>
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
<code>POST /_sandbox/faults</code>, <code>DELETE /_sandbox/faults</code>, <code>POST /_sandbox/clock</code>.
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
