import * as vscode from 'vscode';
import { Emitter } from '../../base/event.ts';
import { settings } from '../names.ts';
import { readSettings } from '../settings.ts';

/** Whether panels hide personal data: as the setting says until a person decides otherwise for this window. */
export class Mask implements vscode.Disposable {
  readonly #changed = new Emitter<void>();
  readonly #listening: vscode.Disposable;
  #decided: boolean | undefined;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#listening = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(settings.maskPersonalData)) return;
      this.#decided = undefined;
      this.#changed.fire();
    });
  }

  get on(): boolean {
    return this.#decided ?? readSettings.maskPersonalData();
  }

  toggle(): void {
    this.#decided = !this.on;
    this.#changed.fire();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}
