import assert from 'node:assert/strict';
import type { ReferralClient } from '../../../../src/api/client.ts';
import { ApiError } from '../../../../src/api/failure.ts';
import type { SkipToken } from '../../../../src/api/paging.ts';
import type { Catalog } from '../../../../src/services/catalog/catalog.ts';
import type { ConnectionId } from '../../../../src/services/connection/connection.ts';
import { searchAll } from '../../../../src/services/server/searchAll.ts';
import { ServerSearch, type Answer } from '../../../../src/services/server/serverSearch.ts';
import { SandboxStage } from '../sandboxStage.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const engagement = 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4';
const unknown = '00000000-0000-4000-8000-000000000000';

/** Uses the real search, catalog, client and sandbox. Tests set only the sandbox's faults. */
describe('asking a server for a referral', () => {
  let stage: SandboxStage;
  let client: ReferralClient;
  let catalog: Catalog;
  let server: ServerSearch;
  let mistakes: unknown[];

  const start = async (count?: number): Promise<void> => {
    stage = await SandboxStage.start(count === undefined ? {} : { count });
    ({ client, catalog } = stage);
    mistakes = [];
    server = new ServerSearch(catalog, (error) => mistakes.push(error));
  };
  beforeEach(() => start());
  afterEach(() => stage.close());

  const signal = new AbortController().signal;
  const aboutId = (wanted: string): Promise<Answer> => server.ask('sandbox', { kind: 'id', id: wanted }, signal);
  const aboutReference = (reference: string): Promise<Answer> =>
    server.ask('sandbox', { kind: 'reference', reference }, signal);
  const canSearchByReference = (connection: ConnectionId): boolean =>
    catalog.of(connection).capabilities.canSearchBy('externalReferenceId');
  const idsOf = (answer: Answer): string[] => (answer.kind === 'found' ? answer.items.map((item) => item.id) : []);
  const calls = async (): Promise<string[]> =>
    (await stage.calls()).map((path) => decodeURIComponent(path).replace('/v1.0/engagements/referrals', ''));

  it('finds a referral by its id, which is known from then on', async () => {
    assert.deepEqual(idsOf(await aboutId(id)), [id]);
    assert.equal(catalog.find('sandbox', id)?.summary.customerName, 'Woodgrove Bank Iberia');
    assert.deepEqual(await calls(), [`/${id}`]);
  });

  it('takes an id that no referral has for an engagement’s', async () => {
    const answer = await aboutId(engagement);
    assert.ok(idsOf(answer).includes(id));
    assert.ok(answer.kind === 'found' && answer.items.every((item) => item.engagementId === engagement));
    assert.deepEqual(await calls(), [`/${engagement}`, `?$filter=engagementId eq '${engagement}'`]);
  });

  it('says when an id is nobody’s', async () => assert.deepEqual(await aboutId(unknown), { kind: 'nothing' }));

  it('finds by CRM reference where the server can filter by it, and knows from then on what was found', async () => {
    assert.deepEqual(idsOf(await aboutReference('CRM-50977')), [id]);
    assert.deepEqual(await aboutReference('CRM-0'), { kind: 'nothing' });
    assert.deepEqual(await calls(), [
      "?$filter=externalReferenceId eq 'CRM-50977'",
      "?$filter=externalReferenceId eq 'CRM-0'",
    ]);
    assert.deepEqual([catalog.of('sandbox').size, catalog.find('sandbox', id)?.fetched], [1, undefined]);
  });

  it('writes quotes, signs and half characters so that they are no more than text', async () => {
    for (const reference of ["O'Brien-1' or 'a' eq 'a", "7&$top=1#'", 'x1\ud800', '100%']) {
      assert.deepEqual(await aboutReference(reference), { kind: 'nothing' }, reference);
    }
    assert.equal((await calls())[0], "?$filter=externalReferenceId eq 'O''Brien-1'' or ''a'' eq ''a'");
  });

  it('asks again after one refusal, which may be a passing failure', async () => {
    await stage.fault({ path: '$filter', status: 400 });
    assert.deepEqual(await aboutReference('CRM-50977'), { kind: 'unsupported' });
    assert.ok(canSearchByReference('sandbox'));
    assert.deepEqual(idsOf(await aboutReference('CRM-50977')), [id]);
    await stage.fault({ path: '$filter', status: 400 });
    await aboutReference('CRM-50977');
    assert.ok(canSearchByReference('sandbox'));
  });

  it('remembers for the connection what was refused twice in a row, and asks again when it is forgotten', async () => {
    await stage.fault({ path: '$filter', status: 400, times: 2 });
    for (const reference of ['CRM-50977', 'CRM-50978', 'CRM-50979']) {
      assert.deepEqual(await aboutReference(reference), { kind: 'unsupported' });
    }
    assert.equal((await calls()).length, 2);
    assert.deepEqual([canSearchByReference('sandbox'), canSearchByReference('partner-center')], [false, true]);
    // A refused filter doesn't affect other filters.
    assert.ok(idsOf(await aboutId(engagement)).length > 0);
    catalog.forget('sandbox');
    assert.deepEqual(idsOf(await aboutReference('CRM-50977')), [id]);
  });

  it('takes a server that ignores the filter for one that can’t', async () => {
    await stage.fault({
      path: '$filter',
      status: 200,
      body: { value: [{ id: 'a' }, { id, externalReferenceId: 'CRM-50977' }] },
    });
    assert.deepEqual(await aboutReference('CRM-50977'), { kind: 'unsupported' });
  });

  it('tells a failure, and asks again the next time', async () => {
    await stage.fault({ path: '$filter', status: 403 });
    const answer = await aboutReference('CRM-50977');
    assert.equal(answer.kind === 'failed' && answer.failure?.kind, 'forbidden');
    assert.deepEqual(idsOf(await aboutReference('CRM-50977')), [id]);
  });

  it('does not take an id for an engagement’s when its request failed for another reason', async () => {
    await stage.fault({ status: 403 });
    const answer = await aboutId(id);
    assert.equal(answer.kind === 'failed' && answer.failure?.kind, 'forbidden');
    assert.deepEqual(await calls(), [`/${id}`]);
  });

  it('says that nobody can be asked when the server is gone', async () => {
    await stage.close();
    const answer = await aboutId(id);
    assert.equal(answer.kind === 'failed' && answer.failure?.kind, 'unreachable');
    await start();
  });

  it('ends at once when its answer is not wanted any more', async () => {
    await stage.fault({ delayMs: 600_000 });
    const stop = new AbortController();
    const asking = server.ask('sandbox', { kind: 'id', id }, stop.signal);
    stop.abort();
    await assert.rejects(asking, { name: 'AbortError' });
    assert.equal(catalog.find('sandbox', id), undefined);
  });

  it('never rejects over a mistake of ours, which goes to the log', async () => {
    client.search = () => Promise.reject(new TypeError('ours'));
    assert.deepEqual(await aboutReference('CRM-1'), { kind: 'failed', failure: undefined });
    assert.equal(mistakes.length, 1);
  });

  describe('in all its referrals', () => {
    const lookFor = (reference: string, pages: number[] = []) =>
      searchAll(
        catalog.pages('sandbox', { signal }),
        (summary) => summary.externalReferenceId === reference,
        (searched) => pages.push(searched),
      );

    it('stops at the page that has it', async () => {
      const stop = await lookFor('CRM-50977');
      assert.deepEqual([stop.found.map((item) => item.id), stop.complete], [[id], true]);
      await stage.close();
      await start(350);
      const pages: number[] = [];
      const { found, searched, complete } = await lookFor('nobody’s', pages);
      assert.deepEqual([found, searched, complete, pages], [[], 350, true, [100, 200, 300]]);
    });

    it('says when the paging leads nowhere new', async () => {
      const body = { value: [{ id: 'a' }], '@odata.nextLink': 'http://x/?$skiptoken=same' };
      await stage.fault({ status: 200, body, times: 9 });
      const { found, searched, complete } = await lookFor('CRM-50977');
      assert.deepEqual([found, searched, complete], [[], 1, false]);
    });

    it('asks for no further page than the first one that has it', async () => {
      const link = (token: string) => ({ '@odata.nextLink': `http://x/?$skiptoken=${token}` });
      const wanted = { id, externalReferenceId: 'CRM-1' };
      await stage.fault({ status: 200, body: { value: [{ id: 'a' }], ...link('2') } });
      await stage.fault({ status: 200, body: { value: [{ id: 'b' }, wanted], ...link('3') } });
      const { found, searched, complete } = await lookFor('CRM-1');
      assert.deepEqual([found.map((item) => item.id), searched, complete], [[id], 3, true]);
      assert.equal((await calls()).length, 2);
    });

    it('says when a link to the next page can’t be read', async () => {
      await stage.fault({ status: 200, body: { value: [{ id: 'a' }], '@odata.nextLink': 'http://x/?page=2' } });
      const { found, searched, complete } = await lookFor('CRM-1');
      assert.deepEqual([found, searched, complete], [[], 1, false]);
    });

    it('ends after 2,000 pages, since links may lead on without end', async () => {
      let asked = 0;
      const page = () => {
        asked += 1;
        const next = { kind: 'more', token: String(asked) as SkipToken } as const;
        return Promise.resolve({ items: [], unreadable: 0, next });
      };
      const { complete } = await searchAll(
        page,
        () => false,
        () => undefined,
      );
      assert.deepEqual([asked, complete], [2000, false]);
    });

    it('ends when another account came between two pages', async () => {
      await stage.close();
      await start(250);
      const page = catalog.pages('sandbox', { signal });
      const searched = searchAll(
        page,
        () => false,
        () => catalog.forget('sandbox'),
      );
      await assert.rejects(searched, (error) => error instanceof ApiError && error.failure.kind === 'cancelled');
      // The second page is not asked for: its client may be that of another account.
      assert.equal((await calls()).length, 1);
    });

    it('fails as its requests do', async () => {
      await stage.fault({ status: 403 });
      await assert.rejects(lookFor('x'), ApiError);
    });
  });
});
