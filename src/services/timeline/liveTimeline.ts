import { ApiError, type Failure } from '../../api/failure.ts';
import { systemClock, type Clock } from '../../base/alarm.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { Lifetime, type Disposable } from '../../base/lifetime.ts';
import type { CatalogChange } from '../catalog/catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';
import type { TimelineContent } from './event.ts';
import { loadTimeline, type TimelineSources } from './loadTimeline.ts';

export interface LiveTimelineParts {
  readonly connection: ConnectionId;
  readonly id: string;
  readonly sources: TimelineSources;
  /** Hides e-mail addresses. */
  readonly masked: () => boolean;
  readonly onDidChangeCatalog: Event<CatalogChange>;
  /** The window called a server. */
  readonly onDidCall: Event<void>;
  /** Receives errors that are the extension's own. */
  readonly onMistake: (error: unknown) => void;
  readonly clock?: Clock;
}

/** Time between two looks at the sandbox, in ms; more if it takes long to answer. */
const shortest = 2000;
/** A look takes at most a twentieth of the time. */
const share = 20;
/** How long the drawing may show another time as the present than the sandbox's clock does, in ms. */
const clockTolerance = 60_000;

/**
 * The timeline of an engagement, kept up to date while somebody looks at it: a sandbox is asked for its record again and
 * again, and changes of the catalog and calls of the window are drawn at once.
 */
export class LiveTimeline implements Disposable {
  readonly #parts: LiveTimelineParts;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<void>());
  readonly #end = new AbortController();
  readonly #tried = new Set<string>();
  #content: TimelineContent | undefined;
  #failure: Failure | undefined;
  #running: Promise<void> | undefined;
  /** The load after the running one. */
  #next: Promise<void> | undefined;
  #nextAnew = false;
  #refreshes = 0;
  #watched = false;
  #timer: Disposable | undefined;
  /** Something changed while nobody looked. */
  #stale = false;

  /** Content, failure or `refreshing` changed. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: LiveTimelineParts) {
    const { connection, clock = systemClock, onDidChangeCatalog, onDidCall } = parts;
    this.#parts = parts;
    this.#clock = clock;
    this.#lifetime.add(
      onDidChangeCatalog((change) => {
        if (change.connection === connection && this.#content) this.#catalogChanged();
      }),
    );
    if (connection !== 'sandbox') this.#lifetime.add(onDidCall(() => this.#content && this.#loadWhenSeen()));
  }

  /** Undefined until it was loaded, and after the catalog forgot the referral. */
  get content(): TimelineContent | undefined {
    return this.#content;
  }

  /** Why the latest load failed. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** True while a person waits for a load. */
  get refreshing(): boolean {
    return this.#refreshes > 0;
  }

  /** Loads for a person; the first time, or to fetch the referrals again. Resolves with the failure, if it failed. */
  async refresh(anew: boolean): Promise<Failure | undefined> {
    this.#refreshes++;
    this.#tell();
    await this.#load(anew);
    this.#refreshes--;
    this.#tell();
    return this.#failure;
  }

  /** Whether somebody can see it. */
  watch(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    this.#timer?.dispose();
    if (!watched || !this.#content) return;
    if (this.#stale || this.#parts.connection === 'sandbox') void this.#load(false);
  }

  /** Draws again from what is known, e.g. since personal data is hidden now. */
  redraw(): void {
    if (this.#content) void this.#load(false);
  }

  dispose(): void {
    if (this.#lifetime.ended) return;
    this.#timer?.dispose();
    this.#end.abort();
    this.#lifetime.dispose();
  }

  #catalogChanged(): void {
    const { sources, connection, id } = this.#parts;
    // After a sign-out, what was loaded through the account must not stay in sight.
    if (!sources.catalog.find(connection, id)) {
      this.#content = undefined;
      void this.refresh(false);
      return;
    }
    this.#loadWhenSeen();
  }

  #loadWhenSeen(): void {
    if (this.#watched) void this.#load(false);
    else this.#stale = true;
  }

  /** One load at a time: what is asked for meanwhile is done by one more, which all who ask wait for. */
  async #load(anew: boolean): Promise<void> {
    if (this.#lifetime.ended) return;
    if (!this.#running) return this.#begin(anew);
    this.#nextAnew ||= anew;
    return (this.#next ??= this.#running.then(() => {
      const again = this.#nextAnew;
      this.#next = undefined;
      this.#nextAnew = false;
      return this.#load(again);
    }));
  }

  #begin(anew: boolean): Promise<void> {
    this.#timer?.dispose();
    return (this.#running = this.#loadOnce(anew).finally(() => (this.#running = undefined)));
  }

  /** Never rejects. */
  async #loadOnce(anew: boolean): Promise<void> {
    const { connection, id, sources, masked } = this.#parts;
    const { signal } = this.#end;
    const began = this.#clock.now();
    this.#stale = false;
    try {
      const content = await loadTimeline(sources, {
        connection,
        id,
        masked: masked(),
        anew,
        tried: this.#tried,
        signal,
      });
      if (this.#lifetime.ended) return;
      const failed = this.#failure !== undefined;
      this.#failure = undefined;
      if (this.#isNews(content)) this.#content = content;
      else if (!failed) return;
    } catch (error) {
      if (this.#lifetime.ended) return;
      if (!(error instanceof ApiError)) this.#parts.onMistake(error);
      else if (error.failure.kind !== 'cancelled') this.#failure = error.failure;
    } finally {
      this.#lookLater(this.#clock.now() - began);
    }
    this.#tell();
  }

  #isNews(content: TimelineContent): boolean {
    const before = this.#content;
    if (!before || Math.abs(content.now - before.now) >= clockTolerance) return true;
    return JSON.stringify({ ...before, now: 0 }) !== JSON.stringify({ ...content, now: 0 });
  }

  #lookLater(took: number): void {
    this.#timer?.dispose();
    if (this.#parts.connection !== 'sandbox' || !this.#watched || this.#lifetime.ended) return;
    this.#timer = this.#clock.after(Math.max(shortest, share * took), () => void this.#load(false));
  }

  #tell(): void {
    if (!this.#lifetime.ended) this.#changed.fire();
  }
}
