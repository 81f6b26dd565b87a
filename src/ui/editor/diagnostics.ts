import * as vscode from 'vscode';
import type { Event } from '../../base/event.ts';
import { BaseVersion, checkFile, checkReferral, type Finding } from '../../services/edit/diagnostics.ts';
import { quickFixes } from '../../services/edit/quickFixes.ts';
import { schemes } from '../names.ts';
import type { EditorDeps } from './registerEditor.ts';

/**
 * The server's text that the document of a referral was made from, and the saves since that it doesn't show. Undefined if
 * it isn't known.
 */
export type BaseOf = (uri: vscode.Uri) => Promise<Pick<BaseVersion, 'text' | 'saves'> | undefined>;

/** Edited referrals are compared with the version that their text is based on. */
export function check({ catalog, documents }: EditorDeps): ReferralDiagnostics {
  return new ReferralDiagnostics(async (uri) => (await documents()).baseOf(uri), catalog.onDidChange);
}

/** How long, in ms, typing pauses before the text is checked. */
const pause = 300;

interface Checked {
  readonly version: number;
  readonly base: BaseVersion | undefined;
  readonly found: readonly { readonly finding: Finding; readonly diagnostic: vscode.Diagnostic }[];
}

/** Checks documents at once when they open or their base version changes, and after a pause in typing. */
export class ReferralDiagnostics implements vscode.Disposable, vscode.CodeActionProvider {
  readonly #baseOf: BaseOf;
  readonly #collection = vscode.languages.createDiagnosticCollection('partnerReferrals');
  readonly #timers = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  readonly #checked = new WeakMap<vscode.TextDocument, Checked>();
  readonly #listening: vscode.Disposable;

  constructor(baseOf: BaseOf, onDidChangeBase: Event<unknown>) {
    this.#baseOf = baseOf;
    const schedule = (document: vscode.TextDocument): void => this.#schedule(document, pause);
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => schedule(document)),
      // Saving makes the text the new base version.
      vscode.workspace.onDidSaveTextDocument(schedule),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      onDidChangeBase(() => {
        for (const document of vscode.workspace.textDocuments) {
          if (document.uri.scheme === schemes.referral) schedule(document);
        }
      }),
      vscode.languages.registerCodeActionsProvider({ pattern: '**/*.referral.json' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    for (const document of vscode.workspace.textDocuments) this.#schedule(document, 0);
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (!isChecked(document) || (context.only && !context.only.contains(vscode.CodeActionKind.QuickFix))) return [];
    const { version } = document;
    // The pause after typing may not be over.
    if (this.#checked.get(document)?.version !== version) await this.#check(document);
    const checked = this.#checked.get(document);
    if (checked?.version !== version || document.version !== version) return [];
    const text = document.getText();
    return checked.found
      .filter(({ diagnostic }) => diagnostic.range.intersection(range))
      .flatMap(({ finding, diagnostic }) => {
        const fixes = quickFixes(text, finding, checked.base);
        return fixes.map(({ title, span, newText }) => {
          const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          action.diagnostics = [diagnostic];
          action.isPreferred = fixes.length === 1;
          action.edit = new vscode.WorkspaceEdit();
          action.edit.replace(document.uri, rangeOf(document, span), newText);
          return action;
        });
      });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#listening.dispose();
    this.#collection.dispose();
  }

  #schedule(document: vscode.TextDocument, delay: number): void {
    if (!isChecked(document)) return;
    clearTimeout(this.#timers.get(document));
    const timer = setTimeout(() => {
      this.#timers.delete(document);
      void this.#check(document);
    }, delay);
    this.#timers.set(document, timer);
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#checked.delete(document);
    this.#collection.delete(document.uri);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { uri, version } = document;
    const isReferral = uri.scheme === schemes.referral;
    const made = isReferral ? await this.#baseOf(uri) : undefined;
    // A newer text is checked after its own pause.
    if (document.version !== version || document.isClosed) return;
    const before = this.#checked.get(document)?.base;
    const isSameBase = made !== undefined && made.text === before?.text && made.saves === before.saves;
    const base = isSameBase ? before : made && new BaseVersion(made.text, made.saves);
    const text = document.getText();
    const findings = isReferral ? checkReferral(text, base) : checkFile(text);
    const found = findings.map((finding) => ({ finding, diagnostic: diagnosticOf(document, finding) }));
    this.#checked.set(document, { version, base, found });
    this.#collection.set(
      uri,
      found.map(({ diagnostic }) => diagnostic),
    );
  }
}

/** Documents of referrals, and files with referrals. Versions from source control and the like can't be edited. */
function isChecked({ uri, languageId }: vscode.TextDocument): boolean {
  return (
    /^jsonc?$/.test(languageId) &&
    uri.path.endsWith('.referral.json') &&
    (uri.scheme === schemes.referral ||
      uri.scheme === 'file' ||
      uri.scheme === 'untitled' ||
      vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true)
  );
}

function diagnosticOf(document: vscode.TextDocument, { severity, message, span }: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(document, span),
    message,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = vscode.l10n.t('Partner Referrals');
  return diagnostic;
}

function rangeOf(document: vscode.TextDocument, { start, end }: Finding['span']): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
