import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultQuery } from '../../../../src/api/listQuery.ts';
import { pathOf } from '../../../../src/api/referralPath.ts';
import { canWrite, codeFor } from '../../../../src/services/code/code.ts';
import { languages } from '../../../../src/services/code/request.ts';
import { anyCharacter } from '../../anyCharacter.ts';

/** The text of a regular string literal. A character that ends a line can't be in one. */
function textOf(literal: string | undefined): string {
  assert.match(literal ?? 'none', /^"(?:[^"\\\r\n\u0085\u2028\u2029]|\\[\\"])*"$/);
  return (literal ?? '').slice(1, -1).replace(/\\([\\"])/g, '$1');
}

const literal = String.raw`("(?:[^"\\]|\\.)*")`;

// No compiler of C# is needed for these.
describe('Copied code as C#', () => {
  it('holds any text as it is', () => {
    fc.assert(
      fc.property(fc.array(anyCharacter), fc.stringMatching(/^[!-~]{1,20}$/), (characters, eTag) => {
        const operations = [{ op: 'replace', path: '/details/notes', value: characters.join('') }];
        const code = codeFor({ kind: 'patch', id: 'a b', eTag, operations: JSON.stringify(operations) }, 'csharp');
        const body = new RegExp(`const string operations = ${literal};`).exec(code)?.[1];
        const sent = new RegExp(`SendAsync\\(HttpMethod\\.Patch, ${literal}, operations, ${literal}\\)`).exec(code);
        assert.deepEqual(JSON.parse(textOf(body)), operations);
        assert.deepEqual([textOf(sent?.[1]), textOf(sent?.[2])], [pathOf('a b'), eTag]);
      }),
    );
  });

  it('reads one referral with one request, and a list to its end', () => {
    const one = codeFor({ kind: 'get', id: 'a' }, 'csharp');
    assert.match(one, /Console\.WriteLine\(await SendAsync\(HttpMethod\.Get, "[^"]*\/a"\)\);\n$/);
    assert.doesNotMatch(one, /skiptoken|HttpMethod\.Patch/);
    for (const isPartial of [true, false]) {
      const list = codeFor({ kind: 'list', query: defaultQuery, isPartial }, 'csharp');
      assert.match(list, /^string\? path = "\/v1\.0\/engagements\/referrals\?/m);
      assert.match(list, /while \(path is not null\)/);
      assert.equal(list.includes('// The side panel filters by more than the API can'), isPartial);
      assert.doesNotMatch(list, /HttpMethod\.Patch/);
    }
  });
});

describe('Copied code as C# after 429', () => {
  it('waits for the seconds or until the date of Retry-After', () => {
    const code = codeFor({ kind: 'get', id: 'a' }, 'csharp');
    assert.match(code, /after\?\.Delta \?\? after\?\.Date - DateTimeOffset\.UtcNow/);
  });
});

describe('A copied webhook receiver in C#', () => {
  it('keeps a certificate for a minute', () => {
    const code = codeFor({ kind: 'receiver' }, 'csharp');
    assert.match(code, /TryGetValue\(place, out var kept\) && DateTime\.UtcNow < kept\.Until;/);
    assert.match(code, /certificates\[place\] = \(certificate, DateTime\.UtcNow\.AddMinutes\(1\)\);/);
  });
});

describe('Code can be written', () => {
  it('for each request in every language, and for a receiver where a program can listen', () => {
    for (const kind of ['get', 'list', 'patch'] as const) {
      assert.ok(languages.every((language) => canWrite(kind, language)));
    }
    const receivers = languages.filter((language) => canWrite('receiver', language));
    assert.deepEqual(receivers, ['csharp', 'typescript', 'python']);
    for (const language of languages) {
      const write = (): string => codeFor({ kind: 'receiver' }, language);
      if (receivers.includes(language)) assert.ok(write().length > 0);
      else assert.throws(write, { name: 'CodeError', message: /C#, TypeScript or Python/ });
    }
  });
});
