import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { buildClothes, buildCollars, buildHands } from './body.ts';
import { buildDetails, buildEyes } from './details.ts';
import { buildFace, buildMouthBag } from './face.ts';
import { buildHair } from './hair.ts';
import { join, type Mesh } from './mesh.ts';
import { type Palette, paintCloth, paintEyes, paintHair, paintSkin } from './paint.ts';
import { rgb } from './png.ts';
import { patchUv } from './skin-chart.ts';
import { type Part, writeVrm } from './vrm.ts';

const FOLDER = path(import.meta.dirname, '..');

const PALETTE: Palette = {
  skin: rgb('#fbe0cf'),
  blush: rgb('#f0a596'),
  lip: rgb('#d57a78'),
  brow: rgb('#43302b'),
  iris: rgb('#7a4a30'),
  irisDeep: rgb('#2c1812'),
  hair: rgb('#2d2122'),
  hairLight: rgb('#7a5c52'),
  jacket: rgb('#24365f'),
  shirt: rgb('#f7f9fc'),
  scarf: rgb('#2f7f86'),
};

function parts(): Part[] {
  const part = (
    name: string,
    mesh: Mesh,
    picture: string,
    shade: string,
    toony: number,
    shift: number,
    both = false,
  ): Part => ({
    name,
    mesh,
    picture,
    shade: rgb(shade),
    toony,
    shift,
    doubleSided: both,
  });
  return [
    part('Skin', join([buildFace(), buildMouthBag(), ...buildDetails()]), 'skin', '#e8b9a8', 0.35, 0.0, true),
    part('Hands', join([buildHands(patchUv('skin', 0.5, 0.5))]), 'skin', '#e8b9a8', 0.35, 0.0),
    part('Eyes', buildEyes(), 'eyes', '#e6e0ea', 0.2, 0.4),
    part('Hair', buildHair(), 'hair', '#8f8088', 0.5, -0.05),
    part('Clothes', join([buildClothes(), ...buildCollars()]), 'cloth', '#8f97b5', 0.3, -0.05, true),
  ];
}

/** Builds the default avatar and its manifest into avatars/. */
async function build(name: string): Promise<void> {
  const pictures = new Map([
    ['skin', paintSkin(1024, PALETTE)],
    ['eyes', paintEyes(256, PALETTE)],
    ['hair', paintHair(256, PALETTE)],
    ['cloth', paintCloth(512, PALETTE)],
  ]);
  const surfaces = parts();
  const bytes = writeVrm(surfaces, pictures, {
    name: '小政',
    version: '0.1',
    authors: ['Govatar contributors'],
    copyright: 'Copyright the Govatar contributors. Licensed under the Apache License 2.0.',
    thirdParty: '',
    otherLicenceUrl: 'https://www.apache.org/licenses/LICENSE-2.0',
  });
  await writeFile(path(FOLDER, `${name}.vrm`), bytes);
  const manifest = {
    name: '小政',
    file: `${name}.vrm`,
    portrait: `${name}.webp`,
    licence: 'Apache-2.0',
    identityCode: `GOV-${createHash('sha256').update(bytes).digest('hex').slice(0, 12).toUpperCase()}`,
    bytes: bytes.length,
  };
  await writeFile(path(FOLDER, `${name}.json`), `${JSON.stringify(manifest, null, 2)}\n`);
  const triangles = surfaces.reduce((sum, part) => sum + part.mesh.triangles.length / 3, 0);
  const pictureBytes = [...pictures].map(([key, png]) => `${key} ${png.length}`).join(', ');
  console.log(
    `${name}.vrm: ${bytes.length} bytes, ${triangles} triangles, ${surfaces.length} materials; ${pictureBytes}`,
  );
}

await build('xiaozheng');
