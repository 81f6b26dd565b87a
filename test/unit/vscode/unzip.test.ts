import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzip } from '../../vscode/unzip.ts';

/** A folder, a file as it is, and a compressed one. */
const vsix =
  'UEsDBBQAAAAAAOx2eF0AAAAAAAAAAAAAAAAKAAAAZXh0ZW5zaW9uL1BLAwQUAAAAAADsdnhdrZF2Vg8AAAAPAAAAFgAAAGV4dGVuc2lvbi9wYWNrYWdl' +
  'Lmpzb257ICJuYW1lIjogIngiIH1QSwMEFAAAAAgA7HZ4XZ/D0fkLAAAAywAAABsAAABleHRlbnNpb24vZGlzdC9leHRlbnNpb24uanPT11dIzk9JHQ4E' +
  'AFBLAQIUAxQAAAAAAOx2eF0AAAAAAAAAAAAAAAAKAAAAAAAAAAAAEAD9QQAAAABleHRlbnNpb24vUEsBAhQDFAAAAAAA7HZ4Xa2RdlYPAAAADwAAABYA' +
  'AAAAAAAAAAAAAIABKAAAAGV4dGVuc2lvbi9wYWNrYWdlLmpzb25QSwECFAMUAAAACADsdnhdn8PR+QsAAADLAAAAGwAAAAAAAAAAAAAAgAFrAAAAZXh0' +
  'ZW5zaW9uL2Rpc3QvZXh0ZW5zaW9uLmpzUEsFBgAAAAADAAMAxQAAAK8AAAAAAA==';
/** Its one file is called ../outside.txt. */
const climber =
  'UEsDBBQAAAAAAOx2eF2DFtyMAQAAAAEAAAAOAAAALi4vb3V0c2lkZS50eHR4UEsBAhQDFAAAAAAA7HZ4XYMW3IwBAAAAAQAAAA4AAAAAAAAAAAAAAIAB' +
  'AAAAAC4uL291dHNpZGUudHh0UEsFBgAAAAABAAEAPAAAAC0AAAAAAA==';

describe('Unpacking a VSIX', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'unzip-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function unpack(content: string) {
    const file = join(folder, 'a.vsix');
    writeFileSync(file, Buffer.from(content, 'base64'));
    await unzip(file, join(folder, 'unpacked'));
  }

  it('gives its folders and files', async () => {
    await unpack(vsix);
    const extension = join(folder, 'unpacked/extension');
    assert.deepEqual(readdirSync(extension).sort(), ['dist', 'package.json']);
    assert.equal(readFileSync(join(extension, 'package.json'), 'utf8'), '{ "name": "x" }');
    assert.equal(readFileSync(join(extension, 'dist/extension.js'), 'utf8'), `// ${'code '.repeat(40)}`);
  });

  it('writes nothing outside of its folder', async () => {
    await assert.rejects(unpack(climber), /outside\.txt/);
    assert.equal(existsSync(join(folder, 'outside.txt')), false);
  });

  it('fails on what is no zip file', async () => {
    await assert.rejects(unpack('bm8gemlw'));
  });
});
