import { readFileSync } from 'node:fs';

/** package.json as VS Code shows it in English: with the texts of package.nls.json in it. */
export function readManifest(): unknown {
  const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
  return JSON.parse(readFileSync('package.json', 'utf8'), (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(/^%([\w.]+)%$/, (whole, key: string) => texts[key] ?? whole) : value,
  );
}
