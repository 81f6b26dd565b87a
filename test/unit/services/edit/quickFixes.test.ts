import assert from 'node:assert/strict';
import { prettyJson } from '../../../../src/referral/prettyJson.ts';
import { countryCodes, countryOfThreeLetters } from '../../../../src/referral/rules/countries.ts';
import { BaseVersion, checkFile, checkReferral } from '../../../../src/services/edit/diagnostics.ts';
import { countryCodeOf, quickFixes } from '../../../../src/services/edit/quickFixes.ts';

const base = {
  id: 'a',
  eTag: '"1"',
  status: 'New',
  substatus: 'Pending',
  details: { closingDateTime: '2026-10-30T00:00:00Z', notes: 'n' },
};

/** The fixes by title, each with the number of findings that are left after it. */
function fixesOf(value: object, from?: object): Record<string, number> {
  const text = prettyJson(JSON.stringify(value));
  const version = from && new BaseVersion(JSON.stringify(from));
  const check = (of: string) => (version ? checkReferral(of, version) : checkFile(of));
  return Object.fromEntries(
    check(text)
      .flatMap((finding) => quickFixes(text, finding, version))
      .map(({ title, span, newText }) => [
        title,
        check(text.slice(0, span.start) + newText + text.slice(span.end)).length,
      ]),
  );
}

describe('The quick fixes', () => {
  it('set the substatuses that go with a status, or the status that goes with a substatus', () => {
    assert.deepEqual(fixesOf({ ...base, status: 'Active' }, base), {
      'Set substatus to Accepted': 0,
      'Set status to New': 0,
    });
    assert.deepEqual(fixesOf({ status: 'New', substatus: 'Won' }), {
      'Set substatus to Pending': 0,
      'Set substatus to Received': 0,
      'Set status to Closed': 0,
    });
  });

  it('set no status that the life cycle does not reach from the base version', () => {
    const active = { ...base, status: 'Active', substatus: 'Accepted' };
    assert.deepEqual(fixesOf({ ...base, substatus: 'Won' }, active), {
      'Set status to Closed': 0,
      'Restore "Active"': 1,
    });
    const closed = { ...base, status: 'Closed', substatus: 'Won' };
    assert.deepEqual(fixesOf({ ...closed, status: 'Active' }, closed), { 'Restore "Closed"': 0 });
  });

  it('write an unknown name as the probable one, unless that is taken', () => {
    const details = { closeDate: '2026-10-30T00:00:00Z' };
    assert.deepEqual(fixesOf({ details }), { 'Change to "closingDateTime"': 0 });
    assert.equal(fixesOf({ details: { ...base.details, ...details } })['Change to "closingDateTime"'], undefined);
    assert.deepEqual(fixesOf({ zzzzzzz: 1 }), {});
    assert.deepEqual(fixesOf({ ...base, details: { ...details, notes: 'n' } }, base), {
      'Change to "closingDateTime"': 0,
    });
  });

  it('write an unknown value of a closed list as the probable one', () => {
    assert.deepEqual(fixesOf({ type: 'Shard' }), { 'Change to "Shared"': 0 });
    assert.deepEqual(fixesOf({ type: 'Zzzzzz' }), {});
  });

  it('complete a date without a time or zone, if there is such a day', () => {
    const at = (closingDateTime: string): object => ({ details: { closingDateTime } });
    assert.deepEqual(fixesOf(at('2026-10-30')), { 'Use 2026-10-30T00:00:00Z': 0 });
    assert.deepEqual(fixesOf(at('2026-10-30T08:30:00')), { 'Use 2026-10-30T08:30:00Z': 0 });
    assert.deepEqual(fixesOf(at('2026-02-30')), {});
    assert.deepEqual(fixesOf(at('soon')), {});
  });

  it('complete no date that only the server sets', () => {
    const from = { id: 'a', acceptedDateTime: '2026-10-29T00:00:00Z' };
    assert.deepEqual(fixesOf({ ...from, acceptedDateTime: '2026-10-30' }, from), {
      'Restore "2026-10-29T00:00:00Z"': 0,
    });
  });

  it('use the code of a country that is given by name, three letters or in lower case', () => {
    const at = (country: string): object => ({ value: [base, { customerProfile: { address: { country } } }] });
    assert.deepEqual(fixesOf(at('Germany')), { 'Use the two-letter country code DE': 0 });
    assert.deepEqual(fixesOf(at('USA')), { 'Use the two-letter country code US': 0 });
    assert.deepEqual(fixesOf(at('us')), { 'Use the two-letter country code US': 0 });
    assert.deepEqual(fixesOf(at('Middle-earth')), {});
  });

  it('write a currency in capital letters, if there is such a currency', () => {
    assert.deepEqual(fixesOf({ details: { currency: 'eur' } }), { 'Change to "EUR"': 0 });
    assert.deepEqual(fixesOf({ details: { currency: 'euro' } }), {});
  });

  it('restore a value of the base version that is short, with the spelling that it had', () => {
    const quoted = { ...base, engagementId: '"1"' };
    assert.deepEqual(fixesOf({ ...quoted, engagementId: '2' }, quoted), { 'Restore "\\"1\\""': 0 });
    assert.deepEqual(fixesOf({ ...base, id: 'b' }, base), { 'Restore "a"': 0 });
    const long = { ...base, engagementId: 'x'.repeat(60) };
    assert.deepEqual(fixesOf({ ...long, engagementId: 'y' }, long), {});
  });

  it('restore the value of the same person only, wherever that is in the list', () => {
    const alice = { firstName: 'Alice', email: 'alice@x.example', phoneNumber: '+49 30 111' };
    const from = { ...base, team: [alice] };
    const bob = { firstName: 'Bob', email: 'bob@x.example', phoneNumber: 4930222 };
    assert.deepEqual(fixesOf({ ...from, team: [bob, alice] }, from), {});
    const changed = { ...alice, phoneNumber: 4930222 };
    const other = { ...bob, phoneNumber: '+49 30 222' };
    assert.deepEqual(fixesOf({ ...from, team: [other, changed] }, from), { 'Restore "+49 30 111"': 0 });
  });

  it('restore neither the tag nor the time of another version', () => {
    const from = { ...base, updatedDateTime: '2026-06-01T00:00:00Z' };
    assert.deepEqual(fixesOf({ ...from, eTag: '"0"', updatedDateTime: '2026-05-01T00:00:00Z' }, from), {});
  });

  it('are none for an emptied text', () => {
    const version = new BaseVersion(JSON.stringify(base));
    assert.deepEqual(
      checkReferral('', version).flatMap((finding) => quickFixes('', finding, version)),
      [],
    );
  });
});

describe('The code of a country', () => {
  it('is found by its English names, also without accents, by other names that people write, and by itself', () => {
    const names = ['United States', 'united kingdom', 'UK', 'Turkey', 'Türkiye', 'Cote d’Ivoire', 'The Netherlands'];
    assert.deepEqual(names.map(countryCodeOf), ['US', 'GB', 'GB', 'TR', 'TR', 'CI', 'NL']);
    for (const code of countryCodes) {
      const name = new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? '';
      assert.equal(countryCodeOf(name), code, name);
    }
    assert.equal(countryCodeOf('Atlantis'), undefined);
  });

  it('has three letters for each of two, and no more', () => {
    assert.deepEqual([...countryOfThreeLetters.values()].sort(), [...countryCodes].sort());
    for (const letters of countryOfThreeLetters.keys()) assert.match(letters, /^[A-Z]{3}$/);
  });
});
