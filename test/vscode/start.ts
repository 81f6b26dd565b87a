/**
 * `npm start`: opens VS Code with the built extension, its sandbox, and a copy of the sample workspace. With
 * `--print-url` it opens no window, but serves VS Code for a browser until it is interrupted.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findNode24, root } from './paths.ts';
import { endWithNpm, onInterrupt } from './processes.ts';
import { calmSettings, defaultBuiltinExtensions, startVscodeServer } from './server.ts';

endWithNpm();

const settings = { 'partnerReferrals.connection': 'sandbox' };
const firstFile = 'src/syncReferrals.ts';
const builtinExtensions = [
  ...defaultBuiltinExtensions,
  'configuration-editing',
  'css',
  'html',
  'java',
  'markdown-language-features',
  'media-preview',
  'microsoft-authentication',
  'powershell',
  'python',
  'references-view',
  'simple-browser',
  'sql',
  'typescript-language-features',
  'xml',
  'yaml',
];

const { values } = parseArgs({ options: { 'print-url': { type: 'boolean', default: false } } });
// stdout contains only the URL.
const say = (message: string) => console.error(message);

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  say('Building the extension…');
  const { status } = spawnSync(findNode24(), [join(root, 'esbuild.js')], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    say('The build failed: see above.');
    return 1;
  }
  // Short, since it becomes the path of a socket, which may have 103 characters on macOS.
  const base = mkdtempSync(join(tmpdir(), 'prs-'));
  const clean = () => rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  onInterrupt(clean);
  const workspace = join(base, 'sample-workspace');
  cpSync(join(root, 'test/sample-workspace'), workspace, { recursive: true });

  const desktop = values['print-url'] ? undefined : findDesktop();
  return desktop ? openDesktop(desktop, base, workspace) : serve(base, workspace);
}

/**
 * Finds the `code` command of the desktop build. In a terminal of remote VS Code, this name belongs to another program,
 * which opens no window here.
 */
function findDesktop(): string | undefined {
  if (process.env['VSCODE_IPC_HOOK_CLI']) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find((path) => existsSync(path));
}

async function openDesktop(code: string, base: string, workspace: string): Promise<number> {
  const userData = join(base, 'user-data');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify({ ...calmSettings, ...settings }, null, 2));
  say('Opening VS Code. This ends when its window is closed.');
  const shell = process.platform === 'win32';
  const args = [
    ...['--new-window', '--wait', '--disable-workspace-trust', '--skip-release-notes'],
    ...[`--user-data-dir=${userData}`, `--extensions-dir=${join(base, 'extensions')}`],
    ...[`--extensionDevelopmentPath=${root}`, workspace, join(workspace, firstFile)],
  ];
  const child = spawn(shell ? `"${code}"` : code, shell ? args.map((each) => `"${each}"`) : args, {
    stdio: ['ignore', 2, 2],
    shell,
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

async function serve(base: string, workspace: string): Promise<number> {
  // VS Code's command line leaves its sockets. Without this system folder they would be in /tmp.
  const env = process.platform === 'linux' && !process.env['XDG_RUNTIME_DIR'] ? { XDG_RUNTIME_DIR: base } : {};
  // Installed and not under development, since that would disable notification toasts.
  const server = await startVscodeServer({ installed: true, settings, builtinExtensions, env });
  const url = server.openUrl({ folder: workspace, file: join(workspace, firstFile) });
  if (values['print-url'] || !(await openInBrowser(url))) console.log(`Open ${url}`);
  say('VS Code is being served. Press Ctrl+C to end.');
  await server.ended;
  say(`VS Code's server ended by itself.\n${server.logs()}`);
  await server.close();
  return 1;
}

async function openInBrowser(url: string): Promise<boolean> {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const headless = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (headless || !program) return false;
  const child = spawn(program, args, { stdio: 'ignore' });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (status) => resolve(status === 0));
  });
}
