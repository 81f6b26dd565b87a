import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { PageParts } from './page.ts';

/** Reads the files that the build wrote. */
export async function readPageParts(extension: vscode.Uri): Promise<PageParts> {
  const read = (...path: string[]): Promise<string> => readFile(vscode.Uri.joinPath(extension, ...path).fsPath, 'utf8');
  const [script, style] = await Promise.all([read('dist', 'panel.js'), read('dist', 'panel.css')]);
  return { script, style };
}
