import * as vscode from 'vscode';
import { sandboxToken, type SandboxConnection } from '../../services/sandboxConnection.ts';
import type { Failures } from '../failures/failures.ts';
import { commands } from '../names.ts';

export interface SandboxDeps {
  readonly sandbox: SandboxConnection;
  readonly failures: Failures;
  /** Views of the sandbox's data show what it has now. */
  readonly refresh: () => Promise<void>;
}

/** How long a note about what was done stays in the status bar, in ms. */
const noteFor = 5000;

/** The commands that start, stop and steer the sandbox. */
export function registerSandbox(deps: SandboxDeps): vscode.Disposable {
  const { sandbox, failures } = deps;
  const register = (name: string, task: () => Promise<string | undefined>): vscode.Disposable =>
    vscode.commands.registerCommand(name, () =>
      failures.guard(async () => {
        const note = await task();
        if (note !== undefined) vscode.window.setStatusBarMessage(note, noteFor);
      }),
    );
  const control = async () => {
    const { SandboxControl } = await import('../../services/sandboxControl.ts');
    return new SandboxControl(await sandbox.url());
  };
  return vscode.Disposable.from(
    register(commands.startSandbox, async () => vscode.l10n.t('Sandbox on {0}', await sandbox.url())),
    register(commands.stopSandbox, () => {
      sandbox.restart();
      return Promise.resolve(vscode.l10n.t('Sandbox stopped; it starts again when it is needed'));
    }),
    register(commands.copySandboxUrl, async () => {
      const url = await sandbox.url();
      await vscode.env.clipboard.writeText(url);
      return vscode.l10n.t('Copied {0}', url);
    }),
    register(commands.copySandboxToken, async () => {
      await vscode.env.clipboard.writeText(sandboxToken);
      return vscode.l10n.t('Copied {0}', sandboxToken);
    }),
    register(commands.injectSandboxFault, async () => {
      const { pickScenario } = await import('./pickScenario.ts');
      const choice = await pickScenario();
      if (choice === undefined) return undefined;
      if (choice === 'clear') await (await control()).clearFaults();
      else await (await control()).inject(choice);
      return choice === 'clear' ? vscode.l10n.t('Faults removed') : vscode.l10n.t('Next call: {0}', choice.detail);
    }),
    register(commands.resetSandbox, async () => {
      await (await control()).reset();
      await deps.refresh();
      return vscode.l10n.t('Sandbox is back to its seed');
    }),
    register(commands.advanceSandboxClock, async () => {
      const days = await askForDays();
      if (days === undefined) return undefined;
      await (await control()).advance(days);
      await deps.refresh();
      return vscode.l10n.t('The sandbox’s clock is {0} days further', days);
    }),
  );
}

async function askForDays(): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Advance Sandbox Clock'),
    prompt: vscode.l10n.t(
      'Days to let pass. Unanswered referrals expire after 14; Microsoft’s side of shared deals moves.',
    ),
    value: '1',
    validateInput: (value) =>
      readDays(value) === undefined ? vscode.l10n.t('Enter a number of days from 1 to 3650.') : undefined,
  });
  return answer === undefined ? undefined : readDays(answer);
}

function readDays(value: string): number | undefined {
  const days = Number(value.trim());
  return Number.isInteger(days) && days >= 1 && days <= 3650 ? days : undefined;
}
