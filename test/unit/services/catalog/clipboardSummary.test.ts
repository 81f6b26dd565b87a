import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSummary } from '../../../../src/referral/summary.ts';
import { clipboardSummary } from '../../../../src/services/catalog/clipboardSummary.ts';
import { fullReferral } from '../../webview/fullReferral.ts';

const now = Date.parse('2026-03-13T09:14:31Z');
const summary = (value: unknown, nameless = false): string =>
  clipboardSummary(readSummary(value)!, now, 'en-US', nameless);

describe('the copied summary of a referral', () => {
  it('tells name, customer, status, value, expiry, category and id', () => {
    const lines = summary({ ...fullReferral, type: 'Shared' }).split('\n');
    assert.equal(lines[0], fullReferral.name);
    assert.deepEqual(
      lines.slice(1).map((line) => line.replace(/:.*/, '')),
      ['Customer', 'Status', 'Value', 'Expires', 'Category', 'ID'],
    );
    assert.equal(lines[2], 'Status: New, pending');
    assert.match(lines[4]!, /\(in 3 days\)$/);
  });

  it('leaves out what is not there', () => {
    assert.equal(summary({ id: 'A' }), 'a\nCategory: Referral\nID: a');
  });

  it('names neither the deal nor the customer and its city if names are hidden', () => {
    const customerProfile = { name: 'Fabrikam', address: { city: 'Valencia', country: 'ES' } };
    const text = summary({ id: 'A', name: 'Security refresh', customerProfile }, true);
    assert.equal(text, 'a\nCustomer: ES\nCategory: Referral\nID: a');
    assert.match(summary({ id: 'A', name: 'Security refresh', customerProfile }), /Fabrikam, Valencia, ES/);
  });

  it('says that it expired, as soon as the time is over', () => {
    const expiring = (ms: number) => ({ ...fullReferral, expirationDateTime: new Date(now + ms).toISOString() });
    assert.match(summary(expiring(-86_400_000)), /^Expired: .* \(1 day ago\)$|^Expired: .* \(yesterday\)$/m);
    assert.match(summary(expiring(-1)), /^Expired: /m);
    assert.match(summary(expiring(0)), /^Expires: /m);
  });

  it('has each fact on one line, without blanks around it, whatever the server sent', () => {
    const text = summary({ id: 'A', name: ' \n Security\r\n\t refresh  ', customerProfile: { name: 'Fabri\nkam' } });
    assert.equal(text, 'Security refresh\nCustomer: Fabri kam\nCategory: Referral\nID: a');
  });

  it('says what stood there instead of an address or a number, and keeps short numbers, which may be values', () => {
    const team = [{ firstName: 'Jo', email: 'jo @ x', phoneNumber: '555-0142-5555' }, { phoneNumber: '2026' }];
    const name = 'Ask JO  @ X or 555-0142-5555 in 2026';
    assert.equal(summary({ id: 'A', name, team }).split('\n')[0], 'Ask <e-mail> or <phone> in 2026');
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
        const text = summary({
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
