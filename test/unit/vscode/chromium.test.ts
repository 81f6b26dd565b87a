import assert from 'node:assert/strict';
import { findChromium, type Sources } from '../../vscode/chromium.ts';
import { requireGlibc } from '../../vscode/chromiumFromNpm.ts';

describe('Which Chromium is used', () => {
  const npms = { path: '/npm' };
  const downloaded = { path: '/downloaded' };

  /** A machine on which these programs are installed. */
  function machine(programs: readonly string[], changes: Partial<Sources> = {}): Sources {
    return {
      env: {},
      usual: ['/chrome', '/playwright'],
      isExecutable: (path) => programs.includes(path),
      starts: () => true,
      fromNpm: async () => npms,
      download: async () => downloaded,
      ...changes,
    };
  }

  it('is the one that is named, before any other', async () => {
    const programs = ['/mine', '/other', '/chrome'];
    for (const name of ['PARTNER_REFERRALS_CHROMIUM', 'CHROMIUM_PATH', 'CHROME_PATH']) {
      assert.deepEqual(await findChromium(machine(programs, { env: { [name]: '/mine' } })), { path: '/mine' });
    }
    const env = { CHROMIUM_PATH: '/other', PARTNER_REFERRALS_CHROMIUM: '/mine' };
    assert.deepEqual(await findChromium(machine(programs, { env })), { path: '/mine' });
  });

  it('is never another than the one that is named', async () => {
    const sources = machine(['/chrome'], { env: { CHROMIUM_PATH: '/nowhere' } });
    await assert.rejects(findChromium(sources), /CHROMIUM_PATH is set to \/nowhere, which is no program/);
  });

  it('is the one that npm carries where that is asked for, whatever is installed', async () => {
    const env = { PARTNER_REFERRALS_CHROMIUM: 'npm' };
    assert.equal(await findChromium(machine(['/chrome', 'npm'], { env })), npms);
    await assert.rejects(findChromium(machine(['/chrome'], { env, fromNpm: undefined })), /Linux on x64 only/);
  });

  it('is an installed one, then one of Playwright', async () => {
    assert.deepEqual(await findChromium(machine(['/chrome', '/playwright'])), { path: '/chrome' });
    assert.deepEqual(await findChromium(machine(['/playwright'])), { path: '/playwright' });
  });

  it('is none that does not start', async () => {
    const starts = (path: string) => path !== '/chrome';
    assert.deepEqual(await findChromium(machine(['/chrome', '/playwright'], { starts })), { path: '/playwright' });
    assert.equal(await findChromium(machine(['/chrome'], { starts })), npms);
  });

  it('is the one that npm carries when there is no other, and a download where npm carries none', async () => {
    assert.equal(await findChromium(machine([])), npms);
    assert.equal(await findChromium(machine([], { fromNpm: undefined })), downloaded);
  });

  it('is not the one that npm carries where the C library is too old or another', () => {
    for (const version of ['2.34', '2.36', '2.100', '3.0']) requireGlibc(version);
    assert.throws(() => requireGlibc('2.31'), /needs glibc 2\.34 or newer and this Linux has 2\.31/);
    assert.throws(() => requireGlibc(undefined), /this Linux has another C library/);
  });
});
