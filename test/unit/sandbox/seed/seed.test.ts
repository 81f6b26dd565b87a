import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSeed, SeedError } from '../../../../src/sandbox/seed/seed.ts';
import { Client } from '../client.ts';

describe('A seed', () => {
  const odd =
    '{ "id" : "A-1",\n "n":50000.00, "big":12345678901234567890, "e":1e3, "s":"\\u0041\\/<", "x":{"id":"no"} , "status":"New" }';

  it('is served as it is spelt', async () => {
    for (const seed of [odd, `[${odd}]`, `{"@odata.count":1,"value":[ ${odd} ]}`, `\uFEFF${odd}\n`]) {
      const client = new Client({ seed });
      const one = await client.referral('a-1');
      assert.equal(one.text, odd);
      assert.ok((await client.list()).text.includes(`"value":[${odd}]`));
    }
  });

  it('may hold properties called value or id anywhere', async () => {
    const client = new Client({ seed: '{"value":[1],"id":"a","deep":{"value":[{"id":5}]}}' });
    assert.equal((await client.referral('a')).status, 200);
  });

  it('may hold no referral at all', async () => {
    assert.deepEqual((await new Client({ seed: '[]' }).list()).json.value, []);
  });

  it('comes back unchanged after a reset', async () => {
    const client = new Client({ seed: '{"id":"a","status":"New","createdDateTime":"2018-10-29T21:24:52Z","v":1.50}' });
    const before = (await client.referral('a')).text;
    await client.advance(0.001);
    assert.equal((await client.referral('a')).json.substatus, 'Expired');
    await client.send('POST', '/_sandbox/reset');
    assert.equal((await client.referral('a')).text, before);
  });

  it('with an eTag that no header can carry gets one of the sandbox', async () => {
    const client = new Client({ seed: JSON.stringify([{ id: 'a', eTag: 'ü\n' }, { id: 'b' }]) });
    const tags = [await client.referral('a'), await client.referral('b')].map(({ headers }) => headers.get('etag'));
    assert.ok(tags[0] && tags[1] && tags[0] !== tags[1]);
  });

  const refusals: [content: string, message: RegExp][] = [
    ['', /seed\.json is empty/],
    ['[{"id":"a"},\n {"id":"b" "x":1}]', /comma expected at line 2, column 12/],
    ['[{"id":"a"},]', /not valid JSON.*line 1, column 13/],
    ['[{"id":"a"}', /not valid JSON.*line 1/],
    ['{"id":"a"} x', /not valid JSON/],
    ['{"id":"a", // comment\n"b":1}', /not valid JSON.*line 1/],
    ['{"value":[{"id":"a"}],"x":nope}', /not valid JSON/],
    ['[{"id":"a"},{"name":"b"}]', /item 1 has no string "id"/],
    ['[{"id":"a"},{"id":7}]', /item 1 has no string "id"/],
    ['[{"id":""}]', /item 0 has no string "id"/],
    ['[{"id":"a"},[]]', /item 1 is no object/],
    ['{"value":["x"]}', /item 0 is no object/],
    ['[{"id":"a"},{"id":"A"}]', /items 0 and 1 have the same id "A" /],
    // A terminal would obey it.
    [String.raw`[{"id":"\u001b[2J"},{"id":"\u001b[2J"}]`, /the same id "\\u001b\[2J" /],
    ['"text"', /holds no referral/],
    ['nope', /not valid JSON/],
  ];
  for (const [content, message] of refusals) {
    it(`is refused with the place that is wrong: ${content.slice(0, 40) || 'nothing'}`, () => {
      assert.throws(
        () => [...readSeed(content, 'seed.json')],
        (error) => error instanceof SeedError && message.test(error.message),
      );
    });
  }

  it('keeps every text of every item, whatever JSON it is', () => {
    const item = fc.tuple(fc.jsonValue(), fc.constantFrom('', ' ', '\n\t')).map(([value, space]) => ({ value, space }));
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const texts = items.map(
          ({ value, space }, index) => `{"id":"r${index}",${space}"x":${JSON.stringify(value)}${space}}`,
        );
        const read = [...readSeed(`[${texts.join(' , ')}]`)];
        assert.deepEqual(
          read.map(({ text }) => text),
          texts,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('never fails otherwise than with a clear message', () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 }))
      .map(([json, at, insert]) => json.slice(0, at % json.length) + insert + json.slice((at % json.length) + 1));
    fc.assert(
      fc.property(damaged, (content) => {
        try {
          for (const item of readSeed(content)) assert.ok(item.id);
        } catch (error) {
          assert.ok(error instanceof SeedError, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});
