import type { VNode } from 'preact';

/** Bones of the page. The style sheet holds them back for a moment: most answers come sooner. */
export function LoadingPage(): VNode {
  return (
    <div class="loading">
      <h1 class="unseen">Loading the referral</h1>
      <div aria-hidden="true">
        <div class="bone over-bone" />
        <div class="bone title-bone" />
        <div class="bone who-bone" />
        <div class="bone way-bone" />
        <div class="bone figures-bone" />
        <div class="bone" />
        <div class="bone" />
        <div class="bone short-bone" />
      </div>
      <p class="still">Still waiting for the server…</p>
    </div>
  );
}
