import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { PageParts } from './page.ts';

/** Reads the files of a page that the build wrote. */
export async function readPageParts(
  extension: vscode.Uri,
  page: 'panel' | 'timeline' = 'panel',
): Promise<Pick<PageParts, 'script' | 'style'>> {
  const read = (name: string): Promise<string> => readFile(vscode.Uri.joinPath(extension, 'dist', name).fsPath, 'utf8');
  const [script, style] = await Promise.all([read(`${page}.js`), read(`${page}.css`)]);
  return { script, style };
}
