import * as vscode from 'vscode';
import type { Event } from '../../base/event.ts';
import type { PickerKeys } from './pickerKeys.ts';

/** A row that keeps its identity while the list is drawn anew. */
export interface LiveRow extends vscode.QuickPickItem {
  readonly key: string;
}

export interface LivePickOptions<Row extends LiveRow, Result> {
  readonly title: string;
  readonly placeholder: string;
  readonly value?: string;
  /** Called at first and at each keystroke, before the rows are asked for. */
  typed?(typed: string): void;
  /** What to show for a text, best first. Has no effect of its own: asked at each keystroke and after each change. */
  rows(typed: string): readonly Row[];
  busy(): boolean;
  /** After these the rows are asked for anew. */
  readonly changes: readonly Event<unknown>[];
  /** What Enter or a click means; undefined leaves the picker open. */
  accept(row: Row | undefined, typed: string): Result | undefined;
  readonly buttons?: LiveButtons<Row, Result>;
}

export interface LiveButtons<Row extends LiveRow, Result> {
  /** What a row's button does; undefined leaves the picker open. */
  press(row: Row, button: vscode.QuickInputButton): Promise<Result | undefined>;
  /** A button failed in a way nobody foresaw. */
  onMistake(error: unknown): void;
  /** Commands that press a button of the active row: VS Code has no keys for such buttons. */
  readonly commands: Readonly<Record<string, (row: Row) => vscode.QuickInputButton | undefined>>;
  readonly keys: PickerKeys;
}

const betweenRedraws = 80;

/** A quick pick whose rows are ours: which there are, and in which order. Undefined when it was dismissed. */
export async function showLivePick<Row extends LiveRow, Result>(
  options: LivePickOptions<Row, Result>,
): Promise<Result | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  const own: vscode.Disposable[] = [pick];
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  if (options.value !== undefined) pick.value = options.value;
  // VS Code would sort what it shows for a text by label. The switch is there, though not in the typings.
  if ('sortByLabel' in pick) pick.sortByLabel = false;
  // Else nothing is marked but the label, though the match may be elsewhere in the row.
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;

  let moved: string | undefined;
  let drawn: string | undefined;
  const draw = (sameText: boolean): void => {
    if (!sameText) options.typed?.(pick.value);
    const rows = options.rows(pick.value);
    pick.busy = options.busy();
    const looks = looksOf(rows);
    // New rows take the highlight to the first one, from under a hand that has just moved it.
    if (sameText && looks === drawn) return;
    drawn = looks;
    pick.keepScrollPosition = sameText;
    pick.items = rows;
    const kept = sameText ? rows.find((row) => row.key === moved) : undefined;
    if (kept) pick.activeItems = [kept];
    else moved = undefined;
  };
  let timer: NodeJS.Timeout | undefined;
  const drawSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      draw(true);
    }, betweenRedraws);
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
          buttons.onMistake(error);
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
            const [row] = pick.activeItems;
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

function looksOf(rows: readonly LiveRow[]): string {
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
