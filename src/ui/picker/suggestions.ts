import * as vscode from 'vscode';
import { readReferralId } from '../../referral/readReferralId.ts';
import { findReferralIds } from '../../referral/referralId.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { fold } from '../../services/search/fold.ts';
import { textIndexOf } from '../../services/search/textIndex.ts';
import { looksLikeReference } from '../../services/server/question.ts';

/** Referrals that are named in the editor or on the clipboard. */
export interface Suggestions {
  /** Referral ids, best first. */
  readonly selection: readonly string[];
  readonly clipboard: readonly string[];
}

/** Maximum length of the text that is searched for references, in UTF-16 code units. */
const maxTextLength = 2000;
const maxSuggestions = 5;

type Known = Pick<Catalog, 'of'>;

/** Finds referrals in the editor's selection or at its cursor, by id or by the CRM reference of a known referral. */
export function fromSelection(catalog: Known, connection: ConnectionId): string[] {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return [];
  const { document, selection } = editor;
  if (!selection.isEmpty) {
    const selected = document.getText(selection);
    const read = readReferralId(selected);
    const text = selected.slice(0, maxTextLength);
    const ids = findReferralIds(text).map((found) => found.id);
    return first([...(read.ok ? [read.id] : []), ...ids, ...byReference(catalog, connection, text.split(separators))]);
  }
  const { character, line } = selection.active;
  const from = Math.max(0, character - 100);
  const text = document.getText(new vscode.Range(line, from, line, character + 100));
  const cursor = character - from;
  const ids = findReferralIds(text)
    .filter((found) => found.start <= cursor && cursor <= found.end)
    .map((found) => found.id);
  const start = text.slice(0, cursor).split(separators).at(-1) ?? '';
  const end = text.slice(cursor).split(separators)[0] ?? '';
  return first([...ids, ...byReference(catalog, connection, [start + end])]);
}

/** Finds referrals on the clipboard. Reading it can take a while in a browser and may be refused. */
export async function fromClipboard(catalog: Known, connection: ConnectionId): Promise<string[]> {
  try {
    const copied = await vscode.env.clipboard.readText();
    const read = readReferralId(copied);
    const text = copied.slice(0, maxTextLength);
    return read.ok ? [read.id] : first(byReference(catalog, connection, [text.trim(), ...text.split(separators)]));
  } catch {
    return [];
  }
}

/** Characters that separate a reference from the text around it, in code and in prose. */
const separators = /[\s"'`,;()<>{}[\]=|]+/;

function byReference(catalog: Known, connection: ConnectionId, words: readonly string[]): string[] {
  const wanted = new Set(words.filter(looksLikeReference).map(fold));
  if (wanted.size === 0) return [];
  return textIndexOf(catalog.of(connection)).withReferences(wanted);
}

function first(ids: readonly string[]): string[] {
  return [...new Set(ids)].slice(0, maxSuggestions);
}
