import * as vscode from 'vscode';
import { createFixture, type Fixture } from '../../services/fixture/fixture.ts';
import { reportText } from '../../services/fixture/report.ts';
import { readAllFully } from '../commands/readFully.ts';
import type { Reports } from '../documents/reports.ts';
import { asNotificationText } from '../failures/escape.ts';
import { HumanError } from '../failures/humanError.ts';
import { schemes } from '../names.ts';
import type { Chosen } from '../tree/commands/chosen.ts';
import type { ExportDeps } from './registerExport.ts';
import { useAsSeed } from './useAsSeed.ts';

export interface ExportTools extends ExportDeps {
  /** Reports on what was replaced. */
  readonly reports: Reports;
}

/**
 * Writes referrals into a file with everything personal and commercial replaced. Resolves when the file is written.
 * @param given the file; without it, it is asked for. What is there is overwritten: the dialog has asked about that
 */
export async function saveAsFixture(deps: ExportTools, { connection, ids }: Chosen, given?: vscode.Uri): Promise<void> {
  const target = given ?? (await askForFile(ids.length));
  if (!target) return;
  const referrals = await readAllFully(deps, connection, ids);
  const fixture = fixtureOf(referrals.map(({ text }) => text));
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(fixture.text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HumanError(
      vscode.l10n.t('The test fixture can’t be written to {0}. Save it in another folder. {1}', shown(target), reason),
      { cause: error },
    );
  }
  tell(deps, target, fixture);
}

function fixtureOf(texts: readonly string[]): Fixture {
  try {
    return createFixture(texts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new HumanError(
      vscode.l10n.t(
        'The text of a referral has too many levels to be made a test fixture. Nothing was saved; leave it out.',
      ),
      { cause: error },
    );
  }
}

/** The name holds nothing of a customer. */
async function askForFile(count: number): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = count === 1 ? 'fixture.referral.json' : 'fixtures.referral.json';
  return vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    title: vscode.l10n.t('Save as Test Fixture'),
    saveLabel: vscode.l10n.t('Save Test Fixture'),
    filters: { [vscode.l10n.t('Referrals as JSON')]: ['json'] },
  });
}

/** Doesn't wait for the answer, as no message does. */
function tell({ failures, reports }: ExportTools, target: vscode.Uri, { report }: Fixture): void {
  const count = report.replacements.reduce((sum, each) => sum + each.count, 0);
  const words =
    report.referrals === 1
      ? vscode.l10n.t('Saved 1 referral in {0}. Replaced values: {1}.', shown(target), count)
      : vscode.l10n.t('Saved {0} referrals in {1}. Replaced values: {2}.', report.referrals, shown(target), count);
  const openReport = vscode.l10n.t('Open Report');
  const useSeed = vscode.l10n.t('Use as Sandbox Seed');
  // A sandbox reads its seed from the disk.
  const buttons = target.scheme === 'file' ? [openReport, useSeed] : [openReport];
  void vscode.window.showInformationMessage(asNotificationText(words), ...buttons).then((button) => {
    if (button === undefined) return undefined;
    return failures.guard(async () => {
      if (button === useSeed) return useAsSeed(target);
      await reports.show(reportUri(target), reportText(report));
    });
  });
}

/** One for each file: a newer report replaces the one that is open. Its last part is the tab's name. */
function reportUri({ path }: vscode.Uri): vscode.Uri {
  const nameAt = path.lastIndexOf('/') + 1;
  const name = vscode.l10n.t('Report on {0}', path.slice(nameAt));
  return vscode.Uri.from({ scheme: schemes.report, path: `${path.slice(0, nameAt)}${name}.md` });
}

function shown(target: vscode.Uri): string {
  return vscode.workspace.asRelativePath(target);
}
