import type { Person, ReferralSummary } from '../../referral/summary.ts';

/** Enough for the organizations, customers and colleagues of most users. Further texts aren't shared. */
const maxTexts = 20_000;

/**
 * Lets summaries share equal texts and teams. Each response contains its own copies of the same organizations and
 * colleagues, which are a third of the memory of a large list.
 */
export class SharedText {
  readonly #texts = new Map<string, string>();
  readonly #teams = new Map<string, readonly Person[]>();

  share(summary: ReferralSummary): ReferralSummary {
    const text = (value: string | undefined): string | undefined => {
      if (value === undefined) return undefined;
      const known = this.#texts.get(value);
      if (known === undefined && this.#texts.size < maxTexts) this.#texts.set(value, value);
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
    if (known === undefined && this.#teams.size < maxTexts) this.#teams.set(key, team);
    return known ?? team;
  }
}
