/** A disposable. It has the same structure as VS Code's, so either can be used for the other. */
export interface Disposable {
  dispose(): void;
}

/** Disposes everything that was added, in reverse order. Anything added later is disposed at once. */
export class Lifetime implements Disposable {
  readonly #owned: Disposable[] = [];
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  add<T extends Disposable>(item: T): T {
    if (this.#ended) item.dispose();
    else this.#owned.push(item);
    return item;
  }

  dispose(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const item of this.#owned.reverse()) item.dispose();
    this.#owned.length = 0;
  }
}
