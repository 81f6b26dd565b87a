import type { VNode } from '../../dom/jsx-runtime.ts';

/** Bones of the page. The style sheet holds them back for a moment: most answers come sooner. */
export function LoadingPage(): VNode {
  return (
    <div class="loading">
      <h1 class="unseen">Loading the referral</h1>
      <div class="bones" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </div>
      <p class="still">Still waiting for the server…</p>
    </div>
  );
}
