import { createContext, type VNode } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { expiresSoon } from '../../../referral/lifeCycle.ts';
import { relativeTime } from '../../../referral/when.ts';
import type { Line, Moment, Shown } from '../model/shown.ts';
import { NowContext } from './clock.ts';

/** The editor's language. */
export const LocaleContext = createContext('en');

/** Longer texts are folded, so that one endless value doesn't push all others out of sight. */
const foldAbove = { characters: 700, lines: 12 };

/**
 * A leaf of the record. `data-path` and `data-value` are public (tests and tools find values by them). `dir` isolates the
 * text: a right-to-left value or a stray direction mark can't turn its neighbours around.
 */
export function Value({ of: leaf }: { of: Shown }): VNode {
  const [folded, setFolded] = useState(true);
  const long = leaf.text.length > foldAbove.characters || leaf.text.split('\n', 13).length > foldAbove.lines;
  const value = (
    <span
      class={`leaf ${leaf.look} ${long && folded ? 'folded' : ''}`}
      data-path={leaf.pointer}
      data-value={leaf.raw}
      dir="auto"
    >
      {leaf.text}
    </span>
  );
  if (!long) return value;
  return (
    <span class="fold">
      {value}
      <button class="link" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
        {folded ? 'Show all' : 'Show less'}
      </button>
    </span>
  );
}

export function Pieces({ of: line }: { of: Line }): VNode {
  return (
    <>
      {line.map((piece) =>
        typeof piece === 'string' ? (
          piece
        ) : 'pointer' in piece ? (
          <Value key={piece.pointer} of={piece} />
        ) : (
          <RelativeTime key={piece.as} of={piece} />
        ),
      )}
    </>
  );
}

/** Lines on one line, parted by dots; what is empty is left out together with its dot. */
export function Dotted({ of: lines }: { of: readonly Line[] }): VNode {
  return (
    <>
      {lines.map((line, index) =>
        line.length === 0 ? null : (
          <span key={index} class="part" dir="auto">
            <Pieces of={line} />
          </span>
        ),
      )}
    </>
  );
}

/** "3 hours ago"; the only parts of the page that change by themselves. */
function RelativeTime({ of: moment }: { of: Moment }): VNode {
  const now = useContext(NowContext);
  const locale = useContext(LocaleContext);
  const words = relativeTime(moment.at, now, locale);
  if (moment.as === 'ago') return <span class="ago">{words}</span>;
  const overdue = moment.at <= now;
  // The one rule for all places that warn, hence the detour over a record.
  const soon = expiresSoon({ status: 'New', expirationDateTime: new Date(moment.at).toISOString() }, now);
  return (
    <span class={`expiry ${overdue ? 'overdue' : soon ? 'soon' : ''}`}>
      {overdue ? 'expired' : 'expires'} {words}
    </span>
  );
}
