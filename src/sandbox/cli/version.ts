import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, member, parseJson, text } from '../../base/json.ts';

/** The version in the nearest package.json above this file, which may have been bundled into another folder. */
export function readVersion(folder = import.meta.dirname): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    const content = parseJson(readFileSync(file, 'utf8'));
    if (isObject(content)) return text(member(content, 'version')) ?? 'unknown';
  }
  const above = dirname(folder);
  return above === folder ? 'unknown' : readVersion(above);
}
