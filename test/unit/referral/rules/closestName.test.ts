import assert from 'node:assert/strict';
import { closestName, misspeltName } from '../../../../src/referral/rules/closestName.ts';

const member = ['firstName', 'lastName', 'phoneNumber', 'email', 'title', 'contactPreference', 'emailValidationStatus'];

describe('The name that was probably meant', () => {
  for (const [name, meant] of [
    ['emailAddress', 'email'],
    ['e-mail', 'email'],
    ['phone', 'phoneNumber'],
    ['firstname', 'firstName'],
    ['fristName', 'firstName'],
  ] as const) {
    it(`is ${meant} for ${name}`, () => assert.equal(closestName(name, member), meant));
  }

  it('is found among names that share letters in another order', () => {
    assert.equal(closestName('closeDate', ['dealValue', 'closingDateTime', 'currency', 'notes']), 'closingDateTime');
    assert.equal(closestName('stauts', ['status', 'substatus', 'statusReason']), 'status');
    assert.equal(closestName('adress', ['address', 'ids', 'name']), 'address');
  });

  it('is none if no name is close', () => {
    for (const name of ['', 'x', 'zzzzzz', 'favouriteColour', '__proto__']) {
      assert.equal(closestName(name, member), undefined, name);
    }
    assert.equal(closestName('email', []), undefined);
  });
});

describe('The name that is misspelt', () => {
  const known = ['name', 'notes', 'status', 'substatus', 'team', 'customerProfile'];
  for (const [name, meant] of [
    ['Name', 'name'],
    ['nmae', 'name'],
    ['statsu', 'status'],
    ['stat', undefined],
    ['custmerProfil', 'customerProfile'],
    ['ustatus', 'status'],
    ['date', undefined],
    ['tem', undefined],
    ['', undefined],
    ['__proto__', undefined],
  ] as const) {
    it(`is ${meant ?? 'none'} for ${JSON.stringify(name)}`, () => assert.equal(misspeltName(name, known), meant));
  }

  it('is the one with the fewest mistakes, the first of several', () => {
    assert.equal(misspeltName('nodes', ['notess', 'notes', 'noteds']), 'notes');
    assert.equal(misspeltName('abcde', ['abcdf', 'abcdg']), 'abcdf');
  });
});

describe('Names of very different length', () => {
  /** A name that counts how often it is compared. */
  function counting(name: string): { readonly name: string; count: number } {
    const counted = {
      count: 0,
      name: {
        length: name.length,
        toLowerCase: (): string => {
          counted.count++;
          return name;
        },
      } as unknown as string,
    };
    return counted;
  }

  for (const [find, near] of [
    [closestName, 'emailAddr'],
    [misspeltName, 'emial'],
  ] as const) {
    it(`are not compared by ${find.name}, and others are once`, () => {
      const email = counting('email');
      for (const name of ['e', 'e'.repeat(15), 'e'.repeat(100_000)]) assert.equal(find(name, [email.name]), undefined);
      assert.equal(email.count, 0);
      assert.equal(find(near, [email.name]), email.name);
      assert.equal(email.count, 1);
    });
  }
});
