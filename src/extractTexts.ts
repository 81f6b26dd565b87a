/**
 * Writes `l10n/bundle.l10n.json`, the English texts that translators get; run by `npm run l10n`. A text is the first
 * argument of `t` or `l10n.t`, written out. The words of the API's values alone are looked up in lists.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { textsOfWords } from './referral/words.ts';

const project = fileURLToPath(new URL('../', import.meta.url));
/** The sandbox is a product of its own and speaks English, as the API does. */
const outside = /^src\/sandbox\/|\.generated\.ts$/;
const lists = 'src/referral/words.ts';

/** Paths of the sources that have texts for people, relative to the project. */
export function sourcesWithTexts(): string[] {
  const sources = globSync('src/**/*.{ts,tsx}', { cwd: project }).map((path) => path.replaceAll('\\', '/'));
  return sources.filter((path) => !outside.test(path)).sort();
}

export function parseSource(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(project + path, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** The text of a call of `t` or `l10n.t`; undefined for any other node. Throws when the text isn't written out. */
export function textOf(node: ts.Node): ts.StringLiteralLike | undefined {
  if (!ts.isCallExpression(node) || !/^(t|(vscode\.)?l10n\.t)$/.test(node.expression.getText())) return undefined;
  const [text] = node.arguments;
  if (text && ts.isStringLiteralLike(text)) return text;
  const { fileName } = node.getSourceFile();
  if (fileName === lists) return undefined;
  throw new Error(`${fileName}: a translator can’t see the text of ${node.getText()}`);
}

/** The text that `bundle.l10n.json` must have for the sources as they are. */
export function extractTexts(): string {
  const texts = new Set(textsOfWords());
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text) texts.add(text.text);
    node.forEachChild(visit);
  };
  for (const path of sourcesWithTexts()) visit(parseSource(path));
  return `${JSON.stringify(Object.fromEntries([...texts].sort().map((text) => [text, text])), undefined, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(`${project}l10n`, { recursive: true });
  writeFileSync(`${project}l10n/bundle.l10n.json`, extractTexts());
}
