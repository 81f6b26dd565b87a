import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { extractTexts, parseSource, sourcesWithTexts, textOf } from '../../../src/extractTexts.ts';

const bundle = readFileSync('l10n/bundle.l10n.json', 'utf8');
const texts = Object.keys(JSON.parse(bundle) as Record<string, string>);

/** Literals that people read by where they stand, even when they are one word. */
const readAttributes = new Set(['title', 'aria-label', 'label', 'summary']);
const readMembers = new Set(['label', 'description', 'detail', 'tooltip', 'title', 'placeholder', 'prompt']);

/** Product names, what is typed into a terminal, and what programs say to each other. */
const sameEverywhere = /^(Azure (Developer )?CLI|azd? (auth )?login|Partner Referrals …|VS Code …)$/;
const protocol = / eq |^Bearer |^<!doctype html>|^time limit$/;

/**
 * The log is for developers; the words of the API's values stand in lists of their own; the sentences of the API's
 * rules are for docs and the sandbox's own descriptions; the JSON Schema is in English; so are the comments of code
 * that is copied, and the words of names in JSON.
 */
const withoutTexts = new RegExp(
  `^src/(${[
    'ui/log/log',
    'referral/(words|generateTypes|editorSchema)',
    'referral/rules/(?!bindValue|lifeCycle|portal\\b|registration)\\w+',
    'services/code/(curl|httpFile|typescript|csharp|python|\\w+Receiver)',
    'services/fixture/(vocabulary|fakeWords)',
  ].join('|')})\\.ts$`,
);

/** What has words and is read by nobody, or by developers. */
function isForMachines(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at) && !ts.isBlock(at); at = at.parent) {
    if (textOf(at) || ts.isImportDeclaration(at) || ts.isTypeNode(at)) return true;
    if (ts.isJsxAttribute(at) && /^(class|d|viewBox)$/.test(at.name.getText())) return true;
    if (ts.isPropertyAssignment(at) && at.name.getText() === 'name') return true;
    if (ts.isNewExpression(at) && /^(Error|RegExp)$/.test(at.expression.getText())) return true;
    if (ts.isCallExpression(at) && /log\.\w+$|\.executeCommand$/.test(at.expression.getText())) return true;
  }
  return false;
}

function isRead(node: ts.Node, text: string): boolean {
  if (/\p{L}{2,} \p{L}{2,}/u.test(text)) return true;
  if (!/\p{L}{2}/u.test(text)) return false;
  if (ts.isJsxText(node)) return true;
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) return readAttributes.has(parent.name.getText());
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && readMembers.has(parent.name.getText());
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(parent.left) &&
    readMembers.has(parent.left.name.text)
  );
}

/** The texts for people that stand in a source outside of `t`. */
function untranslated(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = wordsOf(node)
      .replace(/\$\([\w-]+\)/g, '')
      .trim();
    const exempt = sameEverywhere.test(text) || protocol.test(text);
    if (!exempt && isRead(node, text) && !isForMachines(node)) found.push(text);
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

function wordsOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return '';
  return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('…');
}

describe('The texts for people', () => {
  it('are listed for translators as the sources have them, none missing and none too many', () => {
    assert.equal(bundle, extractTexts(), 'Run `npm run l10n`.');
  });

  it('go through `t` wherever they stand', () => {
    const found = sourcesWithTexts()
      .filter((path) => !withoutTexts.test(path))
      .flatMap((path) => untranslated(parseSource(path)).map((text) => `${path}: ${text}`));
    assert.deepEqual(found, []);
  });

  for (const [what, code] of [
    ['a sentence', "throw new HumanError('Select two referrals.')"],
    ['a sentence with a value', 'const found = `There are ${count} referrals.`'],
    ['a word in a row', "const row = { label: 'Refresh' }"],
    ['a word behind an icon', 'const row = { label: `$(beaker) Sandbox ${name}` }'],
    ['a title that is set', "pick.title = 'Filter'"],
    ['a word on the page', 'const view = <p>More</p>'],
    ['a word in an attribute', 'const view = <button title="Copy" />'],
  ] as const) {
    it(`are found outside of it: ${what}`, () => {
      assert.equal(untranslated(ts.createSourceFile('x.tsx', code, ts.ScriptTarget.Latest, true)).length, 1);
    });
  }

  it('are told from what programs say to each other', () => {
    const code = `
      const view = <p class="note quoted">{t('More words here')}</p>;
      throw new Error('No token came back.');
      log.error('It went wrong.', error);
      const row = { label: \`$(beaker) \${vscode.l10n.t('Sandbox')}\`, icon: 'beaker' };`;
    assert.deepEqual(untranslated(ts.createSourceFile('x.tsx', code, ts.ScriptTarget.Latest, true)), []);
  });

  it('must be written out, so that the list has them', () => {
    const source = ts.createSourceFile('x.ts', 't(words)', ts.ScriptTarget.Latest, true);
    assert.throws(() => source.forEachChild((statement) => statement.forEachChild(textOf)), /t\(words\)/);
  });

  it('number their values from 0, without a gap', () => {
    for (const text of texts) {
      const places = new Set(Array.from(text.matchAll(/\{(\d+)\}/g), ([, place]) => Number(place)));
      assert.deepEqual(
        [...places].sort(),
        [...places.keys()].map((_, index) => index),
        text,
      );
    }
  });

  it('have one of their own for 1 where a number stands before a plural', () => {
    // Never 1: limits of ours, clocks that are off by more, waits that would be told in a smaller unit, and counts that begin at 2.
    const neverOne =
      /^No complete response was received|^The clock is \{0\} seconds|^This contains \{0\} different IDs|^No more than|^\{0\} referrals have|^\{0\} events from|· \{1\} events$|^Try again in \{0\} (minutes|hours|days)|^With status/;
    const counted = texts.filter((text) => /\{\d\} (\p{L}+ )?\p{L}{3,}s\b/u.test(text) && !neverOne.test(text));
    assert.deepEqual(
      counted.filter((text) => !texts.some((other) => other.includes('1 ') && sameBut(other, text))),
      [],
    );
  });
});

/** "1 field changed since {0}" of "{0} fields changed since {1}". */
function sameBut(one: string, many: string): boolean {
  const plain = (text: string): string[] =>
    text
      .replace(/\{\d\}|\b1\b/g, '#')
      .split(' ')
      .filter((word) => word !== 'is' && word !== 'are')
      .map((word) => word.slice(0, 3));
  return plain(one).join() === plain(many).join();
}
