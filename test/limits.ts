/**
 * Time limits of tests. They only detect hangs, so they are minutes, and longer on a slower machine: test/run.ts
 * measures the slowness and passes it in this environment variable.
 */
export const slownessVariable = 'PARTNER_REFERRALS_TEST_SLOWNESS';

/**
 * 1 on an ordinary, idle machine; 4 if the same work takes four times as long. Set the variable to less than 1 while
 * writing tests, so that a failing wait ends soon.
 */
const slowness = Number(process.env[slownessVariable]) || 1;

/** Time limit for a wait, e.g. for an element to be visible, in ms. An integer, since Node.js's timers require one. */
export const waitLimit = Math.round(120_000 * slowness);

/** Time limit for a test or hook, in ms. */
export const testLimit = Math.round(300_000 * slowness);

const ordinaryMs = 120;

/** Measures the slowness of this machine with its current load. */
export function measureSlowness(): number {
  const text = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => ({ n, name: `item ${n}`, even: n % 2 === 0 })));
  const began = performance.now();
  for (let round = 0; round < 8; round++) {
    if ((JSON.parse(text) as unknown[]).length !== 20_000) throw new Error('JSON.parse lost items.');
  }
  return Math.max(1, (performance.now() - began) / ordinaryMs);
}
