/** A case of the sample; together the cases cover all statuses and categories of a list (docs/api.md, Values). */
export interface Story {
  readonly kind:
    'co-sell' | 'private' | 'partner-led' | 'partner-to-partner' | 'qualified lead' | 'marketplace lead' | 'other';
  /** `ours`, or another organization's record in the engagement of the previous referral. */
  readonly side: 'ours' | 'microsoft' | 'partner';
  readonly status: string;
  readonly substatus: string;
  readonly type: 'Independent' | 'Shared';
  readonly qualification: string;
  readonly direction: 'Incoming' | 'Outgoing';
  /** Hours until an unanswered referral expires. */
  readonly expiresInHours?: number;
  readonly reason?: string;
  readonly registered?: true;
}

function story(kind: Story['kind'], state: string, more: Partial<Story> = {}): Story {
  const [status = '', substatus = ''] = state.split('/');
  const lead = kind.endsWith('lead');
  const shared = kind === 'co-sell' || kind === 'partner-to-partner';
  return {
    kind,
    side: 'ours',
    status,
    substatus,
    type: shared ? 'Shared' : 'Independent',
    qualification: 'SalesQualified',
    direction: lead ? 'Incoming' : 'Outgoing',
    ...more,
  };
}

const microsoft = { side: 'microsoft' } as const;

/** The cases of the sample; larger samples repeat them with other customers, people, values and dates. */
export const stories: readonly Story[] = [
  story('co-sell', 'New/Pending', { direction: 'Incoming', expiresInHours: 6 * 24 }),
  story('co-sell', 'Active/Accepted', microsoft),
  story('co-sell', 'Active/Accepted'),
  story('co-sell', 'New/Pending', { ...microsoft, expiresInHours: 9 * 24 }),
  story('marketplace lead', 'New/Pending', { qualification: 'Direct', expiresInHours: 5 }),
  story('private', 'Active/Accepted'),
  story('qualified lead', 'New/Received', { qualification: 'MarketingQualified', expiresInHours: 60 }),
  story('partner-led', 'Closed/Won', { registered: true }),
  story('co-sell', 'Closed/Won', { registered: true }),
  story('co-sell', 'Closed/Won', microsoft),
  story('co-sell', 'Active/Accepted', { side: 'partner' }),
  story('qualified lead', 'Closed/Declined', { reason: 'Timeline too short.' }),
  story('qualified lead', 'Closed/Expired', { qualification: 'MarketingQualified' }),
  story('private', 'Closed/Lost', { reason: 'Customer chose another vendor.' }),
  story('partner-led', 'Closed/Error', { reason: 'Duplicate: connector sync issue.' }),
  story('other', 'None/None', { qualification: 'None' }),
  story('partner-to-partner', 'New/Pending', { direction: 'Incoming', qualification: 'None', expiresInHours: 40 }),
  story('co-sell', 'Active/Accepted'),
  story('co-sell', 'Closed/Declined', { ...microsoft, reason: 'Value below the threshold.' }),
  story('marketplace lead', 'Active/Accepted', { qualification: 'Direct' }),
];

/** A lead that has just arrived; shared, since its customer consented to share it with Microsoft's sellers. */
export const leadStory = story('qualified lead', 'New/Pending', { type: 'Shared', expiresInHours: 14 * 24 });

/** The states of the registrations of won deals, in turn. */
export const registrationStates = ['ReviewPending', 'ActionRequired', 'Approved', 'Passed', 'Failed', 'Closed'];
