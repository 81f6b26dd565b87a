import assert from 'node:assert/strict';
import type { Transport } from '../../../../src/api/transport.ts';
import { saveEdit } from '../../../../src/services/edit/save.ts';
import { clientOver, never } from './writers.ts';

const id = 'a';
const base = '{"id":"a","eTag":"\\"1\\"","details":{"notes":"n"}}';
const textOf = (notes: string): string => base.replace('"n"', JSON.stringify(notes));

/** The client as it is, over a server that answers each PATCH with this status and asks to wait for a minute. */
function throttled(status: number): { readonly client: ReturnType<typeof clientOver>; readonly asked: string[] } {
  const asked: string[] = [];
  const send: Transport['send'] = async ({ method }) => {
    asked.push(method);
    const isRead = method === 'GET';
    const header = (name: string): string | undefined => (name === 'retry-after' && !isRead ? '60' : undefined);
    return { status: isRead ? 200 : status, header, body: isRead ? base : '' };
  };
  return { client: clientOver(send, { keepsWaits: true }), asked };
}

describe('A change that is saved again before the time that the server named', () => {
  for (const status of [429, 503]) {
    it(`is not sent after ${status}, and doesn’t count as one that may have been made`, async () => {
      const { client, asked } = throttled(status);
      const first = await saveEdit(client, { id, base, text: textOf('one') }, { signal: never });
      assert.deepEqual([first.kind, first.sent], [status === 429 ? 'failed' : 'unsure', [textOf('one')]]);
      const again = await saveEdit(client, { id, base, text: textOf('two'), sent: first.sent }, { signal: never });
      // Of the earlier one it is still not known.
      assert.deepEqual([again.kind, again.sent], ['failed', [textOf('one')]]);
      assert.deepEqual(asked, ['PATCH', 'GET']);
      const other = await saveEdit(client, { id, base, text: textOf('three') }, { signal: never });
      assert.deepEqual([other.kind, other.sent, asked], ['failed', undefined, ['PATCH', 'GET']]);
      assert.ok(other.kind === 'failed' && 'unsent' in other.failure && other.failure.unsent);
    });
  }
});
