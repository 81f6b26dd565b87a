import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { ChunkedList } from '../../../src/base/chunkedList.ts';
import { AccountMemory } from '../../../src/auth/accountMemory.ts';
import { MicrosoftTokens } from '../../../src/auth/microsoftTokens.ts';
import { Session } from '../../../src/auth/session.ts';
import { Emitter } from '../../../src/base/event.ts';
import { readSummary } from '../../../src/referral/summary.ts';
import { KeptLists } from '../../../src/services/list/diskCache.ts';
import { deleteStoredLists } from '../../../src/ui/tree/view/storedLists.ts';
import { alice, bob, MicrosoftAccounts, Storage } from '../auth/microsoftAccounts.ts';

describe('Lists on disk, while the view was never shown', () => {
  let folder: string;
  let accounts: MicrosoftAccounts;
  let session: Session;
  let settingChanged: Emitter<void>;
  let wanted: boolean;
  /** Deletions under way. */
  let running: Promise<void>[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'partner-referrals-stored-'));
    const lists = new KeptLists(folder);
    const items = ChunkedList.of([readSummary({ id: 'a', name: 'Deal' })!]);
    await lists.write({ connection: 'partner-center', account: alice.label }, items, 1);
    await lists.write({ connection: 'sandbox', account: '' }, items, 1);
    accounts = new MicrosoftAccounts();
    const workspace = new Storage();
    // Used before the window was opened.
    await workspace.update('partnerReferrals.account', alice.id);
    const tokens = new MicrosoftTokens(accounts, () => ({ clientId: '', tenantId: '' }));
    session = new Session(tokens, new AccountMemory(new Storage(), workspace));
    settingChanged = new Emitter();
    wanted = true;
    running = [];
    deleteStoredLists({
      session,
      folder,
      loaded: () => undefined,
      onDidChangeSetting: settingChanged.event,
      wanted: () => wanted,
      guard: (task) => {
        running.push(task());
        return Promise.resolve();
      },
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const stored = async (): Promise<number> => {
    await Promise.all(running);
    return readdirSync(folder).length;
  };

  it('stay while the account is only unreachable', async () => {
    accounts.online = false;
    await session.check();
    assert.equal(await stored(), 2);
  });

  it('of the account are deleted when it was removed from VS Code', async () => {
    accounts.listed = [bob];
    await session.check();
    assert.equal(await stored(), 1);
  });

  it('of the account are deleted by Sign Out', async () => {
    await session.signOut();
    assert.equal(await stored(), 1);
  });

  it('are all deleted when the setting is switched off, and stay when it is switched on', async () => {
    settingChanged.fire();
    assert.equal(await stored(), 2);
    wanted = false;
    settingChanged.fire();
    assert.equal(await stored(), 0);
  });
});
