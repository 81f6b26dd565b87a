/** A disposable. Structurally the same as VS Code's, so each can be used in place of the other. */
export interface Disposable {
  dispose(): void;
}

/**
 * Disposes what was added to it, in reverse order, when it is disposed. What is added afterwards is disposed at once.
 */
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
