import * as vscode from 'vscode';
import { contextKeys } from '../names.ts';

/** What keys do in a picker: by command. */
export type KeyActions = Readonly<Record<string, () => Promise<void>>>;

/**
 * The keys of the one picker that is open. A picker that opens over another takes them over at once, since VS Code tells
 * the one before a moment later that it is gone.
 */
export class PickerKeys {
  #held: vscode.Disposable | undefined;

  /** Until the returned is disposed, or another picker takes the keys. */
  take(actions: KeyActions): vscode.Disposable {
    // A command can't be registered twice.
    this.#held?.dispose();
    const held = vscode.Disposable.from(
      ...Object.entries(actions).map(([command, act]) => vscode.commands.registerCommand(command, act)),
    );
    this.#held = held;
    this.#tell(true);
    return new vscode.Disposable(() => {
      if (this.#held !== held) return;
      this.#held = undefined;
      held.dispose();
      this.#tell(false);
    });
  }

  #tell(picking: boolean): void {
    void vscode.commands.executeCommand('setContext', contextKeys.picking, picking);
  }
}
