import assert from 'node:assert/strict';
import { WriteAllowance } from '../../../../src/services/connection/writeAllowance.ts';

describe('The permission to change live data', () => {
  let questions: ((answer: boolean) => void)[];
  let allowance: WriteAllowance;
  beforeEach(() => {
    questions = [];
    allowance = new WriteAllowance(() => new Promise((resolve) => questions.push(resolve)));
  });
  /** Answers the last question. */
  const answer = (allowed: boolean): void => questions.at(-1)?.(allowed);

  it('is asked for once, by writes at the same time and those that follow', async () => {
    const writes = [allowance.mayWrite(), allowance.mayWrite()];
    answer(true);
    assert.deepEqual(await Promise.all(writes), [true, true]);
    assert.equal(await allowance.mayWrite(), true);
    assert.equal(questions.length, 1);
  });

  it('is asked for again after a refusal', async () => {
    const first = allowance.mayWrite();
    answer(false);
    assert.equal(await first, false);
    const second = allowance.mayWrite();
    answer(true);
    assert.equal(await second, true);
    assert.equal(questions.length, 2);
  });

  it('ends with the account, also while the question is open', async () => {
    const granted = allowance.mayWrite();
    answer(true);
    await granted;
    allowance.withdraw();
    const open = allowance.mayWrite();
    assert.equal(questions.length, 2);
    allowance.withdraw();
    answer(true);
    assert.equal(await open, false, 'The former account allowed it.');
    const next = allowance.mayWrite();
    assert.equal(questions.length, 3);
    answer(true);
    assert.equal(await next, true);
  });

  it('is asked for anew by another account while the question to the former one is open', async () => {
    const former = allowance.mayWrite();
    allowance.withdraw();
    const writes = [allowance.mayWrite(), allowance.mayWrite()];
    assert.equal(questions.length, 2);
    questions[0]?.(true);
    assert.equal(await former, false);
    const later = allowance.mayWrite();
    assert.equal(questions.length, 2, 'The answer of the former account allows nothing.');
    questions[1]?.(false);
    assert.deepEqual(await Promise.all([...writes, later]), [false, false, false]);
  });
});
