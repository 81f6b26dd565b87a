// Preloaded into the VS Code server. Its stdin is a pipe to the process that started it, and closes even if that
// process was killed. Forked processes inherit the preload, but have their own parent to end them.
// Forked processes inherit the preload; they have a parent of their own to end them.
if (process.argv[1]?.endsWith('server-main.js')) {
  process.stdin.once('close', () => process.exit());
  process.stdin.resume();
  process.stdin.unref();
}
