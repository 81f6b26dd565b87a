import { t } from '../../base/l10n.ts';
import { h, type VNode } from '../dom/h.ts';
import { copies, type CommonPage } from './intents.ts';

const eye = 'M1.5 8s2.4-4.3 6.5-4.3S14.5 8 14.5 8 12.1 12.3 8 12.3 1.5 8 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z';

/** Drawn for a 16-pixel grid in the style of VS Code's own icons. */
const paths = {
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6L13 5.8M13 2.5v3.3H9.7',
  json: 'M6 2.5C4.5 2.5 4.5 3.3 4.5 5S4.3 8 3 8c1.3 0 1.5 1.3 1.5 3s0 2.5 1.5 2.5M10 2.5c1.5 0 1.5.8 1.5 2.5s.2 3 1.5 3c-1.3 0-1.5 1.3-1.5 3s0 2.5-1.5 2.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M3 8.5l3.2 3.2L13 4.6',
  cross: 'M4 4l8 8M12 4l-8 8',
  open: 'M9 2.5h4.5V7M13.5 2.5L7.5 8.5M6.5 3.5h-4v10h10v-4',
  error: 'M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7zM8 4.7v4.1M8 10.4v1.3',
  person: 'M8 8.3a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8zM2.8 13.8c.5-2.3 2.5-3.4 5.2-3.4s4.7 1.1 5.2 3.4',
  back: 'M10 3.5L5.5 8l4.5 4.5',
  eye,
  eyeClosed: `${eye}M13 2.5l-10 11`,
  note: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  pin: 'M6 2h4M6.5 2v4L4 9h8L9.5 6V2M8 9v5',
  chevron: 'M6 3.5L10.5 8 6 12.5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: (event: Event) => void;
  readonly spinning?: boolean;
  /** For toggles. */
  readonly pressed?: boolean | undefined;
  /** Disabled, but visible. */
  readonly off?: boolean;
}

export function IconButton({ icon, label, onClick, spinning = false, pressed, off = false }: IconButtonProps): VNode {
  return (
    <button
      class={spinning ? 'icon-button spinning' : 'icon-button'}
      title={label}
      aria-pressed={pressed}
      aria-disabled={off ? true : undefined}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** `label` completes "Copy …". */
export function CopyButton({ value, label }: { value: string; label: string }, page: CommonPage): VNode {
  const words = t('Copy {0}', label);
  return (
    <button class="icon-button small" title={words} onClick={copies(page, value)}>
      <Icon name="copy" />
    </button>
  );
}
