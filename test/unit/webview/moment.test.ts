import assert from 'node:assert/strict';
import { readMoment } from '../../../src/webview/panel/model/moment.ts';
import type { Moment } from '../../../src/webview/panel/model/shown.ts';
import { useZone } from '../zone.ts';

const at = Date.parse('2026-11-24T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('a moment on the panel’s page', () => {
  useZone('UTC');

  /** All that is said from a moment on, each with the time left until `at` when it begins. */
  const course = (as: Moment['as'], begins: number, ends: number): [string, string, number][] => {
    const told: [string, string, number][] = [];
    for (let now = begins; now <= ends;) {
      const { words, urgency, until } = readMoment({ at, as }, now, 'en');
      told.push([words, urgency, at - now]);
      now = until ?? Infinity;
    }
    return told;
  };

  it('warns of an expiry from three days before it, and says when it is over', () => {
    const pressing = course('expiry', at - 5 * day, at + minute);
    assert.deepEqual(pressing.slice(0, 4), [
      ['expires in 5 days', '', 5 * day],
      ['expires in 4 days', '', 4.5 * day],
      ['expires in 3 days', '', 3.5 * day],
      ['expires in 3 days', 'soon', 3 * day],
    ]);
    assert.deepEqual(pressing.slice(-4), [
      ['expires in 1 minute', 'soon', 1.5 * minute - 1],
      ['expires now', 'soon', minute - 1],
      ['expired now', 'overdue', -1],
      ['expired 1 minute ago', 'overdue', -minute],
    ]);
  });

  it('tells a calendar day by days alone', () => {
    assert.deepEqual(course('day', at - day, at + day), [
      ['tomorrow', '', day],
      ['today', '', 12 * hour],
      ['yesterday', '', -12 * hour],
    ]);
  });

  it('is said otherwise only when the words are others', () => {
    const all = course('ago', at, at + 3 * day).map(([words]) => words);
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual(all.slice(0, 3), ['now', '1 minute ago', '2 minutes ago']);
    assert.deepEqual(all.slice(-3), ['yesterday', '2 days ago', '3 days ago']);
  });
});
