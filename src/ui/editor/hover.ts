import * as vscode from 'vscode';
import { ApiError, type Failure } from '../../api/failure.ts';
import { asMarkdownText } from '../failures/escape.ts';
import { locale } from '../locale.ts';
import { commands, innerCommands } from '../names.ts';
import { readSettings } from '../settings.ts';
import { referralTooltip } from '../tree/items/tooltip.ts';
import type { CatalogEntry } from '../../services/catalog/catalog.ts';
import type { PlaceInFile } from '../commands/lookUpReferral.ts';
import type { EditorDeps } from './registerEditor.ts';

/**
 * Returns the content of a hover over an id. For a known referral, it comes from the catalog. For an unknown one, it is
 * a link that looks it up. Only with `hover.lookup: always`, the referral is requested without a click, and never with
 * a prompt.
 */
export async function hoverFor(
  deps: EditorDeps,
  id: string,
  { uri, range }: vscode.Location,
  cancellation: vscode.CancellationToken,
): Promise<vscode.MarkdownString | undefined> {
  const connection = deps.connections.current.id;
  let known = deps.catalog.find(connection, id);
  let refusal: Failure | undefined;
  if (!known && readSettings.hoverLookup() === 'always') {
    const found = await lookUp(deps, id, cancellation);
    if (cancellation.isCancellationRequested) return undefined;
    if (found && 'summary' in found) known = found;
    else refusal = found;
  }
  const sandbox = connection === 'sandbox' ? ` — ${vscode.l10n.t('Sandbox')}` : '';
  if (!known) {
    const text = new vscode.MarkdownString();
    const { line, character } = range.start;
    const at = { uri: uri.toString(), line, character };
    const label = refusal ? vscode.l10n.t('Look up again') : vscode.l10n.t('Look up this referral');
    if (refusal) {
      const { explain } = await import('../../services/connection/explain/explanation.ts');
      text.appendMarkdown(`${asMarkdownText(explain(refusal, connection).title)}\n\n`);
    }
    text.appendMarkdown(`${commandLink(label, innerCommands.lookUpReferral, { id, at })}${sandbox}`);
    text.isTrusted = { enabledCommands: [innerCommands.lookUpReferral] };
    return text;
  }
  const text = referralTooltip(known.summary, deps.clocks.now(connection), locale());
  const open = commandLink(vscode.l10n.t('Open'), commands.openReferral, { id });
  const json = commandLink(vscode.l10n.t('Open JSON'), commands.openReferralJson, { id });
  text.appendMarkdown(`${open} · ${json}${sandbox}`);
  text.isTrusted = { enabledCommands: [commands.openReferral, commands.openReferralJson] };
  return text;
}

/** How long, in ms, hovers don't request an id again that the server didn't find. */
const notFoundLifetime = 5 * 60_000;
const anyId = '*';

interface Refusal {
  readonly failure: Failure;
  /** Until when nothing is requested, in ms since 1970. */
  readonly until: number;
}

const refused = new WeakMap<object, Map<string, Refusal>>();

/** Returns the referral, or why the request for it failed. Undefined if nothing was requested for it. */
async function lookUp(
  deps: EditorDeps,
  id: string,
  cancellation: vscode.CancellationToken,
): Promise<CatalogEntry | Failure | undefined> {
  const { catalog, connections } = deps;
  const key = `${connections.current.id}/${id}`;
  const refusals = refused.get(catalog) ?? new Map<string, Refusal>();
  refused.set(catalog, refusals);
  const own = refusals.get(key);
  if (own && own.until > Date.now()) return own.failure;
  if ((refusals.get(anyId)?.until ?? 0) > Date.now()) return undefined;
  const stop = new AbortController();
  const listening = cancellation.onCancellationRequested(() => stop.abort());
  try {
    return await catalog.open(connections.current.id, id, { signal: stop.signal });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { failure } = error;
    if (failure.kind === 'cancelled') return undefined;
    const isMissing = failure.kind === 'notFound';
    const refusal = { failure, until: Date.now() + (isMissing ? notFoundLifetime : retryDelay(failure)) };
    refusals.set(key, refusal);
    // Hovering over many ids must not send a request each to a server that throttles or is down.
    if (!isMissing) refusals.set(anyId, refusal);
    return failure;
  } finally {
    listening.dispose();
  }
}

/** Parentheses would end a Markdown link, and `encodeURIComponent` leaves those of file names. */
function commandLink(label: string, command: string, argument: { id: string; at?: PlaceInFile }): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify([argument])).replace(/[()]/g, percent)})`;
}

function retryDelay(failure: Failure): number {
  return Math.max(30_000, failure.kind === 'throttled' ? (failure.retryAfterMs ?? 0) : 0);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}
