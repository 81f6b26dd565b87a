import * as vscode from 'vscode';
import { nextExpiryChange, soonExpiring } from '../../../referral/lifeCycle.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';

/** Longer than this is no use of a timer: VS Code's views come and go. */
const longestWait = 6 * 60 * 60_000;

/** The number at the view's icon: how many of the loaded referrals expire within three days. */
export class ExpiryBadge implements vscode.Disposable {
  readonly #view: Pick<vscode.TreeView<unknown>, 'badge' | 'visible'>;
  readonly #items: () => readonly ReferralSummary[];
  #timer: NodeJS.Timeout | undefined;

  constructor(view: Pick<vscode.TreeView<unknown>, 'badge' | 'visible'>, items: () => readonly ReferralSummary[]) {
    this.#view = view;
    this.#items = items;
  }

  /** Counts anew, and once more when time alone changes the number, as long as somebody can see the view. */
  update(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    const items = this.#items();
    const count = soonExpiring(items, now);
    if ((this.#view.badge?.value ?? 0) !== count) this.#view.badge = badgeOf(count);
    if (!this.#view.visible) return;
    const next = nextExpiryChange(items, now);
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.update(), Math.min(next - now + 1000, longestWait));
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

function badgeOf(value: number): vscode.ViewBadge | undefined {
  if (value === 0) return undefined;
  const tooltip =
    value === 1
      ? vscode.l10n.t('1 referral expires within 3 days')
      : vscode.l10n.t('{0} referrals expire within 3 days', value);
  return { value, tooltip };
}
