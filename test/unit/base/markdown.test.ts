import assert from 'node:assert/strict';
import { asMarkdownCode, asMarkdownLine } from '../../../src/base/markdown.ts';

describe('text in Markdown', () => {
  it('stays as it is where that is what the Markdown shows', () => {
    for (const text of [
      'The token is for api.partner.microsoft.com (401).',
      'Run “Partner: Sign In”, then set partnerReferrals.auth.tenantId!',
      'user_impersonation, R&D, 12:30, https_proxy # 1 - 2 + 3',
    ]) {
      assert.equal(asMarkdownLine(text), text);
    }
    assert.equal(asMarkdownLine('  two\n lines\t'), 'two lines');
    assert.equal(asMarkdownLine(''), '');
  });

  it('shows addresses as code, without the punctuation around them', () => {
    for (const [text, expected] of [
      ['http://127.0.0.1:38535, from https_proxy.', '`http://127.0.0.1:38535`, from https_proxy.'],
      ['(see www.example.com/a/).', '(see `www.example.com/a/`).'],
      ['“HTTPS://x.example”', '“`HTTPS://x.example`”'],
      ['mailto:a@b.example; tel:1', '`mailto:a@b.example`; `tel:1`'],
      ['//x.example', '//`x.example`'],
      ['@somebody', '@`somebody`'],
      ['// @ :', '// @ :'],
      ['http://a`b|c', '`http://a b c`'],
    ] as const) {
      assert.equal(asMarkdownLine(text), expected);
    }
  });

  it('escapes what would be Markdown', () => {
    assert.equal(asMarkdownLine('[a](b) ![c][d]'), String.raw`\[a\](b) !\[c\]\[d\]`);
    assert.equal(
      asMarkdownLine('<b> `c` *d* _e_ ~~f~~ $g$ | \\'),
      String.raw`\<b> \`c\` \*d\* \_e\_ \~\~f\~\~ \$g\$ \| \\`,
    );
    assert.equal(asMarkdownLine('&lt; &#60; & &'), String.raw`\&lt; \&#60; & &`);
    assert.equal(asMarkdownLine('[x](http://y)'), String.raw`\[` + '`x](http://y`' + ')');
    assert.equal(asMarkdownLine('\u202Ea\u202C'), 'a');
  });

  it('has nothing in a code span that would end it', () => {
    assert.equal(asMarkdownCode('/a*/b'), '`/a*/b`');
    assert.equal(asMarkdownCode('/a`|\r\n\u202Eb\\'), '`/a    b\\`');
  });
});
