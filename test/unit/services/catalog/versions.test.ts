import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FetchedReferral, ReferralClient } from '../../../../src/api/client.ts';
import { readSummary } from '../../../../src/referral/summary.ts';
import { Catalog } from '../../../../src/services/catalog/catalog.ts';
import type { Connection } from '../../../../src/services/connection/connection.ts';
import { Versions } from '../../../../src/services/catalog/versions.ts';

const ask = { signal: new AbortController().signal };

describe('the versions of a referral', () => {
  let text: string;
  let catalog: Catalog;
  let versions: Versions;
  beforeEach(() => {
    const get = (id: string): Promise<FetchedReferral> =>
      Promise.resolve({ text, summary: readSummary({ id })!, eTag: undefined, receivedAt: 7, durationMs: 0 });
    const connection = { client: () => Promise.resolve({ get } as unknown as ReferralClient) } as Connection;
    catalog = new Catalog({ get: () => connection });
    versions = new Versions(catalog);
  });
  const fetchAs = async (id: string, newText: string): Promise<void> => {
    text = newText;
    await catalog.open('sandbox', id, ask);
  };
  const textsOf = (id: string): string[] => versions.of('sandbox', id).map((version) => version.text);

  it('are its texts as they were fetched, the same text again being none', async () => {
    for (const each of ['1', '1', '2', '1']) await fetchAs('a', each);
    assert.deepEqual(textsOf('A'), ['1', '2', '1']);
    const [first] = versions.of('sandbox', 'a');
    assert.equal(versions.find('sandbox', 'a', first!.number), first);
    assert.deepEqual(versions.of('partner-center', 'a'), []);
  });

  it('are the last ten', async () => {
    for (let n = 1; n <= 12; n++) await fetchAs('a', String(n));
    assert.deepEqual(textsOf('a'), ['3', '4', '5', '6', '7', '8', '9', '10', '11', '12']);
  });

  it('hold what was known before anybody listened', async () => {
    await fetchAs('a', '1');
    assert.deepEqual(
      new Versions(catalog).of('sandbox', 'a').map((version) => version.text),
      ['1'],
    );
  });

  it('go with what the catalog forgets', async () => {
    await fetchAs('a', '1');
    catalog.forget('sandbox');
    assert.deepEqual(textsOf('a'), []);
  });

  it('make room by dropping the oldest of all, but never what is being compared', async () => {
    const long = (n: number): string => String(n).repeat(20_000_000);
    await fetchAs('a', long(1));
    await fetchAs('b', long(2));
    await fetchAs('b', long(3));
    assert.deepEqual([textsOf('a').length, textsOf('b').length], [0, 2]);
    await fetchAs('b', long(4));
    assert.deepEqual(
      textsOf('b').map((each) => each[0]),
      ['3', '4'],
    );
  });
});
