import * as vscode from 'vscode';
import { Emitter } from '../../base/event.ts';
import type { Memory } from '../../services/catalog/recent.ts';
import { settings } from '../names.ts';
import { readSettings } from '../settings.ts';

const key = 'partnerReferrals.masked';

/**
 * Whether panels hide personal data. The setting applies until the user toggles it. The toggled state survives a reload
 * of the window, since the screen may be shared.
 */
export class Mask implements vscode.Disposable {
  readonly #changed = new Emitter<void>();
  readonly #listening: vscode.Disposable;
  readonly #memory: Memory;
  #decided: boolean | undefined;

  readonly onDidChange = this.#changed.event;

  /** `memory` is the workspace's state. */
  constructor(memory: Memory) {
    this.#memory = memory;
    const kept = memory.get(key);
    this.#decided = typeof kept === 'boolean' ? kept : undefined;
    this.#listening = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(settings.maskPersonalData)) return;
      this.#decide(undefined);
    });
  }

  get on(): boolean {
    return this.#decided ?? readSettings.maskPersonalData();
  }

  toggle(): void {
    this.#decide(!this.on);
  }

  #decide(decided: boolean | undefined): void {
    this.#decided = decided;
    this.#memory.update(key, decided).then(undefined, () => undefined);
    this.#changed.fire();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}
