import { findDoubts } from '../time/arrivalMembers.ts';
import { isOnlyPage, readSeed } from './seed.ts';

/** So many are told, and so many referrals looked at: a seed may have hundreds of megabytes. */
const mostTold = 10;
const mostRead = 5000;

/**
 * What is probably wrong in a seed, as sentences; it is served as it is all the same.
 * @param source name of the seed, e.g. its file name
 * @throws SeedError if the seed is unusable
 */
export function warnOfSeed(content: string | Buffer, source: string): string[] {
  const warnings: string[] = [];
  let index = 0;
  for (const { id, value } of readSeed(content, source)) {
    for (const { message } of findDoubts(value)) warnings.push(`${source}: item ${index} (${id}): ${message}`);
    index++;
    if (warnings.length > mostTold || index === mostRead) break;
  }
  const told = warnings.slice(0, mostTold);
  if (warnings.length > told.length) told.push('There are more of these.');
  if (isOnlyPage(content)) {
    told.push(
      `${source} is only a page: it has @odata.nextLink. Add the referrals of the other pages if you need them.`,
    );
  }
  return told.length === 0 ? [] : [...told, 'The seed is served as it is all the same.'];
}
