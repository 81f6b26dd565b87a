/** An unusable data file. The message has the reason and the next step. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
}

/** A write that could not be stored, usually since the disk is full. Nothing of it is in the file or in memory. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';

  constructor(path: string, reason: string) {
    super(`The data file ${path} cannot be written (${reason}); nothing was changed. Make room and try again.`);
  }
}

/** The reason of a system error in a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
