import assert from 'node:assert/strict';
import { t, useTranslations } from '../../../src/base/l10n.ts';

describe('A text for people', () => {
  afterEach(() => useTranslations(undefined));

  it('is the English one with its values where there are no translations', () => {
    assert.equal(t('{0} of {1}', 2, 'many'), '2 of many');
    assert.equal(t('{1} of {0} of {1}', 1, true), 'true of 1 of true');
  });

  it('is the translation with its values, also where that has them in another order', () => {
    useTranslations({ '{0} of {1}': 'von {1} sind es {0}' });
    assert.equal(t('{0} of {1}', 2, 10), 'von 10 sind es 2');
  });

  it('is English where its translation is missing', () => {
    useTranslations({ Open: 'Öffnen' });
    assert.deepEqual([t('Open'), t('Close')], ['Öffnen', 'Close']);
  });

  it('keeps a place without a value, and takes no places out of values', () => {
    assert.equal(t('{0} and {1}', '{1}'), '{1} and {1}');
    assert.equal(t('{0}{2}', '$&'), '$&{2}');
    assert.equal(t('{name} {}'), '{name} {}');
  });
});
