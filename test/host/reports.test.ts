import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Finding } from '../../src/services/connection/diagnostics/runDiagnostics.ts';
import { writeReport } from '../../src/services/connection/diagnostics/report.ts';
import { reportText } from '../../src/services/fixture/report.ts';
import { Reports } from '../../src/ui/documents/reports.ts';
import { schemes } from '../../src/ui/names.ts';
import { previewedSource } from './previewedSource.ts';

const name = ['A report', 'md'].join('.');
const uri = vscode.Uri.from({ scheme: schemes.diagnosis, path: `/${name}` });
const render = (markdown: string): Thenable<string> => vscode.commands.executeCommand('markdown.api.render', markdown);
const tabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const active = /<(?:a|img|video|input|script|iframe|svg|style|form|b|katex)\b|href|katex/i;

const hostile = [
  '[x](https://evil.example)',
  '![x](https://evil.example/a.png)',
  '[x](command:workbench.action.quit)',
  '[x]',
  '<https://evil.example>',
  '<command:workbench.action.quit>',
  '<img src=https://evil.example/a.png>',
  '<b>x</b>',
  '<script>x</script>',
  'https://evil.example',
  'x,https://evil.example',
  '"//evil.example/a"',
  'http:\\/\\/evil.example',
  'http&#58;//evil.example',
  'http:&#47;&#47;evil.example',
  '&lt;b&gt;x',
  'www.evil.example',
  'mailto:x@evil.example',
  'x@evil.example',
  '`https://evil.example',
  '\\`https://evil.example`',
  'a`b https://evil.example/`<b>x',
  '$x$ and $$x$$',
  'a | b\n| c | d |\n\n<b>x</b>\n\n[x]: https://evil.example\n# e',
  '\\',
];

describe('Reports', () => {
  let reports: Reports;
  beforeEach(() => {
    reports = new Reports(schemes.diagnosis);
  });
  afterEach(async () => {
    reports.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('show their preview, whose source is a document that asks for nothing', async () => {
    await reports.show(uri, '# One');
    const { document } = await previewedSource(name);
    assert.deepEqual([document.getText(), document.languageId, document.isUntitled], ['# One', 'markdown', false]);
    assert.ok(tabs().every(({ isDirty }) => !isDirty));
  });

  it('show the text where VS Code has no preview of Markdown', async () => {
    const { executeCommand } = vscode.commands;
    const missing = (command: string): Promise<never> => Promise.reject(new Error(`command '${command}' not found`));
    Object.assign(vscode.commands, { executeCommand: missing });
    try {
      await reports.show(uri, '# Two');
    } finally {
      Object.assign(vscode.commands, { executeCommand });
    }
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
    assert.deepEqual(
      tabs().map(({ label }) => label),
      [name],
    );
  });

  it('of a connection have no link, image or element in their preview, whatever a server or proxy says', async () => {
    // The preview does make links and elements of them.
    assert.match(await render('https://evil.example'), /href/);
    assert.match(await render('<b>x</b>'), active);
    for (const said of hostile) {
      const findings: Finding[] = [
        { step: 'TLS', outcome: 'warn', found: said, fix: said },
        { step: 'API', outcome: 'fail', found: said },
      ];
      const html = await render(writeReport(findings, { at: 0, environment: [said] }));
      assert.doesNotMatch(html, active, said);
      assert.equal(html.match(/<h1/g)?.length, 1, said);
      assert.deepEqual([html.match(/<tr/g)?.length, html.match(/<td/g)?.length], [3, 8], said);
    }
    const html = await render(
      writeReport([{ step: 'A', outcome: 'pass', found: hostile[0]! }], { at: 0, environment: [] }),
    );
    assert.ok(html.replace(/<\/?code>/g, '').includes(hostile[0]!), html);
  });

  it('of a fixture have none either, whatever the names of properties are', async () => {
    for (const said of hostile) {
      const replacements = [{ pointer: `/${said}`, kind: 'other', count: 1 } as const];
      assert.doesNotMatch(await render(reportText({ referrals: 1, replacements, remarks: [] })), active, said);
    }
  });
});
