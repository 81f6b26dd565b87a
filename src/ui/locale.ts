import * as vscode from 'vscode';
import { displayLocale } from '../referral/locale.ts';

/** For all that Intl writes into our texts: their language, English while VS Code has no translations of them. */
export function locale(): string {
  return displayLocale(vscode.env.language);
}
