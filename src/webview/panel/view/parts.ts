/**
 * The parts of the page that can be opened and closed: details and long texts. Their ids are stored for a window
 * reload, so they must not contain data of the record.
 */

/** A short hash of a path. */
export function partOf(path: string): string {
  let sum = 0;
  for (let index = 0; index < path.length; index++) sum = (Math.imul(sum, 31) + path.charCodeAt(index)) | 0;
  return (sum >>> 0).toString(36);
}

/** The ids of the parts whose state the user has changed. */
export function toggledParts(): string[] {
  return [...parts()].filter(isTurned).map((part) => part.dataset['part'] ?? '');
}

/** Changes the state of these parts. */
export function toggleParts(ids: readonly unknown[]): void {
  const wanted = new Set(ids);
  for (const part of parts()) {
    if (!wanted.has(part.dataset['part'] ?? '') || isTurned(part)) continue;
    if (part instanceof HTMLDetailsElement) part.open = !part.open;
    else part.click();
  }
}

function parts(): NodeListOf<HTMLElement> {
  return document.querySelectorAll('[data-part]');
}

function isTurned(part: HTMLElement): boolean {
  if (part instanceof HTMLDetailsElement) return part.open !== 'opened' in part.dataset;
  return part.ariaExpanded === 'true';
}
