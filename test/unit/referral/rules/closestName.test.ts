import assert from 'node:assert/strict';
import { closestName } from '../../../../src/referral/rules/closestName.ts';

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
