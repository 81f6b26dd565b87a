import assert from 'node:assert/strict';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import {
  hasReference,
  idProblem,
  looksLikeId,
  looksLikeReference,
  questionFor,
} from '../../../../src/services/server/question.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const engagementId = 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4';
const unknown = '00000000-0000-4000-8000-000000000000';

const summary = (rest: Partial<ReferralSummary>): ReferralSummary => ({ id, ...rest }) as ReferralSummary;
const known = [
  summary({ id: '11111111-6c1e-4f63-9a57-0b6f4f1c2e77' }),
  summary({ engagementId: engagementId.toUpperCase(), externalReferenceId: ' CRM-50977 ' }),
];

describe('The question for a typed text', () => {
  it('is about an id that is not known, also one in a URL', () => {
    for (const typed of [unknown, ` ${unknown.toUpperCase()} `, `https://partner.example/referrals/${unknown}`])
      assert.deepEqual(questionFor(typed, known), { kind: 'id', id: unknown });
  });

  it('is about an engagement if a known referral belongs to it', () => {
    assert.deepEqual(questionFor(engagementId, known), { kind: 'engagement', id: engagementId });
    assert.deepEqual(questionFor(engagementId, []), { kind: 'id', id: engagementId });
  });

  it('is none for a known id', () => assert.equal(questionFor(id, [summary({ id })]), undefined));

  it('is about a CRM reference that no known referral has', () => {
    assert.deepEqual(questionFor(' CRM-1 ', known), { kind: 'reference', reference: 'CRM-1' });
    assert.deepEqual(questionFor('CRM-50977', []), { kind: 'reference', reference: 'CRM-50977' });
    for (const typed of ['CRM-50977', ' crm-50977 ']) assert.equal(questionFor(typed, known), undefined);
  });

  it('is none for words, and for an id that is not complete yet', () => {
    for (const typed of ['', 'woodgrove', id.slice(0, 20)]) assert.equal(questionFor(typed, known), undefined);
  });
});

describe('A CRM reference', () => {
  it('has a digit, no blank, and from 3 to 100 characters', () => {
    for (const text of ['A-1', '123', '١٢٣', 'x/1', '1'.padEnd(100, 'x')]) assert.ok(looksLikeReference(text), text);
    for (const text of ['A1', '', 'ABC', 'A 12', 'A\t12', '1'.padEnd(101, 'x')])
      assert.ok(!looksLikeReference(text), text);
  });

  it('is neither an e-mail address, an id nor a URL', () => {
    for (const text of ['lucia1@woodgrove.example', id, `{${id}}`, id.slice(0, 12), 'https://crm.example/1'])
      assert.ok(!looksLikeReference(text), text);
  });

  it('is compared without surrounding blanks and case', () => {
    assert.ok(hasReference(summary({ externalReferenceId: ' Crm-1' }), 'cRM-1 '));
    assert.ok(!hasReference(summary({ externalReferenceId: 'CRM-11' }), 'CRM-1'));
    assert.ok(!hasReference(summary({}), ''));
  });
});

describe('A text that looks like an id', () => {
  it('begins as a GUID, or has at least 24 of its characters, in any case, braces and quotes', () => {
    for (const text of [
      '8d5b1f0a-',
      '8D5B1F0A-6c1e',
      ` {"${id}"} `,
      `('${id}')`,
      id.replaceAll('-', ''),
      '8d5b1f0a6c1e4f639a570b6f',
      'http://x',
    ])
      assert.ok(looksLikeId(text), text);
  });

  it('has nothing else', () => {
    for (const text of [
      '8d5b1f0a',
      '8d5b1f0-6c1e',
      'd-6c1e',
      `x${id}`,
      `${id}x`,
      `${id}}x`,
      '8d5b1f0a-zzzz',
      'zzzzzzzz-6c1e',
      '8d5b1f0a6c1e4f639a570b6',
    ])
      assert.ok(!looksLikeId(text), text);
  });
});

describe('What is wrong with a text for a referral', () => {
  it('is told if it looks like an id or holds one', () => {
    for (const text of [`{"id":"x","a":"${id}","b":"${engagementId}"`, `${id} and ${engagementId}`])
      assert.match(idProblem(text) ?? '', /2 different IDs/, text);
    assert.match(idProblem(id.slice(1)) ?? '', /this has 31/);
    assert.match(idProblem(`${id}x`) ?? '', /not a referral ID/);
    assert.match(idProblem(`${id.toUpperCase()}x`) ?? '', /not a referral ID/);
    assert.match(idProblem('https://crm.example/1') ?? '', /URL contains no/);
  });

  it('is nothing for an id, a referral’s JSON, a name and a reference', () => {
    for (const text of [id, JSON.stringify({ id, engagementId }), 'Contoso', 'CRM-50977', '', 'a@b.example'])
      assert.equal(idProblem(text), undefined, text);
  });
});
