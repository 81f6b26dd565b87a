import { h, type VNode } from '../dom/h.ts';

/** What `say` writes into it is read by screen readers. */
export function LiveRegion(): VNode {
  return <p class="unseen" role="status" />;
}

/** Announces a text in the live region. */
export function say(words: string | undefined): void {
  const region = document.querySelector('[role="status"]');
  if (region && words !== undefined) region.textContent = words;
}
