import * as vscode from 'vscode';
import type { Account } from '../../auth/tokens.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { asLabel } from '../failures/escape.ts';
import type { SessionState } from '../../auth/session.ts';

/** The user's choice. `account` is set if the user chose an account, or `other` to sign in with another one. */
export type Choice =
  | { readonly kind: 'use'; readonly connection: ConnectionId; readonly account?: Account | 'other' }
  | { readonly kind: 'diagnose' };

interface Item extends vscode.QuickPickItem {
  readonly choice?: Choice;
}

export interface SwitcherFacts {
  readonly current: ConnectionId;
  readonly session: SessionState;
  /** Added to the list when known, since finding them may take a while. */
  readonly accounts: Promise<readonly Account[]>;
}

/** Asks for the connection: the sandbox, or Partner Center with an account. Undefined when dismissed. */
export async function askForConnection(facts: SwitcherFacts): Promise<Choice | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = vscode.l10n.t('Switch Connection');
  pick.placeholder = vscode.l10n.t('Where do referrals come from?');
  pick.items = itemsOf(facts, []);
  pick.busy = true;
  try {
    const chosen = new Promise<Choice | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.activeItems[0]?.choice));
      pick.onDidHide(() => resolve(undefined));
    });
    pick.show();
    void facts.accounts.then((accounts) => {
      // Rows are only added below, so the active item stays the same.
      if (accounts.length > 0) pick.items = itemsOf(facts, accounts);
      pick.busy = false;
    });
    return await chosen;
  } finally {
    pick.dispose();
  }
}

function itemsOf({ current, session }: SwitcherFacts, accounts: readonly Account[]): Item[] {
  const inUse = (yes: boolean): string => (yes ? vscode.l10n.t('in use') : '');
  const account = session.kind === 'signedIn' ? session.account : undefined;
  const tenant = session.kind === 'signedIn' ? session.tenant : undefined;
  const others = accounts.filter(({ label }) => label !== account);
  return [
    {
      label: `$(beaker) ${vscode.l10n.t('Sandbox')}`,
      description: inUse(current === 'sandbox'),
      detail: vscode.l10n.t('A local copy of the API with sample data. Needs no account.'),
      choice: { kind: 'use', connection: 'sandbox' },
    },
    {
      label: `$(cloud) ${vscode.l10n.t('Partner Center')}`,
      description: inUse(current === 'partner-center'),
      detail:
        account === undefined
          ? vscode.l10n.t('The live API, with your own referrals. Needs a work account.')
          : tenant === undefined
            ? vscode.l10n.t('The live API, as {0}.', asLabel(account))
            : vscode.l10n.t('The live API, as {0}, tenant {1}.', asLabel(account), asLabel(tenant)),
      choice: { kind: 'use', connection: 'partner-center' },
    },
    ...others.map((other): Item => ({
      label: `$(account) ${vscode.l10n.t('Partner Center as {0}', asLabel(other.label))}`,
      choice: { kind: 'use', connection: 'partner-center', account: other },
    })),
    ...(accounts.length === 0
      ? []
      : [
          {
            label: `$(person-add) ${vscode.l10n.t('Partner Center with another account…')}`,
            choice: { kind: 'use', connection: 'partner-center', account: 'other' },
          } satisfies Item,
        ]),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: `$(pulse) ${vscode.l10n.t('Diagnose Connection')}`, choice: { kind: 'diagnose' } },
  ];
}
