import type { PersistedTimeline, TimelineIntent, TimelineState } from '../../protocol/timeline.ts';
import { say } from '../common/liveRegion.tsx';
import { draw, type Drawn } from '../dom/draw.ts';
import { h } from '../dom/h.ts';
import type { Host, Received } from '../host/connectPage.ts';
import { afterPaint } from '../host/painted.ts';
import { Times } from './model/times.ts';
import { placeOf, walk, type MarkPlace } from './model/walk.ts';
import { pinBands } from './pinBands.ts';
import { App } from './view/app.tsx';
import type { Page } from './view/page.ts';

type TimelineHost = Host<TimelineIntent, PersistedTimeline>;

/** The drawing keeps its end in view while its end is as close to the edge as this, in CSS pixels. */
const nearEnd = 40;
/** The label above a mark takes as much on each side of it, in CSS pixels. */
const labelRoom = 40;

/** Shows states as they come. Returns what takes them. */
export function startTimeline(root: HTMLElement, host: TimelineHost): (received: Received<TimelineState>) => void {
  let drawn: readonly Drawn[] = [];
  let shown: Received<TimelineState> | undefined;
  let times = new Times('en');
  let room = 0;
  let tableOpen = false;
  /** Its first event, which a later drawing may have in another mark. */
  let selected: string | undefined;

  const lanes = () => shown?.state.drawing?.lanes ?? [];

  const redraw = (): void => {
    if (!shown) return;
    const scroller = root.querySelector('.scroller');
    const atEnd = !scroller || scroller.scrollLeft + scroller.clientWidth >= scroller.scrollWidth - nearEnd;
    const hadFocus = document.activeElement?.classList.contains('mark') === true;
    const chosen = selected === undefined ? undefined : placeOf(lanes(), selected);
    const page: Page = {
      times,
      room,
      tableOpen,
      current: chosen ?? walk(lanes(), { lane: 0, mark: 0 }, 'last'),
      chosen: chosen !== undefined,
      select,
      step: (from, step) => {
        const to = walk(lanes(), from, step);
        if (to) moveTo(to);
      },
      open,
      leaveDetails: focusCurrent,
      toggleTable(open) {
        if (open === tableOpen) return;
        tableOpen = open;
        redraw();
      },
      ask: host.ask,
      say,
    };
    drawn = draw(root, drawn, <App of={shown.state} />, page);
    // The mark that had the focus may have become part of another one.
    if (hadFocus && !document.activeElement?.classList.contains('mark')) focusCurrent();
    const after = root.querySelector('.scroller');
    if (after && atEnd) after.scrollLeft = after.scrollWidth;
    if (after) pinBands(after);
    measure();
  };

  const entryAt = ({ lane, mark }: MarkPlace) => lanes()[lane]?.marks[mark]?.entries[0];

  const select = (place: MarkPlace): void => {
    const entry = entryAt(place);
    const before = selected === undefined ? undefined : placeOf(lanes(), selected);
    if (!entry || (before?.lane === place.lane && before.mark === place.mark)) return;
    selected = entry.id;
    redraw();
  };

  const focusCurrent = (): void => root.querySelector<HTMLElement>('.mark[tabindex="0"]')?.focus();

  const moveTo = (place: MarkPlace): void => {
    select(place);
    focusCurrent();
    const mark = root.querySelector('.mark[tabindex="0"]');
    mark?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  /** An event of a referral opens the referral; of others there are the details. */
  const open = (place: MarkPlace): void => {
    select(place);
    const lane = lanes()[place.lane];
    const referral = entryAt(place)?.referral;
    if (lane?.kind === 'referral' && referral !== undefined) void host.ask({ name: 'openReferral', id: referral });
    else root.querySelector<HTMLElement>('.details')?.focus();
  };

  /** Scrolls only the drawing, since the person may be reading below it. */
  const showSelected = (): void => {
    const scroller = root.querySelector('.scroller');
    const mark = root.querySelector('.mark[aria-selected="true"]')?.getBoundingClientRect();
    if (!scroller || !mark) return;
    const { left, right, width } = scroller.getBoundingClientRect();
    if (mark.left - labelRoom < left || mark.right + labelRoom > right)
      scroller.scrollLeft += mark.left - left - width / 2;
  };

  const measure = (): void => {
    const width = root.querySelector('.scroller')?.clientWidth ?? 0;
    if (width === room || width === 0) return;
    room = width;
    redraw();
    showSelected();
  };
  new ResizeObserver(measure).observe(root);
  // Scroll events of elements don't bubble.
  root.addEventListener('scroll', ({ target }) => target instanceof Element && pinBands(target), {
    capture: true,
    passive: true,
  });

  return (received) => {
    if (received.locale !== shown?.locale) times = new Times(received.locale);
    const failedBefore = shown?.state.failure?.title;
    shown = received;
    const { id, connection, failure } = received.state;
    host.keep({ id, connection });
    redraw();
    // Updates repeat a failure until one succeeds.
    if (failure?.title !== failedBefore) say(failure?.title);
    afterPaint(() => host.rendered(received.revision));
  };
}
