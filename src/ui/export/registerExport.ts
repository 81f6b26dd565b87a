import * as vscode from 'vscode';
import { lazy, type Lazy } from '../../base/lazy.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { Connections } from '../../services/connection/connection.ts';
import type { Drafts } from '../../services/edit/drafts.ts';
import type { ReferralDocuments } from '../documents/documents.ts';
import type { Failures } from '../failures/failures.ts';
import { exportCommands } from '../names.ts';
import type { ReferralPanels } from '../panel/panels.ts';
import type { RegisteredTree } from '../tree/registerTree.ts';

export interface ExportDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly failures: Failures;
  readonly panels: Pick<Lazy<ReferralPanels>, 'loaded'>;
  readonly drafts: Lazy<Drafts>;
  readonly documents: Lazy<ReferralDocuments>;
  readonly tree: RegisteredTree['tree'];
  /** Asks for a referral; undefined if the person cancelled. */
  readonly choose: () => Promise<string | undefined>;
}

/** The commands that make test fixtures and code of referrals. Their code loads when one is called. */
export function registerExport(deps: ExportDeps): vscode.Disposable {
  const actions = lazy(async () => new (await import('./exportActions.ts')).ExportActions(deps));
  return vscode.Disposable.from(
    { dispose: () => actions.loaded?.dispose() },
    ...Object.values(exportCommands).map((name) =>
      vscode.commands.registerCommand(name, (...given: unknown[]) =>
        deps.failures.guard(async () => (await actions()).run(name, given)),
      ),
    ),
  );
}
