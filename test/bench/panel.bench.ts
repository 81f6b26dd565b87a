/** The panel's figures, in Chromium with the page as it ships: sizes, from a state to its paint, what a refresh touches. */
import type { Browser } from 'playwright-core';
import type { ReferralState } from '../../src/protocol/panel.ts';
import { bundlePanel, openPanel, type PanelFiles } from '../e2e/panel/panelPage.ts';
import { contacts500, notes1Mb, samples } from '../e2e/panel/samples.ts';
import { launchChromium } from '../vscode/chromium.ts';

const runs = 15;

export async function measurePanel(): Promise<Record<string, unknown>> {
  const [browser, files] = await Promise.all([launchChromium(), bundlePanel()]);
  try {
    const usual = samples['usual'] as ReferralState;
    const script = Buffer.byteLength(files.script);
    const style = Buffer.byteLength(files.style);
    return {
      scriptBytes: script,
      styleBytes: style,
      scriptAndStyleBytes: script + style,
      stateToPaint: {
        runs,
        usual: await stateToPaint(browser, files, usual),
        notesOf1Mb: await stateToPaint(browser, files, notes1Mb),
        contacts500: await stateToPaint(browser, files, contacts500),
        usualInFreshProcess: await stateToPaint(browser, files, usual, 'fresh process'),
      },
      oneFieldRefresh: await touchedByOneField(browser, files, usual),
    };
  } finally {
    await browser.close();
  }
}

interface Times {
  /** From the message's arrival until the document is complete: our own work. */
  readonly drawnMedianMs: number;
  /** Until the browser has painted it. */
  readonly paintedMedianMs: number;
}

/**
 * Each run is a page of its own. As in a window in which a panel was open before, unless it should be in a fresh process:
 * there a browser also loads its fonts and Intl's tables.
 */
async function stateToPaint(
  browser: Browser,
  files: PanelFiles,
  state: ReferralState,
  where: 'same process' | 'fresh process' = 'same process',
): Promise<Times> {
  const times: (readonly [drawn: number, painted: number])[] = [];
  let { page } = await openPanel(browser, files);
  for (let n = 0; n <= runs; n++) {
    if (where === 'same process') await page.reload();
    else {
      await page.close();
      ({ page } = await openPanel(browser, files));
    }
    times.push(
      await page.evaluate(
        (data) =>
          new Promise<[number, number]>((resolve) => {
            // The state crosses no process here, as it does on its way from the host, so the clock begins with its arrival.
            let drawn = 0;
            const port = new MessageChannel();
            const event = new MessageEvent('message', {
              data: { type: 'state', revision: 1, locale: 'en', state: structuredClone(data) },
            });
            const start = performance.now();
            port.port1.onmessage = () => resolve([drawn, performance.now() - start]);
            window.dispatchEvent(event);
            drawn = performance.now() - start;
            // A message that is sent in a frame's callback comes after that frame's paint.
            requestAnimationFrame(() => port.port2.postMessage(0));
          }),
        state,
      ),
    );
  }
  await page.close();
  // The first one of a process is like a fresh one.
  times.shift();
  return {
    drawnMedianMs: median(times.map(([drawn]) => drawn)),
    paintedMedianMs: median(times.map(([, painted]) => painted)),
  };
}

/** What changes in the document when the deal's value does. */
async function touchedByOneField(
  browser: Browser,
  files: PanelFiles,
  state: ReferralState,
): Promise<{ readonly elements: number; readonly touched: number }> {
  const { page, show } = await openPanel(browser, files);
  await show(state);
  await page.evaluate(() => {
    const touched = new Set<Node>();
    new MutationObserver((records) => records.forEach(({ target }) => touched.add(target))).observe(
      document.querySelector('main')!,
      { subtree: true, childList: true, attributes: true, characterData: true },
    );
    Object.assign(globalThis, { touched });
  });
  await show({
    ...state,
    text: state.text.replace('"externalReferenceId":"CRM-50977"', '"externalReferenceId":"CRM-1"'),
  });
  const result = await page.evaluate(() => ({
    elements: document.querySelectorAll('main *').length,
    touched: (globalThis as unknown as { touched: Set<Node> }).touched.size,
  }));
  await page.close();
  return result;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
