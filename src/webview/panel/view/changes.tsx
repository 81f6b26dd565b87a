import type { VNode } from '../../dom/jsx-runtime.ts';
import type { FieldChange, PanelState, RecordChanges } from '../../../protocol/panel.ts';
import { keysOf } from '../../../referral/leaves.ts';
import { asks, type Page } from './page.ts';

/** Maximum length of an old value that is shown. */
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

/** The previous value of a field, shown after the current one. */
export function PreviousValue({ of: { before } }: { of: FieldChange }): VNode {
  if (before === undefined) return <span class="was">new</span>;
  return (
    <span class="was" dir="auto">
      was <s>{brief(before)}</s>
    </span>
  );
}

/** A banner with the number of changes, removed fields, and buttons. */
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
                {keysOf(field.pointer).join(' › ')} is gone, <PreviousValue of={field} />
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
