import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prettyJson } from '../../../../src/referral/prettyJson.ts';
import { generateReferrals } from '../../../../src/sandbox/sample/sample.ts';
import { BaseVersion, checkFile, checkReferral, type Finding } from '../../../../src/services/edit/diagnostics.ts';

import { treeText } from '../../../../src/referral/treeText.ts';
import { anyEdits, applyEdits, tree } from './edits.ts';

const base = {
  id: 'a',
  eTag: '"1"',
  status: 'New',
  substatus: 'Pending',
  name: 'Deal',
  customerProfile: { name: 'Litware', address: { country: 'US' } },
  consent: { consentToShareReferralWithMicrosoftSellers: true },
  details: { dealValue: 5000, currency: 'EUR', closingDateTime: '2026-10-30T00:00:00Z' },
};

/** Severity, marked text and message. */
const shown = (text: string, findings: readonly Finding[]): string[] =>
  findings.map(({ severity, span, message }) => `${severity} ${text.slice(span.start, span.end)}: ${message}`);

function edited(value: object, from: object = base): string[] {
  const text = prettyJson(JSON.stringify(value));
  return shown(text, checkReferral(text, new BaseVersion(JSON.stringify(from))));
}

function file(value: unknown): string[] {
  const text = prettyJson(JSON.stringify(value));
  return shown(text, checkFile(text));
}

const first = (findings: readonly string[]): string => {
  assert.equal(findings.length, 1, findings.join('\n'));
  return findings[0] ?? '';
};

describe('The diagnostics of an edited referral', () => {
  it('are none for another spelling of the base version, whatever is wrong in that', () => {
    assert.deepEqual(edited(base), []);
    const odd = { ...base, status: 'Paused', nmae: 1, details: { currency: 'XXXX', closingDateTime: 'soon' } };
    assert.deepEqual(edited(odd, odd), []);
  });

  it('are those of a registration as the service reads it, whatever the order of its properties', () => {
    const contract = { value: 100, term: 'Perpetual', startDateTime: '2026-01-01T00:00:00Z' };
    const approved = { id: 'r', status: 'Approved', type: 'AzureIPCoSell', contract, solutionDetails: [{ value: 1 }] };
    const won = { ...base, status: 'Closed', substatus: 'Won', registrations: [approved] };
    const sorted = Object.fromEntries(Object.entries(approved).reverse());
    const { id, status, ...added } = approved;
    assert.deepEqual(edited({ ...won, registrations: [sorted, added] }, won), [], `${id} ${status}`);
    const priced = (value: unknown, of: unknown): string[] =>
      edited(
        {
          ...won,
          registrations: [approved, { ...added, contract: { ...contract, value }, solutionDetails: [{ value: of }] }],
        },
        won,
      );
    assert.deepEqual(priced('100', 99), []);
    assert.match(first(priced('100', 101)), /cannot exceed that of the contract/);
    assert.match(first(priced(100, '101')), /cannot exceed that of the contract/);
  });

  it('are warnings for what an added registration says although only the server sets it', () => {
    const contract = { value: 100, term: 'Perpetual', startDateTime: '2026-01-01T00:00:00Z' };
    const approved = { id: 'r', status: 'Approved', type: 'AzureIPCoSell', contract, solutionDetails: [{ value: 1 }] };
    const won = { ...base, status: 'Closed', substatus: 'Won', registrations: [approved] };
    const added = { ...approved, contract: { ...contract, value: 200 } };
    assert.deepEqual(edited({ ...won, registrations: [approved, { ...added, status: 'Rejected', id: 'mine' }] }, won), [
      'warning "mine": "registrations/1/id" is set by the server, which ignores this value.',
      'warning "Rejected": "registrations/1/status" is set by the server, which ignores this value.',
    ]);
    const { id, status, ...own } = added;
    assert.deepEqual(edited({ ...won, registrations: [approved, own] }, won), [], `${id} ${status}`);
    const none = { ...won, registrations: null };
    assert.match(first(edited({ ...none, registrations: [{ ...own, status }] }, none)), /"registrations\/0\/status"/);
  });

  it('are those of a value that was wrong and was changed to another wrong one', () => {
    const odd = { ...base, details: { ...base.details, closingDateTime: '2026-07-15T00:00:00', currency: 5 } };
    const otherDate = { ...odd, details: { ...odd.details, closingDateTime: '31 February, perhaps' } };
    assert.match(first(edited(otherDate, odd)), /^error "31 February, perhaps": .*date and time that exists/);
    const otherType = { ...odd, details: { ...odd.details, currency: {} } };
    assert.match(first(edited(otherType, odd)), /^error "currency": .*must be a string/);
    assert.deepEqual(edited({ ...odd, details: { ...odd.details, dealValue: 1 } }, odd), []);
  });

  it('are none for changes that can be sent', () => {
    assert.deepEqual(edited({ ...base, status: 'Active', substatus: 'Accepted' }), []);
    assert.deepEqual(edited({ ...base, status: 'Closed', substatus: 'Declined' }), []);
    assert.deepEqual(edited({ ...base, details: { ...base.details, currency: 'USD', dealValue: 6000 } }), []);
    const active = { ...base, status: 'Active', substatus: 'Accepted' };
    assert.deepEqual(edited({ ...active, externalReferenceId: 'CRM-1' }, active), []);
  });

  it('are none for any change that can be sent', () => {
    const from = tree(JSON.stringify({ ...base, team: [] }));
    fc.assert(
      fc.property(anyEdits, (edits) => {
        const text = prettyJson(treeText(applyEdits(from, edits)));
        assert.deepEqual(shown(text, checkReferral(text, new BaseVersion(treeText(from)))), []);
      }),
      { numRuns: 200 },
    );
  });

  it('are errors at the value for what only the server sets, another id, and what has no documented path', () => {
    assert.match(first(edited({ ...base, eTag: '"2"' })), /^error ".*2.*": .*eTag.* is set by the server/);
    assert.match(first(edited({ ...base, id: 'b' })), /^error "b": .*another referral/);
    assert.match(first(edited({ ...base, name: 'Other' })), /^error "Other": .*no documented way to change "name"/);
  });

  it('are errors for moves of status that the life cycle does not have, and for pairs that do not match', () => {
    const active = { ...base, status: 'Active', substatus: 'Accepted' };
    assert.match(first(edited(base, active)), /^error "New": .*from Active to New/);
    assert.match(first(edited({ ...base, status: 'Active' })), /^error "Pending": .*must be Accepted/);
    assert.match(first(edited({ ...base, status: 'Activ' })), /^error "Activ": /);
  });

  it('are errors for a changed closed deal and for consent that is taken back', () => {
    const closed = { ...base, status: 'Closed', substatus: 'Won' };
    assert.match(first(edited({ ...closed, externalReferenceId: 'x' }, closed)), /^error "Closed": The deal is closed/);
    const back = { ...base, consent: { consentToShareReferralWithMicrosoftSellers: false } };
    assert.match(first(edited(back)), /^error false: .*cannot become private/);
  });

  it('are errors for a registration that the API would refuse, and none for one that it takes', () => {
    const registration = {
      type: 'AzureIPCoSell',
      contract: { term: 'Perpetual', startDateTime: '2026-10-30T00:00:00Z', value: 10 },
      solutionDetails: [{ id: 'SOL-1', value: 5 }],
    };
    const won = { ...base, status: 'Closed', substatus: 'Won', registrations: [] };
    const withOne = (given: object, changed: object): object => ({ ...given, registrations: [changed] });
    assert.deepEqual(edited(withOne(won, registration), won), []);
    const open = { ...base, status: 'Active', substatus: 'Accepted', registrations: [] };
    assert.match(first(edited(withOne(open, registration), open)), /^error .*: Only a deal that is won can be regis/s);
    const noSolutions = { ...registration, solutionDetails: [] };
    assert.match(first(edited(withOne(won, noSolutions), won)), /needs at least one solution/);
    const known = (status: string, value: number): object =>
      withOne(won, { ...registration, id: 'r', status, contract: { ...registration.contract, value } });
    assert.match(first(edited(known('Approved', 20), known('Approved', 10))), /status "Approved" cannot be changed/);
    assert.deepEqual(edited(known('ActionRequired', 20), known('ActionRequired', 10)), []);
  });

  it('are errors at the name of the object from which a property was removed, and at an unknown name', () => {
    const { currency: _currency, ...details } = base.details;
    assert.match(first(edited({ ...base, details })), /^error "details": "currency" was removed/);
    assert.match(first(edited({ ...base, stauts: 'New' })), /^error "stauts": /);
    const { name: _name, ...rest } = base;
    assert.match(first(edited(rest)), /^error {: "name" was removed/);
  });

  it('are errors for values of a wrong type and dates that do not exist', () => {
    assert.match(
      first(edited({ ...base, details: { ...base.details, dealValue: 'much' } })),
      /^error "much": .*number/,
    );
    const date = { ...base, details: { ...base.details, closingDateTime: '2026-02-30T00:00:00Z' } };
    assert.match(first(edited(date)), /^error "2026-02-30T00:00:00Z": .*exists/);
  });

  it('are errors for numbers that no double can hold, unless the base version has them', () => {
    const from = JSON.stringify(base);
    const withValue = (number: string): string => from.replace('5000', number);
    for (const number of ['1e400', '-1e400', '1e-400', `9${'0'.repeat(308)}`, `0.${'0'.repeat(330)}1`]) {
      const text = withValue(number);
      const [severity, marked] = [`error ${number}`, '/details/dealValue is out of range'];
      const message = first(shown(text, checkReferral(text, new BaseVersion(from))));
      assert.ok(message.startsWith(`${severity}: ${marked}`), message);
      const other = text.replace('EUR', 'USD');
      assert.deepEqual(checkReferral(other, new BaseVersion(text)), []);
      assert.match(first(shown(text, checkFile(text))), /^warning .+ is out of range/);
      const list = `{"value":[${from},${text}]}`;
      assert.match(first(shown(list, checkFile(list))), /^warning .+: \/details\/dealValue is out of range/);
    }
    const team = from.replace('"details"', '"team":[{"email":"a@a.example","phoneNumber":1e999}],"details"');
    assert.match(first(shown(team, checkReferral(team, new BaseVersion(from)))), /^error 1e999: .* is out of range/);
  });

  it('are none for numbers with more digits than a double keeps', () => {
    const from = JSON.stringify(base);
    for (const number of ['0.12345678901234567890', '12345678901234567.89', '1.7e308', '-5e-324', '-0', '0e999']) {
      const text = from.replace('5000', number);
      assert.deepEqual(checkReferral(text, new BaseVersion(from)), [], number);
      assert.deepEqual(checkFile(text), [], number);
    }
  });

  it('are a warning for a currency that was changed to an unknown one', () => {
    const euro = { ...base, details: { ...base.details, currency: 'EURO' } };
    assert.match(first(edited(euro)), /^warning "EURO": .*ISO 4217/);
    assert.deepEqual(edited({ ...euro, externalReferenceId: 'x' }, euro), []);
  });

  it('are no warning for an unknown currency of a solution that has another place now', () => {
    const withSolutions = (...solutions: object[]): object => ({
      ...base,
      details: { ...base.details, requirements: { solutions } },
    });
    const known = { id: 'AzureStack', currency: 'QQQ' };
    assert.deepEqual(edited(withSolutions({ id: 'Chatbot' }, known), withSolutions(known)), []);
    const added = withSolutions({ id: 'Chatbot', currency: 'QQQ' }, known);
    assert.match(first(edited(added, withSolutions(known))), /^warning "QQQ"/);
  });

  it('are those of a text without the saves that it does not show', () => {
    const [written, server] = ['"2"', '"3"'].map((eTag) => ({
      ...base,
      eTag,
      status: 'Active',
      substatus: 'Accepted',
    }));
    const saves = [
      {
        base: JSON.stringify(base),
        text: JSON.stringify({ ...written, eTag: base.eTag }),
        server: JSON.stringify(server),
      },
    ];
    const version = new BaseVersion(JSON.stringify(base), saves);
    const of = (value: object): string[] => {
      const text = prettyJson(JSON.stringify(value));
      return shown(text, checkReferral(text, version));
    };
    assert.deepEqual(of({ ...base, status: 'Closed', substatus: 'Won' }), []);
    assert.match(first(of(base)), /^error "New": .*from Active to New/);
    // Comparing with very long ones takes seconds, so that is left to the next save.
    const notes = 'x'.repeat(200_000);
    const long = saves.map((save) => ({
      ...save,
      text: JSON.stringify({ ...written, notes }),
      server: notes.repeat(2),
    }));
    assert.deepEqual(checkReferral('{"status":"New"}', new BaseVersion(JSON.stringify(base), long)), []);
  });

  it('are one error for an emptied text, with and without a known base version', () => {
    for (const text of ['', ' \n']) {
      for (const from of [undefined, new BaseVersion(JSON.stringify(base))]) {
        assert.deepEqual(
          checkReferral(text, from).map(({ severity, pointer }) => [severity, pointer]),
          [['error', '']],
        );
      }
    }
  });

  it('leave malformed text to the JSON language, and say nothing without a base version', () => {
    assert.deepEqual(checkReferral('{ "id": ', new BaseVersion(JSON.stringify(base))), []);
    assert.deepEqual(checkReferral('{ "id": "b" }', undefined), []);
  });

  it('are one error for nesting that is too deep to be compared', () => {
    const deep = (tag: string): string =>
      JSON.stringify({ ...base, tags: 0 }).replace(
        '"tags":0',
        `"tags":${'['.repeat(50_000)}${tag}${']'.repeat(50_000)}`,
      );
    const text = deep('2');
    assert.match(first(shown(text, checkReferral(text, new BaseVersion(deep('1'))))), /^error {: .*too many levels/);
  });

  it('are an error for a property that is there twice, unless the base version has it twice', () => {
    const twice = '{"id":"a","details":{"notes":"typed","notes":"n"}}';
    const found = shown(twice, checkReferral(twice, new BaseVersion('{"id":"a","details":{"notes":"n"}}')));
    assert.match(first(found), /^error "n": The property "notes" is set more than once/);
    assert.deepEqual(checkReferral(`${twice} `, new BaseVersion(twice)), []);
    assert.deepEqual(checkReferral(prettyJson(twice), new BaseVersion(twice)), []);
    const changed = twice.replace('typed', 'other');
    assert.match(first(shown(changed, checkReferral(changed, new BaseVersion(twice)))), /set more than once/);
    const counting = twice.replace('"n"', '"other"');
    assert.deepEqual(checkReferral(counting, new BaseVersion(twice)), []);
    const deep = '{"id":"a","team":[{"x":1},{"x":{"y":1,"y":2},"x":3}]}';
    const deeper = deep.replace('"y":2', '"y":4');
    const below = new BaseVersion(deep);
    assert.match(shown(deeper, checkReferral(deeper, below)).join(), /The property "x" is set more than once/);
  });

  it('find places of names with / and ~, and of the last of two properties with one name', () => {
    const text = '{"id":"a","a/b":{"c~d":1},"name":"x","name":"y"}';
    const findings = checkReferral(text, new BaseVersion('{"id":"a","a/b":{"c~d":0},"name":"x"}'));
    assert.deepEqual(
      findings.map(({ span }) => [span.start, text.slice(span.start, span.end)]),
      [
        [text.indexOf('"c~d"'), '"c~d"'],
        [text.indexOf('"y"'), '"y"'],
      ],
    );
  });
});

describe('The diagnostics of a file', () => {
  it('are none for generated referrals, alone, in an array and in a list response', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 4e12 }), (count, now) => {
        const referrals = [...generateReferrals(count, now, false)].map(({ value }) => value);
        assert.deepEqual(file(referrals.at(-1)), []);
        assert.deepEqual(file(referrals), []);
        assert.deepEqual(file({ '@odata.context': 'x', '@odata.count': count, value: referrals }), []);
      }),
      { numRuns: 5 },
    );
  });

  it('are warnings for unknown names, with the probable one, in each form of a file', () => {
    const { details, ...rest } = base;
    const odd = { ...rest, details: { dealValue: 1, closeDate: details.closingDateTime } };
    for (const value of [odd, [base, odd], { value: [base, odd] }]) {
      assert.match(first(file(value)), /^warning "closeDate": .*Did you mean "closingDateTime"/);
    }
    assert.deepEqual(file([5, null, 'x']), []);
    assert.match(first(file({ id: 'a', value: [] })), /^warning "value": /);
  });

  it('are warnings for unknown values of closed lists and for dates that do not exist, not for open lists', () => {
    assert.match(first(file({ type: 'Shard' })), /^warning "Shard": .*Did you mean "Shared"/);
    assert.deepEqual(file({ type: 'Shared', salesStage: 'Somewhere' }), []);
    assert.match(first(file({ details: { closingDateTime: '2026-10-30' } })), /^warning "2026-10-30": .*exists/);
    assert.deepEqual(file({ details: { closingDateTime: '2026-10-30T00:00:00.1234567Z' } }), []);
  });

  it('are warnings for status and substatus that do not belong together, if both are there', () => {
    assert.match(first(file({ status: 'New', substatus: 'Won' })), /^warning "Won": .*Pending, Received/);
    assert.deepEqual(file({ status: 'Closed', substatus: 'Won' }), []);
    assert.deepEqual(file({ status: 'New' }), []);
    assert.deepEqual(file({ substatus: 'Won' }), []);
    assert.deepEqual(file({ status: 'None', substatus: 'None' }), []);
  });

  it('are warnings for unknown codes of countries and currencies, wherever they are', () => {
    const address = (country: unknown): object => ({ customerProfile: { address: { country } } });
    assert.match(first(file(address('Germany'))), /^warning "Germany": .*ISO 3166-1/);
    for (const fine of ['DE', '', null]) assert.deepEqual(file(address(fine)), []);
    const contract = (currency: string): object => ({ registrations: [{ contract: { currency } }] });
    assert.match(first(file(contract('EURO'))), /^warning "EURO": .*ISO 4217/);
    assert.deepEqual(file(contract('EUR')), []);
  });

  it('are none for text that is not JSON or has no referral', () => {
    for (const text of ['', '{', 'null', '5', '[[[]]]', '['.repeat(100_000) + ']'.repeat(100_000)]) {
      assert.deepEqual(checkFile(text), []);
    }
  });
});
