import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { StateMessage } from '../../../src/protocol/panel.ts';
import { panelPage } from '../../../src/ui/panel/page.ts';
import { anyCharacter } from '../anyCharacter.ts';
import { referralState } from '../webview/referralState.ts';

const parts = { script: 'go()', style: 'p{}' };

function message(text: string): StateMessage {
  return {
    type: 'state',
    revision: 1,
    locale: 'en',
    state: referralState('a', text),
  };
}

const withoutNonce = (page: string): string => page.replace(/nonce(-|=")[\w+/=]+/g, 'nonce');

describe('the panel’s page', () => {
  const empty = withoutNonce(panelPage(parts, 'en'));
  const attributeOf = (page: string): string => {
    const found = / data-first="([^"]*)"/.exec(page);
    assert.ok(found);
    // All that the state added to the page is this one attribute.
    assert.equal(withoutNonce(page.replace(found[0], () => '')), empty);
    return found[1]!;
  };
  const hostile = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc
      .array(fc.constantFrom('"', "'", '<', '>', '&', '&quot;', '</script>', '-->', '\0', '\ud800', '\n', '${x}'))
      .map((each) => each.join('')),
  );

  it('brings the first state as one attribute’s value, whatever a server put into it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const value = attributeOf(panelPage(parts, 'en', message(text)));
        assert.match(value, /^(?:[^&"<>]|&#\d+;)*$/);
        const decoded = value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
        assert.deepEqual(JSON.parse(decoded), JSON.parse(JSON.stringify(message(text))));
      }),
    );
  });

  it('leaves a large state to be posted', () => {
    assert.equal(withoutNonce(panelPage(parts, 'en', message('x'.repeat(300_000)))), empty);
  });

  it('runs only what bears a nonce that no other page has', () => {
    const [one, other] = [panelPage(parts, 'en'), panelPage(parts, 'en')];
    const nonce = /script-src 'nonce-([^']+)'/.exec(one)?.[1];
    assert.ok(nonce !== undefined && one.includes(`<script nonce="${nonce}">go()</script>`));
    assert.ok(!other.includes(nonce));
  });

  it('brings translations as one attribute’s value, and none where the texts are English', () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), (texts) => {
        const page = panelPage(parts, 'de', undefined, texts);
        const value = / data-texts="([^"]*)"/.exec(page)?.[1];
        assert.match(value ?? '"', /^(?:[^&"<>]|&#\d+;)*$/);
        const decoded = value!.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
        assert.deepEqual(JSON.parse(decoded), JSON.parse(JSON.stringify(texts)));
      }),
    );
    assert.ok(!empty.includes('data-texts'));
  });

  it('says which language its texts are in, and takes no markup for it', () => {
    assert.match(panelPage(parts, 'en-DE'), /<html lang="en-DE">/);
    assert.match(panelPage(parts, '"><script>'), /<html lang="en">/);
  });
});
