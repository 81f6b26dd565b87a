import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';

/** More are not listed. */
const most = 50;

/**
 * JSON pointers (RFC 6901) of the values that differ between two versions of a referral. Objects are compared member by
 * member; an array counts as one value, since the position of its elements means nothing. Server-set `eTag` and
 * `updatedDateTime` are left out: they change with every write.
 */
export function changedPaths(before: JsonObject, after: JsonObject): string[] {
  const paths: string[] = [];
  const compare = (was: Json | undefined, is: Json | undefined, path: string): void => {
    if (paths.length >= most || isDeepStrictEqual(was, is)) return;
    if (!isObject(was) || !isObject(is)) {
      paths.push(path);
      return;
    }
    for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
      if (path === '' && (name === 'eTag' || name === 'updatedDateTime')) continue;
      const [wasMember, isMember] = [was, is].map((value) => (Object.hasOwn(value, name) ? value[name] : undefined));
      compare(wasMember, isMember, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  };
  compare(before, after, '');
  return paths;
}
