const macSymbols: readonly (readonly [RegExp, string])[] = [
  [/Ctrl\+/, '⌘'],
  [/Alt\+/, '⌥'],
  [/Shift\+/, '⇧'],
];

/** What an extension knows about the machine that shows the window. */
export interface WindowFacts {
  /** The platform of the extension host, as in `process.platform`. */
  readonly platform: string;
  /** True if the extension host runs on the machine of the window, and so has its platform. */
  readonly local: boolean;
}

/**
 * Returns a keyboard shortcut with the key names of the user's platform. `keys` has those of Windows and Linux, e.g.
 * `Ctrl+Shift+C`. With a remote extension host or in a browser, an extension can't know the platform of the keyboard,
 * so both shortcuts are returned.
 */
export function keyHint(keys: string, { platform, local }: WindowFacts): string {
  const onMac = macSymbols.reduce((text, [name, symbol]) => text.replace(name, symbol), keys);
  if (!local) return `${keys}, ${onMac}`;
  return platform === 'darwin' ? onMac : keys;
}
