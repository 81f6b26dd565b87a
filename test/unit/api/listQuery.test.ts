import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultQuery, type ListFilter } from '../../../src/api/listQuery.ts';
import { queryOptions } from '../../../src/api/queryOptions.ts';
import { parseFilter } from '../../../src/sandbox/filter/parseFilter.ts';
import { anyCharacter } from '../anyCharacter.ts';

describe('a list’s query', () => {
  it('is the newest change first when nothing is asked for', () => {
    assert.equal(queryOptions(defaultQuery), '$orderby=updatedDateTime%20desc');
  });

  it('compares what the API documents, in its spelling', () => {
    const filter = { status: 'New', direction: 'Incoming', teamEmail: "o'brien@x.example" };
    assert.equal(
      decodeURIComponent(queryOptions({ filter, orderBy: { field: 'createdDateTime', descending: false } })),
      "$filter=status eq 'New' and direction eq 'Incoming' and team/any(t:t/email eq 'o''brien@x.example')&$orderby=createdDateTime",
    );
  });

  it('has each part that is asked for, an empty text too', () => {
    const orderBy = { field: 'createdDateTime', descending: true } as const;
    const filter = { substatus: '', type: 'Shared', qualification: 'Direct' };
    assert.equal(
      decodeURIComponent(queryOptions({ filter, orderBy })),
      "$filter=substatus eq '' and type eq 'Shared' and qualification eq 'Direct'&$orderby=createdDateTime desc",
    );
    assert.equal(
      decodeURIComponent(queryOptions({ filter: { teamEmail: '' }, orderBy })),
      "$filter=team/any(t:t/email eq '')&$orderby=createdDateTime desc",
    );
  });

  it('leaves no quote bare in the address', () => {
    assert.doesNotMatch(queryOptions({ ...defaultQuery, filter: { status: "a'b" } }), /'/);
  });

  it('says the same to a reader of OData, whatever the values hold', () => {
    const value = fc.string({ unit: anyCharacter, maxLength: 20 });
    const names = ['status', 'substatus', 'type', 'direction', 'qualification', 'teamEmail'] as const;
    const filters = fc
      .record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] })
      .filter((filter) => Object.keys(filter).length > 0);
    fc.assert(
      fc.property(filters, (filter) => {
        const options = new URL(`http://x/?${queryOptions({ ...defaultQuery, filter })}`).searchParams;
        assert.deepEqual([...options.keys()], ['$filter', '$orderby']);
        const parsed = parseFilter(options.get('$filter')!);
        const found: [string, unknown][] = [];
        const read = (part: typeof parsed): void => {
          if (part.kind === 'and') for (const each of part.parts) read(each);
          else if (part.kind === 'any' && part.part.kind === 'compare') found.push(['teamEmail', part.part.literal]);
          else if (part.kind === 'compare') found.push([part.path.steps.join('/'), part.literal]);
        };
        read(parsed);
        const wanted = Object.entries(filter as ListFilter).map(([name, text]) => [name, text.toWellFormed()]);
        assert.deepEqual(found.sort(), wanted.sort());
      }),
    );
  });
});
