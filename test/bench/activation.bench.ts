/** How long the extension takes to load and activate, beside VS Code's own extensions in the same windows. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../vscode/chromium.ts';
import { root } from '../vscode/paths.ts';
import { provisionVscodeServer } from '../vscode/provision.ts';
import { defaultBuiltinExtensions, startVscodeServer } from '../vscode/server.ts';
import type { ActivationTimes } from './activationInHost.ts';

const ours = 'partner-tools.partner-referrals';
const theirs = ['vscode.github-authentication', 'vscode.media-preview'];
const windows = 10;

type Measured = Readonly<Record<string, ActivationTimes>>;

/** `inHost` is the bundled activationInHost.ts. The extension is built by now. */
export async function measureActivation(inHost: string): Promise<Record<string, unknown>> {
  const inTurn: Measured[] = [];
  const atStart: Measured[] = [];
  for (let n = 0; n < windows; n++) {
    // Whoever goes first pays for what all need; taking turns shares that.
    const order = n % 2 === 0 ? [ours, ...theirs] : [...theirs, ours];
    inTurn.push(await inFreshWindow(inHost, order, 'inTurn'));
    atStart.push(await inFreshWindow(inHost, order, 'atStart'));
    console.error(`activation, window ${n + 1} of ${windows}: ${JSON.stringify([inTurn.at(-1), atStart.at(-1)])}`);
  }
  return { windows, inTurn: summary(inTurn), atStart: summary(atStart) };
}

/**
 * `atStart`: as for a person who opens a file; extensions activate together, and `load` and `sum` contain what one waits
 * for another, `code` and `own` don't. `inTurn`: one after the other, in a window that has started.
 */
async function inFreshWindow(inHost: string, order: readonly string[], when: 'inTurn' | 'atStart'): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-referrals-bench-'));
  const results = join(folder, 'times.json');
  const server = await startVscodeServer({
    smokeTestDriver: true,
    builtinExtensions: [
      ...defaultBuiltinExtensions,
      'media-preview',
      ...(when === 'atStart' ? ['github-authentication'] : []),
    ],
    env: { BENCH_ORDER: order.join(','), BENCH_OUT: results },
  });
  try {
    const workspace = join(folder, 'workspace');
    cpSync(join(root, 'test/sample-workspace'), workspace, { recursive: true });
    const extension = join(folder, 'extension');
    mkdirSync(extension);
    for (const part of ['dist', 'media', 'l10n', 'package.nls.json'])
      cpSync(join(root, part), join(extension, part), { recursive: true });
    copyManifest(root, extension, when === 'inTurn' ? { activationEvents: [] } : {});
    if (when === 'inTurn') {
      const source = join(await provisionVscodeServer(), 'extensions/github-authentication');
      const copy = join(server.dirs.builtinExtensions, 'github-authentication');
      cpSync(source, copy, { recursive: true });
      // Without what it contributes, the workbench doesn't activate it by itself.
      copyManifest(source, copy, { contributes: {} });
    }
    await openAndWait(
      server.openUrl({
        folder: workspace,
        ...(when === 'atStart' && { file: join(workspace, 'src/syncReferrals.ts') }),
        extensionDevelopmentPath: extension,
        extensionTestsPath: inHost,
      }),
    );
    return JSON.parse(readFileSync(results, 'utf8')) as Measured;
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyManifest(from: string, to: string, changes: object): void {
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as object;
  writeFileSync(join(to, 'package.json'), JSON.stringify({ ...manifest, ...changes }));
}

async function openAndWait(url: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const ended = new Promise<number>((resolve, reject) => {
      page
        .exposeFunction('codeAutomationLog', () => undefined)
        .then(() => page.exposeFunction('codeAutomationExit', resolve))
        .then(() => page.goto(url))
        .catch(reject);
    });
    const code = await ended;
    if (code !== 0) throw new Error(`Measuring the activation failed with ${code}.`);
  } finally {
    await browser.close();
  }
}

function summary(runs: readonly Measured[]): Record<string, unknown> {
  const spread = (values: number[]): object => {
    const [min = NaN, ...rest] = values.sort((a, b) => a - b);
    return { medianMs: values[values.length >> 1], minMs: min, maxMs: rest.at(-1) ?? min };
  };
  return Object.fromEntries(
    [ours, ...theirs].map((id) => {
      const times = runs.flatMap((run) => run[id] ?? []);
      return [
        id,
        {
          load: spread(times.map(({ load }) => load)),
          code: spread(times.map(({ code }) => code)),
          activate: spread(times.map(({ activate }) => activate)),
          sum: spread(times.map(({ load, activate }) => load + activate)),
          own: spread(times.map(({ code, activate }) => code + activate)),
        },
      ];
    }),
  );
}
