import assert from 'node:assert/strict';
import { ApiError } from '../../../src/api/failure.ts';
import { writeGuard } from '../../../src/api/policies/writeGuard.ts';
import { withPolicies, type HttpRequest } from '../../../src/api/transport.ts';
import { WriteAllowance } from '../../../src/services/connection/writeAllowance.ts';

describe('writing to Partner Center', () => {
  let answers: boolean[];
  let asked: number;
  let sent: string[];
  let allowance: WriteAllowance;
  const send = async (method: HttpRequest['method']): Promise<string> => {
    const transport = {
      send: (request: HttpRequest) => {
        sent.push(request.method);
        return Promise.resolve({ status: 204, body: '', header: () => undefined });
      },
    };
    const guarded = withPolicies(transport, [writeGuard(() => allowance.mayWrite())]);
    try {
      await guarded.send({ method, url: 'https://x/', headers: {}, signal: new AbortController().signal });
      return 'sent';
    } catch (error) {
      assert.ok(error instanceof ApiError);
      return error.failure.kind;
    }
  };
  beforeEach(() => {
    [answers, asked, sent] = [[], 0, []];
    allowance = new WriteAllowance(() => {
      asked++;
      return Promise.resolve(answers.shift() ?? false);
    });
  });

  it('asks nobody before reading', async () => {
    assert.deepEqual([await send('GET'), asked], ['sent', 0]);
  });

  it('asks once, however many write at once, and never again when it was allowed', async () => {
    answers = [true];
    assert.deepEqual(await Promise.all([send('POST'), send('DELETE'), send('POST')]), ['sent', 'sent', 'sent']);
    await send('POST');
    assert.equal(asked, 1);
  });

  it('sends nothing when it was refused, and asks again the next time', async () => {
    answers = [false, true];
    assert.deepEqual([await send('POST'), sent.length, await send('POST'), asked], ['cancelled', 0, 'sent', 2]);
  });

  it('asks again for another account', async () => {
    answers = [true, false];
    await send('POST');
    allowance.withdraw();
    assert.deepEqual([await send('POST'), asked], ['cancelled', 2]);
  });

  it('takes no answer that was given for an account which has left meanwhile', async () => {
    allowance = new WriteAllowance(() => {
      allowance.withdraw();
      return Promise.resolve(true);
    });
    assert.deepEqual([await send('POST'), sent], ['cancelled', []]);
  });
});
