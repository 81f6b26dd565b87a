// Preloaded into the VS Code server: its stdin is a pipe to whoever started it, and closes even when that one was killed.
// Forked processes inherit the preload; they have a parent of their own to end them.
if (process.argv[1]?.endsWith('server-main.js')) {
  process.stdin.once('close', () => process.exit());
  process.stdin.resume();
  process.stdin.unref();
}
