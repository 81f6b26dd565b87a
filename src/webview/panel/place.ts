import type { PanelState, PersistedPanel } from '../../protocol/panel.ts';
import type { Host } from './host.ts';
import { toggledParts, toggleParts } from './view/parts.ts';

/** Delay after scrolling before the position is stored, in ms. */
const storeDelay = 150;

/**
 * Stores the scroll position and the opened sections of a page: VS Code discards a panel's document when its tab is
 * hidden, and creates it again when it is shown or the window is reloaded.
 */
export function keepPlace(host: Host): { readonly shows: (state: PanelState) => void } {
  let of: PanelState | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    if (of?.kind !== 'referral') return;
    const turned = toggledParts();
    host.keep({ id: of.id, connection: of.connection, scroll: Math.round(window.scrollY), turned });
  };
  const keepSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(keep, storeDelay);
  };
  // Not all of them always bubble, so they are captured.
  for (const event of ['scroll', 'toggle', 'click']) {
    document.addEventListener(event, keepSoon, { capture: true, passive: true });
  }
  document.addEventListener('visibilitychange', keep);
  return {
    shows(state) {
      const { id, connection, kind } = state;
      const isNew = of?.id !== id || of.kind !== kind;
      of = state;
      if (!isNew) return;
      const kept = readKept(host.kept());
      if (kept.id !== id || kept.connection !== connection) {
        host.keep({ id, connection });
        window.scrollTo(0, 0);
      } else if (kind === 'referral') {
        toggleParts(kept.turned);
        window.scrollTo(0, kept.scroll);
      }
    },
  };
}

/** Earlier versions may have stored another format; `id` and `connection` are compared by the caller. */
function readKept(kept: unknown): { id?: unknown; connection?: unknown; scroll: number; turned: readonly unknown[] } {
  const { id, connection, scroll, turned } = (kept ?? {}) as Partial<Record<keyof PersistedPanel, unknown>>;
  return {
    id,
    connection,
    scroll: typeof scroll === 'number' ? scroll : 0,
    turned: Array.isArray(turned) ? turned : [],
  };
}
