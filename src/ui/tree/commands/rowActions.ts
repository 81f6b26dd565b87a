import * as vscode from 'vscode';
import { titleOf } from '../../../referral/summary.ts';
import { clipboardSummary } from '../../../services/catalog/clipboardSummary.ts';
import { crmAddress } from '../../../services/connection/crm.ts';
import { mostPinned } from '../../../services/catalog/pinned.ts';
import { portalAddress } from '../../../services/connection/portal.ts';
import { offerRemoval } from '../../commands/offerRemoval.ts';
import { HumanError } from '../../failures/humanError.ts';
import { locale } from '../../locale.ts';
import { rowCommands, settings } from '../../names.ts';
import { readSettings } from '../../settings.ts';
import { summariesOf, type Chosen } from './chosen.ts';
import type { RowActionDeps } from './registerRowCommands.ts';

type RowAction = (deps: RowActionDeps, chosen: Chosen) => Promise<void>;

export const rowActions: Readonly<Record<(typeof rowCommands)[keyof typeof rowCommands], RowAction>> = {
  [rowCommands.openToSide]: async (deps, { connection, ids: [id] }) => {
    const { showReferral } = await import('../../commands/opener.ts');
    const layout = readSettings.openLayout() === 'json' ? 'json' : 'panel';
    // Without open editors, no second group is needed.
    const empty = vscode.window.tabGroups.all.every((group) => group.tabs.length === 0);
    const column = empty ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    if (id === undefined) return;
    const request = { referral: id, action: `open ${layout}`, remedy: offerRemoval(deps, connection, id) };
    await deps.failures.guard(() => showReferral(deps, connection, id, layout, { column }), connection, request);
  },
  [rowCommands.openInCrm]: async (deps, chosen) => {
    for (const summary of await summariesOf(deps.catalog, { ...chosen, ids: chosen.ids.slice(0, 1) })) {
      const template = readSettings.crmUrlTemplate();
      const address = crmAddress(template, summary);
      if (address === undefined) return showCrmSettingMessage(template);
      // `openExternal` also takes a string. A Uri would be serialized with decoded parts.
      await vscode.env.openExternal(address as unknown as vscode.Uri);
    }
  },
  [rowCommands.openInPartnerCenter]: async (_deps, { connection, ids: [id] }) => {
    if (connection !== 'partner-center' || id === undefined) {
      throw new HumanError(vscode.l10n.t('The sandbox’s referrals are fictional: Partner Center doesn’t have them.'));
    }
    await vscode.env.clipboard.writeText(id);
    await vscode.env.openExternal(vscode.Uri.parse(portalAddress));
    const text = vscode.l10n.t('The referral’s ID is on the clipboard: paste it into the search of Partner Center.');
    vscode.window.setStatusBarMessage(`$(search) ${text}`, 15_000);
  },
  [rowCommands.compareWith]: async (deps, chosen) => {
    const { compareReferrals, pickOther } = await import('./compare.ts');
    const [id] = chosen.ids;
    if (id === undefined) return;
    const other = await pickOther(deps, chosen.connection, id);
    if (other !== undefined) await compareReferrals(deps.catalog, chosen.connection, [id, other]);
  },
  [rowCommands.compareSelected]: async (deps, { connection, ids }) => {
    const { compareReferrals } = await import('./compare.ts');
    const [first, second] = ids;
    if (first === undefined || second === undefined || ids.length !== 2) {
      throw new HumanError(vscode.l10n.t('Select two referrals to compare them.'));
    }
    await compareReferrals(deps.catalog, connection, [first, second]);
  },
  [rowCommands.filterLike]: async (deps, chosen) => {
    const { pickFilterLike } = await import('./filterLike.ts');
    const [summary] = await summariesOf(deps.catalog, { ...chosen, ids: chosen.ids.slice(0, 1) });
    const filter = summary && (await pickFilterLike(summary));
    if (filter) await deps.filterLike(filter);
  },
  [rowCommands.pin]: async ({ pinned }, { connection, ids }) => {
    if (await pinned.pin(connection, ids)) return;
    throw new HumanError(vscode.l10n.t('No more than {0} referrals can be pinned. Unpin some first.', mostPinned));
  },
  [rowCommands.discardChanges]: async ({ drafts }, { connection, ids }) => {
    const { discardChanges } = await import('../../documents/discardChanges.ts');
    await discardChanges(await drafts(), connection, ids);
  },
  [rowCommands.unpin]: ({ pinned }, { connection, ids }) => pinned.unpin(connection, ids),
  [rowCommands.copyLink]: async (_deps, { ids }) => {
    const { uriScheme } = vscode.env;
    const links = ids.map((id) => `${uriScheme}://partner-tools.partner-referrals/referral/${encodeURIComponent(id)}`);
    await vscode.env.clipboard.writeText(links.join('\n'));
  },
  [rowCommands.copyName]: async (deps, chosen) => {
    const summaries = await summariesOf(deps.catalog, chosen);
    await vscode.env.clipboard.writeText(summaries.map(titleOf).join('\n'));
  },
  [rowCommands.copySummary]: async (deps, chosen) => {
    const summaries = await summariesOf(deps.catalog, chosen);
    const now = deps.clocks.now(chosen.connection);
    const texts = summaries.map((summary) => clipboardSummary(summary, now, locale(), deps.mask.on));
    await vscode.env.clipboard.writeText(texts.join('\n\n'));
  },
};

/** Shows a message and doesn't wait for it. */
function showCrmSettingMessage(template: string): void {
  const text =
    template === ''
      ? vscode.l10n.t(
          'The address of your CRM is not set. Enter a template, e.g. https://crm.example/leads/{externalReferenceId}.',
          {
            externalReferenceId: '{externalReferenceId}',
          },
        )
      : vscode.l10n.t(
          'The address in your CRM can’t be created: this referral has no value for a placeholder of the setting, or the setting is not an https address.',
        );
  const change = vscode.l10n.t('Open the Setting');
  void vscode.window.showInformationMessage(text, change).then(async (choice) => {
    if (choice === change)
      await vscode.commands.executeCommand('workbench.action.openSettings', settings.crmUrlTemplate);
  });
}
