import * as vscode from 'vscode';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { mostPinned } from '../../services/catalog/pinned.ts';
import { HumanError } from '../failures/humanError.ts';
import { keyHint } from '../keyHint.ts';
import { pickerCommands } from '../names.ts';
import type { PickerDeps } from './finder.ts';
import type { LiveButtons } from './livePick.ts';
import type { PickerKeys } from './pickerKeys.ts';
import type { Picked, Purpose } from './pickReferral.ts';
import type { PickRow } from './rows.ts';

type ButtonDeps = Pick<PickerDeps, 'pinned' | 'guard' | 'keys' | 'onUnexpectedError'>;

/** The buttons of a row. "Open as JSON" closes the picker; copying and pinning keep it open. */
export class RowButtons implements LiveButtons<PickRow, Picked> {
  readonly keys: PickerKeys;
  readonly onUnexpectedError: (error: unknown) => void;
  readonly #deps: ButtonDeps;
  readonly #connection: ConnectionId;
  readonly #purpose: Purpose;
  readonly #json = button('json', vscode.l10n.t('Open as JSON ({0})', keys('Ctrl+Enter')));
  readonly #copy = button('copy', vscode.l10n.t('Copy ID ({0})', keys('Ctrl+Shift+C')));
  readonly #copied = button('check', vscode.l10n.t('Copied'));
  readonly #pin = button('pin', vscode.l10n.t('Pin ({0})', keys('Alt+P')));
  readonly #unpin = button('pinned', vscode.l10n.t('Unpin ({0})', keys('Alt+P')));
  #lastCopied: string | undefined;

  constructor(deps: ButtonDeps, connection: ConnectionId, purpose: Purpose) {
    this.keys = deps.keys;
    this.onUnexpectedError = deps.onUnexpectedError;
    this.#deps = deps;
    this.#connection = connection;
    this.#purpose = purpose;
  }

  readonly commands = {
    [pickerCommands.openJson]: () => this.#json,
    [pickerCommands.copyId]: () => this.#copy,
    [pickerCommands.togglePin]: (row: PickRow) => this.#pinButton(row.id),
  };

  withButtons(row: PickRow): PickRow {
    const { id } = row;
    if (id === undefined) return row;
    const pin = this.#pinButton(id);
    const buttons = [
      ...(this.#purpose === 'open' ? [this.#json] : []),
      ...(this.#purpose === 'copyId' ? [] : [this.#lastCopied === id ? this.#copied : this.#copy]),
      ...(pin ? [pin] : []),
    ];
    return { ...row, buttons };
  }

  async press({ id }: PickRow, pressed: vscode.QuickInputButton): Promise<Picked | undefined> {
    if (id === undefined) return undefined;
    if (pressed === this.#json) return { id, asJson: true };
    const { pinned } = this.#deps;
    if (pressed === this.#pin) await this.#deps.guard(() => this.#pinOne(id));
    else if (pressed === this.#unpin) await pinned?.unpin(this.#connection, [id]);
    else {
      await vscode.env.clipboard.writeText(id);
      this.#lastCopied = id;
    }
    return undefined;
  }

  async #pinOne(id: string): Promise<void> {
    if ((await this.#deps.pinned?.pin(this.#connection, [id])) !== false) return;
    throw new HumanError(vscode.l10n.t('No more than {0} referrals can be pinned. Unpin some first.', mostPinned));
  }

  #pinButton(id: string | undefined): vscode.QuickInputButton | undefined {
    const { pinned } = this.#deps;
    if (!pinned || id === undefined) return undefined;
    return pinned.list(this.#connection).includes(id) ? this.#unpin : this.#pin;
  }
}

function keys(hint: string): string {
  const { remoteName, uiKind } = vscode.env;
  const local = remoteName === undefined && uiKind === vscode.UIKind.Desktop;
  return keyHint(hint, { platform: process.platform, local });
}

function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}
