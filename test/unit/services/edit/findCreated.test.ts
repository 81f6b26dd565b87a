import assert from 'node:assert/strict';
import type { ReferralPage } from '../../../../src/api/client.ts';
import { ApiError, type Failure } from '../../../../src/api/failure.ts';
import { readSummary, type ReferralSummary } from '../../../../src/referral/summary.ts';
import type { Deal } from '../../../../src/services/edit/dealText.ts';
import { findCreated, type Found, type Sought } from '../../../../src/services/edit/findCreated.ts';
import { dealFrom, now, reference } from './creationStage.ts';
import { never } from './writers.ts';

const seconds = (count: number): string => new Date(now + count * 1000).toISOString();
const facts = { status: 400, code: undefined, requestId: undefined, message: undefined };
const own: Sought = { side: 'own', engagementId: undefined, since: now };
const microsofts: Sought = { side: 'microsoft', engagementId: 'E-1', since: now };

describe('Searching for a deal whose answer was lost', () => {
  let deal: Deal;
  let stored: object;
  before(async () => {
    deal = await dealFrom('shared', reference);
    const { name, customerName, externalReferenceId } = deal;
    const parts = { externalReferenceId, customerProfile: { name: customerName } };
    stored = { id: 'a', name, ...parts, engagementId: 'e-1', createdDateTime: seconds(1), status: 'Active' };
  });

  const item = (change: object = {}): ReferralSummary => {
    const summary = readSummary({ ...stored, ...change });
    assert.ok(summary);
    return summary;
  };
  /** What is asked and found; the server's clock is that of this machine. */
  const find = async (
    sought: Sought,
    searched: readonly ReferralSummary[] | Failure,
    listed: readonly ReferralSummary[] = [],
    { serverTime = now, of = deal }: { readonly serverTime?: number | undefined; readonly of?: Deal } = {},
  ): Promise<{ found: Found; asked: string[] }> => {
    const asked: string[] = [];
    const page = (items: readonly ReferralSummary[]): ReferralPage => ({
      items,
      unreadable: 0,
      next: { kind: 'none' },
      serverTime: Number.isNaN(serverTime) ? undefined : serverTime,
    });
    const client = {
      search: async (filter: string) => {
        asked.push(filter);
        if ('kind' in searched) throw new ApiError(searched);
        return page(searched);
      },
      list: async () => {
        asked.push('list');
        return page(listed);
      },
    };
    return { found: await findCreated(client, of, sought, { signal: never, now: () => now }), asked };
  };
  const idsOf = (found: Found): string[] =>
    found.kind === 'it' ? [`it: ${found.referral.id}`] : found.candidates.map(({ id }) => id);

  it('searches by what the referral alone has, and takes the one that is found', async () => {
    const { found, asked } = await find(own, [item()]);
    assert.deepEqual([idsOf(found), asked], [['it: a'], ["externalReferenceId eq 'crm-1'"]]);
    const other = await find(microsofts, [item({ organizationId: 'MSFT' })]);
    assert.deepEqual([idsOf(other.found), other.asked], [['it: a'], ["engagementId eq 'E-1'"]]);
  });

  it('takes no other deal that has the same CRM reference or engagement', async () => {
    for (const change of [
      { name: 'Another deal' },
      { customerProfile: { name: 'Another customer' } },
      { externalReferenceId: 'crm-2' },
      { organizationId: 'msft' },
    ]) {
      assert.deepEqual(idsOf((await find(own, [item(change)])).found), [], JSON.stringify(change));
    }
    for (const change of [{ organizationId: 'own' }, { engagementId: 'e-2' }, { engagementId: null }]) {
      const { found } = await find(microsofts, [item({ organizationId: 'msft', ...change })]);
      assert.deepEqual(idsOf(found), [], JSON.stringify(change));
    }
  });

  it('takes the list, where the search finds nothing or the server can’t search', async () => {
    const refusal: Failure = { kind: 'invalidRequest', facts };
    for (const searched of [[], refusal, [item({ name: 'Another deal' })]]) {
      const { found, asked } = await find(own, searched, [item(), item({ id: 'b', name: 'Another deal' })]);
      assert.deepEqual([idsOf(found), asked.length], [['it: a'], 2]);
    }
  });

  it('fails as the search does', async () => {
    await assert.rejects(find(own, { kind: 'throttled', facts, retryAfterMs: 1 }), ApiError);
  });

  it('is not certain of one of several, and does not ask for the list then', async () => {
    const { found, asked } = await find(own, [item(), item({ id: 'b' })]);
    assert.deepEqual([idsOf(found), asked.length], [['a', 'b'], 1]);
  });

  it('counts what is found twice once', async () => {
    const { found, asked } = await find(own, [item({ createdDateTime: null })], [item({ createdDateTime: null })]);
    assert.deepEqual([idsOf(found), asked.length], [['a'], 2]);
  });

  it('is not certain without a reference, which other deals of the customer lack, too', async () => {
    const without = await dealFrom('private');
    const { name, customerName } = without;
    const found = item({ name, customerProfile: { name: customerName }, externalReferenceId: null });
    const one = await find(own, [], [found], { of: without });
    assert.deepEqual([idsOf(one.found), one.asked], [['a'], ['list']]);
  });

  it('takes none that was closed or was there before, by the server’s clock', async () => {
    const day = 24 * 60 * 60;
    for (const [change, serverTime, ids] of [
      [{ status: 'Closed' }, now, ['a']],
      [{ createdDateTime: seconds(-2) }, now, ['it: a']],
      [{ createdDateTime: seconds(-3) }, now, ['a']],
      [{ createdDateTime: seconds(-day) }, now, ['a']],
      [{ createdDateTime: seconds(-day - 1) }, now, []],
      // The server's clock is an hour ahead, or behind.
      [{ createdDateTime: seconds(3600 - 3) }, now + 3_600_000, ['a']],
      [{ createdDateTime: seconds(-3600) }, now - 3_600_000, ['it: a']],
      // The server doesn't tell its time.
      [{ createdDateTime: seconds(-120) }, NaN, ['it: a']],
      [{ createdDateTime: seconds(-121) }, NaN, ['a']],
      [{ createdDateTime: null }, now, ['a']],
    ] as const) {
      const { found } = await find(own, [item(change)], [], { serverTime });
      assert.deepEqual(idsOf(found), ids, JSON.stringify([change, serverTime - now]));
    }
    assert.deepEqual(idsOf((await find({ ...own, since: undefined }, [item()])).found), ['a']);
  });
});
