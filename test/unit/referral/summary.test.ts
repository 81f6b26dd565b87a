import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { sameSummary } from '../../../src/referral/sameSummary.ts';
import { isMicrosoftSide, readSummary, titleOf, type ReferralSummary } from '../../../src/referral/summary.ts';

describe('the facts of a referral', () => {
  it('are at their documented places', () => {
    const record: unknown = JSON.parse(readFileSync('test/fixtures/reference/referral.json', 'utf8'));
    assert.deepEqual(readSummary(record), {
      id: '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77',
      engagementId: 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4',
      name: 'Woodgrove branch security refresh',
      customerName: 'Woodgrove Bank Iberia',
      customerCity: 'Valencia',
      customerCountry: 'ES',
      organizationId: '1f7e2b90-4d3c-4c55-b0a8-92de7a6641fb',
      organizationName: 'Litware',
      externalReferenceId: 'CRM-50977',
      status: 'New',
      substatus: 'Pending',
      type: 'Shared',
      qualification: 'SalesQualified',
      direction: 'Incoming',
      dealValue: 212000.5,
      currency: 'EUR',
      createdDateTime: '2026-03-02T09:14:31.4820915Z',
      updatedDateTime: '2026-03-05T16:40:02.117346Z',
      expirationDateTime: '2026-03-16T09:14:31.4820915Z',
      closingDateTime: '2026-07-15T00:00:00Z',
      invitedByOrganizationId: 'msft',
      contacts: [{ name: 'Lucía Ferrer', email: 'lucia.ferrer@woodgrove.example', phone: '+34 960 555 018' }],
      team: [{ name: 'Noor de Wit', email: 'noor.dewit@litware.example', phone: undefined }],
    });
  });

  it('have a deal value where it is a number or spells one', () => {
    const valueOf = (dealValue: unknown) => readSummary({ id: 'a', details: { dealValue } })?.dealValue;
    assert.deepEqual([0, 12.5, '12.50', ' 7 ', '0'].map(valueOf), [0, 12.5, 12.5, 7, 0]);
    for (const odd of ['', '  ', 'EUR 5', '1,5', 'Infinity', true, null, [5]]) assert.equal(valueOf(odd), undefined);
  });

  it('are none where no usable id is', () => {
    for (const odd of [undefined, null, [], [{ id: 'a' }], 'a', {}, { id: '' }, { id: ' ' }, { id: 5 }]) {
      assert.equal(readSummary(odd), undefined);
    }
  });

  it('give it the title that a person knows it by', () => {
    const title = (record: object) => titleOf(readSummary({ id: 'A', ...record })!);
    assert.equal(title({ name: 'Deal', customerProfile: { name: 'Contoso' } }), 'Deal');
    assert.equal(title({ name: ' ', customerProfile: { name: 'Contoso' } }), 'Contoso');
    assert.equal(title({ name: null, customerProfile: null }), 'a');
  });

  it('have no name that nothing is seen of', () => {
    for (const name of ['', ' \t', '\u200e', '\u200b \u2066\u2069', '\u0007']) {
      const facts = readSummary({ id: 'a-b', name, organizationName: name, customerProfile: { name: 'Alpine' } });
      assert.ok(facts);
      assert.deepEqual([facts.name, facts.organizationName, titleOf(facts)], [undefined, undefined, 'Alpine']);
    }
    assert.equal(readSummary({ id: 'a-b', name: '\u200eא' })?.name, '\u200eא');
  });

  it('tell Microsoft’s side, in any case, from a partner’s', () => {
    const sides = ['msft', 'MSFT', 'msft2', '1f7e2b90', null].map((organizationId) =>
      isMicrosoftSide(readSummary({ id: 'a', organizationId })!),
    );
    assert.deepEqual(sides, [true, true, false, false, false]);
  });
});

describe('two summaries', () => {
  const record = {
    id: 'a',
    name: 'Deal',
    customerProfile: { name: 'Contoso', team: [{ firstName: 'A', email: 'a@x.example', phoneNumber: '1' }] },
    details: { dealValue: 5, currency: 'EUR' },
    team: [{ firstName: 'B' }, { email: 'b@x.example' }],
  };
  const summary = readSummary(record)!;
  const differs = (change: Partial<ReferralSummary>) => !sameSummary(summary, { ...summary, ...change });

  it('are the same when they were read twice', () => {
    assert.ok(sameSummary(summary, readSummary(structuredClone(record))!));
  });

  it('differ when any one fact does', () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(summary) as (keyof ReferralSummary)[])), (key) => {
        if (key === 'contacts' || key === 'team') assert.ok(differs({ [key]: [] }), key);
        else assert.ok(differs({ [key]: 'other' }), key);
      }),
    );
  });

  it('differ when a person came, went, changed places or is reached otherwise', () => {
    const [b, mail] = summary.team;
    const [contact] = summary.contacts;
    assert.ok(b && mail && contact);
    for (const team of [[b], [mail, b], [b, mail, b], [b, { ...mail, email: 'c@x.example' }]])
      assert.ok(differs({ team }));
    for (const change of [{ name: 'C' }, { email: 'c@x.example' }, { phone: '2' }, { phone: undefined }]) {
      assert.ok(differs({ contacts: [{ ...contact, ...change }] }));
    }
  });
});

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
