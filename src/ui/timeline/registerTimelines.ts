import * as vscode from 'vscode';
import { lazy } from '../../base/lazy.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { WindowCalls } from '../../services/calls/windowCalls.ts';
import type { Connections } from '../../services/connection/connection.ts';
import type { SandboxConnection } from '../../services/connection/sandboxConnection.ts';
import type { OpenerDeps } from '../commands/opener.ts';
import type { Failures } from '../failures/failures.ts';
import type { Log } from '../log/log.ts';
import { commands, webviews } from '../names.ts';
import type { Mask } from '../panel/mask.ts';

export interface TimelineDeps extends OpenerDeps {
  readonly extension: vscode.Uri;
  readonly connections: Connections;
  readonly sandbox: Pick<SandboxConnection, 'url'>;
  readonly windowCalls: WindowCalls;
  readonly mask: Mask;
  readonly failures: Failures;
  readonly log: Log;
  /** Asks which referral of the current connection is meant; undefined when the person changed their mind. */
  readonly choose: () => Promise<string | undefined>;
}

/** The command that shows an engagement's timeline. Its code loads when it is called. */
export function registerTimelines(deps: TimelineDeps): vscode.Disposable {
  const lifetime = new Lifetime();
  const timelines = lazy(async () => {
    const [{ Timelines }, { readPageParts }, panels] = await Promise.all([
      import('./timelines.ts'),
      import('../panel/pageParts.ts'),
      deps.panels(),
    ]);
    return lifetime.add(new Timelines(deps, panels.versions, await readPageParts(deps.extension, 'timeline')));
  });
  lifetime.add(
    vscode.window.registerWebviewPanelSerializer(webviews.timeline, {
      deserializeWebviewPanel: async (view, state) => (await timelines()).restore(view, state),
    }),
  );
  lifetime.add(
    vscode.commands.registerCommand(commands.showTimeline, (row?: unknown, selected?: unknown) =>
      deps.failures.guard(async () => {
        const { chooseForTimeline } = await import('./chooseForTimeline.ts');
        const chosen = await chooseForTimeline(deps, row, selected);
        if (chosen) await (await timelines()).show(chosen.connection, chosen.id);
      }),
    ),
  );
  return lifetime;
}
