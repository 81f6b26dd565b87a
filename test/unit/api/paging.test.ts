import assert from 'node:assert/strict';
import { readNextLink } from '../../../src/api/paging.ts';

describe('reading a nextLink', () => {
  it('takes the token as it is spelled, from whatever address it stands in', () => {
    const token = 'Zm9v%2fYmFy%2bbm90LXJlYWw';
    for (const link of [
      `http://api.partner.microsoft.com/v1.0/referrals?$skiptoken=${token}`,
      `https://evil.example/?a=1&%24skiptoken=${token}&b=2`,
      `?$SkipToken=${token}#x`,
    ]) {
      assert.deepEqual(readNextLink(link), { kind: 'more', token });
    }
  });

  it('takes any token that an address may hold, up to 8,192 characters', () => {
    for (const token of ['a'.repeat(8192), "AZaz09_.~!$'()*+,;:@/?%=-", 'x']) {
      assert.deepEqual(readNextLink(`/referrals?$skiptoken=${token}`), { kind: 'more', token });
    }
    assert.deepEqual(readNextLink(`?$skiptoken=${'a'.repeat(8193)}`), { kind: 'broken' });
  });

  it('takes no option of another name for the token', () => {
    for (const link of ['?skiptoken=a', '?x$skiptoken=a', '$skiptoken=a', '?a=$skiptoken=a', '?$skiptokens=a']) {
      assert.deepEqual(readNextLink(link), { kind: 'broken' }, link);
    }
  });

  it('knows the end of a list', () => {
    for (const link of [undefined, null, '']) assert.deepEqual(readNextLink(link), { kind: 'none' });
  });

  it('calls broken what holds no usable token', () => {
    const links = [
      'https://x/',
      '?$skiptoken=',
      5,
      {},
      ['?$skiptoken=a'],
      '?$skiptoken=a b',
      '?$skiptoken=a\r\nx: y',
      `?$skiptoken=${'a'.repeat(9000)}`,
    ];
    for (const link of links) assert.deepEqual(readNextLink(link), { kind: 'broken' }, String(link));
  });
});
