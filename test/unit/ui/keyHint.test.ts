import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { keyHint } from '../../../src/ui/keyHint.ts';

describe('the keys in a tooltip', () => {
  it('are those of the platform that the window is on', () => {
    assert.equal(keyHint('Ctrl+Shift+C', { platform: 'darwin', local: true }), '⌘⇧C');
    assert.equal(keyHint('Alt+P', { platform: 'darwin', local: true }), '⌥P');
    for (const platform of ['linux', 'win32']) {
      assert.equal(keyHint('Ctrl+Shift+C', { platform, local: true }), 'Ctrl+Shift+C');
    }
  });

  it('are both where the window may be on another platform than the extension', () => {
    for (const platform of ['linux', 'darwin']) {
      assert.equal(keyHint('Ctrl+Enter', { platform, local: false }), 'Ctrl+Enter, ⌘Enter');
    }
  });
});
