/**
 * The parts of the page that a person can open and close: details and long texts. Each has an id that tells nothing of the
 * record, since ids are kept over a reload of the window and the record is not.
 */

/** A short number made of a path. */
export function partOf(path: string): string {
  let sum = 0;
  for (let index = 0; index < path.length; index++) sum = (Math.imul(sum, 31) + path.charCodeAt(index)) | 0;
  return (sum >>> 0).toString(36);
}

/** The ids of what a person has opened, or closed when it was open by itself. */
export function turnedParts(): string[] {
  return [...parts()].filter(isTurned).map((part) => part.dataset['part'] ?? '');
}

/** Opens and closes what was before. */
export function turnParts(ids: readonly string[]): void {
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
