import type { Person, ReferralSummary } from '../../referral/summary.ts';

/** Enough for all organizations, customers and colleagues of most; beyond that texts are kept as they come. */
const most = 20_000;

/**
 * Lets summaries share the texts and people they have in common: each answer brings its own copy of the same organization
 * and the same colleagues, which for many referrals is a third of the memory.
 */
export class SharedText {
  readonly #texts = new Map<string, string>();
  readonly #teams = new Map<string, readonly Person[]>();

  share(summary: ReferralSummary): ReferralSummary {
    const text = (value: string | undefined): string | undefined => {
      if (value === undefined) return undefined;
      const known = this.#texts.get(value);
      if (known === undefined && this.#texts.size < most) this.#texts.set(value, value);
      return known ?? value;
    };
    return {
      ...summary,
      customerName: text(summary.customerName),
      customerCity: text(summary.customerCity),
      organizationId: text(summary.organizationId),
      organizationName: text(summary.organizationName),
      qualification: text(summary.qualification),
      type: text(summary.type),
      invitedByOrganizationId: text(summary.invitedByOrganizationId),
      team: this.#team(summary.team),
    };
  }

  #team(team: readonly Person[]): readonly Person[] {
    const key = team.map(({ name, email, phone }) => JSON.stringify([name, email, phone])).join();
    const known = this.#teams.get(key);
    if (known === undefined && this.#teams.size < most) this.#teams.set(key, team);
    return known ?? team;
  }
}
