import assert from 'node:assert/strict';
import { differencesFrom } from '../../../../src/services/edit/dealDifferences.ts';
import { inZone } from '../../zone.ts';

describe('What a referral has otherwise than its document', () => {
  const differences = (server: object, body: object): string[] =>
    differencesFrom(JSON.stringify(server), JSON.stringify(body)).map(({ pointer }) => pointer);
  const details = (server: object, body: object): string[] => differences({ details: server }, { details: body });

  it('is nothing where the service stores the same', () => {
    for (const [server, body] of [
      [{ closingDateTime: '2026-10-30T00:00:00Z' }, { closingDateTime: '2026-10-30T00:00:00' }],
      [{ closingDateTime: '2026-10-30T00:00:00.0000000Z' }, { closingDateTime: '2026-10-30T02:00:00+02:00' }],
      [{ dealValue: 1000 }, { dealValue: '1000' }],
      [{ dealValue: 1000 }, { dealValue: 1000.0 }],
      [{ notes: 'a' }, { Notes: 'a' }],
      [{ Notes: 'a' }, { notes: 'a' }],
      [{ notes: null }, { notes: '' }],
      [{}, { requirements: { solutions: [] } }],
    ] as const) {
      assert.deepEqual(details(server, body), [], JSON.stringify(body));
    }
    assert.deepEqual(
      differences({ team: [{ email: 'a@b.example', firstName: null }] }, { Team: [{ Email: 'a@b.example' }] }),
      [],
    );
  });

  it('is each value that the service stores as another one', () => {
    for (const [server, body] of [
      [{ closingDateTime: '2026-10-30T04:00:00Z' }, { closingDateTime: '2026-10-30T00:00:00' }],
      [{ closingDateTime: '2026-10-30T00:00:00Z' }, { closingDateTime: '2026-10-30T00:00:00.0000001Z' }],
      [{ dealValue: 1000 }, { dealValue: '1001' }],
      [{ notes: '2026-10-30 (by Ada)' }, { notes: '2026-10-30 (by Bob)' }],
      [{ notes: '2026-10-30T10:00:00Z' }, { notes: '2026-10-30T10:00Z' }],
      [{ notes: '1' }, { notes: '1.0' }],
      [{ notes: 'a' }, { notes: '' }],
    ] as const) {
      const [name = ''] = Object.keys(body);
      assert.deepEqual(details(server, body), [`/details/${name}`], JSON.stringify(body));
    }
    assert.deepEqual(differences({ team: [] }, { team: [{ email: 'a@b.example' }] }), ['/team']);
    assert.deepEqual(differences({ team: [{ email: 'a@b.example' }] }, { team: [{ email: 'b@b.example' }] }), [
      '/team/0/email',
    ]);
  });

  it('is the same in each time zone', () => {
    const [server, body] = [{ closingDateTime: '2026-10-30T00:00:00Z' }, { closingDateTime: '2026-10-30T00:00:00' }];
    for (const zone of ['America/New_York', 'Asia/Tokyo', 'UTC']) {
      assert.deepEqual(
        inZone(zone, () => details(server, body)),
        [],
        zone,
      );
    }
  });
});
