import * as vscode from 'vscode';
import type { Category } from '../../../referral/category.ts';
import { wordsFor } from '../../../referral/words.ts';
import { noFilter, type ReferralFilter } from '../../../services/list/arrangement.ts';
import type { Browsing } from '../../../services/list/browsing.ts';
import { asLabel } from '../../failures/escape.ts';
import { ensureMyEmail, type ArrangeDeps } from './arrange.ts';
import { findMyEmail } from './myEmail.ts';

interface Part extends vscode.QuickPickItem {
  readonly field?: keyof ReferralFilter;
  readonly value?: string;
}

/**
 * Lets the user type words and select conditions. The side panel is filtered immediately. Escape restores the previous
 * filter.
 */
export async function filter(deps: ArrangeDeps): Promise<void> {
  const { browsing, session } = deps;
  const before = browsing.arrangement.filter;
  const pick = vscode.window.createQuickPick<Part>();
  pick.title = vscode.l10n.t('Filter Referrals');
  pick.placeholder = vscode.l10n.t('Words in the name, customer, people or IDs; select further conditions');
  pick.canSelectMany = true;
  // Stays open while the user looks at the rows.
  pick.ignoreFocusOut = true;
  pick.items = partsFor(browsing);
  pick.value = before.text;
  pick.buttons = [{ iconPath: new vscode.ThemeIcon('clear-all'), tooltip: vscode.l10n.t('Clear Filter') }];
  const selection = new SelectedParts(pick, before);
  const show = (): void => {
    const wanted = selection.filter(pick.value);
    // The e-mail address is requested after the picker is closed, since only one quick input can be open.
    browsing.filter({ ...wanted, mine: wanted.mine && findMyEmail(browsing, session) !== undefined });
  };
  pick.onDidChangeValue(show);
  pick.onDidChangeSelection((selected) => selection.update(selected) && show());
  pick.onDidTriggerButton(() => {
    pick.value = '';
    selection.clear();
    show();
  });
  pick.show();
  try {
    const accepted = await new Promise<boolean>((resolve) => {
      pick.onDidAccept(() => resolve(true));
      pick.onDidHide(() => resolve(false));
    });
    if (!accepted) return browsing.filter(before);
    show();
    if (selection.filter(pick.value).mine && (await ensureMyEmail(deps))) browsing.filter({ mine: true });
  } finally {
    pick.dispose();
  }
}

/**
 * The selected conditions. Of a property with a single value, only the condition that was selected last counts. Several
 * statuses can be selected.
 */
class SelectedParts {
  readonly #pick: vscode.QuickPick<Part>;
  #selected: readonly Part[];

  constructor(pick: vscode.QuickPick<Part>, filter: ReferralFilter) {
    this.#pick = pick;
    this.#selected = pick.items.filter(({ field, value }) => {
      if (field === undefined) return false;
      const wanted = filter[field];
      return Array.isArray(wanted) ? wanted.includes(value) : wanted === (value ?? true);
    });
    pick.selectedItems = this.#selected;
  }

  /** False if nothing changed: setting `selectedItems` fires the event too. */
  update(selected: readonly Part[]): boolean {
    const added = selected.filter((part) => !this.#selected.includes(part));
    if (added.length === 0 && selected.length === this.#selected.length) return false;
    this.#selected = selected.filter(
      (part) => part.field === 'status' || added.includes(part) || !added.some(({ field }) => field === part.field),
    );
    if (this.#selected.length !== selected.length) this.#pick.selectedItems = this.#selected;
    return true;
  }

  clear(): void {
    this.#selected = [];
    this.#pick.selectedItems = [];
  }

  filter(text: string): ReferralFilter {
    const values = (wanted: keyof ReferralFilter): string[] =>
      this.#selected.flatMap(({ field, value }) => (field === wanted && value !== undefined ? [value] : []));
    const has = (wanted: keyof ReferralFilter): boolean => this.#selected.some(({ field }) => field === wanted);
    return {
      ...noFilter,
      text,
      status: values('status'),
      direction: values('direction').at(0),
      type: values('type').at(0),
      category: categories.find((category) => values('category').includes(category)),
      mine: has('mine'),
      needsAttention: has('needsAttention'),
    };
  }
}

const categories: readonly Category[] = ['marketplaceLead', 'qualifiedLead', 'coSell', 'other'];

/** The documented values and those of the loaded referrals, since the API's enums are open. */
function partsFor(browsing: Browsing): Part[] {
  const { items } = browsing.list.state;
  const { filter } = browsing.arrangement;
  const part = (field: keyof ReferralFilter, label: string, value?: string, description = ''): Part => ({
    label: asLabel(label),
    description,
    field,
    ...(value === undefined ? {} : { value }),
    // The typed text searches referrals and doesn't filter these items.
    alwaysShow: true,
  });
  const choices = (field: 'status' | 'direction' | 'type', title: string, known: readonly string[]): Part[] => {
    const values = new Set(known);
    for (const item of items) {
      const value = item[field];
      if (value !== undefined) values.add(value);
    }
    for (const wanted of [filter[field]].flat()) if (wanted !== undefined) values.add(wanted);
    // "No status" says already what it is about.
    return [...values]
      .slice(0, 30)
      .map((value) => part(field, wordsFor(field, value), value, field === 'status' && value === 'None' ? '' : title));
  };
  return [
    part('needsAttention', vscode.l10n.t('Needs attention')),
    part('mine', vscode.l10n.t('Mine: I am on the team')),
    ...choices('status', vscode.l10n.t('Status'), ['New', 'Active', 'Closed']),
    ...choices('direction', vscode.l10n.t('Direction'), ['Incoming', 'Outgoing']),
    ...choices('type', vscode.l10n.t('Type'), ['Independent', 'Shared']),
    ...categories.map((one) => part('category', wordsFor('category', one), one, vscode.l10n.t('Category'))),
  ];
}
