import * as vscode from 'vscode';

/** What a run told VS Code. */
export interface RecordedRun {
  /** State and label of a test, in the order in which they were told. */
  readonly states: (readonly [state: string, test: string])[];
  readonly messages: vscode.TestMessage[];
  output: string;
  ended: boolean;
}

interface RecordingController extends vscode.Disposable {
  readonly controller: vscode.TestController;
  readonly runs: readonly RecordedRun[];
  /** Settles when the items are as a condition wants them. */
  until(condition: () => boolean): Promise<void>;
  /** Is called with what the next runs print. */
  onOutput(listener: (text: string) => void): void;
}

/** A controller of VS Code that also records what its runs tell, which VS Code's API doesn't give back. */
export function recordingController(): RecordingController {
  const real = vscode.tests.createTestController('recording', 'Recording');
  const runs: RecordedRun[] = [];
  const waiting = new Set<() => void>();
  let listener: (text: string) => void = () => undefined;
  const items = new Proxy(real.items, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const result: unknown = value.apply(target, args);
        // Conditions read the items, too.
        if (name !== 'get') for (const look of waiting) look();
        return result;
      };
    },
  });
  const createTestRun = (request: vscode.TestRunRequest): vscode.TestRun => {
    const recorded: RecordedRun = { states: [], messages: [], output: '', ended: false };
    runs.push(recorded);
    return new Proxy(real.createTestRun(request), {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (name === 'appendOutput') {
            recorded.output += String(args[0]);
            listener(String(args[0]));
          } else if (name === 'end') {
            recorded.ended = true;
          } else {
            recorded.states.push([String(name), (args[0] as vscode.TestItem).label]);
            if (name === 'failed' || name === 'errored') recorded.messages.push(...[args[1] as never].flat());
          }
          return value.apply(target, args);
        };
      },
    });
  };
  const controller = new Proxy(real, {
    get: (target, name) =>
      name === 'items' ? items : name === 'createTestRun' ? createTestRun : Reflect.get(target, name),
  });
  return {
    controller,
    runs,
    until: (condition) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!condition()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    onOutput: (listens) => (listener = listens),
    dispose: () => real.dispose(),
  };
}
