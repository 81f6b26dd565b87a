import * as vscode from 'vscode';
import { displayLocale } from '../referral/locale.ts';

/** For all that Intl writes into our texts. */
export function locale(): string {
  return displayLocale(vscode.env.language);
}
