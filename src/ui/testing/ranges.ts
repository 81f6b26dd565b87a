import * as vscode from 'vscode';
import type { Range } from '../../services/scenarios/testFile.ts';

/** From lines and columns that count from 1. */
export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
}
