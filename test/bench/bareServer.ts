/**
 * The least that a server of these referrals does: it looks the text of a referral up in a Map, and sends it. What the
 * sandbox is measured against. Prints its URL.
 *
 *     node test/bench/bareServer.ts SEED
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSeed } from '../../src/sandbox/seed/seed.ts';

const [seed] = process.argv.slice(2);
if (seed === undefined) throw new Error('The file of the referrals is missing');
const texts = new Map<string, string>();
for (const { id, text } of readSeed(readFileSync(seed))) texts.set(`/v1.0/engagements/referrals/${id}`, text);

const server = createServer((request, response) => {
  const text = texts.get(request.url ?? '');
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  if (text === undefined) response.statusCode = 404;
  response.end(text);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
