import assert from 'node:assert/strict';
import { needsPreview } from '../../../../src/services/edit/preview.ts';

describe('The preview of a save', () => {
  it('is shown always, never, or before the first save of a document to Partner Center', () => {
    for (const [preview, connection, wasSent, shown] of [
      ['live', 'partner-center', false, true],
      ['live', 'partner-center', true, false],
      ['live', 'sandbox', false, false],
      ['live', 'sandbox', true, false],
      ['always', 'partner-center', true, true],
      ['always', 'sandbox', true, true],
      ['always', 'sandbox', false, true],
      ['never', 'partner-center', false, false],
      ['never', 'sandbox', false, false],
    ] as const) {
      assert.equal(needsPreview(preview, connection, wasSent), shown, `${preview} ${connection} ${String(wasSent)}`);
    }
  });
});
