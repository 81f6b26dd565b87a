/** Something that ends. Structurally the same as VS Code's, so either may be passed where the other is asked for. */
export interface Disposable {
  dispose(): void;
}

/** Owns what is added to it and ends it, last first, when it ends itself. What comes too late ends at once. */
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
