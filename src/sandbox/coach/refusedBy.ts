import type { RuleId } from '../../referral/rules/rules.ts';
import type { CoachRule } from './coachRule.ts';
import type { CallFacts } from './observedCall.ts';

type Refusal = NonNullable<CallFacts['refusal']>;

/**
 * Finds calls that were refused by a rule of the API. The refusal's message says what is wrong, and often what was meant.
 * @param instead what follows from it, as a sentence
 */
export function refusedBy(
  rules: readonly RuleId[],
  instead: string,
  isMeant: (refusal: Refusal) => boolean = () => true,
): NonNullable<CoachRule['judge']> {
  const known: ReadonlySet<RuleId> = new Set(rules);
  return ({ facts: { refusal } }) =>
    refusal && known.has(refusal.rule) && isMeant(refusal) ? `${refusal.message} ${instead}` : undefined;
}
