import assert from 'node:assert/strict';
import { allowedActions, closings, reasonAgainst, reasonsFor, undoOf } from '../../../../src/services/edit/actions.ts';
import { memberPointer, readChange } from '../../../../src/services/edit/change.ts';
import { numberTree, setValues, treeOf, type ValueChange } from '../../../../src/services/edit/setValues.ts';

const ours = (status: string | undefined) => ({ status, organizationId: 'us' });

describe('The actions on a referral', () => {
  it('are those that the life cycle allows', () => {
    for (const [status, allowed] of [
      ['New', ['accept', 'decline', 'change']],
      ['Active', ['close', 'change']],
      ['Closed', []],
      ['Archived', ['change']],
      [undefined, ['change']],
    ] as const) {
      assert.deepEqual(allowedActions(ours(status)), allowed, status);
    }
  });

  it('are none for Microsoft’s own record, and the reason is told', () => {
    for (const status of ['New', 'Active', 'Closed']) {
      assert.deepEqual(allowedActions({ status, organizationId: 'MSFT' }), []);
      assert.match(reasonAgainst('change', { status, organizationId: 'msft' }) ?? '', /only Microsoft can change/);
    }
  });

  it('that are not possible say why and what to do first', () => {
    for (const [action, status, reason] of [
      ['close', 'New', /accept or decline it first/],
      ['accept', 'Active', /accepted already/],
      ['decline', 'Active', /accepted already/],
      ['accept', 'Closed', /is closed/],
      ['close', 'Closed', /is closed/],
      ['change', 'Closed', /is closed/],
      ['accept', 'Archived', /"Archived" is not part of the life cycle/],
    ] as const) {
      assert.match(reasonAgainst(action, ours(status)) ?? '', reason, `${action} ${status}`);
    }
  });

  it('let the registrations of a closed deal be changed, and nothing else of it', () => {
    for (const pointer of ['/registrations/-', '/registrations/0/contract/value']) {
      assert.equal(reasonAgainst('change', ours('Closed'), pointer), undefined);
      assert.match(reasonAgainst('change', { status: 'Closed', organizationId: 'msft' }, pointer) ?? '', /Microsoft/);
    }
    for (const pointer of ['', '/details/notes', '/registrationsOfOthers']) {
      assert.match(reasonAgainst('change', ours('Closed'), pointer) ?? '', /is closed/);
    }
  });

  it('close a deal as won, lost or error, each with reasons of its own', () => {
    assert.deepEqual(closings, ['Won', 'Lost', 'Error']);
    assert.ok(reasonsFor('Error').includes('Duplicate'));
    assert.ok(!reasonsFor('Lost').includes('Duplicate'));
    assert.deepEqual(reasonsFor('Declined'), reasonsFor('Lost'));
  });
});

describe('Setting values in a referral', () => {
  it('keeps the spelling of everything else', () => {
    const text = '{"id":"a","details":{"dealValue":5000.00,"big":12345678901234567890},"team":[]}';
    const changed = setValues(text, [{ pointer: '/details/dealValue', value: numberTree('7.10') }]);
    assert.equal(changed, text.replace('5000.00', '7.10'));
  });

  it('creates what is missing on the way, also where there is null', () => {
    const value = treeOf('x');
    for (const text of ['{}', '{"details":null}', '{"details":{}}', '{"details":{"notes":null}}']) {
      assert.equal(setValues(text, [{ pointer: '/details/notes', value }]), '{"details":{"notes":"x"}}');
    }
    for (const text of ['{}', '{"team":null}', '{"team":[]}']) {
      assert.equal(setValues(text, [{ pointer: '/team/-', value }]), '{"team":["x"]}');
    }
    assert.equal(setValues('{"team":[1]}', [{ pointer: '/team/-', value }]), '{"team":[1,"x"]}');
    assert.equal(setValues('{"team":[1,2]}', [{ pointer: '/team/0', value }]), '{"team":["x",2]}');
  });

  it('refuses a place inside a scalar or beyond a list, and takes a name such as __proto__ as any other', () => {
    const value = treeOf(1);
    assert.throws(() => setValues('{"name":"x"}', [{ pointer: '/name/first', value }]), RangeError);
    assert.throws(() => setValues('{"team":[]}', [{ pointer: '/team/3', value }]), RangeError);
    assert.throws(() => setValues('{"team":[]}', [{ pointer: '/team/first', value }]), RangeError);
    assert.equal(setValues('{}', [{ pointer: '/__proto__/a~1b', value }]), '{"__proto__":{"a/b":1}}');
  });
});

describe('A given value', () => {
  const textOf = (pointer: string, given: unknown): string => {
    const read = readChange(pointer, given);
    return read.ok ? setValues('{}', [read.change]) : read.problem;
  };

  it('becomes the value that the property has in the API', () => {
    for (const [pointer, given, text] of [
      ['/details/dealValue', ' 25000.50 ', '{"details":{"dealValue":25000.50}}'],
      ['/details/dealValue', 12, '{"details":{"dealValue":12}}'],
      ['/details/dealValue', '12345678901234567890', '{"details":{"dealValue":12345678901234567890}}'],
      ['/details/closingDateTime', '2026-10-30', '{"details":{"closingDateTime":"2026-10-30T00:00:00Z"}}'],
      ['/details/closingDateTime', '2026-10-30T12:00:00Z', '{"details":{"closingDateTime":"2026-10-30T12:00:00Z"}}'],
      ['/details/notes', '', '{"details":{"notes":""}}'],
      ['/salesStage', ' 40 ', '{"salesStage":"40"}'],
      ['/campaignId', 'c', '{"campaignId":"c"}'],
    ] as const) {
      assert.equal(textOf(pointer, given), text);
    }
  });

  it('that can’t be one is refused with what to enter', () => {
    const person = { firstName: 'A', lastName: 'B', phoneNumber: '1', email: 'a@b.example' };
    for (const [pointer, given, problem] of [
      ['/details/dealValue', '25,000', /number without currency/],
      ['/details/dealValue', '-1', /number without currency/],
      ['/details/dealValue', NaN, /number without currency/],
      ['/details/dealValue', '', /number without currency/],
      ['/details/closingDateTime', '2026-02-31', /day that exists/],
      ['/details/closingDateTime', 'soon', /day that exists/],
      ['/details/notes', 1, /must be text/],
      ['/salesStage', ' ', /percentage/],
      ['/status', 'Active', /accepting, declining or closing/],
      ['/campaignId', undefined, /must be JSON/],
      ['details/notes', 'x', /begins with \//],
      ['', {}, /begins with \//],
      [memberPointer, { ...person, phoneNumber: '' }, /needs firstName, lastName, phoneNumber, email/],
      [memberPointer, { ...person, email: 'x' }, /e-mail address/],
    ] as const) {
      assert.match(textOf(pointer, given), problem, `${pointer} ${String(given)}`);
    }
    assert.match(textOf(memberPointer, person), /"team":\[\{"firstName"/);
  });
});

describe('Values that are set in a text', () => {
  const text = '{"team":[{"email":"a"},{"email":"b"}]}';
  const set = (pointer: string): string => setValues(text, [{ pointer, value: treeOf('X') }]);

  it('replace an element of a list by its index, or are appended', () => {
    assert.equal(set('/team/1'), '{"team":[{"email":"a"},"X"]}');
    assert.equal(set('/team/2'), '{"team":[{"email":"a"},{"email":"b"},"X"]}');
    assert.equal(set('/team/-'), '{"team":[{"email":"a"},{"email":"b"},"X"]}');
    assert.equal(set('/team/0/email'), '{"team":[{"email":"X"},{"email":"b"}]}');
  });

  it('are refused where a pointer has no index (RFC 6901, section 4)', () => {
    for (const index of ['', '3', '01', '0x1', '1e0', '1.0', ' 1', '+1', '-1', 'first']) {
      assert.throws(() => set(`/team/${index}`), RangeError, index);
    }
    assert.throws(() => set('/team/0/email/x'), RangeError);
  });
});

describe('Undo of a change', () => {
  const base = '{"details":{"dealValue":5.0,"notes":null},"team":[{"email":"a@x.example"}],"status":"New"}';
  const undo = (changes: readonly ValueChange[]) => undoOf(base, setValues(base, changes), changes);
  const text = (to: string) => ({ kind: 'text', text: to });

  it('takes back values and an added person', () => {
    assert.deepEqual(undo([{ pointer: '/details/dealValue', value: numberTree('7') }]), text(base));
    assert.deepEqual(undo([{ pointer: '/details/notes', value: treeOf('n') }]), text(base));
    assert.deepEqual(undo([{ pointer: '/team/-', value: treeOf({ email: 'b@x.example' }) }]), text(base));
  });

  it('keeps what others added meanwhile', () => {
    const changes = [{ pointer: '/team/-', value: treeOf({ email: 'b@x.example' }) }];
    const saved = base.replace(
      '[{"email":"a@x.example"}]',
      '[{"email":"a@x.example"},{"email":"b@x.example","verified":true},{"email":"c@x.example"}]',
    );
    assert.deepEqual(undoOf(base, saved, changes), text(saved.replace('{"email":"b@x.example","verified":true},', '')));
  });

  it('takes back the addition of a person who was on the team before', () => {
    assert.deepEqual(
      undo([{ pointer: '/team/-', value: treeOf({ email: 'a@x.example', firstName: 'A' }) }]),
      text(base),
    );
  });

  it('is not offered for the status, nor for a value that was absent', () => {
    assert.deepEqual(undo([{ pointer: '/status', value: treeOf('Active') }]), { kind: 'none' });
    assert.deepEqual(undo([{ pointer: '/salesStage', value: treeOf('40') }]), { kind: 'wasAbsent' });
    assert.deepEqual(undo([{ pointer: '/externalReferenceId', value: treeOf('c') }]), { kind: 'wasAbsent' });
  });
});
