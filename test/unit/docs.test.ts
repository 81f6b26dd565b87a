import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { coachRules } from '../../src/sandbox/coach/rules.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const sources = globSync(['src/**/*.{ts,tsx,css}', 'test/**/*.{ts,tsx,mjs,js}', '*.js'], { cwd: root }).filter(
  (file) => file !== join('test', 'unit', basename(import.meta.filename)),
);

/** A comment's text on one line, so that a citation may be wrapped. */
function unwrapped(text: string): string {
  return text.replace(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' ');
}

/**
 * The sections of docs/api.md that a text cites and that do not exist, each as the words that follow the file's name.
 */
function missingSections(text: string, headings: readonly string[]): string[] {
  const cited = [...unwrapped(text).matchAll(/docs\/api\.md(?:, (.{1,60}))?/g)].map(([, words = '']) => words);
  return cited.filter((words) => !headings.some((heading) => words === heading || isFirst(heading, words)));
}

function isFirst(heading: string, words: string): boolean {
  return words.startsWith(heading) && /^[).;:]/.test(words.slice(heading.length));
}

/** What a text cites that is not in the repository: sections by number, and documents that do not exist. */
function outsideCitations(text: string, exists: (document: string) => boolean): string[] {
  const documents = [...text.matchAll(/(?:[\w./-]+\/)?[\w-]+\.md\b/g)].map(([document]) => document);
  return [...(text.match(/§[\d.]*/g) ?? []), ...documents.filter((document) => !exists(document))];
}

describe('The documents of the project', () => {
  const headings = [...read('docs/api.md').matchAll(/^#{2,} (.+)$/gm)].map(([, heading = '']) => heading);

  it('have every section that a comment cites', () => {
    const missing = sources.flatMap((file) =>
      missingSections(read(file), headings).map((words) => `${file}: ${words}`),
    );
    assert.deepEqual(missing, []);
  });

  it('have every document and section that a rule of the coach names as its source', () => {
    const wrong = coachRules.filter(({ source }) => {
      const [mark = '', section = ''] = source.split(', ');
      return !read('docs/api.md').includes(`\n| ${mark} `) || !headings.includes(section);
    });
    assert.deepEqual(
      wrong.map(({ id, source }) => `${id}: ${source}`),
      [],
    );
  });

  it('would miss a section that does not exist, also over a line break', () => {
    const known = ['Life cycle', 'Pages'];
    assert.deepEqual(missingSections('// (docs/api.md, Life cycle) and docs/api.md, Pages.', known), []);
    assert.deepEqual(missingSections('/**\n * See docs/api.md, Life\n * cycle.\n */', known), []);
    assert.deepEqual(missingSections('// docs/api.md, Page numbers', known), ['Page numbers']);
    assert.deepEqual(missingSections('// docs/api.md', known), ['']);
  });

  it('are the only ones that comments cite', () => {
    const outside = sources.flatMap((file) => {
      const exists = (document: string): boolean =>
        existsSync(join(root, document)) || existsSync(join(root, dirname(file), document));
      return outsideCitations(read(file), exists).map((citation) => `${file}: ${citation}`);
    });
    assert.deepEqual(outside, []);
  });

  it('would find a citation of something else', () => {
    assert.deepEqual(
      outsideCitations('// reference §3.1, notes.md, README.md', (name) => name === 'README.md'),
      ['§3.1', 'notes.md'],
    );
  });

  it('name only files and folders that exist in CONTRIBUTING.md', () => {
    const names = [...read('CONTRIBUTING.md').matchAll(/`((?:src|test|docs|media)(?:\/[\w.-]+)*)`/g)];
    assert.ok(names.length > 60);
    const missing = names.map(([, name = '']) => name).filter((name) => !existsSync(join(root, name)));
    assert.deepEqual(missing, []);
  });

  it('name every folder of src under "Structure" in CONTRIBUTING.md', () => {
    const [, structure = ''] = /^## Structure\n([^]*?)^## /m.exec(read('CONTRIBUTING.md')) ?? [];
    const folders = globSync('src/**/', { cwd: root }).map((folder) => folder.replaceAll('\\', '/').replace(/\/$/, ''));
    assert.ok(folders.includes('src/sandbox/http'));
    const unnamed = folders.filter((folder) => !structure.includes(`| \`${folder}\` `));
    assert.deepEqual(unnamed, []);
  });
});
