import { earlierSave, ShownVersions } from '../../../../src/services/edit/earlierSaves.ts';
import { saveEdit } from '../../../../src/services/edit/save.ts';
import type { Edit, SaveOutcome } from '../../../../src/services/edit/saveOutcome.ts';
import { never, referral, type Trouble, type Writer, type WritersStage } from './writers.ts';

export type Deal = Parameters<Parameters<Writer['edit']>[0]>[0];

/** A document: what is typed during a save is made from what was typed before, and undo brings back an earlier text. */
export class Document {
  text = '';
  readonly undo: string[] = [];
  readonly #stage: WritersStage;
  readonly #versions = new ShownVersions();
  #edit: Edit = { id: referral.id, base: '', text: '' };

  constructor(made: WritersStage) {
    this.#stage = made;
  }

  async open(): Promise<void> {
    this.#show({ text: await this.#stage.text(), eTag: undefined });
  }

  type(change: (deal: Deal) => void): void {
    const deal = JSON.parse(this.text) as Deal;
    change(deal);
    this.undo.push(this.text);
    this.text = JSON.stringify(deal);
  }

  /** Undo of the last `steps`, of which one is what the document showed after a save. */
  back(steps: number): void {
    for (let step = 0; step < steps; step++) this.text = this.undo.pop() ?? this.text;
    const older = this.#versions.baseOf(this.text);
    if (older && older.base !== this.#edit.base) this.#edit = { id: referral.id, text: '', ...older };
  }

  async save(troubles: readonly Trouble[] = [], typed?: (deal: Deal) => void): Promise<SaveOutcome> {
    const edit = { ...this.#edit, text: this.text };
    const outcome = await saveEdit(this.#stage.clientOf(0, [...troubles]), edit, { signal: never });
    this.#edit = { ...edit, sent: outcome.sent };
    if (outcome.kind !== 'saved') return outcome;
    const save = earlierSave(edit, outcome);
    this.#versions.saved(save);
    this.#edit = { ...edit, sent: undefined, saves: [...(edit.saves ?? []), save] };
    if (typed) this.type(typed);
    else this.#show(outcome.fetched);
    return outcome;
  }

  #show(version: { readonly text: string; readonly eTag: string | undefined }): void {
    this.#versions.shown(version);
    if (this.text !== '') this.undo.push(this.text);
    this.text = version.text;
    this.#edit = { id: referral.id, base: version.text, eTag: version.eTag, text: version.text };
  }
}
