import { t } from '../../../base/l10n.ts';
import { h, type VNode } from '../../dom/h.ts';
import { keysOf } from '../../../referral/leaves.ts';
import { Icon } from '../../common/buttons.tsx';
import { asks, copies } from '../../common/intents.ts';
import type { Host } from '../host.ts';
import type { Page } from './page.ts';

/** Leaves that can be copied; null has no value to copy. */
const selector = '[data-path]:not([data-value="null"])';

/** Delay before the button is hidden, so that the pointer can reach it, in ms. */
const hideDelay = 250;

/** Label of the button if no value is selected. */
const defaultLabel = (): string => t('Copy a value; use the arrow keys to select it');

/** The state of the copy button, see `CopyCursor`. */
export interface Cursor {
  /** Call after the page has changed: the selected value may have moved or been removed. */
  readonly settle: () => void;
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly leaf: () => HTMLElement | undefined;
}

/**
 * One copy button for all values, shown at the value under the pointer. For the keyboard it is a single tab stop; the
 * arrow keys move it between values. A button for each value would add hundreds of tab stops, and screen readers would
 * read all of them.
 */
export function CopyCursor({ cursor }: { cursor: Cursor }, page: Page): VNode {
  return (
    <div class="copy-cursor away" role="group" aria-label={t('Value')}>
      <button
        class="icon-button small"
        aria-label={defaultLabel()}
        title={t('Copy')}
        onFocus={cursor.onFocus}
        onBlur={cursor.onBlur}
        onKeyDown={cursor.onKeyDown}
        onClick={(event) => {
          const value = cursor.leaf()?.dataset['value'];
          if (value !== undefined) copies(page, value)(event);
        }}
      >
        <Icon name="copy" />
      </button>
      <button
        class="icon-button small"
        title={t('Show in JSON')}
        onBlur={cursor.onBlur}
        onKeyDown={cursor.onKeyDown}
        onClick={(event) => {
          const pointer = cursor.leaf()?.dataset['path'];
          if (pointer !== undefined) asks(page, { name: 'revealInJson', pointer })(event);
        }}
      >
        <Icon name="json" />
      </button>
    </div>
  );
}

/** Moves the button to the leaf under the pointer and hides it shortly after the pointer has left both. */
export function followPointer(say: Page['say'], host: Pick<Host, 'send'>): Cursor {
  let leaf: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const button = (): HTMLElement | null => document.querySelector<HTMLElement>('.copy-cursor');

  const goTo = (to: HTMLElement | undefined): void => {
    leaf = to;
    const at = button();
    if (!at) return;
    at.classList.toggle('away', !to);
    const copy = at.querySelector('button');
    if (copy) copy.ariaLabel = to ? t('Copy {0}', nameOf(to)) : defaultLabel();
    if (to) place(at, to);
  };
  const move = (to: HTMLElement | undefined): void => {
    if (!to) return;
    to.scrollIntoView({ block: 'nearest' });
    goTo(to);
    say(`${nameOf(to)}: ${to.textContent}`);
    host.send({ type: 'at', pointer: to.dataset['path'] ?? '' });
  };
  const leave = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // The button has the keyboard focus.
      if (leaf && !button()?.contains(document.activeElement)) goTo(undefined);
    }, hideDelay);
  };
  document.addEventListener('pointerover', (event) => {
    if (event.pointerType !== 'mouse' || !(event.target instanceof Element)) return;
    if (event.target.closest('.copy-cursor')) return clearTimeout(timer);
    const over = event.target.closest<HTMLElement>(selector);
    if (!over || over.closest('.copyable')) return leave();
    clearTimeout(timer);
    if (over !== leaf) goTo(over);
  });
  document.documentElement.addEventListener('pointerleave', leave);
  document.addEventListener('click', ({ target }) => {
    const clicked = target instanceof Element ? target.closest<HTMLElement>('[data-path]') : null;
    if (clicked) host.send({ type: 'at', pointer: clicked.dataset['path'] ?? '' });
  });
  const settle = (): void => {
    if (leaf) goTo(leaf.checkVisibility() ? leaf : undefined);
  };
  window.addEventListener('resize', settle);
  return {
    settle,
    onFocus() {
      if (!leaf) move(visibleLeaves().find(isInView) ?? visibleLeaves()[0]);
    },
    onBlur({ relatedTarget }) {
      if (!(relatedTarget instanceof Element && button()?.contains(relatedTarget))) goTo(undefined);
    },
    onKeyDown(event) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      const all = visibleLeaves();
      move(all[(leaf ? all.indexOf(leaf) : -1) + step]);
    },
    leaf: () => leaf,
  };
}

/** Places the button after the leaf's text, or over it if there is no space. */
function place(button: HTMLElement, leaf: HTMLElement): void {
  const end = [...leaf.getClientRects()].at(-1);
  if (!end) return;
  const { width, height } = button.getBoundingClientRect();
  const page = (button.offsetParent ?? document.body).getBoundingClientRect();
  const left = Math.min(end.right + 4, document.documentElement.clientWidth - width - 4);
  button.style.left = `${left - page.left}px`;
  button.style.top = `${end.top + (end.height - height) / 2 - page.top}px`;
}

function visibleLeaves(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((leaf) => leaf.checkVisibility());
}

function isInView(leaf: HTMLElement): boolean {
  const { top, bottom } = leaf.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

function nameOf(leaf: HTMLElement): string {
  return keysOf(leaf.dataset['path'] ?? '').join(' › ');
}
