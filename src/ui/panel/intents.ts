import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import type { ConnectionId, Intent } from '../../protocol/panel.ts';
import { briefingOn } from '../../services/catalog/clipboardSummary.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import { crmAddress } from '../../services/connection/crm.ts';
import type { Failures } from '../failures/failures.ts';
import { readSettings, type OpenLayout } from '../settings.ts';
import { revealInDocument } from './jsonSync.ts';
import type { Mask } from './mask.ts';
import type { ReferralPanel } from './referralPanel.ts';
import { compareWith } from './versionDocuments.ts';

export interface IntentDeps {
  readonly catalog: Catalog;
  readonly failures: Failures;
  readonly mask: Mask;
  /** Opens a referral of the same connection as a person would; `into` that panel where one is given. */
  readonly open: (connection: ConnectionId, id: string, layout: OpenLayout, into?: ReferralPanel) => Promise<void>;
}

/** Does what a person asked for in a panel; true when it was done. Rejects with what is to be shown as a failure. */
export async function carryOut(deps: IntentDeps, panel: ReferralPanel, intent: Intent): Promise<boolean> {
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
      return copy(briefingOn(summary, Date.now(), vscode.env.language, deps.mask.on));
    }
    case 'openReferral':
      await deps.open(connection, intent.id, readSettings.openLayout(), panel.pinned ? undefined : panel);
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
      // As text, which the function takes too: a Uri would be written out with its parts decoded.
      return address !== undefined && vscode.env.openExternal(address as unknown as vscode.Uri);
    }
    case 'failureAction': {
      const { failure } = panel;
      if (!failure) return false;
      await deps.failures.act(intent.action, failure, async () => {
        const again = await panel.refresh();
        if (again?.kind === 'signedOut') throw new ApiError(again);
      });
      return true;
    }
  }
}
