/** Writes docs/sandbox-rules.md from the table of rules; run by `npm run generate`. A unit test compares the two. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Rule } from './rule.ts';
import { bodyRules } from './bodyRules.ts';
import { dealRules } from './dealRules.ts';
import { portalRules } from './portalRules.ts';
import { queryRules } from './queryRules.ts';
import { requestRules } from './requestRules.ts';

const file = fileURLToPath(new URL('../../../docs/sandbox-rules.md', import.meta.url));

const parts: readonly (readonly [title: string, rules: Record<string, Rule>])[] = [
  ['Requests', requestRules],
  ['Queries', queryRules],
  ['Bodies', bodyRules],
  ['Deals', dealRules],
  ['With `--strict` only', portalRules],
];

const introduction = `# The rules of the sandbox

Each rule that the sandbox enforces, and the evidence that the service enforces it, too. A refusal names its rule in
\`innerError.code\`. A source is the abbreviation of a document (docs/api.md, Sources) and of its section with details. Evidence: **documented**
means that Microsoft's documents say it, **observed** that responses of the service or code of others show it, **guess**
that there is no source. A test that passes because of a guess proves nothing about the service.

Calls that break none of these rules may still contain mistakes. The sandbox lists these as findings
(docs/findings.md).
`;

/** Other documents as links from the same folder. */
const linked = introduction.replace(/docs\/([\w-]+\.md)/g, '[$1]($1)');

/** The text of docs/sandbox-rules.md. */
export async function printRules(): Promise<string> {
  const tables = parts.map(([title, rules]) => {
    const rows = Object.entries(rules).map(([id, rule]) => {
      const strict = rule.strict && title !== 'With `--strict` only' ? ' (`--strict`)' : '';
      return `| \`${id}\`${strict} | ${rule.sentence} | ${rule.source} | ${rule.evidence} | ${rule.status} |`;
    });
    return `## ${title}\n\n| rule | | source | evidence | status |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const config = await resolveConfig(file);
  return format([linked, ...tables].join('\n'), { ...config, parser: 'markdown' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await printRules());
