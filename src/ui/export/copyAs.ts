import * as vscode from 'vscode';
import { treeAt, Scalar } from '../../referral/leaves.ts';
import { canWrite, codeFor } from '../../services/code/code.ts';
import { CodeError, languages, type Language, type Task } from '../../services/code/request.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { checkEdit } from '../../services/edit/checkEdit.ts';
import { afterSaves } from '../../services/edit/earlierSaves.ts';
import { patchText } from '../../services/edit/patch.ts';
import type { EarlierSave } from '../../services/edit/saveOutcome.ts';
import { isFilteredByUs, queryOf } from '../../services/list/query.ts';
import { referralUri } from '../documents/referralUri.ts';
import { HumanError } from '../failures/humanError.ts';
import type { ExportDeps } from './registerExport.ts';

/** A text and the server's that it was made from. */
interface Draft {
  readonly id: string;
  readonly base?: string | undefined;
  readonly text: string;
  /** Counts where the base's text has none. */
  readonly eTag?: string | undefined;
  readonly saves?: readonly EarlierSave[] | undefined;
}

interface Target {
  readonly connection: ConnectionId;
  readonly id: string;
}

/** What was given in advance; what isn't is asked for. */
interface Wishes {
  readonly language: unknown;
  /** `get`, `list`, `patch` or `receiver`. */
  readonly what?: unknown;
}

const kinds = ['get', 'list', 'patch', 'receiver'] as const satisfies readonly Task['kind'][];
type Kind = (typeof kinds)[number];

/**
 * Puts code on the clipboard. Resolves when it is there.
 * @param referral undefined: code that isn't about one, or that one is asked for
 */
export async function copyAs(
  deps: ExportDeps,
  referral: Target | undefined,
  { language, what }: Wishes,
): Promise<void> {
  const wanted = typeof language === 'string' ? readLanguage(language) : undefined;
  const asked = typeof what === 'string' ? readKind(what) : undefined;
  const draft = referral && (await draftOf(deps, referral));
  const kind =
    asked ?? (wanted !== undefined && referral ? 'get' : await pickKind(referral !== undefined, draft !== undefined));
  if (!kind) return;
  if (kind === 'list') return copyListAs(deps, wanted);
  const task = await taskOf(deps, kind, referral, draft);
  if (task) await copy(task, wanted);
}

/** The list as the side panel filters and sorts it. */
export async function copyListAs(deps: ExportDeps, language: unknown): Promise<void> {
  const { browsing } = await deps.tree();
  const { arrangement, myEmail } = browsing;
  const task: Task = {
    kind: 'list',
    query: queryOf(arrangement, myEmail),
    isPartial: isFilteredByUs(arrangement, myEmail),
  };
  await copy(task, typeof language === 'string' ? readLanguage(language) : undefined);
}

async function taskOf(
  deps: ExportDeps,
  kind: Exclude<Kind, 'list'>,
  referral: Target | undefined,
  draft: Draft | undefined,
): Promise<Task | undefined> {
  if (kind === 'receiver') return { kind };
  if (kind === 'patch') {
    if (!draft) {
      throw new HumanError(
        vscode.l10n.t('This referral has no unsaved changes. Change its JSON document first, then copy the code.'),
      );
    }
    return patchTask(draft);
  }
  const id = referral?.id ?? (await deps.choose());
  return id === undefined ? undefined : { kind, id };
}

/** What was typed into the referral's document, or was kept of it. */
async function draftOf({ drafts, documents }: ExportDeps, { connection, id }: Target): Promise<Draft | undefined> {
  const loaded = await drafts();
  await loaded.load();
  const stored = loaded.find(connection, id)?.draft;
  const uri = referralUri(connection, id);
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (open?.isDirty === true) {
    const base = await (await documents()).baseOf(uri);
    if (base) return { id, base: base.text, saves: base.saves, text: open.getText(), eTag: stored?.eTag };
  }
  return stored;
}

/** The operations and the eTag that saving would send. */
function patchTask({ id, base, text, eTag, saves }: Draft): Task {
  const problem = (message: string): HumanError =>
    new HumanError(vscode.l10n.t('The unsaved changes can’t be sent as they are. {0}', message));
  if (base === undefined) {
    throw problem(
      vscode.l10n.t('The version that they were made from is not known any more. Save the document first.'),
    );
  }
  let before, after;
  try {
    ({ base: before, mine: after } = afterSaves({ base, saves }, text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw problem(vscode.l10n.t('The document is not valid JSON. Correct it first.'));
  }
  const { operations, problems } = checkEdit(before, after);
  const [first] = problems;
  if (first) throw problem(first.message);
  if (operations.length === 0) throw problem(vscode.l10n.t('Nothing differs from the server’s version.'));
  const inText = treeAt(before, '/eTag');
  const tag =
    inText instanceof Scalar && typeof inText.value === 'string' ? inText.value : (saves?.at(-1) ?? { eTag }).eTag;
  if (tag === undefined) throw problem(vscode.l10n.t('The referral has no eTag. Refresh it and try again.'));
  return { kind: 'patch', id, operations: patchText(operations), eTag: tag };
}

async function copy(task: Task, given: Language | undefined): Promise<void> {
  const language = given ?? (await pickLanguage(task.kind));
  if (!language) return;
  try {
    await vscode.env.clipboard.writeText(codeFor(task, language));
  } catch (error) {
    if (error instanceof CodeError) throw new HumanError(error.message, { cause: error });
    throw error;
  }
  const words = vscode.l10n.t('The code is on the clipboard. It reads PARTNER_API_URL and PARTNER_API_TOKEN.');
  vscode.window.setStatusBarMessage(`$(clippy) ${words}`, 15_000);
}

function readLanguage(given: string): Language {
  const language = languages.find((each) => each === given.trim().toLowerCase());
  if (language !== undefined) return language;
  throw new HumanError(
    vscode.l10n.t('Code can be copied as {0}, not as "{1}". Give one of these.', languages.join(', '), given),
  );
}

function readKind(given: string): Kind {
  const kind = kinds.find((each) => each === given.trim().toLowerCase());
  if (kind !== undefined) return kind;
  throw new HumanError(vscode.l10n.t('The code can be {0}, not "{1}". Give one of these.', kinds.join(', '), given));
}

async function pickKind(isOfReferral: boolean, hasDraft: boolean): Promise<Kind | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly task: Kind })[] = [
    { task: 'get', label: `$(file-code) ${vscode.l10n.t('Read one referral')}` },
    {
      task: 'patch',
      label: `$(edit) ${vscode.l10n.t('Send the unsaved changes')}`,
      detail: vscode.l10n.t('A PATCH with the operations and the eTag that saving would send'),
    },
    {
      task: 'list',
      label: `$(list-unordered) ${vscode.l10n.t('Read the list')}`,
      detail: vscode.l10n.t('Filtered and sorted as the side panel, page by page'),
    },
    {
      task: 'receiver',
      label: `$(radio-tower) ${vscode.l10n.t('Receive webhook events')}`,
      detail: vscode.l10n.t('A receiver that verifies the signature'),
    },
  ];
  const offered = items.filter(({ task }) => (task === 'patch' ? hasDraft : isOfReferral ? task !== 'list' : true));
  const picked = await vscode.window.showQuickPick(offered, {
    title: vscode.l10n.t('Copy as Code'),
    placeHolder: vscode.l10n.t('What should the code do?'),
  });
  return picked?.task;
}

async function pickLanguage(kind: Kind): Promise<Language | undefined> {
  const details: Readonly<Record<Language, readonly [label: string, detail: string]>> = {
    curl: ['cURL', vscode.l10n.t('For a POSIX shell')],
    http: ['.http', vscode.l10n.t('For REST clients in editors')],
    csharp: ['C#', vscode.l10n.t('For .NET 8 and newer')],
    typescript: ['TypeScript', vscode.l10n.t('For Node.js')],
    python: [
      'Python',
      kind === 'receiver'
        ? vscode.l10n.t('With the package cryptography')
        : vscode.l10n.t('With the standard library only'),
    ],
  };
  const items = languages
    .filter((language) => canWrite(kind, language))
    .map((language) => ({ language, label: details[language][0], detail: details[language][1] }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Copy as Code'),
    placeHolder: vscode.l10n.t('In which language?'),
  });
  return picked?.language;
}
