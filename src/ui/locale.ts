import * as vscode from 'vscode';
import { displayLocale } from '../referral/locale.ts';

/**
 * Locale of everything that Intl formats: the language of the texts, which is English if VS Code's language has no
 * translation.
 */
export function locale(): string {
  return displayLocale(vscode.env.language);
}
