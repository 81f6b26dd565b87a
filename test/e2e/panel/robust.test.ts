import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ReferralState } from '../../../src/protocol/panel.ts';
import { sharedBrowser } from '../harness.ts';
import { bundlePanel, openPanel, type PanelFiles, type PanelOptions, type PanelPage } from './panelPage.ts';
import { contacts500, notes1Mb, samples } from './samples.ts';

describe('the panel under strain', () => {
  let browser: Browser;
  let files: PanelFiles;
  let panel: PanelPage;
  const open = async (options?: PanelOptions): Promise<PanelPage> => (panel = await openPanel(browser, files, options));
  const full: ReferralState = { ...(samples['full'] as ReferralState), refreshing: false };

  before(async () => {
    [browser, files] = await Promise.all([sharedBrowser(), bundlePanel()]);
  });
  afterEach(() => deepStrictEqual(panel.complaints, []));

  it('touches only the nodes of the one field that a refresh changed', async () => {
    await open();
    await panel.show(full);
    const text = full.text.replace('Needs identity hardening in 40 branches.', 'Needs it in 41 branches.');
    const touched = await touchedBy(panel, { ...full, text });
    deepStrictEqual(touched, ['data-value of /details/notes', 'text of /details/notes']);
  });

  it('touches nothing when a refresh brings the same', async () => {
    await open();
    await panel.show(full);
    deepStrictEqual(await touchedBy(panel, { ...full, receivedAt: full.receivedAt + 1 }), []);
  });

  it('leaves the people before and behind alone when one comes in between', async () => {
    const { page } = await open();
    await panel.show(full);
    const record = JSON.parse(full.text) as { team: object[] };
    const two = {
      ...record,
      team: [record.team[0], { firstName: 'Ada', lastName: 'Berg', email: 'ada@litware.example' }],
    };
    await page.evaluate(() => document.querySelector('[data-path="/team/0/email"]')!.setAttribute('was-here', ''));
    await panel.show({ ...full, text: JSON.stringify(two) });
    strictEqual(await page.locator('[was-here]').getAttribute('data-path'), '/team/0/email');
    ok(await page.locator('[data-path="/team/1/email"]').isVisible());
  });

  it('comes back where it was: hidden and shown again, or after a reload of the window', async () => {
    const first = await open({ height: 500 });
    await first.show(full);
    await first.page.locator('summary', { hasText: 'Not set' }).click();
    await first.page.locator('summary', { hasText: /^links/ }).click();
    await first.page.evaluate(() => window.scrollTo(0, 640));
    await first.page.waitForFunction(
      () => (globalThis as unknown as { kept: { scroll?: number }[] }).kept.at(-1)?.scroll === 640,
    );
    const kept = (await first.kept()).at(-1) as { turned: string[] };

    // Only numbers are stored, nothing of the record.
    deepStrictEqual(
      { ...kept, turned: kept.turned.map((part) => /^[0-9a-z]{1,7}$/.test(part)) },
      { id: full.id, connection: 'sandbox', scroll: 640, turned: [true, true] },
    );
    const { page } = await open({ height: 500, kept });
    await panel.show(samples['loading'] as never);
    await panel.show(full);
    strictEqual(await page.evaluate(() => window.scrollY), 640);
    for (const title of ['Not set', 'links']) {
      ok(
        await page
          .locator('details', { hasText: title })
          .first()
          .evaluate((part) => (part as HTMLDetailsElement).open),
      );
    }
  });

  it('begins at the top for another referral, whatever was kept', async () => {
    const { page } = await open({
      height: 500,
      kept: { id: 'other', connection: 'sandbox', scroll: 640, turned: ['x'] },
    });
    await panel.show(full);
    strictEqual(await page.evaluate(() => window.scrollY), 0);
  });

  for (const kept of [null, 7, { id: 5 }, { id: full.id, connection: 'sandbox', scroll: '9', turned: [null, {}] }]) {
    it(`is not put off by what it can't have kept: ${JSON.stringify(kept)}`, async () => {
      const { page } = await open({ kept });
      await panel.show(full);
      ok(await page.locator('[data-path="/name"]').isVisible());
    });
  }

  it('folds notes of a megabyte and shows all of them when asked', async () => {
    const { page } = await open();
    await panel.show(notes1Mb);
    const notes = page.locator('[data-path="/details/notes"]');
    const length = (JSON.parse(notes1Mb.text) as { details: { notes: string } }).details.notes.length;
    strictEqual((await notes.getAttribute('data-value'))?.length, length);
    strictEqual((await notes.textContent())?.length, length);
    ok((await notes.boundingBox())!.height < 250);
    await page.getByRole('button', { name: 'Show all' }).click();
    ok((await notes.boundingBox())!.height > 5000);
    await page.getByRole('button', { name: 'Show less' }).click();
    ok((await notes.boundingBox())!.height < 250);
  });

  it('keeps a long text open over a refresh of something else', async () => {
    const { page } = await open();
    await panel.show(samples['hostile'] as ReferralState);
    await page.getByRole('button', { name: 'Show all' }).first().click();
    const hostile = samples['hostile'] as ReferralState;
    await panel.show({ ...hostile, text: hostile.text.replace('color:red', 'color:blue') });
    ok(await page.getByRole('button', { name: 'Show less' }).isVisible());
  });

  it('shows the first of 500 contacts and has the others one click away', async () => {
    const { page } = await open();
    await panel.show(contacts500);
    ok(await page.locator('[data-path="/customerProfile/team/0/email"]').isVisible());
    const last = page.locator('[data-path="/customerProfile/team/499/email"]');
    strictEqual(await last.count(), 1);
    ok(!(await last.isVisible()));
    await page.locator('summary', { hasText: 'More people' }).click();
    ok(await last.isVisible());
  });

  for (const name of ['usual', 'full', 'hostile', 'soon', 'failed', 'loading']) {
    it(`needs no sideways scrolling from 260 pixels to wide, nor at twice the size: ${name}`, async () => {
      const { page } = await open();
      await panel.show(samples[name] as never);
      await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
      const tooWide = [];
      for (const zoom of [1, 2]) {
        await page.evaluate((factor) => void (document.documentElement.style.fontSize = `${13 * factor}px`), zoom);
        for (const width of [260, 320, 400, 520, 700, 900, 1400, 2000]) {
          await page.setViewportSize({ width: width, height: 800 });
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (over > 0) tooWide.push(`${over} px at ${width}, zoom ${zoom}`);
        }
      }
      deepStrictEqual(tooWide, []);
    });
  }

  it('moves nothing for those who asked for less motion', async () => {
    for (const reduced of [true, false]) {
      const { page } = await open({ context: { reducedMotion: reduced ? 'reduce' : 'no-preference' } });
      await panel.show({ ...full, refreshing: true });
      const spinning = page.getByRole('button', { name: 'Refresh' }).locator('svg');
      const running = await spinning.evaluate((icon) => icon.getAnimations().length);
      strictEqual(running, reduced ? 0 : 1);
    }
  });
});

/** Returns the changes of a state to the document below `main` as "<kind> of <leaf or element>", without duplicates. */
async function touchedBy({ page, show }: PanelPage, state: ReferralState): Promise<string[]> {
  await page.evaluate(() => {
    const touched = new Set<string>();
    const nameOf = (node: Node): string => {
      const element = node instanceof Element ? node : node.parentElement;
      return element?.closest<HTMLElement>('[data-path]')?.dataset['path'] ?? element?.localName ?? '';
    };
    new MutationObserver((records) => {
      for (const { type, target, attributeName } of records) {
        touched.add(
          `${type === 'attributes' ? attributeName : type === 'characterData' ? 'text' : 'children'} of ${nameOf(target)}`,
        );
      }
    }).observe(document.querySelector('main')!, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    Object.assign(globalThis, { touched });
  });
  await show(state);
  return page.evaluate(() => [...(globalThis as unknown as { touched: Set<string> }).touched].sort());
}
