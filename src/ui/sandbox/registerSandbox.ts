import * as vscode from 'vscode';
import type { SandboxConnection } from '../../services/connection/sandboxConnection.ts';
import type { Failures } from '../failures/failures.ts';
import { commands } from '../names.ts';
import type * as steering from './steering.ts';

export interface SandboxDeps {
  readonly sandbox: SandboxConnection;
  readonly failures: Failures;
  /** What was found out about the server counts no more. */
  readonly forgetCapabilities: () => void;
  /** Fetches what views show of the sandbox. */
  readonly refresh: () => Promise<void>;
}

/** How long a text stays in the status bar, in ms. */
const noteFor = 5000;

/** The commands that start, stop and control the sandbox. */
export function registerSandbox(deps: SandboxDeps): vscode.Disposable {
  const register = (name: string, act: (does: typeof steering) => Promise<string | undefined>): vscode.Disposable =>
    vscode.commands.registerCommand(name, () =>
      deps.failures.guard(async () => {
        const note = await act(await import('./steering.ts'));
        if (note !== undefined) vscode.window.setStatusBarMessage(note, noteFor);
      }),
    );
  return vscode.Disposable.from(
    register(commands.startSandbox, (does) => does.start(deps)),
    register(commands.stopSandbox, (does) => does.stop(deps)),
    register(commands.copySandboxUrl, (does) => does.copyUrl(deps)),
    register(commands.copySandboxToken, (does) => does.copyToken()),
    register(commands.injectSandboxFault, (does) => does.injectFault(deps)),
    register(commands.resetSandbox, (does) => does.reset(deps)),
    register(commands.advanceSandboxClock, (does) => does.advanceClock(deps)),
  );
}
