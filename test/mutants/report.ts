import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Stryker's account of one mutant; positions count from 1. */
export interface Mutant {
  readonly fileName: string;
  readonly location: { readonly start: Position; readonly end: Position };
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: string;
}
interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Folder {
  readonly folder: string;
  /** Of the mutants that were tried, the percentage that a test noticed. */
  readonly score: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  /** No test reaches it. */
  readonly uncovered: number;
  /** Code that runs at loading, and texts for people. */
  readonly ignored: number;
  /** The process of the tests ended, mostly for want of memory. */
  readonly errors: number;
}

export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  readonly before: string;
  readonly after: string;
  readonly uncovered: boolean;
}

export interface Report {
  readonly folders: readonly Folder[];
  readonly survivors: readonly Survivor[];
}

export function countByFolder(mutants: readonly Mutant[], root: string): Folder[] {
  const folderOf = ({ fileName }: Mutant) => dirname(posix(relative(root, fileName)));
  const folders = [...new Set(mutants.map(folderOf))].sort().map((folder) =>
    count(
      folder,
      mutants.filter((mutant) => folderOf(mutant) === folder),
    ),
  );
  return [...folders, count('all', mutants)];
}

function count(folder: string, mutants: readonly Mutant[]): Folder {
  const of = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  const killed = of('Killed');
  const timedOut = of('Timeout');
  const survived = of('Survived');
  const uncovered = of('NoCoverage');
  const tried = killed + timedOut + survived + uncovered;
  const score = tried === 0 ? 100 : Math.round((1000 * (killed + timedOut)) / tried) / 10;
  return { folder, score, killed, timedOut, survived, uncovered, ignored: of('Ignored'), errors: of('RuntimeError') };
}

export function drawTable(folders: readonly Folder[]): string {
  const heads = ['folder', 'score', 'killed', 'timed out', 'survived', 'uncovered', 'ignored', 'errors'];
  const rows = folders.map((row) => [
    row.folder,
    `${row.score.toFixed(1)} %`,
    ...[row.killed, row.timedOut, row.survived, row.uncovered, row.ignored, row.errors].map(String),
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [heads, ...rows]
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

export function findSurvivors(mutants: readonly Mutant[], root: string): Survivor[] {
  const sources = new Map<string, string[]>();
  return mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ fileName, location: { start, end }, mutatorName, replacement, status }) => {
      const file = posix(relative(root, fileName));
      const lines = sources.get(file) ?? readFileSync(join(root, file), 'utf8').split('\n');
      sources.set(file, lines);
      const part = lines.slice(start.line - 1, end.line);
      part.push((part.pop() ?? '').slice(0, end.column - 1));
      part[0] = (part[0] ?? '').slice(start.column - 1);
      return {
        file,
        line: start.line,
        mutator: mutatorName,
        before: oneLine(part.join('\n')),
        after: oneLine(replacement),
        uncovered: status === 'NoCoverage',
      };
    })
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

export function describeSurvivors(survivors: readonly Survivor[]): string {
  if (survivors.length === 0) return 'No survivors.';
  return survivors
    .map(
      ({ file, line, mutator, before, after, uncovered }) =>
        `${file}:${line}  ${mutator}${uncovered ? ', no test comes here' : ''}\n  - ${before}\n  + ${after}`,
    )
    .join('\n');
}

function oneLine(code: string): string {
  const line = code.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 80)} … ${line.slice(-75)}` : line;
}

function posix(path: string): string {
  return path.replaceAll('\\', '/');
}
