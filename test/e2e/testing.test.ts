import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { failingScenario, runScenario, showOutput, useScenarioFolder } from './failingScenario.ts';
import { openWorkbench, themes } from './harness.ts';

describe('The Testing view', () => {
  const folder = useScenarioFolder();

  it('runs a scenario, and shows the expectation that fails at its line, and the calls', async () => {
    const workbench = await openWorkbench({ ...folder(), size: { width: 1400, height: 900 } });
    await runScenario(workbench);

    const { page } = workbench;
    const line = failingScenario.split('\n').indexOf('      "state": {');
    const message = page.locator('.test-error-content-widget').first();
    assert.match((await message.innerText()).replaceAll('\u00a0', ' '), /status: "New"/);
    const number = page.locator('.line-numbers').filter({ hasText: new RegExp(`^${line}$`) });
    const [at, numbered] = [await message.boundingBox(), await number.boundingBox()];
    assert.ok(at && numbered && Math.abs(at.y - numbered.y) < 6, JSON.stringify({ at, numbered }));

    const results = page.locator('.part.panel');
    await results.getByRole('treeitem', { name: 'Expected status' }).click();
    // Both sides of the comparison.
    for (const side of ['original', 'modified']) {
      await results.locator(`.editor.${side} .view-line`).first().waitFor();
    }
    await workbench.screenshot('testing-message');

    const output = await showOutput(workbench);
    assert.match(await output.innerText(), /Read\./);
    for (const [name, theme] of Object.entries(themes)) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`testing-${name}`);
    }
  });
});
