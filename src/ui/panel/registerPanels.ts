import * as vscode from 'vscode';
import { Lifetime } from '../../base/lifetime.ts';
import { lazy, type Lazy } from '../../base/lazy.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import { webviews } from '../names.ts';
import { registerPanelCommands } from './commands.ts';
import type { PanelDeps, ReferralPanels } from './panels.ts';

export interface RegisterPanelsDeps extends Omit<PanelDeps, 'open'> {
  readonly recent: RecentReferrals;
}

export interface RegisteredPanels extends vscode.Disposable {
  /** The code is loaded when the first panel is needed. */
  readonly panels: Lazy<ReferralPanels>;
}

export function registerPanels({ recent, ...deps }: RegisterPanelsDeps): RegisteredPanels {
  const { catalog, mask, failures } = deps;
  const lifetime = new Lifetime();
  const panels: Lazy<ReferralPanels> = lazy(async () => {
    const [{ ReferralPanels }, { readPageParts }, { showReferral }] = await Promise.all([
      import('./panels.ts'),
      import('./pageParts.ts'),
      import('../commands/opener.ts'),
    ]);
    const open: PanelDeps['open'] = (...given) => showReferral({ catalog, panels, recent }, ...given);
    return lifetime.add(new ReferralPanels({ ...deps, open }, await readPageParts(deps.extension)));
  });
  lifetime.add(
    vscode.window.registerWebviewPanelSerializer(webviews.referral, {
      deserializeWebviewPanel: async (view, state) => (await panels()).restore(view, state),
    }),
  );
  lifetime.add(registerPanelCommands({ panels, mask, failures }));
  return { panels, dispose: () => lifetime.dispose() };
}
