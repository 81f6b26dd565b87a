// Replaces the native @vscode/native-watchdog, which ends an extension host that hangs in a loop after its server has
// ended. A worker thread has its own event loop, so it can do the same without a compiler.
// gone. A worker thread has an event loop of its own, so it can do the same without a compiler.
import { Worker } from 'node:worker_threads';

const code = `
  const { workerData } = require('node:worker_threads');
  const { parent, interval, grace } = workerData;
  const isGone = () => {
    try {
      process.kill(parent, 0);
      return false;
    } catch (error) {
      return error.code === 'ESRCH';
    }
  };
  const timer = setInterval(() => {
    if (!isGone()) return;
    clearInterval(timer);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), grace);
  }, interval);
`;

/** Called by VS Code. An extension host that doesn't hang has five seconds to end by itself. */
export function start(parent) {
  watch(parent, { interval: 1_000, grace: 5_000 });
}

export function watch(parent, { interval, grace }) {
  // The parent's --import is not for threads. The thread doesn't keep the process alive.
  new Worker(code, { eval: true, execArgv: [], workerData: { parent, interval, grace } }).unref();
}
