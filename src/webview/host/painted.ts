/** Time after which rendering counts as done, in ms. */
const frameTimeout = 250;

/**
 * Calls back in the next animation frame, or after a time limit: a hidden webview gets no frames, and the host waits
 * for the response.
 */
export function afterPaint(done: () => void): void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    clearTimeout(timer);
    done();
  };
  const timer = setTimeout(once, document.visibilityState === 'hidden' ? 0 : frameTimeout);
  requestAnimationFrame(once);
}
