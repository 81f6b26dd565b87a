import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Browser, JSHandle, Page } from 'playwright-core';
import type { ReferralState } from '../../../src/protocol/panel.ts';
import { leavesOf, parseJsonTree } from '../../../src/referral/leaves.ts';
import { sharedBrowser } from '../harness.ts';
import { fullReferral } from '../../unit/webview/fullReferral.ts';
import { hostileStrings } from './hostileStrings.ts';
import { bundlePanel, openPanel, type PanelFiles, type PanelOptions } from './panelPage.ts';
import { samples } from './samples.ts';

describe('the panel and hostile strings', () => {
  let browser: Browser;
  let files: PanelFiles;
  const full = samples['full'] as ReferralState;

  before(async () => {
    [browser, files] = await Promise.all([sharedBrowser(), bundlePanel()]);
  });

  /** The content of the document doesn't depend on layout and painting, which take time. */
  const unpainted: PanelOptions = { hidden: true };

  it('has a corpus worth its name', () => {
    ok(new Set(hostileStrings).size >= 150, String(new Set(hostileStrings).size));
  });

  it('shows each as text in every position of the record: nothing executes, loads or navigates', async () => {
    const positions = stringsIn(fullReferral);
    await assertHarmless(async (show) => {
      // Each record shifts the corpus by one position, so that each string is tested in each position.
      await show(
        hostileStrings.map((_, shift) => {
          let n = shift;
          return withStrings(fullReferral, () => hostileStrings[n++ % hostileStrings.length]!);
        }),
      );
    });
    ok(positions > 80, String(positions));
  });

  it('shows each as the name of a property, at any depth', async () => {
    await assertHarmless(async (show) => {
      const names = hostileStrings.filter((name) => name !== 'id');
      const all = (value: (name: string) => unknown): object => fromPairs(names.map((name) => [name, value(name)]));
      const records = [
        all((name) => name),
        all((name) => fromPairs([[name, name]])),
        all((name) => [fromPairs([[name, [null, true, 1, name]]])]),
        { customerProfile: all((name) => name), details: { requirements: all((name) => [name]) } },
      ];
      await show(records.map((record) => ({ ...record, id: full.id })));
    });
  });

  it('shows each as what is around the record: another side’s title, a failure’s words, a request id', async () => {
    const { page, showEach, complaints } = await openPanel(browser, files, unpainted);
    const loaded = requestsOf(page);
    const states = hostileStrings.map((text) => {
      const side = { ...full.related[0]!, title: text, owner: { kind: 'organization', name: text } as const };
      const failure = { title: text, advice: text, requestId: text, actions: [] };
      return { ...full, failure, related: [{ ...side, status: text, substatus: text, currency: text }] };
    });
    const found = await showEach(states, await findUnexpected(page));
    deepStrictEqual([found.flatMap(({ odd }) => odd), complaints, loaded], [[], [], []]);
  });

  /** Opens a page and checks that it does nothing forbidden. */
  async function assertHarmless(
    body: (show: (records: readonly object[]) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const { page, showEach, complaints } = await openPanel(browser, files, unpainted);
    const loaded = requestsOf(page);
    await body(async (records) => {
      // Lone surrogates are sent as escapes, as in a response.
      const texts = records.map((record) => JSON.stringify(record));
      const states = texts.map((text) => ({ ...full, text }));
      const found = await showEach(states, await findUnexpected(page));
      for (const [at, { odd, leaves }] of found.entries()) {
        const wanted = leavesOf(parseJsonTree(texts[at]!)).map(({ pointer, raw }) => JSON.stringify([pointer, raw]));
        deepStrictEqual([odd, leaves.toSorted()], [[], wanted.toSorted()]);
      }
    });
    deepStrictEqual([complaints, loaded], [[], []]);
  }
});

/** Collects the requests of the page from now on. It needs none. */
function requestsOf(page: Page): string[] {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  page.on('framenavigated', (frame) => loaded.push(`navigated to ${frame.url()}`));
  page.on('dialog', (dialog) => {
    loaded.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', () => loaded.push('a window'));
  return loaded;
}

/** Finds elements and attributes that no view creates, and the leaves with their values. */
function findUnexpected(page: Page): Promise<JSHandle<() => { odd: string[]; leaves: string[] }>> {
  return page.evaluateHandle(() => () => {
    const ours =
      /^(main|header|nav|footer|section|s|div|p|h1|h2|h3|span|strong|button|svg|path|ol|ul|li|dl|dt|dd|table|thead|tbody|tr|th|td|details|summary)$/;
    const attributes =
      /^(class|id|title|role|dir|scope|open|viewBox|d|tabindex|aria-[a-z]+|data-(path|value|part|opened|referral-id))$/;
    const found: string[] = [];
    for (const element of document.querySelectorAll('#root *')) {
      const isBreak = element.localName === 'wbr' && element.previousSibling?.textContent?.endsWith('@');
      if (!ours.test(element.localName) && !isBreak) found.push(`<${element.localName}>`);
      for (const { name, value } of element.attributes) {
        if (!attributes.test(name) && !(name === 'style' && element.matches('.copy-cursor')))
          found.push(`${name}=${value}`);
      }
    }
    if (document.querySelectorAll('main').length !== 1) found.push('not one main');
    if ('broken' in globalThis) found.push('broken');
    const leaves = [...document.querySelectorAll<HTMLElement>('main [data-path]')].map((leaf) =>
      JSON.stringify([leaf.dataset['path'], leaf.dataset['value']]),
    );
    return { odd: found, leaves };
  });
}

function stringsIn(value: unknown): number {
  if (typeof value === 'string') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + stringsIn(part), 0);
}

function withStrings(value: unknown, next: () => string): never {
  const change = (part: unknown): unknown => {
    if (typeof part === 'string') return next();
    if (Array.isArray(part)) return part.map(change);
    if (typeof part !== 'object' || part === null) return part;
    return fromPairs(Object.entries(part).map(([name, inner]) => [name, change(inner)]));
  };
  return change(value) as never;
}

/** Creates an object from pairs. A plain assignment of `__proto__` would set the prototype. */
function fromPairs(pairs: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(pairs);
}
