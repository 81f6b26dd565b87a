import type { FailureAction } from './panel.ts';

/** Labels of the buttons for failures, in messages and in the panel. */
export const actionTitles: Readonly<Record<FailureAction, string>> = {
  retry: 'Try Again',
  signIn: 'Sign In',
  useSandbox: 'Use the Sandbox',
  setup: 'Setup Checklist',
  diagnose: 'Diagnose Connection',
  showLog: 'Show Log',
  showAnswer: 'Show the Answer',
};
