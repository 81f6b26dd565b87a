/** How long a paint may take before it is taken for granted. */
const patience = 250;

/**
 * Calls back in the frame that paints what is in the document now. A hidden webview gets no frames at all, and the host
 * still waits for an answer, hence the timer.
 */
export function afterPaint(done: () => void): void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    clearTimeout(timer);
    done();
  };
  const timer = setTimeout(once, document.visibilityState === 'hidden' ? 0 : patience);
  requestAnimationFrame(once);
}
