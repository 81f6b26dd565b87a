import { t } from '../../../base/l10n.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import { readMoment } from '../model/moment.ts';
import type { Line, Moment, Shown } from '../model/shown.ts';
import { PreviousValue } from './changes.tsx';
import type { Page } from './page.ts';
import { partOf } from './parts.ts';

/** Maximum length of a text that isn't collapsed, in UTF-16 code units. */
const longText = 700;
const manyLines = 12;

/**
 * Maximum number of characters that are laid out. Further ones are in the document but hidden, since megabytes of text
 * would block the browser for minutes.
 */
const maxLaidOut = 8000;

/**
 * The only view of a leaf. `data-path` and `data-value` are public: tests and tools find values by them. `dir` isolates
 * the text, so that a right-to-left value or a direction mark doesn't affect the text around it.
 */
export function Value({ of: leaf }: { of: Shown }, { hidden, changed }: Page): Child {
  const { pointer, raw, look } = leaf;
  // A missing value isn't personal.
  const masked = look !== 'quiet' && hidden.has(pointer);
  const text = masked ? '•••••' : leaf.text;
  const change = changed.get(pointer);
  const long = text.length > longText || text.split('\n', manyLines + 1).length > manyLines;
  const value = (
    <span
      key={pointer}
      class={`leaf ${look}${change ? ' changed' : ''}`}
      title={masked ? t('Hidden') : titleOf(leaf)}
      data-path={pointer}
      data-value={raw}
      dir="auto"
    >
      {breakable(text.slice(0, maxLaidOut))}
      {text.length > maxLaidOut && <span class="beyond">{text.slice(maxLaidOut)}</span>}
    </span>
  );
  if (!long) return change ? [value, <PreviousValue key={`was ${pointer}`} of={leaf} />] : value;
  return (
    <span key={pointer} class="fold">
      {value}
      <button class="link" aria-expanded={false} data-part={partOf(pointer)} onClick={unfold}>
        {t('Show all')}
      </button>
      {change && <PreviousValue of={leaf} />}
    </span>
  );
}

/** An e-mail address may break after its @, rather than anywhere. What is copied of it has no break. */
function breakable(text: string): Child {
  const [head] = /^[^\s@]+@(?=[^\s@]+$)/.exec(text) ?? [];
  return head === undefined ? text : [head, <wbr />, text.slice(head.length)];
}

/** The value of a label, or a note that the value is unknown. */
function titleOf({ raw, text, look }: Shown): string | undefined {
  if (look === 'odd') return t('Unknown to this version; shown unchanged');
  return look === 'quiet' || text === raw ? undefined : raw;
}

function unfold(event: Event): void {
  const button = event.currentTarget as HTMLElement;
  const unfolded = button.ariaExpanded === 'true';
  button.ariaExpanded = String(!unfolded);
  button.textContent = unfolded ? t('Show all') : t('Show less');
}

export function Pieces({ of: line }: { of: Line }): Child {
  return line.map((piece) =>
    typeof piece === 'string' ? (
      piece
    ) : 'pointer' in piece ? (
      <Value key={piece.pointer} of={piece} />
    ) : (
      <RelativeTime key={piece.as} of={piece} />
    ),
  );
}

/** Several lines in one, separated by dots; empty ones are omitted. */
export function Dotted({ of: lines }: { of: readonly Line[] }): Child {
  return lines.map(
    (line, index) =>
      line.length > 0 && (
        <span key={index} class="part" dir="auto">
          <Pieces of={line} />
        </span>
      ),
  );
}

/** A time relative to now, e.g. "3 hours ago". Only these elements change without a new state. */
export function RelativeTime({ of: moment }: { of: Moment }, { now, locale, until }: Page): VNode {
  const text = readMoment(moment, now, locale);
  until(text.until);
  if (moment.as !== 'expiry') return <span class="ago">{text.words}</span>;
  return <span class={`expiry ${text.urgency}`}>{text.words}</span>;
}
