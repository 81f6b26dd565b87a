import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { NavigationHistory } from '../../../src/ui/panel/navigationHistory.ts';

describe('the trail of a panel', () => {
  it('goes back and forward as a browser does', () => {
    const trail = new NavigationHistory('a');
    trail.go('b');
    trail.go('c');
    assert.ok(trail.back());
    assert.deepEqual([trail.previous, trail.current, trail.next], ['a', 'b', 'c']);
    assert.ok(trail.forward());
    assert.equal(trail.forward(), false);
    trail.back();
    trail.go('d');
    assert.deepEqual([trail.previous, trail.current, trail.next], ['b', 'd', undefined]);
  });

  it('remembers the last 50 places', () => {
    const trail = new NavigationHistory('0');
    for (let n = 1; n <= 60; n++) trail.go(String(n));
    let steps = 0;
    while (trail.back()) steps++;
    assert.deepEqual([steps, trail.current], [50, '10']);
  });

  it('forgets a place that was replaced, and keeps the ways on both sides of it', () => {
    const trail = new NavigationHistory('a');
    trail.go('b');
    trail.go('c');
    trail.back();
    trail.replace('x');
    assert.deepEqual([trail.previous, trail.current, trail.next], ['a', 'x', 'c']);
    trail.forward();
    trail.back();
    assert.equal(trail.current, 'x');
  });

  it('leads past a place that was taken out, back and ahead', () => {
    const trail = new NavigationHistory('a');
    for (const place of ['b', 'c', 'd', 'e']) trail.go(place);
    trail.skip('back');
    assert.deepEqual([trail.previous, trail.current, trail.next], ['c', 'e', undefined]);
    trail.back();
    trail.back();
    trail.skip('forward');
    assert.deepEqual([trail.previous, trail.current, trail.next], ['a', 'b', 'e']);
    trail.skip('back');
    trail.skip('back');
    assert.deepEqual([trail.previous, trail.current], [undefined, 'b']);
  });

  it('stays where it is when sent there', () => {
    const trail = new NavigationHistory('a');
    trail.go('a');
    assert.equal(trail.previous, undefined);
  });

  it('comes back to where it was after as many steps forward as back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 }), fc.nat(60), (places, steps) => {
        const trail = new NavigationHistory('start');
        for (const place of places) trail.go(place);
        const { current } = trail;
        let gone = 0;
        for (let n = 0; n < steps; n++) if (trail.back()) gone++;
        for (let n = 0; n < gone; n++) trail.forward();
        assert.equal(trail.current, current);
        assert.equal(trail.next, undefined);
      }),
    );
  });
});
