/**
 * The page of a webview without a workbench: the real script and style sheet under the real content security policy, with a
 * stand-in for VS Code's end of the line that a test or a person with a camera speaks through.
 */
import { build } from 'esbuild';
import type { Browser, BrowserContextOptions, JSHandle, Page } from 'playwright-core';
import type { Translations } from '../../../src/base/l10n.ts';
import type { FromPanel, Intent, PanelState, ToPanel } from '../../../src/protocol/panel.ts';
import type { FromTimeline, TimelineIntent, TimelineState, ToTimeline } from '../../../src/protocol/timeline.ts';
import { themes, type ThemeName } from './themes.ts';

const origin = 'https://panel.test';

export type PanelPage = WebviewPage<PanelState, Intent, ToPanel, FromPanel>;
export type TimelinePage = WebviewPage<TimelineState, TimelineIntent, ToTimeline, FromTimeline>;

export interface WebviewPage<State, Wanted, Sent, Said> {
  readonly page: Page;
  /** Everything the page said, oldest first. */
  said(): Promise<Said[]>;
  /** Sends a state and waits until the panel has painted it. */
  show(state: State): Promise<void>;
  /** Sends many states one after the other and looks at the page after each, within one call to the page. */
  showEach<T>(states: readonly State[], look: JSHandle<() => T>): Promise<T[]>;
  send(message: Sent): Promise<void>;
  /** Waits for the next intent after `count` earlier ones and settles it. */
  settleIntent(count: number, ok?: boolean): Promise<Wanted>;
  /** The states that the panel has stored. */
  kept(): Promise<unknown[]>;
  /** Script errors and violations of the policy. */
  readonly complaints: readonly string[];
}

export interface PanelOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly locale?: string;
  readonly context?: BrowserContextOptions;
  /** False for a hidden webview, which gets no animation frames. */
  readonly frames?: boolean;
  /** Skips layout, for tests that only concern the elements. */
  readonly hidden?: boolean;
  /** Translations that are part of the page. */
  readonly texts?: Translations;
  /** State that the panel stored before. */
  readonly kept?: unknown;
}

export interface PanelFiles {
  readonly script: string;
  readonly style: string;
}

/** The two files of a page as they ship. */
export async function bundlePanel(name: 'panel' | 'timeline' = 'panel'): Promise<PanelFiles> {
  const { outputFiles } = await build({
    entryPoints: [`src/webview/${name}/main.ts`, `src/webview/${name}/style/${name}.css`],
    tsconfig: 'src/webview/tsconfig.json',
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    target: 'es2023',
    outdir: 'out',
    write: false,
  });
  const file = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: file('.js'), style: file('.css') };
}

/** Pages that can be reused, by the options of their context. */
const reusablePages = new WeakMap<Browser, Map<string, Page>>();

/**
 * Loads the panel as opening a tab does. Reuses the page of the previous one with the same context, if it was closed,
 * since creating a page takes longer than most tests.
 */
export function openPanel(browser: Browser, files: PanelFiles, options: PanelOptions = {}): Promise<PanelPage> {
  return openPage(browser, files, options);
}

export function openTimeline(browser: Browser, files: PanelFiles, options: PanelOptions = {}): Promise<TimelinePage> {
  return openPage(browser, files, options);
}

/** What all pages say of an intent. */
interface Asking<Wanted> {
  readonly type: 'intent';
  readonly request: number;
  readonly intent: Wanted;
}

async function openPage<State, Wanted, Sent, Said extends { readonly type: string }>(
  browser: Browser,
  files: PanelFiles,
  options: PanelOptions,
): Promise<WebviewPage<State, Wanted, Sent, Said>> {
  const { theme = 'dark', width = 900, height = 900, locale = 'en' } = options;
  const page = await emptyPage(browser, options.context);
  await page.setViewportSize({ width, height });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const served: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html', html(theme, options)],
    '/panel.js': ['text/javascript', files.script],
    '/panel.css': ['text/css', files.style],
    '/theme.css': ['text/css', themeCss(theme) + (options.hidden ? 'html{display:none}' : '')],
  };
  await page.route(`${origin}/**`, async (route) => {
    const [contentType, body] = served[new URL(route.request().url()).pathname] ?? ['text/plain', ''];
    await route.fulfill({ contentType: `${contentType}; charset=utf-8`, body });
  });
  await page.goto(`${origin}/`);
  const said = async (): Promise<Said[]> =>
    (await page.evaluate(() => (globalThis as unknown as { said: unknown[] }).said)) as Said[];
  const send = (message: object): Promise<void> => page.evaluate((data) => window.postMessage(data, '*'), message);
  let revision = 0;
  return {
    page,
    said,
    send: (message) => send(message as object),
    complaints,
    kept: () => page.evaluate(() => (globalThis as unknown as { kept: unknown[] }).kept),
    async settleIntent(count, ok = true) {
      await page.waitForFunction(
        (wanted) =>
          (globalThis as unknown as { said: FromPanel[] }).said.filter(({ type }) => type === 'intent').length > wanted,
        count,
      );
      const asked = ((await said()) as unknown as Asking<Wanted>[]).filter(({ type }) => type === 'intent')[count];
      if (asked === undefined) throw new Error('no intent');
      await send({ type: 'settled', request: asked.request, ok });
      return asked.intent;
    },
    async showEach(states, look) {
      const messages = states.map((state) => ({ type: 'state', revision: ++revision, locale, state }));
      return page.evaluate(
        async ({ sent, seen }) => {
          const { said: heard } = globalThis as unknown as { said: FromPanel[] };
          const found = [];
          for (const message of sent) {
            window.postMessage(message, '*');
            while (!heard.some((each) => each.type === 'rendered' && each.revision === message.revision)) {
              await new Promise((resolve) => setTimeout(resolve));
            }
            heard.length = 0;
            found.push(seen());
          }
          return found;
        },
        { sent: messages, seen: look },
      );
    },
    async show(state) {
      revision += 1;
      await send({ type: 'state', revision, locale, state });
      await page.waitForFunction(
        (wanted) =>
          (globalThis as unknown as { said: FromPanel[] }).said.some(
            (message) => message.type === 'rendered' && message.revision === wanted,
          ),
        revision,
        // Not by frames, since there may be none.
        { polling: 20 },
      );
    },
  };
}

async function emptyPage(browser: Browser, context: BrowserContextOptions = {}): Promise<Page> {
  const pages = reusablePages.get(browser) ?? new Map<string, Page>();
  reusablePages.set(browser, pages);
  const key = JSON.stringify(context);
  const known = pages.get(key);
  if (!known || known.isClosed()) {
    const page = await browser.newPage({ timezoneId: 'Europe/Madrid', ...context });
    pages.set(key, page);
    return page;
  }
  known.removeAllListeners();
  await known.unrouteAll();
  await known.mouse.move(0, 0);
  return known;
}

/** Replaces the host and applies the options, before the panel's script runs. */
function standIn({ kept, hidden, frames }: PanelOptions): string {
  const told = kept === undefined ? [] : [kept];
  return [
    `const said = [], kept = ${JSON.stringify(told).replaceAll('<', '\\u003c')};`,
    'Object.assign(globalThis, { said, kept, acquireVsCodeApi: () => ({',
    '  postMessage: (message) => said.push(message), getState: () => kept.at(-1), setState: (state) => kept.push(state),',
    '}) });',
    ...(hidden ? ['window.requestAnimationFrame = (task) => setTimeout(task, 0, 0);'] : []),
    ...(frames === false ? ['window.requestAnimationFrame = () => 0;'] : []),
  ].join('\n');
}

function html(theme: ThemeName, options: PanelOptions): string {
  const policy = `default-src 'none'; img-src ${origin}; style-src ${origin}; script-src 'nonce-n'; font-src ${origin}`;
  const texts =
    options.texts === undefined
      ? ''
      : ` data-texts="${JSON.stringify(options.texts).replace(/["&<]/g, (c) => `&#${c.charCodeAt(0)};`)}"`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Referral</title>
<link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="panel.css"></head>
<body class="${themes[theme].class}"><div id="root"${texts}></div><script nonce="n">${standIn(options)}</script><script nonce="n" src="panel.js"></script></body></html>`;
}

function themeCss(theme: ThemeName): string {
  const colors = Object.entries(themes[theme].colors).map(([name, color]) => `--vscode-${name}:${color};`);
  // VS Code adds the second rule to every webview.
  return `html{${colors.join('')}--vscode-font-family:system-ui,"DejaVu Sans",sans-serif;--vscode-font-size:13px;--vscode-editor-font-family:"DejaVu Sans Mono",monospace;}
@layer vscode-default{body{background:transparent;color:var(--vscode-foreground);font-family:var(--vscode-font-family);font-size:var(--vscode-font-size);margin:0;padding:0 20px}}`;
}
