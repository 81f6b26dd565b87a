/**
 * How long a test waits before it calls something hung. Limits are for hangs only, so they are minutes, and longer on a
 * slower machine: test/run.ts measures how slow it is and hands that on.
 */
export const slownessVariable = 'PARTNER_REFERRALS_TEST_SLOWNESS';

/**
 * 1 on an ordinary machine that has nothing else to do, 4 where the same work takes four times as long. Who writes a test
 * and doesn't want to wait for it to fail sets the variable to less than 1.
 */
const slowness = Number(process.env[slownessVariable]) || 1;

/** Milliseconds for one wait, e.g. for an element to show. Whole ones: node’s timers take no others. */
export const waitLimit = Math.round(120_000 * slowness);

/** Milliseconds for one test or hook. */
export const testLimit = Math.round(300_000 * slowness);

const ordinaryMs = 120;

/** Measures this machine, as it is loaded now. */
export function measureSlowness(): number {
  const text = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => ({ n, name: `item ${n}`, even: n % 2 === 0 })));
  const began = performance.now();
  for (let round = 0; round < 8; round++) {
    if ((JSON.parse(text) as unknown[]).length !== 20_000) throw new Error('JSON.parse lost items.');
  }
  return Math.max(1, (performance.now() - began) / ordinaryMs);
}
