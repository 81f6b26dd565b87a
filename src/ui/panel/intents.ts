import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import type { ConnectionId, Intent, StatusMove } from '../../protocol/panel.ts';
import { clipboardSummary } from '../../services/catalog/clipboardSummary.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import { crmAddress } from '../../services/connection/crm.ts';
import type { ServerClocks } from '../../services/connection/serverClocks.ts';
import type { Failures } from '../failures/failures.ts';
import type { ShowIn } from '../commands/opener.ts';
import { locale } from '../locale.ts';
import { editCommands } from '../names.ts';
import { readSettings, type OpenLayout } from '../settings.ts';
import { revealInDocument } from './jsonSync.ts';
import type { Mask } from './mask.ts';
import type { ReferralPanel } from './referralPanel.ts';
import { compareWith } from './versionDocuments.ts';

const moveCommands: Readonly<Record<StatusMove, string>> = {
  accept: editCommands.accept,
  decline: editCommands.decline,
  close: editCommands.closeDeal,
};

export interface IntentDeps {
  readonly catalog: Catalog;
  readonly clocks: ServerClocks;
  readonly failures: Failures;
  readonly mask: Mask;
  readonly open: (connection: ConnectionId, id: string, layout: OpenLayout, place?: ShowIn) => Promise<void>;
}

/** Handles an intent from a panel. True if it was carried out. Rejects with the failure to show. */
export async function handleIntent(deps: IntentDeps, panel: ReferralPanel, intent: Intent): Promise<boolean> {
  const { connection, id } = panel;
  const copy = async (text: string): Promise<boolean> => {
    await vscode.env.clipboard.writeText(text);
    return true;
  };
  switch (intent.name) {
    case 'refresh':
      return (await panel.refresh()) === undefined;
    case 'openJson':
      await deps.open(connection, id, 'json');
      return true;
    case 'copyId':
      return copy(id);
    case 'copyValue':
      return copy(intent.value);
    case 'copySummary': {
      const summary = deps.catalog.find(connection, id)?.summary;
      if (!summary) return false;
      return copy(clipboardSummary(summary, deps.clocks.now(connection), locale(), deps.mask.on));
    }
    case 'openReferral':
      await deps.open(
        connection,
        intent.id,
        readSettings.openLayout(),
        panel.pinned ? undefined : { into: panel, signal: panel.follow() },
      );
      return true;
    case 'goBack':
    case 'goForward':
      return panel.travel(intent.name);
    case 'togglePin':
      panel.togglePin();
      return true;
    case 'toggleMask':
      deps.mask.toggle();
      return true;
    case 'compareWithPrevious':
      await compareWith(panel, panel.olderVersion);
      return true;
    case 'dismissChanges':
      panel.dismissChanges();
      return true;
    case 'revealInJson':
      return revealInDocument(panel, intent.pointer);
    case 'openCrm': {
      const summary = deps.catalog.find(connection, id)?.summary;
      const address = summary && crmAddress(readSettings.crmUrlTemplate(), summary);
      // `openExternal` also takes a string. A Uri would be serialized with decoded parts.
      return address !== undefined && vscode.env.openExternal(address as unknown as vscode.Uri);
    }
    case 'move':
      await vscode.commands.executeCommand(moveCommands[intent.move], { id, connection });
      return true;
    case 'failureAction': {
      const { failure } = panel;
      if (!failure) return false;
      const retry = async (): Promise<void> => {
        const again = await panel.refresh();
        if (again?.kind === 'signedOut') throw new ApiError(again);
      };
      await deps.failures.act(intent.action, failure, { connection, retry });
      return true;
    }
  }
}
