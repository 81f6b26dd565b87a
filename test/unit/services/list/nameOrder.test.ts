import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { NameOrder } from '../../../../src/services/list/nameOrder.ts';

describe('names as numbers', () => {
  const { compare } = new Intl.Collator('en', { numeric: true });

  it('compare as the names do, whether these came at once or one by one', () => {
    const names = fc.array(fc.stringMatching(/^[a-cA-CÄä 0-9]{0,4}$/), { maxLength: 40 });
    fc.assert(
      fc.property(names, names, (first, later) => {
        const order = new NameOrder('en');
        order.add(first);
        for (const name of later) order.rankOf(name);
        const all = [...new Set([...first, ...later])];
        for (const a of all) {
          for (const b of all) {
            const difference = order.rankOf(a) - order.rankOf(b);
            const compared = compare(a, b);
            // Names that compare as equal still have a fixed order.
            if (compared !== 0) assert.equal(Math.sign(difference), Math.sign(compared), `${a} ${b}`);
            else if (a !== b) assert.notEqual(difference, 0);
          }
        }
      }),
    );
  });

  it('have the same order however they came, also names that the locale does not tell apart', () => {
    const names = fc.array(fc.constantFrom('Plant 1', 'Plant 01', 'Plant 001', 'Q', 'A', 'a', 'é', 'e\u0301'), {
      maxLength: 12,
    });
    const sortedBy = (order: NameOrder, all: readonly string[]): string[] =>
      all.toSorted((a, b) => order.rankOf(a) - order.rankOf(b));
    fc.assert(
      fc.property(names, names, names, (first, second, third) => {
        const [order, anew] = [new NameOrder('en'), new NameOrder('en')];
        order.add(first);
        for (const name of second) order.rankOf(name);
        if (third.length > 6) order.add(third);
        else for (const name of third) order.rankOf(name);
        const all = [...new Set([...first, ...second, ...third])];
        anew.add(all);
        assert.deepEqual(sortedBy(order, all), sortedBy(anew, all));
      }),
    );
  });

  it('keep their numbers when another comes, until there is no room between two', () => {
    const order = new NameOrder('en');
    order.add(['a', 'z']);
    const before = order.numbering;
    const ranks = [order.rankOf('a'), order.rankOf('z')];
    for (let n = 0; n < 40; n++) order.rankOf(`m${n}`);
    assert.deepEqual([order.numbering, order.rankOf('a'), order.rankOf('z')], [before, ...ranks]);
    for (let n = 40; n < 200; n++) order.rankOf(`m${n}`);
    assert.ok(order.numbering > before);
    for (let n = 1; n < 200; n++) assert.ok(order.rankOf(`m${n - 1}`) < order.rankOf(`m${n}`), `${n}`);
  });
});
