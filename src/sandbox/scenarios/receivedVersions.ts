import type { Disposable } from '../../base/lifetime.ts';
import { succeeded, type ObservedCall } from '../coach/observedCall.ts';
import type { Space } from '../http/space.ts';

/** In place of the eTag that a referral had at the beginning. */
const first = '';

/** Which versions of referrals a client was given. They are counted from 1 on: each write makes one more. */
export class ReceivedVersions implements Disposable {
  /** The eTags of referrals that were written, by their ids; oldest first. */
  readonly #written = new Map<string, string[]>();
  /** The eTags that the client was given, by ids. */
  readonly #given = new Map<string, Set<string>>();
  readonly #listening: readonly Disposable[];

  constructor({ state, onDidObserve }: Pick<Space, 'state' | 'onDidObserve'>) {
    this.#listening = [
      state.onDidChange((changes) => {
        for (const { referral, before } of changes) {
          const eTags = this.#written.get(referral.key) ?? (before === undefined ? [] : [first]);
          eTags.push(referral.eTag);
          this.#written.set(referral.key, eTags);
        }
      }),
      onDidObserve((call) => {
        if (!succeeded(call)) return;
        for (const [id, eTag] of versionsIn(call)) {
          const eTags = this.#given.get(id) ?? new Set();
          this.#given.set(id, eTags.add(eTag));
        }
      }),
    ];
  }

  /** Number of the latest version that the client was given; 0 if it was given none. */
  given(id: string): number {
    const written = this.#written.get(id) ?? [];
    // One that nobody wrote since the beginning is the first.
    const numbers = [...(this.#given.get(id) ?? [])].map((eTag) => Math.max(0, written.lastIndexOf(eTag)) + 1);
    return Math.max(0, ...numbers);
  }

  /** Number of the version that the server has. */
  latest(id: string): number {
    return this.#written.get(id)?.length ?? 1;
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }
}

function versionsIn({ kind, id, facts, status, ifMatch }: ObservedCall): readonly (readonly [string, string])[] {
  const { page, referral, created, change } = facts;
  if (page) return page.served;
  if (created) return [[created.id, created.eTag]];
  if (kind === 'read' && referral) return [[id, referral.eTag]];
  // A 204 has no version. Whoever named the one before knows it all the same.
  if (change && (status !== 204 || (ifMatch !== null && ifMatch !== '*'))) return [[id, change.eTagAfter]];
  return [];
}
