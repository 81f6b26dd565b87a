import fc from 'fast-check';

const between = (first: number, last: number): fc.Arbitrary<string> =>
  fc.integer({ min: first, max: last }).map((code) => String.fromCodePoint(code));

/**
 * A unit for `fc.string`: any character, and now and then half of a surrogate pair. fast-check's own unit "binary" makes
 * a table of all of Unicode first, which takes a second.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: between(0x20, 0x7e) },
  { weight: 2, arbitrary: between(0, 0xff) },
  { weight: 4, arbitrary: between(0x100, 0xd7ff) },
  { weight: 1, arbitrary: between(0xd800, 0xdfff) },
  { weight: 1, arbitrary: between(0xe000, 0xffff) },
  { weight: 2, arbitrary: between(0x1_0000, 0x10_ffff) },
);
