import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSummary } from '../../../../src/referral/summary.ts';
import { briefingOn } from '../../../../src/services/catalog/clipboardSummary.ts';
import { fullReferral } from '../../webview/fullReferral.ts';

const now = Date.parse('2026-03-13T09:14:31Z');
const briefing = (value: unknown): string => briefingOn(readSummary(value)!, now, 'en-US');

describe('the copied summary of a referral', () => {
  it('tells name, customer, status, value, expiry, category and id', () => {
    const lines = briefing({ ...fullReferral, type: 'Shared' }).split('\n');
    assert.equal(lines[0], fullReferral.name);
    assert.deepEqual(
      lines.slice(1).map((line) => line.replace(/:.*/, '')),
      ['Customer', 'Status', 'Value', 'Expires', 'Category', 'ID'],
    );
    assert.equal(lines[2], 'Status: New, pending');
    assert.match(lines[4]!, /\(in 3 days\)$/);
  });

  it('leaves out what is not there', () => {
    assert.equal(briefing({ id: 'A' }), 'a\nCategory: Referral\nID: a');
  });

  it('never has an e-mail address or phone number of the record in it, wherever somebody wrote one', () => {
    const odd = fc.constantFrom('"jo do"@x.example', 'a/b@x.example', "o'neil+x@x.example", 'jö@müller.example', 'X@x');
    const phone = fc.constantFrom('+34 960 555 018', '(0421) 555-0142', '004942155501');
    const person = fc.record({ firstName: fc.string(), email: fc.oneof(fc.emailAddress(), odd), phoneNumber: phone });
    const people = fc.array(person, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(people, people, fc.string(), fc.string(), fc.boolean(), (team, contacts, before, after, upper) => {
        const all = [...team, ...contacts];
        const leak = all.map(({ email, phoneNumber }) => `${before} ${email}${after} ${phoneNumber} `).join(' ');
        const name = upper ? leak.toUpperCase() : leak;
        const text = briefing({
          ...fullReferral,
          name,
          status: leak,
          team,
          customerProfile: { name: leak, address: { city: leak, country: 'ES' }, team: contacts },
          details: { dealValue: 5, currency: leak },
        }).toLowerCase();
        for (const { email, phoneNumber } of all) {
          assert.ok(!text.includes(email.toLowerCase()), `${email} in ${text}`);
          assert.ok(!text.includes(phoneNumber), `${phoneNumber} in ${text}`);
        }
      }),
    );
  });
});
