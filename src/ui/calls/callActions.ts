import * as vscode from 'vscode';
import { referralOf, type CallEntry } from '../../services/calls/callEntry.ts';
import type { CallRow, SectionId } from '../../services/calls/callRows.ts';
import { asCurl, canBecomeCurl } from '../../services/calls/curl.ts';
import { offerRemoval } from '../commands/offerRemoval.ts';
import { showReferral } from '../commands/opener.ts';
import { HumanError } from '../failures/humanError.ts';
import { callCommands, innerCallCommands, views } from '../names.ts';
import { readSettings } from '../settings.ts';
import { showCall } from './callDocuments.ts';
import type { CallsView } from './callsView.ts';
import { pickCaller } from './pickCaller.ts';
import type { CallsDeps } from './registerCalls.ts';
import { replay } from './replayCall.ts';

export interface CallActionDeps extends CallsDeps {
  readonly calls: CallsView;
  readonly view: vscode.TreeView<CallRow>;
}

/** `given` are the row that was clicked or has the focus, or the request-id of a call. */
type CallAction = (deps: CallActionDeps, given: readonly unknown[]) => Promise<void>;
type Name =
  (typeof callCommands)[keyof typeof callCommands] | (typeof innerCallCommands)[keyof typeof innerCallCommands];

export const callActions: Readonly<Record<Name, CallAction>> = {
  [callCommands.showCalls]: async () => {
    await vscode.commands.executeCommand(`${views.calls}.focus`);
  },
  [callCommands.refreshCalls]: ({ calls }) => calls.refresh(),
  [callCommands.filterCalls]: async ({ calls }) => {
    const picked = await pickCaller(calls.rows, calls.caller);
    if (picked) calls.filter(picked.caller);
  },
  [callCommands.clearCalls]: ({ calls }) => calls.clear(),
  [callCommands.copyCallAsCurl]: async (deps, given) => {
    const call = callOf(deps, given);
    if (!canBecomeCurl(call)) {
      throw new HumanError(
        vscode.l10n.t(
          'The query or the body of this call is not recorded, so it can’t be copied. Send the call to a sandbox that records bodies, then copy it.',
        ),
      );
    }
    await vscode.env.clipboard.writeText(asCurl(call));
  },
  [callCommands.copyRequestId]: async (deps, given) => {
    const { requestId } = callOf(deps, given);
    if (requestId === undefined)
      throw new HumanError(vscode.l10n.t('This call had no response, so it has no request ID.'));
    await vscode.env.clipboard.writeText(requestId);
  },
  [callCommands.copyFinding]: async (deps, given) => {
    const row = rowOf(deps, given);
    if (row?.kind !== 'finding') throw new HumanError(vscode.l10n.t('Select a finding in the view Calls first.'));
    await vscode.env.clipboard.writeText(textOfFinding(row));
  },
  [callCommands.replayCall]: async (deps, given) => replay(deps, callOf(deps, given)),
  [callCommands.openCallReferral]: async (deps, given) => {
    const call = callOf(deps, given);
    const id = referralOf(call);
    if (id === undefined) throw new HumanError(vscode.l10n.t('This call is not about one referral.'));
    const { connection } = call;
    const layout = readSettings.openLayout();
    await deps.failures.guard(() => showReferral(deps, connection, id, layout), connection, {
      referral: id,
      action: `open ${layout}`,
      remedy: offerRemoval(deps, connection, id),
    });
  },
  [innerCallCommands.showMoreCalls]: ({ calls }, [section]) => {
    calls.showMore(section as SectionId);
    return Promise.resolve();
  },
  [innerCallCommands.showAllCallers]: ({ calls }) => {
    calls.filter(undefined);
    return Promise.resolve();
  },
  [innerCallCommands.previewCall]: async (deps, given) => {
    const row = rowOf(deps, given);
    if (row?.kind === 'call') await showCall(row.call, { preserveFocus: true });
    // What the key does in VS Code's own trees.
    else await vscode.commands.executeCommand('list.toggleExpand');
  },
  [innerCallCommands.openCallToSide]: async (deps, given) => {
    const row = rowOf(deps, given);
    if (row?.kind === 'call') await showCall(row.call, { viewColumn: vscode.ViewColumn.Beside, preview: false });
  },
  [innerCallCommands.copyCallRows]: async (deps, given) => {
    const row = rowOf(deps, given);
    const text = row?.kind === 'finding' ? textOfFinding(row) : row?.kind === 'call' ? row.call.requestId : undefined;
    if (text !== undefined) await vscode.env.clipboard.writeText(text);
  },
};

function textOfFinding({ finding }: CallRow & { kind: 'finding' }): string {
  return `${finding.rule}: ${finding.message}`;
}

/** @throws HumanError if none is meant */
function callOf(deps: CallActionDeps, given: readonly unknown[]): CallEntry {
  const [argument] = given;
  const row = rowOf(deps, given);
  const call =
    typeof argument === 'string' ? deps.calls.rows.find(argument) : row?.kind === 'call' ? row.call : undefined;
  if (call) return call;
  throw new HumanError(vscode.l10n.t('Select a call in the view Calls first.'));
}

/** The row that was passed, else the selected one. */
function rowOf({ view }: CallActionDeps, [argument]: readonly unknown[]): CallRow | undefined {
  return isRow(argument) ? argument : view.selection[0];
}

function isRow(given: unknown): given is CallRow {
  return typeof given === 'object' && given !== null && 'kind' in given && 'id' in given;
}
