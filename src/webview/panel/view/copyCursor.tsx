import type { VNode } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { keysOf } from '../../../referral/leaves.ts';
import { SayContext } from './ask.ts';
import { useCopy } from './copyButton.tsx';
import { Icon } from './icon.tsx';

/** Leaves that can be copied; a null has nothing, and some have a button of their own next to them. */
const selector = '[data-path]:not([data-value="null"])';

/** How long the button waits for the pointer on its way over. */
const grace = 250;

/**
 * One copy button for all values: it comes to the value under the pointer. For the keyboard it is a single tab stop; the
 * arrow keys take it from value to value. A button per value would mean hundreds of stops and as many lines read aloud.
 */
export function CopyCursor(): VNode {
  const button = useRef<HTMLButtonElement>(null);
  const [leaf, setLeaf] = useState<HTMLElement>();
  const { copied, copy } = useCopy();
  const say = useContext(SayContext);
  usePointer(button, setLeaf);
  useLayoutEffect(() => place(button.current, leaf), [leaf]);

  const move = (to: HTMLElement | undefined): void => {
    if (to === undefined) return;
    to.scrollIntoView({ block: 'nearest' });
    setLeaf(to);
    say(`${nameOf(to)}: ${to.textContent}`);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const all = visibleLeaves();
    move(all[(leaf === undefined ? -1 : all.indexOf(leaf)) + step]);
  };
  return (
    <button
      ref={button}
      class={leaf === undefined ? 'icon-button small copy-cursor away' : 'icon-button small copy-cursor'}
      aria-label={leaf === undefined ? 'Copy a value; the arrow keys choose it' : `Copy ${nameOf(leaf)}`}
      title={copied ? 'Copied' : 'Copy'}
      onFocus={() => {
        if (leaf === undefined) move(visibleLeaves().find(isInView) ?? visibleLeaves()[0]);
      }}
      onBlur={() => setLeaf(undefined)}
      onKeyDown={onKeyDown}
      onClick={() => leaf !== undefined && copy(leaf.dataset['value'] ?? '')}
    >
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}

/** Follows the pointer from leaf to leaf and lets go a moment after it left both leaf and button. */
function usePointer(
  button: { readonly current: HTMLButtonElement | null },
  setLeaf: (leaf: HTMLElement | undefined) => void,
): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // The keyboard holds it.
        if (button.current !== document.activeElement) setLeaf(undefined);
      }, grace);
    };
    const over = (event: PointerEvent): void => {
      if (event.pointerType !== 'mouse' || !(event.target instanceof Element)) return;
      if (button.current?.contains(event.target) === true) return clearTimeout(timer);
      const leaf = event.target.closest<HTMLElement>(selector);
      if (leaf === null || hasOwnButton(leaf)) return leave();
      clearTimeout(timer);
      setLeaf(leaf);
    };
    const gone = (): void => setLeaf(undefined);
    document.addEventListener('pointerover', over);
    document.documentElement.addEventListener('pointerleave', leave);
    window.addEventListener('resize', gone);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.documentElement.removeEventListener('pointerleave', leave);
      window.removeEventListener('resize', gone);
    };
  }, [button, setLeaf]);
}

/** Puts the button right behind the end of the leaf's text, or onto it where there's no room. */
function place(button: HTMLButtonElement | null, leaf: HTMLElement | undefined): void {
  if (button === null || leaf === undefined) return;
  const end = [...leaf.getClientRects()].at(-1);
  if (end === undefined) return;
  const { width, height } = button.getBoundingClientRect();
  const page = (button.offsetParent ?? document.body).getBoundingClientRect();
  const left = Math.min(end.right + 4, document.documentElement.clientWidth - width - 4);
  button.style.left = `${left - page.left}px`;
  button.style.top = `${end.top + (end.height - height) / 2 - page.top}px`;
}

function visibleLeaves(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((leaf) => leaf.getClientRects().length > 0);
}

function isInView(leaf: HTMLElement): boolean {
  const { top, bottom } = leaf.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

function hasOwnButton(leaf: HTMLElement): boolean {
  return leaf.closest('.copyable, .email') !== null;
}

function nameOf(leaf: HTMLElement): string {
  return keysOf(leaf.dataset['path'] ?? '').join(' › ');
}
