import { h, type Child, type VNode } from '../../dom/h.ts';
import { Icon } from '../../common/buttons.tsx';
import { partOf } from './parts.ts';

export function Details(props: {
  summary: string;
  path: string;
  size: number;
  open?: boolean;
  children?: Child;
}): VNode {
  const { open = false } = props;
  return (
    <details key={props.path} class="tree" open={open} data-part={partOf(props.path)} data-opened={open || undefined}>
      <summary>
        <Icon name="chevron" />
        <span dir="auto">{props.summary}</span>
        <span class="count">{props.size}</span>
      </summary>
      {props.children}
    </details>
  );
}

/** Maximum number of visible items; further ones are in a closed section. */
const maxVisible = 100;

/**
 * Splits a long list into the first items and the others for a section of their own. Those are in chunks, of which the
 * browser lays out only the visible ones.
 */
export function splitList<T>(
  all: readonly T[],
  first = maxVisible,
): readonly [readonly T[], readonly (readonly T[])[]] {
  // A section for up to three more items isn't worth a click.
  if (all.length <= first + 3) return [all, []];
  const chunks: (readonly T[])[] = [];
  for (let at = first; at < all.length; at += maxVisible) chunks.push(all.slice(at, at + maxVisible));
  return [all.slice(0, first), chunks];
}
