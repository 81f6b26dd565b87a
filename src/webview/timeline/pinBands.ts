/** About the width of a character, and the space beside a status, in CSS pixels. */
const character = 6.3;
const space = 8;

/** Moves the words of statuses so that they stay in sight while their bands are. */
export function pinBands(scroller: Element): void {
  for (const text of scroller.querySelectorAll<SVGTextElement>('.band-words')) {
    const [from, to] = [Number(text.dataset['from']), Number(text.dataset['to'])];
    const last = to - from - space - text.textContent.length * character;
    text.setAttribute('x', String(Math.max(space, Math.min(scroller.scrollLeft - from + space, last))));
  }
}
