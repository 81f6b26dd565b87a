import { t } from '../base/l10n.ts';
import type { FailureAction } from './panel.ts';

/** The label of a failure's button, in messages and in the panel. */
export function actionTitle(action: FailureAction): string {
  const titles: Readonly<Record<FailureAction, string>> = {
    retry: t('Try Again'),
    signIn: t('Sign In'),
    useSandbox: t('Use the Sandbox'),
    setup: t('Setup Checklist'),
    diagnose: t('Diagnose Connection'),
    showLog: t('Show Log'),
    showAnswer: t('Show Response'),
  };
  return titles[action];
}
