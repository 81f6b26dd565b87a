import * as vscode from 'vscode';
import { sandboxTask } from '../names.ts';
import { SandboxTerminal, type TerminalDeps } from './sandboxTerminal.ts';

/** The task that is offered where tasks.json has none: a sandbox as the settings have it. */
export function offeredTasks(deps: TerminalDeps): vscode.Task[] {
  const title = vscode.l10n.t('Partner API Sandbox');
  return [runnable({ type: sandboxTask }, vscode.TaskScope.Workspace, title, deps)];
}

/** The task of tasks.json, with what runs it. */
export function resolvedTask({ definition, scope, name }: vscode.Task, deps: TerminalDeps): vscode.Task {
  return runnable(definition, scope ?? vscode.TaskScope.Workspace, name, deps);
}

function runnable(
  definition: vscode.TaskDefinition,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
  name: string,
  deps: TerminalDeps,
): vscode.Task {
  // Variables such as ${workspaceFolder} are replaced in the definition that the task is run with.
  const execution = new vscode.CustomExecution((resolved) => Promise.resolve(new SandboxTerminal(resolved, deps)));
  const task = new vscode.Task(definition, scope, name, sandboxTask, execution, `$${sandboxTask}`);
  task.isBackground = true;
  return task;
}
