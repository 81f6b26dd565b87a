import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { listening, starting } from '../../../src/sandbox/cli/announcement.ts';
import { allowedActions } from '../../../src/services/edit/actions.ts';
import { readManifest } from './manifest.ts';
import {
  commands,
  contextKeys,
  innerCommands,
  pickerCommands,
  sandboxTask,
  schemes,
  settings,
  valueCommands,
  views,
  walkthrough,
  webviews,
} from '../../../src/ui/names.ts';

interface Manifest {
  publisher: string;
  name: string;
  activationEvents: string[];
  contributes: {
    commands: { command: string; category: string }[];
    configuration: { properties: Record<string, { default: unknown; scope?: string }> };
    views: Record<string, { id: string }[]>;
    viewsWelcome: { view: string; when: string; contents: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    taskDefinitions: { type: string }[];
    problemMatchers: { name: string; background: { beginsPattern: string; endsPattern: string } }[];
    keybindings: { command: string; when: string }[];
    walkthroughs: { id: string; steps: { id: string; description: string; media: { markdown: string } }[] }[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
}
const manifest = readManifest() as Manifest;
const { contributes } = manifest;

describe('package.json', () => {
  it('declares the commands that the code registers, and no other', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.values<string>(commands).sort());
    for (const { category } of contributes.commands) assert.equal(category, 'Partner');
  });

  it('offers in a row’s menu what the life cycle allows', () => {
    const offered: readonly (readonly [command: string, status: string, word: string])[] = [
      [commands.accept, 'New', 'accept'],
      [commands.decline, 'New', 'decline'],
      [commands.closeDeal, 'Active', 'close'],
      [commands.changeReferral, 'Active', 'change'],
    ];
    for (const [command, status, word] of offered) {
      const entry = contributes.menus['view/item/context']?.find((each) => each.command === command);
      assert.ok(entry?.when?.includes(`viewItem =~ /^referral\\b.*\\b${word}\\b/`), entry?.when);
      const allowed: readonly string[] = allowedActions({ status, organizationId: undefined });
      assert.ok(allowed.includes(word), command);
    }
  });

  it('declares the settings that the code reads, and no other', () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values<string>(settings).sort());
  });

  it('gives no setting application scope, which a remote host would ignore', () => {
    for (const [key, { scope }] of Object.entries(contributes.configuration.properties)) {
      assert.notEqual(scope, 'application', key);
    }
  });

  it('restricts the settings that matter for safety in untrusted workspaces', () => {
    const restricted = new Set(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations);
    const safety = [settings.sandboxUrl, settings.sandboxSeedFile, settings.authClientId, settings.authTenantId];
    for (const key of [
      ...safety,
      settings.authMethod,
      settings.crmUrlTemplate,
      settings.hoverLookup,
      settings.cacheOnDisk,
      settings.connection,
      settings.maskPersonalData,
      settings.scenariosCommand,
    ]) {
      assert.ok(restricted.has(key), key);
    }
  });

  it('declares views, and activation for what VS Code does not derive', () => {
    assert.deepEqual(
      contributes.views['partnerReferrals']?.map(({ id }) => id),
      [views.referrals, views.calls],
    );
    assert.deepEqual(manifest.activationEvents, [
      'onLanguage',
      `onWebviewPanel:${webviews.referral}`,
      `onWebviewPanel:${webviews.timeline}`,
      `onFileSystem:${schemes.referral}`,
      'onUri',
      'workspaceContains:**/*.scenario.json',
      `onCommand:${valueCommands.sandboxUrl}`,
      `onCommand:${valueCommands.sandboxToken}`,
    ]);
  });

  it('writes the buttons of welcome content as VS Code does, with capitals', () => {
    const buttons = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/^\[(.+?)\]/gm)].map((match) => match[1]!),
    );
    assert.ok(buttons.length > 0);
    for (const button of buttons) {
      for (const word of button.split(' ')) assert.match(word, /^(?:[A-Z]|the$)/, button);
    }
  });

  it('names in menus and welcome content only commands and keys that exist', () => {
    const known = new Set<string>([...Object.values(commands), ...Object.values(innerCommands)]);
    const linked = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:([\w.]+)/g)].map((match) => match[1]!),
    );
    const listed = Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command));
    for (const command of [...linked, ...listed]) assert.ok(known.has(command), command);
    const told = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ description }) => description)).join();
    for (const [, command] of told.matchAll(/command:(partnerReferrals[\w.]+)/g))
      assert.ok(known.has(command!), command);
    const keyOf: Readonly<Record<string, string>> = {
      [views.referrals]: contextKeys.list,
      [views.calls]: contextKeys.calls,
    };
    for (const { view, when } of contributes.viewsWelcome) assert.ok(when.startsWith(`${keyOf[view]} == `), when);
  });

  it('declares the sandbox’s task with a matcher for its first lines', () => {
    assert.deepEqual(
      contributes.taskDefinitions.map(({ type }) => type),
      [sandboxTask],
    );
    const [matcher, ...others] = contributes.problemMatchers;
    assert.ok(matcher && others.length === 0);
    assert.equal(matcher.name, sandboxTask);
    const { beginsPattern, endsPattern } = matcher.background;
    assert.match(starting, new RegExp(beginsPattern));
    assert.match(listening('http://127.0.0.1:4010'), new RegExp(endsPattern));
    assert.doesNotMatch(starting, new RegExp(endsPattern));
  });

  it('has no title for the commands that launch.json asks for values', () => {
    for (const command of Object.values<string>(valueCommands)) {
      assert.ok(!contributes.commands.some((each) => each.command === command), command);
    }
  });

  it('gives the buttons of a picker’s rows keys, while a picker of ours is open', () => {
    const keys = contributes.keybindings.filter(({ when }) => when.includes(contextKeys.picking));
    assert.deepEqual(keys.map(({ command }) => command).sort(), Object.values<string>(pickerCommands).sort());
    for (const { when } of keys) assert.equal(when, `inQuickInput && ${contextKeys.picking}`);
  });

  it('has a setup checklist of five steps with the exact values, which failures link to', () => {
    const [{ id, steps }] = contributes.walkthroughs as [Manifest['contributes']['walkthroughs'][0]];
    assert.equal(walkthrough, `${manifest.publisher}.${manifest.name}#${id}`);
    assert.deepEqual(
      steps.map((step) => step.id),
      ['sandbox', 'register', 'signIn', 'open', 'hover'],
    );
    for (const { media } of steps) assert.ok(existsSync(media.markdown), media.markdown);
    const register = readFileSync('media/walkthrough/register.md', 'utf8');
    for (const value of [
      '4990cffe-04e8-4e8b-808a-1175604b879f',
      'user_impersonation',
      'https://vscode.dev/redirect',
      'http://localhost',
      settings.authClientId,
      settings.authTenantId,
    ]) {
      assert.ok(register.includes(value), value);
    }
  });
});
