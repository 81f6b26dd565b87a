import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { collection, type Answer, type Client } from './client.ts';

/** A payload of test/fixtures/reference, character by character. */
export const example = (name: string): string =>
  readFileSync(new URL(`../../fixtures/reference/${name}.json`, import.meta.url), 'utf8');
export const patchOf = (values: Record<string, unknown>): object[] =>
  Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }));

export function patch(
  client: Client,
  id: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return client.send('PATCH', `${collection}/${id}`, body, headers);
}

/** Creates the documented private deal with changes. */
export async function create(client: Client, changes: object = {}): Promise<Answer['json']> {
  const { status, json, text } = await client.send('POST', collection, {
    ...JSON.parse(example('createPrivateDeal')),
    ...changes,
  });
  assert.equal(status, 200, text);
  return json;
}
