import { describe, it } from 'mocha';
import { openWorkbench } from './harness.ts';

describe('The workbench', () => {
  // test/unit/ui/palette.test.ts checks all commands with the same rules.
  it('lists a command of the installed extension first when its whole title is typed', async () => {
    const workbench = await openWorkbench();
    const first = workbench.quickInput.root.locator('.monaco-list-row[data-index="0"]');
    await workbench.ask('workbench.action.showCommands');
    for (const title of ['Open Referral', 'Open Referral as JSON', 'Refresh Referrals', 'Sign In', 'Show Log']) {
      const label = `Partner: ${title}`;
      await workbench.quickInput.fill(`>${label}`);
      await first.and(workbench.page.locator(`[aria-label="${label}"], [aria-label^="${label},"]`)).waitFor();
    }
  });
});
