import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * The modules that each module imports at run time. Types are left out, since the compiler drops them; so is
 * `import()`, which runs after both modules have been loaded.
 */
type Imports = ReadonlyMap<string, readonly string[]>;

function importsOf(files: readonly string[]): Imports {
  return new Map(
    files.map((file) => {
      const source = ts.sys.readFile(file) ?? '';
      const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
      const imported = tree.statements.flatMap((statement) => {
        if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
        const specifier = statement.moduleSpecifier;
        if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return [];
        return isOfTypes(statement) ? [] : resolve(dirname(file), specifier.text);
      });
      return [file, imported];
    }),
  );
}

/** True of `import type …` and of an import whose every name says `type`. */
function isOfTypes(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return !clause.name && !!names && ts.isNamedImports(names) && names.elements.every((name) => name.isTypeOnly);
}

/** The first circle that is found, as a list of modules that ends where it began. */
function findCircle(imports: Imports): readonly string[] | undefined {
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle) return circle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}

describe('the imports', () => {
  const root = resolve(import.meta.dirname, '../..');

  it('form no circle at run time', () => {
    const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).map((file) => join(root, file));
    const imports = importsOf(files);
    assert.ok([...imports.values()].flat().every((file) => files.includes(file) || file.endsWith('.json')));
    const circle = findCircle(imports);
    assert.equal(circle?.map((file) => relative(root, file)).join(' → '), undefined);
  });

  it('would be found in a circle of any length', () => {
    const circle = findCircle(
      new Map([
        ['a', ['b']],
        ['b', ['c', 'd']],
        ['c', []],
        ['d', ['b']],
      ]),
    );
    assert.deepEqual(circle, ['b', 'd', 'b']);
    assert.equal(
      findCircle(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['c']],
          ['c', []],
        ]),
      ),
      undefined,
    );
  });
});
