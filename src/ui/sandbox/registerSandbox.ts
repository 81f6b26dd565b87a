import * as vscode from 'vscode';
import type { SandboxConnection } from '../../services/connection/sandboxConnection.ts';
import type { Memory } from '../../services/catalog/keptIds.ts';
import type { Failures } from '../failures/failures.ts';
import { sandboxCommands, sandboxTask, valueCommands } from '../names.ts';
import type * as sandboxTasks from './sandboxTasks.ts';

export interface SandboxDeps {
  readonly sandbox: SandboxConnection;
  readonly failures: Failures;
  /** What was found out about the server counts no more. */
  readonly forgetCapabilities: () => void;
  /** Fetches what views show of the sandbox. */
  readonly refresh: () => Promise<void>;
  /** Another sandbox runs from now on: what is known of the former one is no longer true. */
  readonly forgetSandbox: () => void;
  /** The workspace's state. */
  readonly memory: Memory;
}

/** How long a text stays in the status bar, in ms. */
const noteFor = 5000;

/** The commands of the sandbox, and tasks that run it. Their code loads when one is called. */
export function registerSandbox(deps: SandboxDeps): vscode.Disposable {
  const tasks = (): Promise<typeof sandboxTasks> => import('./sandboxTasks.ts');
  return vscode.Disposable.from(
    ...Object.values(sandboxCommands).map((name) =>
      vscode.commands.registerCommand(name, (...given: unknown[]) =>
        deps.failures.guard(
          async () => {
            const note = await (await import('./sandboxActions.ts')).sandboxActions[name](deps, given);
            if (note !== undefined) vscode.window.setStatusBarMessage(note, noteFor);
          },
          undefined,
          // With arguments, the same command does something else.
          given.length === 0 ? { action: name } : {},
        ),
      ),
    ),
    ...Object.values(valueCommands).map((name) =>
      vscode.commands.registerCommand(name, async () => {
        let value: string | undefined;
        await deps.failures.guard(
          async () => {
            value = await (await import('./sandboxActions.ts')).sandboxValues[name](deps);
          },
          'sandbox',
          { action: name },
        );
        // Without a value VS Code ends the launch, and the failure is shown.
        return value;
      }),
    ),
    vscode.tasks.registerTaskProvider(sandboxTask, {
      provideTasks: async () => (await tasks()).offeredTasks(deps),
      resolveTask: async (task) => (await tasks()).resolvedTask(task, deps),
    }),
  );
}
