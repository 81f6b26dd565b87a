import * as vscode from 'vscode';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { readReferralUri } from '../documents/referralUri.ts';
import { Reports } from '../documents/reports.ts';
import { HumanError } from '../failures/humanError.ts';
import { exportCommands, schemes } from '../names.ts';
import { chooseReferrals, oneConnection, type Chosen } from '../tree/commands/chosen.ts';
import { copyAs, copyListAs } from './copyAs.ts';
import type { ExportDeps } from './registerExport.ts';
import { saveAsFixture, type ExportTools } from './saveAsFixture.ts';

type ExportCommand = (typeof exportCommands)[keyof typeof exportCommands];

/** What the commands do, and the documents that they show. */
export class ExportActions implements vscode.Disposable {
  readonly #reports = new Reports(schemes.report);
  readonly #tools: ExportTools;

  constructor(deps: ExportDeps) {
    this.#tools = { ...deps, reports: this.#reports };
  }

  run(name: ExportCommand, given: readonly unknown[]): Promise<void> {
    return actions[name](this.#tools, given);
  }

  dispose(): void {
    this.#reports.dispose();
  }
}

/** What each command does with its arguments. */
const actions: Readonly<Record<ExportCommand, (deps: ExportTools, given: readonly unknown[]) => Promise<void>>> = {
  [exportCommands.saveAsFixture]: async (deps, [referrals, target]) => {
    const chosen = await chosenReferrals(deps, referrals, target);
    if (!chosen) return;
    await onReferrals(deps, chosen, () =>
      saveAsFixture(deps, chosen, target instanceof vscode.Uri ? target : undefined),
    );
  },
  [exportCommands.copyAs]: async (deps, [referral, language, what]) => {
    if (referral === undefined || referral === null) return copyAs(deps, undefined, { language, what });
    const chosen = await chosenReferrals(deps, referral, undefined);
    if (!chosen) return;
    const [id] = chosen.ids;
    await onReferrals(deps, chosen, () =>
      copyAs(deps, id === undefined ? undefined : { connection: chosen.connection, id }, { language, what }),
    );
  },
  [exportCommands.copyListAs]: (deps, given) =>
    copyListAs(
      deps,
      given.find((each) => typeof each === 'string'),
    ),
};

/** A guard of its own: a retry is about these referrals and doesn't ask for them again. */
async function onReferrals(
  { failures }: ExportDeps,
  { connection, ids }: Chosen,
  task: () => Promise<void>,
): Promise<void> {
  const [only] = ids;
  await failures.guard(task, connection, ids.length === 1 && only !== undefined ? { referral: only } : {});
}

/**
 * @param given an id, a row, an array of these, or the URI of a referral's document or panel
 * @param selected all rows that are selected, if a row was clicked
 */
async function chosenReferrals(deps: ExportDeps, given: unknown, selected: unknown): Promise<Chosen | undefined> {
  if (Array.isArray(given)) {
    const each: Chosen[] = [];
    for (const one of given as readonly unknown[]) {
      const chosen = await chooseReferrals(deps, one ?? '', undefined);
      if (chosen) each.push(chosen);
    }
    const connection = oneConnection(each.map((chosen) => chosen.connection));
    if (connection === undefined) throw new HumanError(vscode.l10n.t('Choose at least one referral.'));
    return { connection, ids: [...new Set(each.flatMap(({ ids }) => ids))] };
  }
  if (given instanceof vscode.Uri) {
    const named = readReferralUri(given) ?? activePanel(deps);
    if (named) return { connection: named.connection, ids: [named.id] };
  }
  return chooseReferrals(deps, given, Array.isArray(selected) ? selected : undefined);
}

/** The menu of a panel gives an address that says nothing. */
function activePanel({ panels }: ExportDeps): { readonly connection: ConnectionId; readonly id: string } | undefined {
  return panels.loaded?.active;
}
