import type { Child, VNode } from '../../dom/jsx-runtime.ts';
import { expiresSoon } from '../../../referral/lifeCycle.ts';
import { relativeTime } from '../../../referral/when.ts';
import type { Line, Moment, Shown } from '../model/shown.ts';
import { Was } from './changes.tsx';
import type { Page } from './page.ts';
import { partOf } from './parts.ts';

/** Longer texts are folded, so that one endless value doesn't push all others out of sight. */
const foldAbove = { characters: 700, lines: 12, laidOut: 8000 };

/**
 * A leaf of the record, made here and nowhere else. `data-path` and `data-value` are public (tests and tools find values
 * by them). `dir` isolates the text: a right-to-left value or a stray direction mark can't turn its neighbours around.
 */
export function Value({ of: leaf }: { of: Shown }, { hidden, changed }: Page): Child {
  const { pointer, raw, look } = leaf;
  // What isn't there tells nothing of anybody.
  const masked = look !== 'quiet' && hidden.has(pointer);
  const text = masked ? '•••••' : leaf.text;
  const change = changed.get(pointer);
  const long = text.length > foldAbove.characters || text.split('\n', 13).length > foldAbove.lines;
  const value = (
    <span
      key={pointer}
      class={`leaf ${look}${change === undefined ? '' : ' changed'}`}
      title={masked ? 'Hidden' : titleOf(leaf)}
      data-path={pointer}
      data-value={raw}
      dir="auto"
    >
      {text.slice(0, foldAbove.laidOut)}
      {/* All of it is in the document, but a browser would lay out megabytes for minutes. */}
      {text.length > foldAbove.laidOut && <span class="beyond">{text.slice(foldAbove.laidOut)}</span>}
    </span>
  );
  if (!long) return change === undefined ? value : [value, <Was key={`was ${pointer}`} of={change} />];
  return (
    <span key={pointer} class="fold">
      {value}
      <button class="link" aria-expanded={false} data-part={partOf(pointer)} onClick={unfold}>
        Show all
      </button>
      {change !== undefined && <Was of={change} />}
    </span>
  );
}

/** The value behind words, and a word on what the words aren't known for. */
function titleOf({ raw, text, look }: Shown): string | undefined {
  if (look === 'odd') return 'Not known to this version; shown as it came';
  return look === 'quiet' || text === raw ? undefined : raw;
}

function unfold(event: Event): void {
  const button = event.currentTarget as HTMLElement;
  const unfolded = button.ariaExpanded === 'true';
  button.ariaExpanded = String(!unfolded);
  button.textContent = unfolded ? 'Show all' : 'Show less';
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

/** Lines on one line, parted by dots; what is empty is left out together with its dot. */
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

/** "3 hours ago"; the only parts of the page that change by themselves. */
export function RelativeTime({ of: { at, as } }: { of: Moment }, { now, locale }: Page): VNode {
  const words = relativeTime(at, now, locale);
  if (as === 'ago') return <span class="ago">{words}</span>;
  const overdue = at <= now;
  // The one rule for all places that warn, hence the detour over a record.
  const soon = expiresSoon({ status: 'New', expirationDateTime: new Date(at).toISOString() }, now);
  return (
    <span class={`expiry ${overdue ? 'overdue' : soon ? 'soon' : ''}`}>
      {overdue ? 'expired' : 'expires'} {words}
    </span>
  );
}
