import * as vscode from 'vscode';
import { singleFlight } from '../../base/async.ts';
import type { Memory } from '../../services/catalog/recent.ts';
import { webviews } from '../names.ts';
import { registerPanelCommands } from './commands.ts';
import { Mask } from './mask.ts';
import type { PanelDeps, ReferralPanels } from './panels.ts';

export interface PanelRoomDeps extends Omit<PanelDeps, 'mask'> {
  /** The workspace's state. */
  readonly memory: Memory;
}

/** The panels, loaded when the first one is needed. */
export interface PanelRoom extends vscode.Disposable {
  load(): Promise<ReferralPanels>;
  /** Undefined while no panel was ever needed. */
  readonly loaded: ReferralPanels | undefined;
  /** Personal data is to be hidden. */
  readonly masked: boolean;
}

export function registerPanels({ memory, ...outer }: PanelRoomDeps): PanelRoom {
  const mask = new Mask(memory);
  const deps = { ...outer, mask };
  let loaded: ReferralPanels | undefined;
  const load = singleFlight(
    async () => {
      const [{ ReferralPanels }, { readPageParts }] = await Promise.all([
        import('./panels.ts'),
        import('./pageParts.ts'),
      ]);
      return (loaded = new ReferralPanels(deps, await readPageParts(deps.extension)));
    },
    { keep: true },
  );
  const restoring = vscode.window.registerWebviewPanelSerializer(webviews.referral, {
    deserializeWebviewPanel: async (view, state) => (await load()).restore(view, state),
  });
  const room: PanelRoom = {
    load,
    get loaded() {
      return loaded;
    },
    get masked() {
      return mask.on;
    },
    dispose: () => {
      restoring.dispose();
      acting.dispose();
      loaded?.dispose();
      mask.dispose();
    },
  };
  const acting = registerPanelCommands({ panels: room, mask, failures: deps.failures });
  return room;
}
