import * as vscode from 'vscode';
import type { Session } from '../../auth/session.ts';
import type { Memory } from '../../services/catalog/recent.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { Connections } from '../../services/connection/connection.ts';
import type { ServerClocks } from '../../services/connection/serverClocks.ts';
import type { SandboxConnection } from '../../services/connection/sandboxConnection.ts';
import type { Lazy } from '../../base/lazy.ts';
import type { ReferralDocuments } from '../documents/documents.ts';
import type { Failures } from '../failures/failures.ts';
import { editCommands } from '../names.ts';
import type { Mask } from '../panel/mask.ts';

export interface EditDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly clocks: ServerClocks;
  readonly documents: Lazy<ReferralDocuments>;
  readonly failures: Failures;
  readonly mask: Pick<Mask, 'on'>;
  readonly session: Session;
  readonly sandbox: SandboxConnection;
  /** The workspace's state. */
  readonly memory: Memory;
  /** Asks for a referral; undefined if the person cancelled. */
  readonly choose: () => Promise<string | undefined>;
}

/** The commands that change referrals and create them. Their code loads when one is called. */
export function registerEdit(deps: EditDeps): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.values(editCommands).map((name) =>
      vscode.commands.registerCommand(name, (...given: unknown[]) =>
        deps.failures.guard(async () => (await import('./editActions.ts')).editActions[name](deps, given)),
      ),
    ),
  );
}
