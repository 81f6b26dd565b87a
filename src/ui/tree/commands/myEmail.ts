import * as vscode from 'vscode';
import type { Browsing } from '../../../services/list/browsing.ts';
import type { Session } from '../../../auth/session.ts';
import { asLabel } from '../../failures/escape.ts';
import { readSettings } from '../../settings.ts';

/**
 * The e-mail address for "Show Only Mine": that of the setting, that of the signed-in account, or the user's last
 * answer.
 */
export function findMyEmail(browsing: Browsing, session: Session): string | undefined {
  const set = readSettings.browseMyEmail();
  if (set !== '') return set;
  const { state } = session;
  if (browsing.list.state.connection === 'partner-center' && state.kind === 'signedIn' && isEmail(state.account)) {
    return state.account;
  }
  return browsing.rememberedEmail;
}

interface Choice extends vscode.QuickPickItem {
  readonly email: string;
}

/** Asks for the user's e-mail address. Suggests the addresses in teams. Undefined if dismissed. */
export async function askForMyEmail(browsing: Browsing): Promise<string | undefined> {
  const counts = new Map<string, number>();
  for (const { team } of browsing.list.state.items) {
    for (const { email } of team) {
      if (email !== undefined) counts.set(email.toLowerCase(), (counts.get(email.toLowerCase()) ?? 0) + 1);
    }
  }
  const seen = [...counts].sort(([, a], [, b]) => b - a).slice(0, 200);
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = vscode.l10n.t('Which e-mail address is yours?');
  pick.placeholder = vscode.l10n.t('Choose an address from the teams, or enter another one');
  const fill = (): void => {
    const typed = pick.value.trim();
    const own: Choice[] =
      isEmail(typed) && !counts.has(typed.toLowerCase())
        ? [{ email: typed, label: `$(account) ${asLabel(typed)}`, alwaysShow: true }]
        : [];
    pick.items = [
      ...own,
      ...seen.map(([email, count]) => ({
        email,
        label: `$(account) ${asLabel(email)}`,
        description: count === 1 ? vscode.l10n.t('1 referral') : vscode.l10n.t('{0} referrals', count),
      })),
    ];
  };
  fill();
  pick.show();
  try {
    return await new Promise<string | undefined>((resolve) => {
      pick.onDidChangeValue(fill);
      pick.onDidAccept(() => {
        const chosen = pick.selectedItems[0]?.email;
        if (chosen !== undefined) resolve(chosen);
      });
      pick.onDidHide(() => resolve(undefined));
    });
  } finally {
    pick.dispose();
  }
}

function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
