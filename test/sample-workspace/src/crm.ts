import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Referral } from './partnerApi.ts';

/** What the CRM knows of a referral. */
export interface Lead {
  /** Id in the CRM. */
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly value: number | null;
  readonly updated: string;
}

/** A deal of the CRM that Partner Center is to know. `sentAs` is the referral's id. */
export interface Deal {
  readonly id: string;
  readonly name: string;
  readonly customer: string;
  readonly value: number;
  readonly currency: string;
  readonly closes: string;
  sentAs?: string;
}

interface Content {
  /** By id of the referral. */
  leads: Record<string, Lead>;
  deals: Deal[];
  /** The latest `updatedDateTime` of a sync that was read to its end. */
  readUntil: string;
}

const firstDeals: Deal[] = [
  {
    id: 'CRM-48213',
    name: 'Plant telemetry',
    customer: 'Tailspin',
    value: 84_500,
    currency: 'EUR',
    closes: '2031-10-30',
  },
];

/** A CRM in fifty lines. Without a file it forgets everything at the end. */
export class Crm {
  readonly #file: string | undefined;
  readonly #content: Content = { leads: {}, deals: firstDeals, readUntil: '' };

  constructor(file?: string) {
    this.#file = file;
    if (file !== undefined && existsSync(file)) this.#content = JSON.parse(readFileSync(file, 'utf8')) as Content;
  }

  get readUntil(): string {
    return this.#content.readUntil;
  }

  set readUntil(time: string) {
    this.#content.readUntil = time;
    this.save();
  }

  lead(referralId: string): Lead | undefined {
    return this.#content.leads[referralId];
  }

  get leadCount(): number {
    return Object.keys(this.#content.leads).length;
  }

  /** Takes a referral over, unless a later state of it is known: events arrive twice, and in any order. */
  keep(referral: Referral): void {
    const known = this.lead(referral.id);
    if (known && !isLater(referral.updatedDateTime, known.updated)) return;
    this.#content.leads[referral.id] = {
      id: known?.id ?? `L-${this.leadCount + 1}`,
      name: referral.name ?? referral.id,
      status: `${referral.status}/${referral.substatus}`,
      value: referral.details?.dealValue ?? null,
      updated: referral.updatedDateTime,
    };
  }

  get unsentDeals(): Deal[] {
    return this.#content.deals.filter(({ sentAs }) => sentAs === undefined);
  }

  markSent(deal: Deal, referralId: string): void {
    deal.sentAs = referralId;
    this.save();
  }

  /** All or nothing, also when the process ends meanwhile. */
  save(): void {
    if (this.#file === undefined) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#content));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** Compares times of the API, which have 0 to 7 digits of a second. */
export function isLater(left: string, right: string): boolean {
  return sortable(left) > sortable(right);
}

function sortable(time: string): string {
  const [, seconds = '', fraction = ''] = /^([^.Z+]*)(?:\.(\d+))?/.exec(time) ?? [];
  return `${seconds}.${fraction.padEnd(7, '0')}`;
}
