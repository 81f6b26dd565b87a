import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { referralUri } from '../../src/ui/documents/referralUri.ts';
import { id, useChangedDocument } from './changedDocument.ts';
import { catalogOf, documentsOf } from './documentsOf.ts';
import { openGate } from './gate.ts';
import { set } from './sandboxConnection.ts';

describe('A save to Partner Center', () => {
  const { answers, sandbox, stored, byOthers } = useChangedDocument();
  afterEach(() => set('edit.preview', undefined));

  it('is sent once more if it is refused after the same account was signed out and in again', async () => {
    await set('edit.preview', 'never');
    const gate = await openGate(sandbox().url);
    const { catalog, connection } = catalogOf(() => gate.url);
    const documents = documentsOf(catalog, undefined, 'ada');
    try {
      const live = referralUri('partner-center', id);
      const text = new TextDecoder().decode(await documents.readFile(live));
      const { dealValue } = (await stored()).details;
      const changed = text.replace(`"dealValue": ${dealValue}`, '"dealValue": 4711');
      await byOthers('/details/notes', 'theirs');
      const patch = gate.hold(/./, 'PATCH');
      const saving = documents.writeFile(live, new TextEncoder().encode(changed));
      await patch.asked;
      catalog.forget('partner-center');
      patch.release();
      await saving;
      const { details } = await stored();
      assert.deepEqual([details.dealValue, details.notes, answers.shown], [4711, 'theirs', []]);
    } finally {
      documents.dispose();
      connection.dispose();
      await gate.close();
    }
  });
});
