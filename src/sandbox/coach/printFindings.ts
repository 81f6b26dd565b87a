/** Writes docs/findings.md from the table of rules; run by `npm run generate`. A unit test compares the two. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { themes } from './rules.ts';

const file = fileURLToPath(new URL('../../../docs/findings.md', import.meta.url));

const introduction = `# Findings

The sandbox watches what a client does and lists its mistakes at \`GET /_sandbox/findings\`: calls that are refused, and calls that are answered but lose or double data sooner or later. A client without mistakes gets none.

\`\`\`json
{
  "findings": [
    {
      "rule": "write-without-if-match",
      "severity": "warning",
      "message": "PATCH without If-Match overwrites what others changed meanwhile. …",
      "evidence": "documented",
      "caller": "admin",
      "count": 3,
      "calls": ["0d6c…", "41f2…", "9b7a…"]
    }
  ]
}
\`\`\`

- **Joined.** Equal findings of a caller are one, with their number in \`count\` and the request-ids of the latest 100 calls in \`calls\`. For a receiver of webhooks the caller is \`receiver <url>\` and \`calls\` has ids of events.
- **Severity.** error and warning: data is lost, doubled or refused. info: it costs calls or time.
- **Evidence.** **documented**: Microsoft's documents say it. **observed**: responses of the service or code of others show it. **advice**: no document demands it. A source is the mark of a document (docs/api.md, Sources) and a section there that tells more.
- **Clients.** Calls are judged together if they have the same caller and the same \`User-Agent\`. A call that began before another had ended is no reaction to it, so parallel calls are not taken for repetitions.
- **Time.** Waits, as of Retry-After, are measured in real time; the sandbox's clock doesn't matter.
- **Left undone.** \`next-link-not-followed\`, \`only-some-statuses\` and \`write-given-up\` tell what a client has not done so far. They go away when it does it, so read the findings when it has finished. \`write-given-up\` is found only by \`verify\`, which knows when that is.
- **Clearing.** \`DELETE /_sandbox/findings\` and a reset clear the findings and forget the calls before: each client begins anew, and a finding comes again only through new calls.
- **Bounds.** The latest 500 pages, 1,000 read, 1,000 changed and 1,000 created referrals of each of the latest 200 clients are remembered, and 1,000 different findings; bodies are not kept.
`;

/** Other documents as links from the same folder. */
const linked = introduction.replace(/docs\/([\w-]+\.md)/g, '[$1]($1)');

/** The text of docs/findings.md. */
export async function printFindings(): Promise<string> {
  const overview = themes.flatMap(([, rules]) =>
    rules.map(({ id, title, severity }) => `| [\`${id}\`](#${id}) | ${title} | ${severity} |`),
  );
  const table = `| rule | what is right | severity |\n| --- | --- | --- |\n${overview.join('\n')}\n`;
  const parts = themes.map(([theme, rules]) => {
    const sections = rules.map(({ id, title, severity, evidence, source, meaning, example }) => {
      const facts = `**${severity}**, ${evidence} (${source})`;
      return `### ${id}\n\n${title}\n\n${facts}. ${meaning}\n\n\`\`\`text\n${example}\n\`\`\`\n`;
    });
    return `## ${theme}\n\n${sections.join('\n')}`;
  });
  const config = await resolveConfig(file);
  return format([linked, table, ...parts].join('\n'), { ...config, parser: 'markdown' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await printFindings());
