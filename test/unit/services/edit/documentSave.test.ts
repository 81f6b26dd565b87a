import assert from 'node:assert/strict';
import { Catalog, type PendingRequest } from '../../../../src/services/catalog/catalog.ts';
import type { Connection, ConnectionId } from '../../../../src/services/connection/connection.ts';
import { DocumentSave } from '../../../../src/services/edit/documentSave.ts';
import type { SaveOutcome } from '../../../../src/services/edit/saveOutcome.ts';
import { never, referral, value, WritersStage, type Deal } from './writers.ts';

/** A document of one connection, whose server and account can become another one. */
class DocumentStage {
  server = new WritersStage(JSON.stringify(referral), referral.id);
  account: string;
  /** Called before each PATCH is sent. */
  onSend: () => void = () => undefined;
  readonly #connection: ConnectionId;
  readonly #catalog: Catalog;
  readonly #origin: PendingRequest;

  constructor(connection: ConnectionId) {
    this.#connection = connection;
    this.account = connection === 'sandbox' ? '' : 'a';
    const needsSignIn = connection === 'partner-center';
    const client: Connection['client'] = async () => this.server.clientOf(0, []);
    this.#catalog = new Catalog({ get: () => ({ id: connection, needsSignIn, client }) });
    this.#origin = this.#catalog.of(connection).request();
  }

  /** What is known goes with the account or the server. */
  forget(): void {
    this.#catalog.forget(this.#connection);
  }

  restart(seed: object = referral): void {
    this.server = new WritersStage(JSON.stringify(seed), referral.id);
    this.forget();
  }

  async open(): Promise<void> {
    await this.#catalog.open(this.#connection, referral.id, { signal: never });
  }

  /** Saves a text that was typed at the beginning. */
  async save(base: string, text: string, isBaseKnown = true): Promise<SaveOutcome & { isSent: boolean }> {
    const { account } = this;
    const began = account === '' ? this.#origin : this.#catalog.of(this.#connection).request();
    const save = new DocumentSave(
      this.#catalog,
      {
        connection: this.#connection,
        edit: { id: referral.id, base, text },
        isBaseKnown,
        account,
        isSameAccount: () => this.account === account,
        began,
      },
      { signal: never, beforeSend: async () => this.onSend() },
    );
    const outcome = await save.send();
    assert.ok(this.#catalog.of(this.#connection).isCurrent(save.began) || this.account !== account);
    return { ...outcome, isSent: outcome.kind === 'saved' && outcome.isSent };
  }

  async dealValue(): Promise<number> {
    return (JSON.parse(await this.server.text()) as Deal).details.dealValue;
  }
}

/** Of what differs. */
function pointersOf(outcome: SaveOutcome): string[] {
  assert.ok(outcome.kind === 'conflict', outcome.kind);
  return outcome.overlaps.map(({ pointer }) => pointer);
}

function changed(text: string, dealValue: number): string {
  const deal = JSON.parse(text) as object;
  value(dealValue)(deal);
  return JSON.stringify(deal);
}

describe('Saving a document', () => {
  let stage: DocumentStage;
  let base: string;

  async function begin(connection: ConnectionId): Promise<void> {
    stage = new DocumentStage(connection);
    base = await stage.server.text();
  }

  for (const connection of ['sandbox', 'partner-center'] as const) {
    it(`sends what was changed once (${connection})`, async () => {
      await begin(connection);
      const { kind, isSent } = await stage.save(base, changed(base, 4711));
      assert.deepEqual([kind, isSent, await stage.dealValue()], ['saved', true, 4711]);
      assert.equal(stage.server.applied.length, 1);
    });
  }

  it('asks before anything is sent to a sandbox that was restarted, although the eTag is the same', async () => {
    await begin('sandbox');
    stage.restart();
    const outcome = await stage.save(base, changed(base, 4711));
    assert.deepEqual(pointersOf(outcome), ['/details/dealValue']);
    assert.ok(outcome.kind === 'conflict' && outcome.isOtherServer);
    assert.deepEqual([outcome.isSent, stage.server.applied], [false, []]);
  });

  it('asks when the sandbox is restarted in the middle, and what the new one has is no change of the person', async () => {
    await begin('sandbox');
    const before = stage.server;
    stage.onSend = () => stage.restart({ ...referral, eTag: '"other"', externalReferenceId: 'other' });
    const outcome = await stage.save(base, changed(base, 4711));
    assert.deepEqual(pointersOf(outcome), ['/details/dealValue', '/externalReferenceId']);
    assert.deepEqual([before.applied, stage.server.applied], [[], []]);
  });

  it('has nothing to send if the restarted sandbox has the same', async () => {
    await begin('sandbox');
    stage.restart({ ...referral, details: { ...referral.details, dealValue: 4711 } });
    const outcome = await stage.save(base, changed(base, 4711));
    assert.deepEqual([outcome.kind, outcome.isSent, stage.server.applied], ['saved', false, []]);
  });

  it('tells where a text for a restarted sandbox is not JSON', async () => {
    await begin('sandbox');
    stage.restart();
    assert.equal((await stage.save(base, base.slice(0, -1))).kind, 'malformed');
  });

  it('sends once more when the same account signs in again in the middle', async () => {
    await begin('partner-center');
    let sends = 0;
    stage.onSend = () => {
      if (++sends === 1) stage.forget();
    };
    const outcome = await stage.save(base, changed(base, 4711));
    assert.deepEqual([outcome.kind, outcome.isSent, await stage.dealValue()], ['saved', true, 4711]);
    assert.deepEqual([sends, stage.server.applied.length], [2, 1]);
  });

  it('sends nothing when another account signs in in the middle', async () => {
    await begin('partner-center');
    stage.onSend = () => {
      if (stage.account === 'b') return;
      stage.account = 'b';
      stage.forget();
    };
    const outcome = await stage.save(base, changed(base, 4711));
    assert.deepEqual([outcome.kind, outcome.isSent, stage.server.applied], ['failed', false, []]);
  });

  it('asks if the version that the text is based on is known only by its eTag, and that is another', async () => {
    await begin('partner-center');
    await stage.open();
    const same = await stage.save(base, changed(base, 4711), false);
    assert.deepEqual([same.kind, stage.server.applied.length], ['saved', 1]);
    const now = await stage.server.text();
    const outcome = await stage.save(now, changed(base, 4712), false);
    assert.deepEqual(pointersOf(outcome), ['/details/dealValue']);
    assert.equal(stage.server.applied.length, 1);
  });

  it('stops if that version is not known any more, or another one is', async () => {
    await begin('partner-center');
    const unknown = await stage.save(base, changed(base, 4711), false);
    await stage.open();
    const outdated = await stage.save(changed(base, 1), changed(base, 4711), false);
    assert.deepEqual([unknown.kind, outdated.kind, stage.server.applied], ['stopped', 'stopped', []]);
  });
});
