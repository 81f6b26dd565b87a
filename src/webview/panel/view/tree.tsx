import type { Child, VNode } from '../../dom/jsx-runtime.ts';
import type { Branch } from '../model/section.ts';
import { Rows } from './blocks.tsx';
import { Icon } from './icon.tsx';
import { partOf } from './parts.ts';

/** A level of the record under its own names; what the person opened stays open over a refresh. */
export function Tree({ of: branch, path }: { of: Branch; path: string }): VNode {
  const here = `${path}/${branch.name}`;
  return (
    <Details summary={branch.name} path={here} size={branch.size} open={branch.size <= 3}>
      {branch.rows.length > 0 && <Rows of={branch.rows} path={here} />}
      {branch.branches.map((child) => (
        <Tree key={child.name} of={child} path={here} />
      ))}
    </Details>
  );
}

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

/** More would be a wall; what is above stands in a part that is closed. */
const most = 100;

/**
 * A long list in two: the first ones, and the others for a part of their own. Those are in chunks, and the browser lays out
 * only the chunks that are in sight.
 */
export function inTwo<T>(all: readonly T[], first = most): readonly [readonly T[], readonly (readonly T[])[]] {
  // Nobody wants to open a part for two more.
  if (all.length <= first + 3) return [all, []];
  const chunks: (readonly T[])[] = [];
  for (let at = first; at < all.length; at += most) chunks.push(all.slice(at, at + most));
  return [all.slice(0, first), chunks];
}
