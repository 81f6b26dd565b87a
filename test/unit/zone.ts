import { after, before } from 'mocha';

/** The tests of a `describe` run in this time zone: Node follows `TZ` at once, also in Intl. */
export function useZone(zone: string): void {
  let usual: string | undefined;
  before(() => {
    usual = process.env['TZ'];
    process.env['TZ'] = zone;
  });
  after(() => setZone(usual));
}

/** Runs a task in a time zone. */
export function inZone<T>(zone: string, task: () => T): T {
  const usual = process.env['TZ'];
  process.env['TZ'] = zone;
  try {
    return task();
  } finally {
    setZone(usual);
  }
}

function setZone(zone: string | undefined): void {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
}
