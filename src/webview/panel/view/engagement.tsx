import { h, type VNode } from '../../dom/h.ts';
import type { Side } from '../model/engagement.ts';
import type { Line } from '../model/shown.ts';
import { asks } from '../../common/intents.ts';
import type { Page } from './page.ts';
import { Dotted, Pieces } from './values.tsx';

export function Engagement({ own, related }: { own: Line; related: readonly Side[] }): VNode {
  return (
    <ul class="engagement">
      <li>
        <span class="dot here" aria-hidden="true" />
        <span>
          <Pieces of={own} />
        </span>
      </li>
      {related.map((side) => (
        <Other key={side.id} of={side} />
      ))}
    </ul>
  );
}

function Other({ of: { id, owner, title, status, going, notes, compared } }: { of: Side }, page: Page): VNode {
  return (
    <li>
      <span class={going ? 'dot good' : 'dot'} aria-hidden="true" />
      <span>
        <button class="link" dir="auto" onClick={asks(page, { name: 'openReferral', id })}>
          {owner}
        </button>
        {status !== undefined && <span dir="auto"> · {status}</span>}
        {[[[page.masked ? '•••••' : title], ...notes], compared].map(
          (lines) =>
            lines.length > 0 && (
              <span class="when dots">
                <Dotted of={lines} />
              </span>
            ),
        )}
      </span>
    </li>
  );
}
