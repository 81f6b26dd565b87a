import * as vscode from 'vscode';
import type { ConnectionId } from '../protocol/panel.ts';
import type { SandboxSettings } from '../services/connection/sandboxConnection.ts';
import type { EditPreview } from '../services/edit/preview.ts';
import { settings } from './names.ts';

export type OpenLayout = 'panelAndJson' | 'panel' | 'json';
export type HoverLookup = 'known' | 'always' | 'off';
export type AuthMethod = 'vscode' | 'azureCli' | 'azureDeveloperCli' | 'deviceCode' | 'browser';

/** Reads a setting with a fixed list of values. For another value, returns the default, which is the first one. */
function choice<T extends string>(key: string, values: readonly [T, ...T[]]): T {
  const value = vscode.workspace.getConfiguration().get<unknown>(key);
  return values.find((known) => known === value) ?? values[0];
}

function text(key: string): string {
  const value = vscode.workspace.getConfiguration().get<unknown>(key);
  return typeof value === 'string' ? value.trim() : '';
}

export const readSettings = {
  connection: (): ConnectionId =>
    choice(settings.connection, ['partnerCenter', 'sandbox']) === 'sandbox' ? 'sandbox' : 'partner-center',
  openLayout: (): OpenLayout => choice(settings.openLayout, ['panelAndJson', 'panel', 'json']),
  hoverLookup: (): HoverLookup => choice(settings.hoverLookup, ['known', 'always', 'off']),
  authMethod: (): AuthMethod =>
    choice(settings.authMethod, ['vscode', 'azureCli', 'azureDeveloperCli', 'deviceCode', 'browser']),
  authClientId: (): string => text(settings.authClientId),
  authTenantId: (): string => text(settings.authTenantId),
  crmUrlTemplate: (): string => text(settings.crmUrlTemplate),
  maskPersonalData: (): boolean => vscode.workspace.getConfiguration().get<unknown>(settings.maskPersonalData) === true,
  browseMyEmail: (): string => text(settings.browseMyEmail),
  browseRefreshMinutes: (): number => {
    const minutes = vscode.workspace.getConfiguration().get<unknown>(settings.browseRefreshMinutes);
    // At most one request per minute.
    return typeof minutes === 'number' && minutes > 0 ? Math.min(Math.max(minutes, 1), 24 * 60) : minutes === 0 ? 0 : 5;
  },
  editPreview: (): EditPreview => choice(settings.editPreview, ['live', 'always', 'never']),
  cacheOnDisk: (): boolean => vscode.workspace.getConfiguration().get<unknown>(settings.cacheOnDisk) === true,
  /** URL or port of the sandbox, and its seed file. */
  sandbox: (): SandboxSettings => ({
    url: text(settings.sandboxUrl),
    port: portOf(vscode.workspace.getConfiguration().get<unknown>(settings.sandboxPort)),
    seedFile: text(settings.sandboxSeedFile),
    folder: vscode.workspace.workspaceFolders?.[0]?.uri,
  }),
};

function portOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65535 ? value : 0;
}
