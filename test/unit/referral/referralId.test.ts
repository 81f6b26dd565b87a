import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readReferralId, readReferralIdArgument } from '../../../src/referral/readReferralId.ts';
import { findReferralIds } from '../../../src/referral/referralId.ts';
import { anyCharacter } from '../anyCharacter.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const other = 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4';
const idOf = (input: string): string | undefined => {
  const read = readReferralId(input);
  return read.ok ? read.id : undefined;
};
const idsIn = (text: string): string[] => findReferralIds(text).map((found) => found.id);
const problemOf = (input: unknown): string => {
  const read = readReferralIdArgument(input);
  assert.equal(read.ok, false);
  return read.ok ? '' : read.problem;
};

describe('reading a referral id', () => {
  it('takes an id as it stands, with blanks, braces, quotes and in capitals', () => {
    for (const input of [id, ` ${id}\n`, `{${id}}`, `"${id}"`, id.toUpperCase()]) assert.equal(idOf(input), id, input);
  });

  it('takes the id out of addresses of the API, the portal, the webhook and our own links', () => {
    for (const input of [
      `https://api.partner.microsoft.com/v1.0/engagements/referrals/${id}`,
      `https://api.partner.microsoft.com/v1.0/engagements/referrals/${id.toUpperCase()}?x=1`,
      `https://api.partner.microsoft.com/v1.0/engagments/referrals${id}`,
      `https://partner.microsoft.com/en-us/dashboard/referrals/v2/leads/${id}`,
      `https://api.partnercenter.microsoft.com/engagements/v1/referrals/${id}`,
      `https://example.com/?referralId=%7B${id}%7D`,
      `vscode://partner-tools.partner-referrals/referral/${id}`,
      `partner-referral://sandbox/${id}.referral.json`,
    ]) {
      assert.equal(idOf(input), id, input);
    }
  });

  it('takes the one behind /referrals/ when an address holds more than one', () => {
    assert.equal(idOf(`https://x.example/tenants/${other}/referrals/${id}?engagementId=${other}`), id);
  });

  it('takes the one that is called a referral’s in a text with several', () => {
    for (const text of [
      `referralId: ${id}, engagement ${other}`,
      `${other} referral=${id}`,
      `referral('${id}') of ${other}`,
      `${other}, referral {${id}}`,
    ]) {
      assert.equal(idOf(text), id, text);
    }
    assert.match(problemOf(`referrals/${id}0 ${id} ${other}`), /2 different IDs/);
  });

  it('takes an id from the query or the fragment only where the path has none', () => {
    assert.equal(idOf(`https://x.example/leads?lead=${id}`), id);
    assert.equal(idOf(`https://x.example/leads#${id}`), id);
    assert.equal(idOf(`https://x.example/leads/${id}#${other}`), id);
    assert.match(problemOf(`leads/${id}?tenantId=${other}`), /2 different IDs/);
    assert.match(problemOf(`https://x.example/${id}/${other}?lead=${id}`), /2 different IDs/);
  });

  it('takes an address as it is when its escapes can’t be read', () => {
    assert.equal(idOf(`https://x.example/%E0%A4%A/${id}`), id);
  });

  it('takes up to 20,000 characters', () => {
    assert.equal(idOf(`${' '.repeat(30_000)}${id} ${'x'.repeat(20_000 - 37)}`), id);
    assert.match(problemOf(`${id} ${'x'.repeat(20_000 - 36)}`), /too long/);
  });

  it('takes the one in the path of an address when the query holds others', () => {
    assert.equal(idOf(`https://partner.microsoft.com/leads/${id}?tenantId=${other}`), id);
  });

  it('looks for no id in a text that is longer than a person’s', () => {
    const longest = `${'x '.repeat(9982)}${id}`;
    assert.equal(idOf(longest), id);
    assert.match(problemOf(`x${longest}`), /too long/);
  });

  it('passes over what begins like an id or an address again and again', () => {
    for (const odd of ['}', '{', '-', 'f', "'", 'referrals/', '8d5b1f0a-', 'http://', '%27', '%2', '\\n', '{"id":']) {
      assert.equal(idOf(`x${odd.repeat(1500)}x ${id}`), id, odd);
      // With quadratic time, a text of this length would take too long.
      assert.deepEqual(findReferralIds(odd.repeat(100_000)), [], odd);
    }
  });

  it('takes the id of a referral’s JSON, however many others it holds', () => {
    const record = { '@odata.context': 'x', id: id.toUpperCase(), engagementId: other, team: [{ id: other }] };
    for (const text of [
      JSON.stringify(record),
      JSON.stringify(record, null, 2),
      ` ${JSON.stringify({ engagementId: other, id }, null, 4).replaceAll('\n', ' ')}\n`,
      JSON.stringify({ ...record, notes: 'referral ' + other + ' 100% '.repeat(10_000) }),
    ]) {
      assert.equal(idOf(text), id);
    }
    assert.match(problemOf(JSON.stringify({ value: [{ id }, { id: other }] })), /2 different IDs/);
    assert.match(problemOf(JSON.stringify({ id: 'x', a: id, b: other })), /2 different IDs/);
    assert.match(problemOf(JSON.stringify(record).slice(0, -1)), /2 different IDs/);
    assert.equal(idOf(JSON.stringify({ engagementId: other })), other);
    assert.match(problemOf(`{"id":"${id}","notes":"${'x'.repeat(1_000_000)}"}`), /too long/);
  });

  it('takes an id whose hyphens a word processor replaced', () => {
    for (const dash of Array.from('\u2010\u2011\u2012\u2013\u2014\u2015\u2212')) {
      assert.equal(idOf(id.replaceAll('-', dash)), id);
      assert.equal(idOf(`the referral cafe${dash}${id.replace('-', dash)}${dash}1234`), id);
    }
    assert.match(problemOf(id.replaceAll('-', '_')), /not a referral ID/);
  });

  it('refuses several different ids', () => {
    assert.match(problemOf(`https://x/referrals/${id} https://x/referrals/${other}`), /2 different IDs/);
    assert.match(problemOf(`${id} ${other}`), /2 different IDs/);
    assert.equal(idOf(`${id} ${id.toUpperCase()}`), id);
  });

  it('says what is wrong with anything else', () => {
    assert.match(problemOf(''), /^Enter a referral ID/);
    assert.match(problemOf('  '), /^Enter a referral ID/);
    assert.match(problemOf(id.slice(0, -1)), /32 hexadecimal digits; this has 31/);
    assert.match(problemOf(`${id}0`), /this has 33/);
    assert.match(problemOf(id.replaceAll('-', '')), /not its form/);
    assert.match(problemOf('https://partner.microsoft.com/referrals'), /URL contains no referral ID/);
    assert.match(problemOf('Contoso'), /not a referral ID/);
    assert.match(problemOf(id.replace('f', 'g')), /not a referral ID/);
    assert.match(problemOf(`{${id.slice(1)}}`), /this has 31/);
    assert.match(problemOf(`("${id}f")`), /this has 33/);
    assert.match(problemOf('f'.repeat(200)), /this has 200/);
    assert.match(problemOf('f'.repeat(201)), /^This contains no referral ID/);
    assert.match(problemOf('ftp://partner.microsoft.com/x'), /URL contains no/);
    assert.match(problemOf('see http://partner.microsoft.com/'), /not a referral ID/);
    assert.match(problemOf(null), /must be a referral ID/);
    assert.match(problemOf({ name: id }), /must be a referral ID/);
    assert.match(problemOf(42), /must be a referral ID/);
    assert.match(problemOf({ id: 7 }), /must be a referral ID/);
    assert.match(problemOf({}), /must be a referral ID/);
  });

  it('takes an object with a string id', () => {
    assert.deepEqual(readReferralIdArgument({ id: id.toUpperCase(), name: 'x' }), { ok: true, id });
    assert.deepEqual(readReferralIdArgument(id), { ok: true, id });
  });

  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (text) => void readReferralId(text)));
  });
});

describe('finding ids in text', () => {
  it('finds them with their place', () => {
    assert.deepEqual(findReferralIds(`get("${id.toUpperCase()}")`), [{ id, start: 5, end: 41 }]);
    assert.deepEqual(
      findReferralIds(`${id},${other}`).map((found) => found.id),
      [id, other],
    );
    assert.equal(findReferralIds(`referral-${id}.json`).length, 1);
    assert.equal(findReferralIds(`REF_${id}_2`).length, 1);
  });

  it('finds them behind what is escaped', () => {
    for (const before of ['%27', '%22', '%2F', '%7b', 'eq%20%27', '\\n', '"line\\r\\n', '\\t', '%25%32%37', 'a-%20']) {
      const text = `${before}${id}%27\\n`;
      assert.deepEqual(findReferralIds(text), [{ id, start: before.length, end: before.length + 36 }], text);
    }
    // The digits of an escape are no part of an id that is behind them.
    assert.deepEqual(findReferralIds(`%278d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77`), [{ id, start: 3, end: 39 }]);
  });

  it('finds them behind any escape, and in no longer word', () => {
    const hexadecimal = fc.constantFrom(...Array.from('0123456789abcdefABCDEF'));
    const escape = fc.oneof(
      fc.tuple(hexadecimal, hexadecimal).map((digits) => `%${digits.join('')}`),
      fc.constantFrom('\\n', '\\r', '\\t'),
    );
    const word = fc.string({
      unit: fc.oneof(hexadecimal, fc.constantFrom('n', 'r', 'z')),
      minLength: 1,
      maxLength: 14,
    });
    const start = fc.constantFrom('', ' ', '/', '"');
    fc.assert(
      fc.property(start, escape, word, fc.uuid(), (first, escaped, longer, guid) => {
        assert.deepEqual(idsIn(`${first}${escaped}${guid}`), [guid]);
        assert.deepEqual(idsIn(`${first}${escaped}${longer}${guid}`), []);
        assert.deepEqual(idsIn(`${first}${longer}${guid}`), []);
        assert.deepEqual(idsIn(`${first}${escaped}1a2b-${guid}`), []);
      }),
    );
  });

  it('passes over near-misses', () => {
    for (const text of [
      id.slice(1),
      id.slice(0, -1),
      `a${id}`,
      `é${id}`,
      `${id}a`,
      `z${id}`,
      `${id}z`,
      `1234-${id}`,
      `${id}-1234`,
      id.replace('-', ''),
      id.replaceAll('-', '_'),
      id.replace('8', 'g'),
      `%2${id}`,
      `%2g${id}`,
      `%271234-${id}`,
      `\\x${id}`,
      `n${id}`,
    ]) {
      assert.deepEqual(findReferralIds(text), [], text);
    }
  });

  it('finds every generated id between any delimiters, and its place is right', () => {
    const delimiter = fc.constantFrom(' ', '"', "'", '/', '(', ')', ',', ';', '\n', '=', '<', '`', '');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uuid(), delimiter)), (parts) => {
        const text = parts.map(([guid, after]) => `${guid}${after === '' ? ' ' : after}`).join('');
        const found = findReferralIds(text);
        assert.deepEqual(
          found.map((each) => each.id),
          parts.map(([guid]) => guid),
        );
        for (const each of found) assert.equal(text.slice(each.start, each.end), each.id);
      }),
    );
  });
});
