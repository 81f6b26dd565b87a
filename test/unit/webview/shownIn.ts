import type { Shown } from '../../../src/webview/panel/model/shown.ts';

/** Every Shown anywhere in a part of a view, found without knowing the view's shape. */
export function shownIn(part: unknown): Shown[] {
  const found: Shown[] = [];
  const open = [part];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if ('pointer' in next) found.push(next as Shown);
    else open.push(...Object.values<unknown>(next as Record<string, unknown>));
  }
  return found;
}
