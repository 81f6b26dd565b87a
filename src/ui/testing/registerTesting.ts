import * as vscode from 'vscode';
import { lazy } from '../../base/lazy.ts';
import { Lifetime } from '../../base/lifetime.ts';
import { schemes, testControllers } from '../names.ts';

/**
 * The scenarios in the Testing view. VS Code shows the view once there is a controller, and asks it for tests when the
 * view is shown; then the rest is loaded.
 */
export function registerTesting(extension: vscode.Uri): vscode.Disposable {
  const lifetime = new Lifetime();
  const controller = lifetime.add(
    vscode.tests.createTestController(testControllers.scenarios, vscode.l10n.t('Partner Scenarios')),
  );
  const shipped = vscode.Uri.joinPath(extension, 'dist/scenarios');
  const loaded = lazy(async () => {
    const { ScenarioTests } = await import('./scenarioTests.ts');
    return lifetime.add(new ScenarioTests(controller, shipped));
  });
  controller.resolveHandler = async (item) => {
    // Only the controller itself has children that are not known yet.
    if (!item) await (await loaded()).discover();
  };
  lifetime.add(
    vscode.workspace.registerTextDocumentContentProvider(schemes.scenario, {
      provideTextDocumentContent: async (uri) => (await loaded()).files.read(uri),
    }),
  );
  return lifetime;
}
