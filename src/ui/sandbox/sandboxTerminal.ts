import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { explain, inOneLine } from '../../services/connection/explain/explanation.ts';
import { sandboxToken, type SandboxConnection } from '../../services/connection/sandboxConnection.ts';
import { SandboxControl } from '../../services/connection/sandboxControl.ts';
import type { SandboxServer } from '../../services/connection/sandboxServer.ts';
import { lineFor, listening, printable, readSandboxTask, starting } from '../../services/connection/sandboxTask.ts';

export interface TerminalDeps {
  readonly sandbox: SandboxConnection;
  /** Another sandbox runs from now on: what is known of the former one is no longer true. */
  readonly forgetSandbox: () => void;
}

/** The terminal of a task: runs the window's sandbox with the task's choices, until it is closed. */
export class SandboxTerminal implements vscode.Pseudoterminal {
  readonly #deps: TerminalDeps;
  readonly #definition: vscode.TaskDefinition;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #ended = new vscode.EventEmitter<number>();
  #mine: SandboxServer | undefined;
  #closed = false;
  #listening: vscode.Disposable | undefined;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#ended.event;

  constructor(definition: vscode.TaskDefinition, deps: TerminalDeps) {
    this.#definition = definition;
    this.#deps = deps;
  }

  open(): void {
    this.#write(starting);
    void this.#start().catch((error: unknown) => {
      // It may cite the seed file.
      this.#write(printable(reasonOf(error)));
      this.#end(1);
    });
  }

  close(): void {
    this.#end(0);
  }

  async #start(): Promise<void> {
    const { sandbox, forgetSandbox } = this.#deps;
    const { choices, webhooks } = readSandboxTask(this.#definition);
    const mine = await sandbox.startWith(choices);
    if (this.#closed) {
      if (sandbox.current === mine) await sandbox.restart();
      return;
    }
    this.#mine = mine;
    forgetSandbox();
    this.#listening = vscode.Disposable.from(
      sandbox.onDidChange(() => {
        if (sandbox.current === mine) return;
        this.#mine = undefined;
        this.#write(vscode.l10n.t('The sandbox was stopped, or started by another task.'));
        this.#end(0);
      }),
      ...(mine.traffic
        ? [
            mine.traffic.onDidChange((change) => {
              const line = lineFor(change);
              if (line !== undefined) this.#write(line);
            }),
          ]
        : []),
    );
    const control = new SandboxControl(mine.url);
    for (const receiver of webhooks) await control.addReceiver(receiver);
    this.#write(vscode.l10n.t('Token: {0}', sandboxToken));
    // The last line, since the debugger starts when it is written.
    this.#write(listening(mine.url));
  }

  #write(line: string): void {
    this.#written.fire(`${line}\r\n`);
  }

  #end(code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listening?.dispose();
    const { sandbox, forgetSandbox } = this.#deps;
    if (this.#mine && sandbox.current === this.#mine) {
      void sandbox.restart();
      forgetSandbox();
    }
    this.#ended.fire(code);
  }
}

/** As the sandbox says it, so that the problem matcher finds the line of a seed file. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error);
  const { failure } = error;
  return failure.kind === 'sandbox' ? failure.reason : inOneLine(explain(failure, 'sandbox'));
}
