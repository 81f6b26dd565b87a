import { after, before, beforeEach } from 'mocha';
import type { SandboxOptions } from '../../src/sandbox/http/createSandbox.ts';
import { openWorkbench, themes, watch, type Workbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';
import type { Theme } from './workbench.ts';

interface SandboxWindowOptions {
  readonly sandbox?: SandboxOptions;
  /** Settings in addition to those for using the sandbox. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface SandboxWindow {
  readonly workbench: Workbench;
  readonly sandbox: TestSandbox;
  /** Removes all referrals from the extension's memory, as before each test. */
  forget(): Promise<void>;
}

let shared: Workbench | undefined;
let changes = 0;

/**
 * A change of the settings after which the extension removes the sandbox's referrals from memory: another spelling of the
 * same address.
 */
const changeOfAddress = ({ url }: TestSandbox) => ({ 'partnerReferrals.sandbox.url': `${url}#${++changes}` });

/**
 * Gives a suite the shared window and a sandbox. Before each test, the window is cleared, the sandbox is reset, and the
 * extension has removed all referrals from memory. Pins, recent referrals, and filter and grouping of the side panel
 * are kept.
 */
export function useSandboxWindow({
  sandbox: sandboxOptions = {},
  settings: ownSettings = {},
  theme = themes.dark,
  size = { width: 1400, height: 900 },
}: SandboxWindowOptions = {}): SandboxWindow {
  const used: { workbench?: Workbench; sandbox?: TestSandbox; settings: Readonly<Record<string, unknown>> } = {
    settings: {},
  };

  before(async () => {
    used.sandbox = await TestSandbox.start(sandboxOptions);
    used.settings = { ...used.sandbox.settings, ...ownSettings };
    if (!shared?.isOpen) shared = await openWorkbench({ keepOpen: true });
    used.workbench = shared;
    watch(shared);
    await shared.page.setViewportSize(size);
    await shared.useTheme(theme);
    await shared.configure(used.settings);
  });
  beforeEach(async () => {
    await workbench().clear();
    await sandbox().reset();
    await workbench().configure({ ...used.settings, ...changeOfAddress(sandbox()) });
  });
  after(async () => {
    await used.workbench?.configure(Object.fromEntries(Object.keys(used.settings).map((key) => [key, null])));
    await used.sandbox?.close();
  });

  const workbench = (): Workbench => has(used.workbench);
  const sandbox = (): TestSandbox => has(used.sandbox);
  const forget = (): Promise<void> => workbench().configure(changeOfAddress(sandbox()));
  return {
    get workbench() {
      return workbench();
    },
    get sandbox() {
      return sandbox();
    },
    forget,
  };
}

function has<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('It is there from the first test on.');
  return value;
}
