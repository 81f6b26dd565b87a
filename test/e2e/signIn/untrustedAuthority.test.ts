import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Workbench } from '../harness.ts';
import { LiveStage, showcase } from './liveStage.ts';
import { SignInPages } from './signInPages.ts';
import { apiTarget } from './standInPartnerCenter.ts';

describe('A Partner Center whose certificate VS Code does not trust', () => {
  let stage: LiveStage;
  let workbench: Workbench;
  let pages: SignInPages;
  before(async () => {
    stage = await LiveStage.shared({ trusting: false });
    workbench = await stage.shareWindow();
    pages = new SignInPages(workbench, stage);
  });
  beforeEach(() => pages.reset());
  afterEach(() => stage.assertNothingLeaked(workbench.server));

  it('is told as that, in the view and in a message, and gets no token', async () => {
    const since = stage.watch();
    await pages.signInButton.click();
    await pages.allow();
    const said = /api\.partner\.microsoft\.com can’t be reached \(\w+\)\. The connection’s certificate is not trusted/;
    await workbench.page.locator('.part.sidebar .message').filter({ hasText: said }).waitFor();
    await workbench.treeItem('Try again').waitFor();
    await pages.openFailing(showcase.id, said);
    await workbench.screenshot('live-certificate');
    assert.equal(await pages.messages.count(), 1);
    assert.deepEqual(since().calls, []);
    assert.ok(since().targets.includes(apiTarget));
    assert.ok((await stage.whenLogged(workbench.server, `${showcase.id} → `)).length > 0);
  });

  it('is examined by the diagnosis, which names the authority and what to do, and asks nobody to sign in', async () => {
    const since = stage.watch();
    const report = await pages.diagnose();
    await workbench.screenshot('live-diagnosis-untrusted');
    assert.match(report, /Failed step: “TLS”/);
    assert.match(report, /not trusted \(\w+\)\. .*signed by Test authority of Partner Referrals/);
    assert.match(report, /NODE_EXTRA_CA_CERTS/);
    assert.match(report, /Token \| ❌ fail \| Nobody is signed in/);
    assert.deepEqual(since().calls, []);
    await pages.assertNoPrompt(since());
  });
});
