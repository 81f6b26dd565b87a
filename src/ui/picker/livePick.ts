import * as vscode from 'vscode';
import type { Event } from '../../base/event.ts';
import type { PickerKeys } from './pickerKeys.ts';

/** A row that is recognized by its key after a redraw. */
export interface LiveRow extends vscode.QuickPickItem {
  readonly key: string;
}

export interface LivePickOptions<Row extends LiveRow, Result> {
  readonly title: string;
  readonly placeholder: string;
  readonly value?: string;
  /** Called initially and after each keystroke, before `rows`. */
  typed?(typed: string): void;
  /**
   * Returns the rows for the typed text, best match first. Must not have side effects, since it is called after each
   * keystroke and each change.
   */
  rows(typed: string): readonly Row[];
  busy(): boolean;
  /** Events after which the rows are redrawn. */
  readonly changes: readonly Event<unknown>[];
  /** Returns the result for Enter or a click. Undefined keeps the picker open. */
  accept(row: Row | undefined, typed: string): Result | undefined;
  readonly buttons?: LiveButtons<Row, Result>;
}

export interface LiveButtons<Row extends LiveRow, Result> {
  /** Handles a button of a row. Undefined keeps the picker open. */
  press(row: Row, button: vscode.QuickInputButton): Promise<Result | undefined>;
  /** Called if a button failed unexpectedly. */
  onUnexpectedError(error: unknown): void;
  /** Commands that press a button of the active row, since VS Code has no keyboard shortcuts for these buttons. */
  readonly commands: Readonly<Record<string, (row: Row) => vscode.QuickInputButton | undefined>>;
  readonly keys: PickerKeys;
}

const redrawInterval = 80;

/** Shows a quick pick that doesn't filter or sort its rows. Undefined if it was dismissed. */
export async function showLivePick<Row extends LiveRow, Result>(
  options: LivePickOptions<Row, Result>,
): Promise<Result | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  const own: vscode.Disposable[] = [pick];
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  if (options.value !== undefined) pick.value = options.value;
  // VS Code would sort the rows by label. This property exists, but is not in the type definitions.
  if ('sortByLabel' in pick) pick.sortByLabel = false;
  // Otherwise, VS Code highlights only matches in the label.
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;

  let moved: string | undefined;
  let drawn: string | undefined;
  const draw = (sameText: boolean): void => {
    if (!sameText) options.typed?.(pick.value);
    const rows = options.rows(pick.value);
    pick.busy = options.busy();
    const fingerprint = fingerprintOf(rows);
    // Setting the rows makes the first one active, even if the user has just moved to another one.
    if (sameText && fingerprint === drawn) return;
    drawn = fingerprint;
    pick.keepScrollPosition = sameText;
    pick.items = rows;
    const kept = sameText ? rows.find((row) => row.key === moved) : undefined;
    if (kept) pick.activeItems = [kept];
    else moved = undefined;
  };
  // VS Code tells with a delay which of the new rows is active. Until then, it tells none or one of the former rows.
  const active = (): Row | undefined => {
    const key = pick.activeItems[0]?.key;
    return pick.items.find((row) => row.key === key) ?? firstOf(pick.items);
  };
  let timer: NodeJS.Timeout | undefined;
  const drawSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      draw(true);
    }, redrawInterval);
  };
  own.push({ dispose: () => clearTimeout(timer) });
  for (const change of options.changes) own.push(vscode.Disposable.from(change(drawSoon)));

  const { buttons } = options;
  draw(false);
  try {
    return await new Promise<Result | undefined>((resolve) => {
      const end = (result: Result | undefined): void => {
        if (result !== undefined) resolve(result);
      };
      const press = async (row: Row, button: vscode.QuickInputButton | undefined): Promise<void> => {
        if (!button || !buttons) return;
        try {
          end(await buttons.press(row, button));
          draw(true);
        } catch (error) {
          buttons.onUnexpectedError(error);
        }
      };
      own.push(
        pick.onDidChangeValue(() => draw(false)),
        pick.onDidChangeActive(([row]) => {
          moved = row && row !== firstOf(pick.items) ? row.key : undefined;
        }),
        pick.onDidAccept(() => end(options.accept(pick.selectedItems[0], pick.value))),
        pick.onDidTriggerItemButton(({ item, button }) => void press(item, button)),
        pick.onDidHide(() => resolve(undefined)),
      );
      if (buttons) {
        const actions = Object.entries(buttons.commands).map(([command, buttonOf]) => {
          const act = async (): Promise<void> => {
            const row = active();
            if (row) await press(row, buttonOf(row));
          };
          return [command, act] as const;
        });
        own.push(buttons.keys.take(Object.fromEntries(actions)));
      }
      pick.show();
    });
  } finally {
    for (const item of own) item.dispose();
  }
}

function fingerprintOf(rows: readonly LiveRow[]): string {
  return JSON.stringify(
    rows.map(({ key, label, description, detail, buttons = [] }) => [
      key,
      label,
      description,
      detail,
      buttons.map(({ tooltip }) => tooltip),
    ]),
  );
}

function firstOf<Row extends LiveRow>(rows: readonly Row[]): Row | undefined {
  return rows.find((row) => row.kind !== vscode.QuickPickItemKind.Separator);
}
