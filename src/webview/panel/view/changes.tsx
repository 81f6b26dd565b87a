import { t } from '../../../base/l10n.ts';
import { cut } from '../../../base/oneLine.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import type { FieldChange, PanelState, RecordChanges } from '../../../protocol/panel.ts';
import { keysOf } from '../../../referral/leaves.ts';
import { asks } from '../../common/intents.ts';
import { filled, shown, type Shown } from '../model/shown.ts';
import { timeOfDay, type Page } from './page.ts';

/** Maximum length of an old value that is shown. */
const maxLength = 60;

const none: ReadonlyMap<string, FieldChange> = new Map();

/** By JSON pointer. */
export function changedFields(state: PanelState): ReadonlyMap<string, FieldChange> {
  if (state.kind !== 'referral' || !state.changes) return none;
  return new Map(state.changes.fields.map((field) => [field.pointer, field]));
}

export function changesText({ fields: { length }, since }: RecordChanges, locale: string): string {
  const time = timeOfDay(since, locale);
  return length === 1 ? t('1 field changed since {0}', time) : t('{0} fields changed since {1}', length, time);
}

/** The previous value of a field, shown after the current one. */
export function PreviousValue({ of: { was } }: { of: Shown }): VNode {
  return (
    <span class="was" dir="auto">
      {was === undefined ? t('new') : filled<Child>(t('was {0}'), struck(was))}
    </span>
  );
}

/** A banner with the number of changes, removed fields, and buttons. */
export function Changes({ of: changes }: { of: RecordChanges }, page: Page): VNode {
  const gone = changes.fields.filter(({ after }) => after === undefined);
  return (
    <section class="banner changes" aria-label={t('Changes')}>
      <div>
        <strong>{changesText(changes, page.locale)}</strong>
        {gone.length > 0 && (
          <ul class="gone">
            {gone.map((field) => (
              <li key={field.pointer} dir="auto">
                {filled<Child>(
                  t('{0} was removed, was {1}'),
                  keysOf(field.pointer).join(' › '),
                  field.before && struck(shown(field.before).text),
                )}
              </li>
            ))}
          </ul>
        )}
        <div class="buttons">
          <button class="button secondary" onClick={asks(page, { name: 'compareWithPrevious' })}>
            {t('Compare with Previous')}
          </button>
          <button class="button secondary" onClick={asks(page, { name: 'dismissChanges' })}>
            {t('Dismiss')}
          </button>
        </div>
      </div>
    </section>
  );
}

/** The line would hide a hyphen or dash. */
function struck(text: string): Child {
  const line = cut(text.trim(), maxLength);
  return /[-‐-―−]/.test(line) ? line : <s>{line}</s>;
}
