/** A rule whose breach is answered all the same: the sandbox lists it as a finding. */
export interface FindingRule {
  readonly sentence: string;
  /** As of a rule; `advice`: no document demands it. */
  readonly evidence: 'documented' | 'observed' | 'advice';
  readonly source: string;
  /** error and warning: data is lost, doubled or refused. */
  readonly severity: 'error' | 'warning' | 'info';
}

export const findingRules = {
  'type-follows-consent': {
    sentence: 'type agrees with the consent to share with Microsoft sellers: Shared with it, Independent without it.',
    source: 'third party, Consent',
    evidence: 'observed',
    severity: 'warning',
  },
  'dropped-value': {
    sentence: 'Nothing of a body is dropped because it is unknown; happens with --lenient only.',
    source: 'guess',
    evidence: 'advice',
    severity: 'warning',
  },
} as const satisfies Record<string, FindingRule>;

export type FindingRuleId = keyof typeof findingRules;
