import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Branch } from '../model/section.ts';
import { Rows } from './blocks.tsx';
import { Icon } from './icon.tsx';

/** A level of the record under its own names; what the person opened stays open over a refresh. */
export function Tree({ of: branch }: { of: Branch }): VNode {
  // Only the first answer counts: were it to follow the size, a refresh could close what is being read.
  const [small] = useState(branch.size <= 3);
  return (
    <Details summary={branch.name} size={branch.size} open={small}>
      {branch.rows.length > 0 && <Rows of={branch.rows} />}
      {branch.branches.map((child) => (
        <Tree key={child.name} of={child} />
      ))}
    </Details>
  );
}

export function Details(props: { summary: string; size: number; open: boolean; children: ComponentChildren }): VNode {
  return (
    <details class="tree" open={props.open}>
      <summary>
        <Icon name="chevron" />
        <span dir="auto">{props.summary}</span>
        <span class="count">{props.size}</span>
      </summary>
      {props.children}
    </details>
  );
}
