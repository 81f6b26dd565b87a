/**
 * Lets the end-to-end tests run commands and change settings without typing into the window, and reports when a command
 * has ended. Connects to the loopback port in an environment variable. Each line is a JSON message.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { ProgramAdapter } from './programAdapter.js';

export function activate(context) {
  // A plain socket, which VS Code's proxy settings (these are tested) don't affect.
  const socket = connect(Number(process.env['PARTNER_REFERRALS_TEST_DRIVER']), '127.0.0.1');
  const send = (message) => socket.write(`${JSON.stringify(message)}\n`);
  const answer = async (id, task) => {
    try {
      await task();
      send({ id });
    } catch (error) {
      send({ id, error: String(error) });
    }
  };
  socket.on('error', (error) => console.error(error));
  const lines = createInterface({ input: socket });
  // It repeats those of the socket.
  lines.on('error', () => undefined);
  lines.on('line', (line) => {
    const { id, command, args, settings, active, selected, timers, task } = JSON.parse(line);
    if (command !== undefined) {
      void answer(id, () => vscode.commands.executeCommand(command, ...args));
      send({ id, started: true });
    } else if (settings !== undefined) {
      void answer(id, () => writeSettings(settings));
    } else if (selected !== undefined) {
      void answer(id, () => select(selected));
    } else if (task !== undefined) {
      void answer(id, () => runTask(task));
    } else if (timers !== undefined) {
      void answer(id, () => afterTimers(timers));
    } else {
      void answer(id, () => whenActive(active));
    }
  });
  send({ extensionHost: process.pid });
  context.subscriptions.push(
    { dispose: () => socket.destroy() },
    vscode.debug.registerDebugAdapterDescriptorFactory('test-program', {
      createDebugAdapterDescriptor: () => new vscode.DebugAdapterInlineImplementation(new ProgramAdapter()),
    }),
  );
}

/** Writes the user settings that differ: VS Code saves its file of settings for each. `null` removes a setting. */
async function writeSettings(settings) {
  for (const [key, given] of Object.entries(settings)) {
    const configuration = vscode.workspace.getConfiguration();
    const value = given ?? undefined;
    const known = configuration.inspect(key) ?? {};
    // Not in VS Code's types. `globalValue` may be the one of the machine's settings.
    if ('globalLocalValue' in known && isDeepStrictEqual(known.globalLocalValue, value)) continue;
    await configuration.update(key, value, vscode.ConfigurationTarget.Global);
  }
}

/** Selects the first occurrence of a text in the active editor when there is one; resolves when it is selected. */
async function select(text) {
  const { promise, resolve } = Promise.withResolvers();
  const look = () => {
    const editor = vscode.window.activeTextEditor;
    const at = editor?.document.getText().indexOf(text) ?? -1;
    if (at < 0) return;
    const wanted = new vscode.Selection(editor.document.positionAt(at), editor.document.positionAt(at + text.length));
    if (editor.selection.isEqual(wanted)) return resolve();
    editor.selection = wanted;
  };
  const listening = vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.workspace.onDidChangeTextDocument(look),
    // The window tells of it after it has set it.
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
      if (selection && textEditor.document.getText(selection) === text) resolve();
    }),
  );
  look();
  await promise;
  listening.dispose();
}

/** Waits until VS Code has read the workspace's tasks, and fails if there is no such task. The command does neither. */
async function runTask(name) {
  const task = (await vscode.tasks.fetchTasks()).find((each) => each.name === name);
  if (!task) throw new Error(`The workspace has no task "${name}".`);
  await vscode.tasks.executeTask(task);
}

/** Starts a timer for each time in ms, one after the other. */
async function afterTimers(times) {
  for (const ms of times) await setTimeout(ms);
}

/** Polls, since VS Code has no event for the activation of an extension. */
function whenActive(extension) {
  return new Promise((resolve) => {
    const look = () => {
      if (!vscode.extensions.getExtension(extension)?.isActive) return;
      clearInterval(timer);
      resolve();
    };
    const timer = setInterval(look, 50);
    look();
  });
}
