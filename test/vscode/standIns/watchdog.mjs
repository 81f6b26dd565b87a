// Stands in for the native @vscode/native-watchdog, which ends an extension host that is stuck in a loop when its server is
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

/** As VS Code calls it. A host that isn't stuck has five seconds to end by itself. */
export function start(parent) {
  watch(parent, { interval: 1_000, grace: 5_000 });
}

export function watch(parent, { interval, grace }) {
  // Without the parent's --import, which is not for threads. It doesn't keep the process alive.
  new Worker(code, { eval: true, execArgv: [], workerData: { parent, interval, grace } }).unref();
}
