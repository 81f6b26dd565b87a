import type { Child, Key, Props, VNode } from './h.ts';

/** A DOM node and the description it was made from. */
export interface Drawn {
  /** Undefined for an absent child, which keeps its position among its siblings. */
  readonly node: Element | Text | undefined;
  readonly part: Part;
  readonly children: readonly Drawn[];
}

/** A description in which the views have been called. */
type Part = string | { readonly tag: string; readonly props: Props; readonly key: Key | undefined };

const nothing: readonly Drawn[] = [];

/**
 * Updates the children of `parent` to the description by changing only what differs from the previous one. Focus,
 * selection, scroll position, opened details and classes set by handlers are not part of a description and are kept.
 */
export function draw(parent: Element, before: readonly Drawn[], child: Child, page: unknown): readonly Drawn[] {
  const parts: Part[] = [];
  collectParts(child, page, undefined, parts);
  if (before.length === 0) return parts.map((part) => append(parent, part, page));
  const keyed = new Map<Key, Drawn>();
  const unkeyed: Drawn[] = [];
  for (const drawn of before) {
    const key = keyOf(drawn.part);
    if (key === undefined) unkeyed.push(drawn);
    else keyed.set(key, drawn);
  }
  let nextUnkeyed = 0;
  const reused = new Set<Drawn>();
  const after = parts.map((part): Drawn => {
    const key = keyOf(part);
    const old = key === undefined ? unkeyed[nextUnkeyed++] : keyed.get(key);
    if (!old || reused.has(old) || tagOf(old.part) !== tagOf(part)) return create(parent, part, page);
    reused.add(old);
    return update(old, part, page);
  });
  for (const drawn of before) if (!reused.has(drawn)) drawn.node?.remove();
  // Back to front: inserting or removing one node moves no siblings.
  let next: Node | null = null;
  for (const { node } of after.toReversed()) {
    if (!node) continue;
    if (node.parentNode !== parent || node.nextSibling !== next) parent.insertBefore(node, next);
    next = node;
  }
  return after;
}

/** An absent child is an empty part, so that the children after it keep their positions. */
function collectParts(child: Child, page: unknown, key: Key | undefined, parts: Part[]): void {
  if (Array.isArray(child)) {
    for (const each of child as readonly Child[]) collectParts(each, page, undefined, parts);
  } else if (typeof child === 'object' && child !== null) {
    const { type, props } = child as VNode;
    const { key: own = key } = props;
    if (typeof type === 'string') parts.push({ tag: type, props, key: own });
    else collectParts(type(props as never, page as never), page, own, parts);
  } else parts.push(child === undefined || child === null || typeof child === 'boolean' ? '' : String(child));
}

function append(parent: Element, part: Part, page: unknown): Drawn {
  const drawn = create(parent, part, page);
  if (drawn.node) parent.appendChild(drawn.node);
  return drawn;
}

function create(parent: Element, part: Part, page: unknown): Drawn {
  if (typeof part === 'string') {
    return { node: part === '' ? undefined : document.createTextNode(part), part, children: nothing };
  }
  const element =
    part.tag === 'svg' || parent instanceof SVGElement
      ? document.createElementNS('http://www.w3.org/2000/svg', part.tag)
      : document.createElement(part.tag);
  for (const name in part.props) set(element, name, part.props[name]);
  return { node: element, part, children: draw(element, nothing, part.props.children, page) };
}

function update(old: Drawn, part: Part, page: unknown): Drawn {
  const { node } = old;
  if (typeof part === 'string' || typeof old.part === 'string') {
    if (old.part !== part) (node as Text).data = part as string;
    return { node, part, children: nothing };
  }
  const element = node as Element;
  const was = old.part.props;
  for (const name in { ...was, ...part.props }) {
    // Only the initial state. After that the user opens and closes it, and a refresh doesn't change it.
    if (name === 'open') continue;
    if (was[name] !== part.props[name]) set(element, name, part.props[name]);
  }
  return { node, part, children: draw(element, old.children, part.props.children, page) };
}

function set(element: Element, name: string, value: unknown): void {
  if (name === 'children' || name === 'key') return;
  if (name.startsWith('on')) Object.assign(element, { [name.toLowerCase()]: value ?? null });
  // `aria-expanded="false"` has a meaning, while `hidden="false"` would count as true.
  else if (value === undefined || (value === false && !name.includes('-'))) element.removeAttribute(name);
  else element.setAttribute(name, value === true && !name.includes('-') ? '' : (value as string));
}

function keyOf(part: Part): Key | undefined {
  return typeof part === 'string' ? undefined : part.key;
}

function tagOf(part: Part): string {
  return typeof part === 'string' ? (part === '' ? '' : '#text') : part.tag;
}
