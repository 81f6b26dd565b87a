import type { VNode } from '../../dom/jsx-runtime.ts';
import type { FieldChange, PanelState, RecordChanges } from '../../../protocol/panel.ts';
import { keysOf } from '../../../referral/leaves.ts';
import { asks, type Page } from './page.ts';

/** Old values are told beside the new ones, and not at length. */
const longest = 60;

const none: ReadonlyMap<string, FieldChange> = new Map();

/** By JSON pointer. */
export function changedFields(state: PanelState): ReadonlyMap<string, FieldChange> {
  if (state.kind !== 'referral' || state.changes === undefined) return none;
  return new Map(state.changes.fields.map((field) => [field.pointer, field]));
}

export function countOfChanges({ fields }: RecordChanges): string {
  return fields.length === 1 ? '1 field changed' : `${fields.length} fields changed`;
}

/** What a field was before, behind what it is now. */
export function Was({ of: { before } }: { of: FieldChange }): VNode {
  if (before === undefined) return <span class="was">new</span>;
  return (
    <span class="was" dir="auto">
      was <s>{brief(before)}</s>
    </span>
  );
}

/** That something changed, what is gone, and what one can do about the marks. */
export function Changes({ of: changes }: { of: RecordChanges }, page: Page): VNode {
  const gone = changes.fields.filter(({ after }) => after === undefined);
  const since = new Intl.DateTimeFormat(page.locale, { timeStyle: 'medium' }).format(changes.since);
  return (
    <section class="banner changes" aria-label="Changes">
      <div>
        <strong>
          {countOfChanges(changes)} since {since}
        </strong>
        {gone.length > 0 && (
          <ul class="gone">
            {gone.map((field) => (
              <li key={field.pointer} dir="auto">
                {keysOf(field.pointer).join(' › ')} is gone, <Was of={field} />
              </li>
            ))}
          </ul>
        )}
        <div class="buttons">
          <button class="button secondary" onClick={asks(page, { name: 'compareWithPrevious' })}>
            Compare with Previous
          </button>
          <button class="button secondary" onClick={asks(page, { name: 'dismissChanges' })}>
            Dismiss
          </button>
        </div>
      </div>
    </section>
  );
}

function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return 'empty text';
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
