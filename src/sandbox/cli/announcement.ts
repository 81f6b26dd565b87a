/** What a sandbox prints; the problem matcher of tasks in VS Code waits for it, so it is never translated. */

export const starting = 'Starting the Partner API sandbox';

/** The first line on stdout. */
export function listening(url: string): string {
  return `Partner API sandbox listening on ${url}`;
}
