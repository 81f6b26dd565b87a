import { inEnglish } from '../../base/l10n.ts';
import type { BodyRuleId } from '../../referral/rules/bindValue.ts';
import type { Report, Violation } from '../../referral/rules/rule.ts';
import type { RuleId } from '../../referral/rules/rules.ts';
import type { CallFacts } from '../coach/observedCall.ts';
import { refuse } from '../http/requestRefusal.ts';
import type { SandboxClock } from '../time/clock.ts';

export interface WriteSettings {
  readonly clock: SandboxClock;
  /** Allow only documented paths, check the portal's rules, reject changes of Microsoft's side. */
  readonly strict: boolean;
  /** Leave out what is unknown in a body instead of refusing it. */
  readonly lenient: boolean;
  /** Receives what the write changed, and what is wrong with it although it is carried out. */
  readonly facts: CallFacts;
}

/** Refuses the request for the first violation. */
export function refuseViolation({ rule, message, place }: Violation<RuleId>): never {
  throw refuse(rule, message(inEnglish), place === '' ? 'referral' : place);
}

/** Refuses what breaks a rule about bodies, or leaves it out and lists it as a finding where the settings say so. */
export function bodyReport(settings: WriteSettings): Report<BodyRuleId> {
  if (!settings.lenient) return refuseViolation;
  return (violation) => {
    const isUnknown = violation.rule === 'unknown-property' || violation.rule === 'closed-list';
    if (!isUnknown) refuseViolation(violation);
    settings.facts.notes.push({
      rule: 'dropped-value',
      message: `${violation.place} was dropped. ${violation.message(inEnglish)}`,
    });
  };
}
