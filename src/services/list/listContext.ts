import type { ListState } from './listState.ts';

/** What the side panel shows. VS Code chooses the welcome content by it. */
export type ListContext = 'loading' | 'signedOut' | 'failed' | 'empty' | 'rows';

export interface ListSurroundings {
  /** The connection needs a sign-in, and nobody is signed in. */
  readonly signedOut: boolean;
  /** The list is filtered. */
  readonly filtering: boolean;
}

export function listContext(state: ListState, { signedOut, filtering }: ListSurroundings): ListContext {
  if (state.items.length > 0) return 'rows';
  if (signedOut || state.failure?.kind === 'signedOut') return 'signedOut';
  if (state.phase === 'failed') return 'failed';
  if (state.phase !== 'ready') return 'loading';
  // An empty result of the filter isn't an empty list.
  return filtering ? 'rows' : 'empty';
}
