/** Who writes: a call to the API, a referral that arrives, the clock, or Microsoft's side as the sandbox plays it. */
export type Writer =
  | { readonly by: 'client'; readonly requestId: string; readonly caller: string }
  | { readonly by: 'arrival' | 'clock' | 'microsoft' };
