/** How long a revealed field stays marked, in ms. */
const highlightDuration = 2000;

/**
 * Scrolls to a field or the first one below the pointer, opens the sections that contain it, and marks it for a moment.
 */
export function revealField(pointer: string): void {
  const fields = [...document.querySelectorAll<HTMLElement>('[data-path]')];
  const pathOf = (field: HTMLElement): string => field.dataset['path'] ?? '';
  const field =
    fields.find((each) => pathOf(each) === pointer) ?? fields.find((each) => pathOf(each).startsWith(`${pointer}/`));
  if (!field) return;
  for (let part = field.closest('details'); part; part = part.parentElement?.closest('details') ?? null) {
    part.open = true;
  }
  field.scrollIntoView({ block: 'nearest' });
  for (const old of document.querySelectorAll('.revealed')) old.classList.remove('revealed');
  field.classList.add('revealed');
  setTimeout(() => field.classList.remove('revealed'), highlightDuration);
}
