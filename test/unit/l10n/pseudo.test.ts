import assert from 'node:assert/strict';
import type { Failure } from '../../../src/api/failure.ts';
import { toolChallenged, toolFailure } from '../../../src/auth/tools.ts';
import { t, useTranslations } from '../../../src/base/l10n.ts';
import { actionTitle } from '../../../src/protocol/actionTitles.ts';
import { parseReferral } from '../../../src/referral/parseReferral.ts';
import schema from '../../../src/referral/referral.schema.json' with { type: 'json' };
import { bindValue } from '../../../src/referral/rules/bindValue.ts';
import { checkConsent, checkMove } from '../../../src/referral/rules/lifeCycle.ts';
import { checkFixed, checkPortal, checkPortalMove } from '../../../src/referral/rules/portal.ts';
import { checkRegistrationDates, checkRegistrations } from '../../../src/referral/rules/registration.ts';
import type { Violation } from '../../../src/referral/rules/rule.ts';
import { referralSchema } from '../../../src/referral/rules/schema.ts';
import { readReferralId, readReferralIdArgument } from '../../../src/referral/readReferralId.ts';
import { statusWords, wordsFor } from '../../../src/referral/words.ts';
import { diagnose } from '../../../src/services/connection/diagnostics/diagnose.ts';
import { writeReport } from '../../../src/services/connection/diagnostics/report.ts';
import { ProbeError, type Probes } from '../../../src/services/connection/diagnostics/runDiagnostics.ts';
import { findEntraCause } from '../../../src/services/connection/explain/entra.ts';
import { explain, explainSignIn, inOneLine } from '../../../src/services/connection/explain/explanation.ts';
import { causesOfRefusal } from '../../../src/services/connection/explain/refusal.ts';
import { loopbackOrigin } from '../../../src/services/connection/sandboxServer.ts';
import { readView } from '../../../src/webview/panel/model/referralView.ts';
import { outsideOfBrackets, pseudoTexts } from '../../pseudoTexts.ts';
import { fullReferral } from '../webview/fullReferral.ts';
import { referralState } from '../webview/referralState.ts';

const facts = { status: 403, code: 'accessDenied', requestId: 'r-1', message: 'solution id is required' };
const answer = { answer: '', requestId: 'r-1' };
const failures: Readonly<Record<Failure['kind'], Failure>> = {
  signedOut: { kind: 'signedOut' },
  notRenewable: { kind: 'notRenewable', reason: '-' },
  otherAccount: { kind: 'otherAccount', tool: 'Azure CLI', account: 'omar' },
  noToken: { kind: 'noToken', reason: 'AADSTS65001' },
  unauthenticated: { kind: 'unauthenticated', facts },
  mfaRequired: { kind: 'mfaRequired', facts },
  claimsChallenge: { kind: 'claimsChallenge', facts, challenge: undefined },
  appOnlyToken: { kind: 'appOnlyToken', facts },
  forbidden: { kind: 'forbidden', facts },
  notFound: { kind: 'notFound', facts },
  throttled: { kind: 'throttled', facts, retryAfterMs: 1000 },
  invalidRequest: { kind: 'invalidRequest', facts },
  conflict: { kind: 'conflict', facts },
  serverError: { kind: 'serverError', facts },
  redirected: { kind: 'redirected', facts },
  unexpectedStatus: { kind: 'unexpectedStatus', facts },
  unreadable: { kind: 'unreadable', problem: { kind: 'malformed', line: 1, column: 1, what: '-' }, ...answer },
  otherReferral: { kind: 'otherReferral', ...answer },
  tooLarge: { kind: 'tooLarge', limit: 33_554_432 },
  timeout: { kind: 'timeout', afterMs: 60_000 },
  unreachable: { kind: 'unreachable', code: 'ECONNREFUSED', host: '127.0.0.1:1' },
  sandbox: { kind: 'sandbox', reason: '-' },
  impossibleId: { kind: 'impossibleId' },
  cancelled: { kind: 'cancelled' },
};
const entraCodes =
  '65001 90094 500011 650057 65002 700016 7000218 50011 90002 50076 50079 53003 50020 50105 65004 700082 70008 50173';
const now = Date.parse('2026-11-22T12:00:00Z');

/** Nothing is left of it without the brackets but numbers, marks and what is data. */
function assertTranslated(text: string, data = /^$/): void {
  const left = outsideOfBrackets(text).split(/[^\p{L}\p{N}_.-]+/u);
  const plain = left.filter((word) => /\p{L}/u.test(word) && !data.test(word));
  assert.deepEqual(plain, [], text);
}

describe('In a language that nobody speaks', () => {
  before(() => useTranslations(pseudoTexts()));
  after(() => useTranslations(undefined));

  for (const failure of Object.values(failures)) {
    it(`every word about a failure is translated: ${failure.kind}`, () => {
      for (const connection of ['sandbox', 'partner-center'] as const) {
        const explanation = explain(failure, connection, now);
        for (const text of [explanation.title, explanation.advice, inOneLine(explanation)]) assertTranslated(text);
        for (const action of explanation.actions) assertTranslated(actionTitle(action));
      }
    });
  }

  it('every cause is translated, the why and the fix', () => {
    const entra = entraCodes.split(' ').map((code) => findEntraCause(`AADSTS${code}`)?.cause);
    for (const cause of [...Object.values(causesOfRefusal), ...entra]) {
      assert.ok(cause);
      assertTranslated(cause.why());
      assertTranslated(cause.fix());
    }
    for (const said of ['-', 'AADSTS1234567', 'AADSTS65001']) assertTranslated(inOneLine(explainSignIn(said)));
  });

  it('what is wrong with a sign-in, an ID, a text or an address is translated', async () => {
    const said = ['az could not be found', 'Run az login', '-'];
    for (const { message } of [
      toolChallenged('azureCli'),
      ...said.map((each) => toolFailure('azureCli', each, undefined)),
    ]) {
      assertTranslated(message);
    }
    const guid = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
    const inputs = [
      '',
      'x'.repeat(20_001),
      'x'.repeat(300),
      'https://x.example/',
      'word',
      'a'.repeat(32),
      'abc',
      `${guid} ${guid.replace('8', '9')}`,
    ];
    for (const read of [...inputs.map(readReferralId), readReferralIdArgument(1)])
      assertTranslated(read.ok ? 'read' : read.problem);
    for (const text of ['{', '[1,]', '{}', 'null', '[]', '"x"', '1', 'true', '{"a" 1}', '"\\q"', '']) {
      const parsed = await parseReferral(text);
      assertTranslated(parsed.ok ? 'read' : parsed.problem.what);
    }
    for (const address of ['', 'ftp://localhost', 'http://example.com']) {
      assert.throws(
        () => loopbackOrigin(address),
        ({ failure }: { failure: { reason: string } }) => (assertTranslated(failure.reason), true),
      );
    }
  });

  it('the words of the API’s values are translated, and what nobody knows stays as it came', () => {
    assertTranslated(wordsFor('industry', 'Education'));
    assertTranslated(wordsFor('size', 'Morethan500employees'));
    for (const [status, substatus] of [
      ['New', 'Pending'],
      ['None', 'Won'],
      ['Active', 'None'],
      ['Closed', 'Error'],
    ]) {
      assertTranslated(statusWords(status, substatus) ?? '');
    }
    assert.equal(statusWords('Frozen', undefined), 'Frozen');
    for (const special of ['constructor', '__proto__'])
      assert.equal(statusWords(special, special), `${special}, ${special}`);
    assertTranslated(statusWords('Frozen', 'Pending') ?? '', /^Frozen$/);
  });

  it('what breaks a rule of the API is translated, and no name or value of it is', () => {
    const violations: Violation[] = [];
    const report = (violation: Violation): void => void violations.push(violation);
    bindValue('', referralSchema, '', report);
    const misspelt = { nme: 1, currency: 'EUR', mpnId: {}, status: 'active', substatus: 'Foo' };
    const below = { team: [{ q: 1 }], customerProfile: { ids: '', address: {} }, details: { dealValue: '1e9' } };
    const dates = { updatedDateTime: 'soon', isActive: 1, details: { dealValue: '9'.repeat(40), closingDateTime: 1 } };
    for (const value of [misspelt, below, dates]) bindValue(value, referralSchema, '', report);
    const deal = { status: 'Closed', substatus: 'Won', createdDateTime: new Date(now).toISOString() };
    const shared = { ...deal, consent: { consentToShareReferralWithMicrosoftSellers: true } };
    for (const after of [
      { status: 'Frozen' },
      { status: 'New', substatus: 'Received' },
      { status: 'Closed', substatus: 'Pending' },
    ]) {
      checkMove(deal, after, report);
    }
    checkConsent(shared, deal, report);
    const sale = { value: 2, marketplaceTransactionDetails: { isMarketplaceTransacted: true } };
    const contract = { startDateTime: '2026-01-02', endDateTime: '2026-01-01', signDateTime: '2020-01-01', value: 1 };
    for (const registration of [
      {},
      { contract: {} },
      { contract, solutionDetails: [sale] },
      { contract: { term: 'Finite' }, solutionDetails: [sale] },
    ]) {
      const registrations = [registration];
      for (const before of [shared, deal, { ...deal, substatus: 'Lost' }]) {
        checkRegistrations(before, { ...before, registrations }, report);
      }
      checkRegistrations({ ...shared, registrations: [{ status: 'Passed' }] }, { ...shared, registrations }, report);
      checkRegistrationDates(registration, deal, now, '/registrations/0', report);
    }
    checkPortal({ inviteContext: { assistanceRequestCode: 'Other' }, team: [{}] }, report);
    checkPortal({ customerProfile: { address: { country: 'Spain' } } }, report);
    checkFixed({ mpnId: '1' }, { mpnId: '2' }, report);
    for (const substatus of ['Expired', 'Won'])
      checkPortalMove({ ...shared, substatus: '' }, { ...shared, substatus }, now, report);
    const names = namesIn(schema).concat(violations.flatMap(({ place }) => place.split('/')));
    const data = new Set(names.flatMap((name) => name.split(/[^\p{L}\p{N}_.-]+/u)));
    const values = /^(nme|q|Frozen|Foo|active|Spain|null|2026-\d\d-\d\dT\d\d|00\.000Z|00Z|US|HaveNotDecided)$/;
    const isData = (word: string): boolean => values.test(word) || data.has(word);
    const texts = new Set(violations.map(({ message }) => message(t)));
    assert.ok(texts.size > 35, String(texts.size));
    for (const text of texts) assertTranslated(text, { test: isData } as RegExp);
  });

  const claims = { aud: 'https://graph.microsoft.com', tid: 'tenant', scp: 'read', exp: now / 1000 + 61, amr: ['pwd'] };
  const token = (of: object): string =>
    ['{}', JSON.stringify(of), '-'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const settings = {
    connection: 'sandbox',
    method: 'browser',
    clientId: '',
    tenantId: '',
    proxy: undefined,
    proxySupportOff: false,
    sovereignCloud: false,
  } as const;
  const well: Probes = {
    settings: () => settings,
    resolve: () => Promise.resolve(['20.1.2.3']),
    sendProbe: () =>
      Promise.resolve({
        status: 401,
        serverTime: now,
        certificate: { subject: 'x', issuers: ['Contoso'], validTo: now },
      }),
    token: () => Promise.resolve(token(claims)),
    countListed: () => Promise.resolve(0),
    now: () => now,
  };
  const certificate = { subject: 'x', issuers: [], validTo: undefined };
  const refuse = (error: Error) => (): Promise<never> => Promise.reject(error);
  const worlds: Readonly<Record<string, Partial<Probes>>> = {
    'a well one': {},
    'without an answer': {
      sendProbe: refuse(new ProbeError('CERT_HAS_EXPIRED', certificate)),
      token: () => Promise.resolve(undefined),
    },
    'without a way': {
      sendProbe: refuse(new ProbeError('ECONNRESET', undefined)),
      resolve: refuse(new Error('-')),
      token: refuse(new Error('AADSTS50076')),
    },
    'behind a proxy': {
      settings: () => ({
        ...settings,
        proxySupportOff: true,
        sovereignCloud: true,
        clientId: '-',
        tenantId: '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77',
      }),
      sendProbe: () => Promise.resolve({ status: 407, serverTime: now - 600_000, certificate: undefined }),
      token: () => Promise.resolve(token({ ...claims, amr: undefined, scp: undefined, roles: ['x'] })),
    },
    'of an unwell service': {
      sendProbe: () => Promise.resolve({ status: 503, serverTime: now + 600_000, certificate: undefined }),
      token: () => Promise.resolve('opaque'),
    },
    'that is redirected': {
      sendProbe: () => Promise.resolve({ status: 302, serverTime: undefined, certificate: undefined }),
    },
    'that knows no 401': { sendProbe: () => Promise.resolve({ status: 200, serverTime: now, certificate: undefined }) },
  };
  for (const [name, changes] of Object.entries(worlds)) {
    it(`the report on a connection is translated: ${name}`, async () => {
      const findings = await diagnose({ ...well, ...changes }, new AbortController().signal);
      // Names of protocols are the same everywhere.
      for (const { step, found, fix = '' } of findings) {
        for (const text of [step, found, fix]) assertTranslated(text, /^(DNS|TLS|API)$/);
      }
      const report = writeReport(findings, { at: now, environment: [] }).replace(/[\\`]/g, '');
      assertTranslated(report, /^(DNS|TLS|API|2026-11-22T12|00\.000Z)$/);
    });
  }

  it('all that the panel says about a record is translated, and no data of it is', () => {
    const related = {
      id: 'b',
      title: 'Woodgrove',
      owner: { kind: 'microsoft' },
      status: 'Active',
      substatus: 'Accepted',
    } as const;
    const sides = [{ ...related, updatedDateTime: '2026-03-05T16:40:02Z', dealValue: 1, currency: 'EUR' }];
    const view = readView(referralState(fullReferral.id, JSON.stringify(fullReferral), sides), 'en');
    assert.ok(view);
    // The record's own words and names, and what Intl makes of its codes and dates.
    const data = new Set(`${JSON.stringify(fullReferral)} Woodgrove Spain Jul Mar AM PM`.split(/[^\p{L}\p{N}_.-]+/u));
    const said = plainTexts(view);
    assert.ok(said.length > 80);
    for (const text of said) assertTranslated(text, { test: (word: string) => data.has(word) } as RegExp);
  });

  it('a value may hold what looks like a place for one', () => {
    assert.match(t('{0} has the ID {1}', '{1}', 'x'), /^\{1\} has the ID x$/);
  });
});

/** The names of the properties in a JSON Schema, and the values of its enumerations. */
function namesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, child]: [string, unknown]) => {
    if (key === 'enum') return child as string[];
    const names = /^(properties|definitions)$/.test(key) ? Object.keys(child as object) : [];
    return [...names, ...namesIn(child)];
  });
}

/** The strings of the panel's model that are no leaves of the record and no names within the program. */
function plainTexts(value: unknown, key = ''): string[] {
  if (typeof value === 'string')
    return /^(key|kind|state|place|tone|as|look|id|initials|name)$/.test(key) ? [] : [value];
  if (typeof value !== 'object' || value === null || 'pointer' in value) return [];
  // A line reads as one; leaves and moments within it are data.
  if (Array.isArray(value) && value.some((piece) => typeof piece === 'string')) {
    return [value.map((piece: unknown) => (typeof piece === 'string' ? piece : '0')).join('')];
  }
  return Object.entries(value).flatMap(([name, child]) => plainTexts(child, Array.isArray(value) ? key : name));
}
