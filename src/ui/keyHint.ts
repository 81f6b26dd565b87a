const macSymbols: readonly (readonly [RegExp, string])[] = [
  [/Ctrl\+/, '⌘'],
  [/Alt\+/, '⌥'],
  [/Shift\+/, '⇧'],
];

/** Where the window is drawn, as far as an extension can know. */
export interface WindowFacts {
  /** The platform of the extension host, as in `process.platform`. */
  readonly platform: string;
  /** The extension host runs on the machine of the window, and so has its platform. */
  readonly local: boolean;
}

/**
 * The keys as they are named on the person's keyboard; `keys` has them as on Windows and Linux, e.g. `Ctrl+Shift+C`. With
 * a remote extension host or in a browser, an extension can't know the keyboard's platform, so both are named.
 */
export function keyHint(keys: string, { platform, local }: WindowFacts): string {
  const onMac = macSymbols.reduce((text, [name, symbol]) => text.replace(name, symbol), keys);
  if (!local) return `${keys}, ${onMac}`;
  return platform === 'darwin' ? onMac : keys;
}
