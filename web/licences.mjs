// Writes dist/licences.txt: the licence texts of everything that the built page contains.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WEB = fileURLToPath(new URL('.', import.meta.url));
const FONTS = ['@fontsource/noto-sans', '@fontsource/noto-sans-arabic'];

function licenceOf(name) {
  const folder = join(WEB, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`expected a licence file in ${name}, found none`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}

const { dependencies } = JSON.parse(readFileSync(join(WEB, 'package.json'), 'utf8'));
const names = [...Object.keys(dependencies), ...FONTS, '@mapbox/point-geometry'];
writeFileSync(join(WEB, 'dist/licences.txt'), names.map(licenceOf).join(`\n${'-'.repeat(72)}\n\n`));
