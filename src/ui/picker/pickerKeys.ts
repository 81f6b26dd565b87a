import * as vscode from 'vscode';
import { contextKeys } from '../names.ts';

/** Actions of keyboard shortcuts in a picker, by command. */
export type KeyActions = Readonly<Record<string, () => Promise<void>>>;

/**
 * The keyboard shortcuts of the open picker. If another picker opens over it, that one takes over immediately, since VS
 * Code hides the first one with a delay.
 */
export class PickerKeys {
  #registered: vscode.Disposable | undefined;

  /** Registers the actions until the result is disposed or another picker registers its own. */
  take(actions: KeyActions): vscode.Disposable {
    // A command can't be registered twice.
    this.#registered?.dispose();
    const registered = vscode.Disposable.from(
      ...Object.entries(actions).map(([command, act]) => vscode.commands.registerCommand(command, act)),
    );
    this.#registered = registered;
    this.#setContext(true);
    return new vscode.Disposable(() => {
      if (this.#registered !== registered) return;
      this.#registered = undefined;
      registered.dispose();
      this.#setContext(false);
    });
  }

  #setContext(picking: boolean): void {
    void vscode.commands.executeCommand('setContext', contextKeys.picking, picking);
  }
}
