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
  /** Sends a state and waits until the page says that it is painted. */
  show(state: State): Promise<void>;
  /** Sends many states, one after the other without a way out of the page between, and looks at the page after each. */
  showEach<T>(states: readonly State[], look: JSHandle<() => T>): Promise<T[]>;
  send(message: Sent): Promise<void>;
  /** Waits for the next intent after `count` earlier ones and answers it. */
  settleIntent(count: number, ok?: boolean): Promise<Wanted>;
  /** What the panel keeps over a reload. */
  kept(): Promise<unknown[]>;
  /** What the page complained about: script errors and violations of the policy. */
  readonly complaints: readonly string[];
}

export interface PanelOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly locale?: string;
  readonly context?: BrowserContextOptions;
  /** False: a webview that is hidden, which gets no animation frames. */
  readonly frames?: boolean;
  /** Lays nothing out: for what only concerns the elements. */
  readonly hidden?: boolean;
  /** Translations that come with the page. */
  readonly texts?: Translations;
  /** What the panel kept when it was there before. */
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

/** Pages that no panel stands in any more, by the options of their context. */
const left = new WeakMap<Browser, Map<string, Page>>();

/**
 * Loads the panel anew, as opening a tab does. In the same page as the one before with the same context, if that was not
 * closed: making a page costs more than all that most tests do in it.
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
        // Not by frames: there may be none.
        { polling: 20 },
      );
    },
  };
}

async function emptyPage(browser: Browser, context: BrowserContextOptions = {}): Promise<Page> {
  const pages = left.get(browser) ?? new Map<string, Page>();
  left.set(browser, pages);
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

/** VS Code's end of the line, and what else the options ask for, before the panel's own script. */
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
  // The second rule is what VS Code puts into every webview.
  return `html{${colors.join('')}--vscode-font-family:system-ui,"DejaVu Sans",sans-serif;--vscode-font-size:13px;--vscode-editor-font-family:"DejaVu Sans Mono",monospace;}
@layer vscode-default{body{background:transparent;color:var(--vscode-foreground);font-family:var(--vscode-font-family);font-size:var(--vscode-font-size);margin:0;padding:0 20px}}`;
}
