/** States for tests and pictures. */
import { leavesOf, parseJsonTree } from '../../../src/referral/leaves.ts';
import { isPersonal } from '../../../src/referral/personal.ts';
import { readFileSync } from 'node:fs';
import type { FieldValue, PanelState, ReferralState, RelatedReferral } from '../../../src/protocol/panel.ts';
import { fullReferral } from '../../unit/webview/fullReferral.ts';

const now = Date.now();
const day = 86_400_000;
const ago = (days: number): string => new Date(now - days * day).toISOString();
const id = fullReferral.id;

const microsoftSide: RelatedReferral = {
  id: '0e6a9c44-91d5-4b5e-a3c0-7d2f58b6104e',
  title: 'Woodgrove branch security refresh',
  owner: { kind: 'microsoft' },
  status: 'Active',
  substatus: 'Accepted',
  updatedDateTime: ago(0.125),
  dealValue: 180000,
  currency: 'EUR',
  closingDateTime: ago(-120),
};
const partnerSide: RelatedReferral = {
  ...microsoftSide,
  id: '1e6a9c44-91d5-4b5e-a3c0-7d2f58b6104e',
  owner: { kind: 'organization', name: 'Fabrikam Integration' },
  dealValue: 212000.5,
  closingDateTime: undefined,
  status: 'Closed',
  substatus: 'Declined',
  updatedDateTime: ago(2),
};

/** A panel without navigation history, and a server whose clock is right. */
const noHistory = { clockAhead: 0, masked: false, canGoBack: false, canGoForward: false, pinned: false };

function personalIn(record: object): string[] {
  return leavesOf(parseJsonTree(JSON.stringify(record)))
    .filter(({ pointer, value }) => isPersonal(pointer, value))
    .map(({ pointer }) => pointer);
}

function referral(record: object, more: Partial<ReferralState> = {}): ReferralState {
  return state(JSON.stringify(record), more);
}

function state(text: string, more: Partial<ReferralState> = {}): ReferralState {
  return {
    kind: 'referral',
    id,
    connection: 'sandbox',
    text,
    receivedAt: now,
    durationMs: 38,
    refreshing: false,
    failure: undefined,
    related: [],
    canOpenCrm: false,
    moves: [],
    hidden: [],
    changes: undefined,
    canCompare: false,
    ...noHistory,
    ...more,
  };
}

const open = {
  ...fullReferral,
  createdDateTime: ago(8),
  updatedDateTime: ago(3),
  expirationDateTime: ago(-6),
  statusReason: null,
  details: { ...fullReferral.details, closingDateTime: ago(-120) },
};
const failure = {
  title: 'The server asks for patience',
  advice: 'Too many requests were sent. Try again in 40 seconds.',
  requestId: '5f2d7a90-1111-4b5e-a3c0-7d2f58b6104e',
  actions: ['retry', 'showLog'],
} as const;

/** A usual record of the service, in which most of the rarer properties are null or absent. */
const usual = {
  ...open,
  type: 'Shared',
  favorite: false,
  tags: [],
  salesStage: null,
  referralProgram: null,
  referralSource: null,
  callToAction: null,
  registrationStatus: 'None',
  registrations: [],
  lastRunId: null,
  trackingInfo: { microsoftMsxId: null, microsoftUSFedOpportunityId: null },
  target: [{ type: 'SolutionProfile', id: 'SOL-70431-QZT' }],
  inviteContext: { ...open.inviteContext, assistanceRequestCode: 'Unknown' },
  customerProfile: {
    ...open.customerProfile,
    team: open.customerProfile.team.map(({ title: _t, emailValidationStatus: _e, ...rest }) => rest),
    ids: [{ profileType: 'Duns', id: '000000000' }],
  },
  consent: {
    consentToToShareInfoWithOthers: true,
    consentToContact: true,
    consentToShareReferralWithMicrosoftSellers: true,
  },
  details: {
    ...open.details,
    notes: 'Needs identity hardening in 40 branches.',
    customerRequestedContact: null,
    incentiveLevel: null,
    requirements: {
      ...open.details.requirements,
      products: [{ id: 'EnterpriseMobilityAndSecurity' }],
      solutions: [{ id: 'SOL-70431-QZT', name: null, type: 'Name', publisherName: 'Litware', price: null }],
      additionalRequirements: {
        iot: { deviceCategory: null, azureCertifiedDevice: false, attachServices: false },
        attributes: [{ type: 'CustomerMarketplaceIntent', id: 'HaveNotDecided' }],
      },
    },
  },
};

const hostile = {
  id,
  name: '<img src=x onerror="alert(1)"> [x](command:workbench.action.quit) &amp;',
  status: '\u202Esutats',
  substatus: 'Frozen\u0000',
  direction: '__proto__',
  type: 'constructor',
  qualification: 'W'.repeat(300),
  externalReferenceId: '"><script>alert(1)</script>',
  createdDateTime: '2026-13-99T99:99:99Z',
  customerProfile: {
    name: 'شركة وودجروف للخدمات المصرفية المحدودة',
    size: '9'.repeat(200),
    address: { city: 'عمّان', country: 'JORDAN', postalCode: '11118', region: '   ', state: '' },
    team: { firstName: 'أحمد', lastName: 'ا'.repeat(400), email: 'x'.repeat(300) + '@example', contactPreference: 5 },
    ids: {},
  },
  team: [null, 'a string', { email: '\u200b' }, [1, [2, [3]]]],
  consent: { consentToContact: 'perhaps', consentToToShareInfoWithOthers: null },
  details: {
    notes: 'Line one\n\n   indented\ttab\n' + 'n'.repeat(5000) + '\n' + 'many words '.repeat(400),
    dealValue: 1e21,
    currency: 'not a currency',
    closingDateTime: 'soon',
    requirements: {
      products: [1, { id: 'W'.repeat(400) }, null, true],
      solutions: [{ id: 'S'.repeat(200), name: '<b>bold</b>', type: 'Other', publisherName: 'P'.repeat(200) }],
    },
  },
  style: 'color:red',
  'a/b~c': { '': { ' ': '' } },
  ['k'.repeat(300)]: 'v'.repeat(3000),
};

function mission(): string {
  const page = readFileSync(process.env['MISSION'] ?? '', 'utf8');
  const from = page.lastIndexOf('``` http\n{') + 9;
  return page.slice(from, page.indexOf('\n```', from)).replace('"country": "US"', '"country": "US",');
}

export const samples: Readonly<Record<string, PanelState>> = {
  usual: referral(usual, { related: [microsoftSide], canOpenCrm: true, moves: ['accept', 'decline'] }),
  full: referral(open, { related: [microsoftSide, partnerSide], canOpenCrm: true, refreshing: true, moves: ['close'] }),
  masked: referral(usual, { masked: true, hidden: personalIn(usual), related: [microsoftSide], canGoBack: true }),
  changed: referral(usual, {
    related: [microsoftSide],
    pinned: true,
    canCompare: true,
    changes: {
      since: now - 300_000,
      fields: [
        { pointer: '/status', before: leaf('/status', 'Active'), after: 'New' },
        { pointer: '/details/dealValue', before: leaf('/details/dealValue', 50000, '50000.00'), after: '212000.5' },
        {
          pointer: '/details/closingDateTime',
          before: leaf('/details/closingDateTime', '2026-10-01T00:00:00Z'),
          after: 'x',
        },
        { pointer: '/qualification', before: leaf('/qualification', null), after: 'x' },
        { pointer: '/externalReferenceId', before: leaf('/externalReferenceId', 'CRM-1'), after: 'x' },
        { pointer: '/details/notes', before: leaf('/details/notes', 'Long ago. '.repeat(40)), after: 'x' },
        { pointer: '/customerProfile/team/0/email', before: undefined, after: 'x' },
        { pointer: '/salesStage', before: leaf('/salesStage', 'Qualify'), after: undefined },
      ],
    },
  }),
  soon: referral(
    { ...open, expirationDateTime: ago(-2), statusReason: 'Waits for the board.' },
    { failure, connection: 'partner-center' },
  ),
  overdue: referral({ ...usual, expirationDateTime: ago(1) }),
  active: referral({
    ...usual,
    status: 'Active',
    substatus: 'Accepted',
    acceptedDateTime: ago(1),
    expirationDateTime: null,
  }),
  won: referral({ ...usual, status: 'Closed', substatus: 'Won', acceptedDateTime: ago(40), closedDateTime: ago(1) }),
  declined: referral({
    ...usual,
    status: 'Closed',
    substatus: 'Declined',
    closedDateTime: ago(1),
    statusReason: 'No capacity this quarter.',
  }),
  hostile: state(JSON.stringify(hostile).replace('1e+21', '12345678901234567890.00')),
  minimal: referral({ id }),
  ...(process.env['MISSION'] === undefined ? {} : { mission: state(mission(), { connection: 'partner-center' }) }),
  loading: { kind: 'loading', id, connection: 'sandbox', ...noHistory },
  signedOut: {
    kind: 'failed',
    id,
    connection: 'partner-center',
    ...noHistory,
    failure: {
      title: 'You are not signed in to Partner Center.',
      advice: 'Sign in, or use the sandbox, which needs no account.',
      requestId: undefined,
      actions: ['signIn', 'useSandbox'],
      calm: true,
    },
  },
  failed: {
    kind: 'failed',
    id,
    connection: 'partner-center',
    ...noHistory,
    failure: {
      title: 'This referral was not found',
      advice:
        'It may have been removed, or this account is not on its team. Check the id, or sign in with another account.',
      requestId: '5f2d7a90-1111-4b5e-a3c0-7d2f58b6104e',
      actions: ['retry', 'signIn', 'useSandbox', 'showLog', 'showAnswer'],
    },
  },
};

/** For speed, not for pictures. */
export const notes1Mb = referral({
  ...usual,
  details: { ...usual.details, notes: 'A note of many words, one of a great many. '.repeat(24_500) },
});
export const contacts500 = referral({
  ...usual,
  customerProfile: {
    ...usual.customerProfile,
    team: Array.from({ length: 500 }, (_, n) => ({
      ...open.customerProfile.team[0],
      firstName: `Person ${n}`,
      email: `person.${n}@woodgrove.example`,
    })),
  },
});

function leaf(pointer: string, value: FieldValue['value'], raw = String(value)): FieldValue {
  return { pointer, value, raw };
}
