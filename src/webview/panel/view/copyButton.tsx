import type { VNode } from '../../dom/jsx-runtime.ts';
import { Icon } from './icon.tsx';
import { copies, type Page } from './page.ts';

/** `label` completes "Copy …". */
export function CopyButton({ value, label }: { value: string; label: string }, page: Page): VNode {
  const words = `Copy ${label}`;
  return (
    <button class="icon-button small" title={words} onClick={copies(page, value)}>
      <Icon name="copy" />
    </button>
  );
}
