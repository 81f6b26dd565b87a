import { spawn } from 'node:child_process';
import * as vscode from 'vscode';

/**
 * A debug adapter that only runs the program: VS Code's own debugger for Node.js is not installed for tests. What VS Code
 * does before it is the same: it replaces variables, runs the preLaunchTask and waits for it.
 */
export class ProgramAdapter {
  #sent = new vscode.EventEmitter();
  #number = 0;
  #program;
  onDidSendMessage = this.#sent.event;

  handleMessage({ seq, command, arguments: given }) {
    if (command === 'launch') {
      const env = { ...process.env, ...given.env, ELECTRON_RUN_AS_NODE: '1' };
      this.#program = spawn(process.execPath, [given.program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [this.#program.stdout, this.#program.stderr]) {
        stream.on('data', (chunk) => this.#send({ type: 'event', event: 'output', body: { output: String(chunk) } }));
      }
      this.#program.on('exit', () => this.#send({ type: 'event', event: 'terminated' }));
    }
    if (command === 'disconnect') this.dispose();
    this.#send({ type: 'response', request_seq: seq, success: true, command, body: {} });
    if (command === 'initialize') this.#send({ type: 'event', event: 'initialized' });
  }

  dispose() {
    this.#program?.kill();
  }

  #send(message) {
    this.#sent.fire({ seq: ++this.#number, ...message });
  }
}
