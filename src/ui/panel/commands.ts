import * as vscode from 'vscode';
import type { Lazy } from '../../base/lazy.ts';
import type { Intent } from '../../protocol/panel.ts';
import { HumanError } from '../failures/humanError.ts';
import type { Failures } from '../failures/failures.ts';
import { contextKeys, panelCommands } from '../names.ts';
import type { Mask } from './mask.ts';
import type { ReferralPanels } from './panels.ts';

export interface PanelCommandDeps {
  readonly panels: Pick<Lazy<ReferralPanels>, 'loaded'>;
  readonly mask: Mask;
  readonly failures: Failures;
}

/** Registers the commands for the panel that has the focus, and those that hide personal data in all panels. */
export function registerPanelCommands({ panels, mask, failures }: PanelCommandDeps): vscode.Disposable {
  const showMask = (): void => {
    void vscode.commands.executeCommand('setContext', contextKeys.masked, mask.on);
  };
  const register = (name: string, task: () => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, () => failures.guard(task));
  const ask = (name: string, intent: Intent): vscode.Disposable =>
    register(name, async () => {
      const { loaded } = panels;
      const panel = loaded?.active;
      if (!panel) throw new HumanError(vscode.l10n.t('Focus the panel of a referral first.'));
      await loaded.ask(panel, intent);
    });
  const setMask = (name: string, on: boolean): vscode.Disposable =>
    register(name, () => {
      if (mask.on !== on) mask.toggle();
      return Promise.resolve();
    });
  // An unset context key counts as false.
  if (mask.on) showMask();
  return vscode.Disposable.from(
    mask.onDidChange(showMask),
    setMask(panelCommands.hidePersonalData, true),
    setMask(panelCommands.showPersonalData, false),
    ask(panelCommands.goBack, { name: 'goBack' }),
    ask(panelCommands.goForward, { name: 'goForward' }),
    ask(panelCommands.compareWithPrevious, { name: 'compareWithPrevious' }),
    ask(panelCommands.dismissChanges, { name: 'dismissChanges' }),
    ask(panelCommands.keepInPanel, { name: 'togglePin' }),
  );
}
