import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readSummary } from '../../../src/referral/summary.ts';

describe('the people of a referral', () => {
  const people = (team: unknown) => readSummary({ id: 'a', customerProfile: { team }, team })!;

  it('are the customer’s contacts and the partner’s team, each with name, e-mail and phone', () => {
    const { contacts, team } = people([
      { firstName: 'Lucía', lastName: 'Ferrer', email: 'l@x.example', phoneNumber: '1' },
    ]);
    const lucia = { name: 'Lucía Ferrer', email: 'l@x.example', phone: '1' };
    assert.deepEqual(contacts, [lucia]);
    assert.deepEqual(team, [lucia]);
  });

  it('are nobody where the server sends null, another type, or people without anything', () => {
    for (const team of [null, undefined, {}, 'x', [null, 7, {}, { firstName: '', email: '  ', phoneNumber: 4 }]]) {
      assert.deepEqual(people(team).contacts, []);
    }
  });

  it('keep what a person has when the rest is missing', () => {
    assert.deepEqual(people([{ lastName: 'Ferrer' }, { email: 'a@x.example' }]).contacts, [
      { name: 'Ferrer', email: undefined, phone: undefined },
      { name: undefined, email: 'a@x.example', phone: undefined },
    ]);
  });
});
