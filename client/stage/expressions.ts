import {
  type VRM,
  type VRMExpression,
  VRMExpressionMorphTargetBind,
  VRMExpressionTextureTransformBind,
  VRMLookAtExpressionApplier,
} from '@pixiv/three-vrm';
import type { Mesh } from 'three';
import type { LookMap } from './mixer.ts';
import { MOODS, partsOf } from './mood.ts';
import { finderOf, mouthOf } from './tiers.ts';
import { type Shift, type Trait, type Traits, traitOf } from './traits.ts';

const LIDS = /^(blink|blinkleft|blinkright|eyeblinkleft|eyeblinkright)$/i;
const cleared = new WeakMap<VRM, readonly string[]>();

/**
 * Takes the file's own rules of who yields to whom out: a mood that blocks the mouth silences the lips at a weight of
 * 0.01, a viseme with an override suppresses itself, and a binary one vanishes below a half. The mixer settles all
 * that. Binary shapes that move a texture (drawn mouths) stay so: between two of their pictures there is nothing.
 */
export function disarm(vrm: VRM): void {
  const found: string[] = [];
  const expressions = vrm.expressionManager?.expressions ?? [];
  const names = new Set(expressions.map(({ expressionName }) => expressionName));
  const mouth = new Set(mouthOf(names).channels.map(({ name }) => name));
  for (const expression of expressions) {
    const name = expression.expressionName;
    for (const key of ['overrideMouth', 'overrideBlink', 'overrideLookAt'] as const) {
      if (expression[key] !== 'none') found.push(`${name}.${key}`);
      expression[key] = 'none';
    }
    const drawn = expression.binds.some((bind) => bind instanceof VRMExpressionTextureTransformBind);
    if (expression.isBinary && !drawn && (mouth.has(name) || LIDS.test(name))) {
      found.push(`${name}.isBinary`);
      expression.isBinary = false;
    }
  }
  cleared.set(vrm, found);
}

/** What `disarm` took out of a model, as "happy.overrideMouth": for the one who made the file. */
export function clearedOf(vrm: VRM): readonly string[] {
  return cleared.get(vrm) ?? [];
}

/** How expressions turn the eyes of a model; null where bones do, or nothing does. */
export function lookMapOf(vrm: VRM): LookMap | null {
  const applier = vrm.lookAt?.applier;
  if (!(applier instanceof VRMLookAtExpressionApplier)) return null;
  return {
    up: (deg) => applier.rangeMapVerticalUp.map(deg),
    down: (deg) => applier.rangeMapVerticalDown.map(deg),
    side: (deg) => applier.rangeMapHorizontalOuter.map(deg),
  };
}

/** All meshes that an expression moves get a place in one long list of vertices. */
function placesOf(expressions: readonly VRMExpression[]): { places: Map<Mesh, number>; vertices: number } {
  const places = new Map<Mesh, number>();
  let vertices = 0;
  for (const expression of expressions) {
    for (const bind of expression.binds) {
      if (!(bind instanceof VRMExpressionMorphTargetBind)) continue;
      for (const mesh of bind.primitives) {
        if (places.has(mesh)) continue;
        places.set(mesh, vertices);
        vertices += mesh.geometry.getAttribute('position').count;
      }
    }
  }
  return { places, vertices };
}

function shiftOf(expression: VRMExpression, places: ReadonlyMap<Mesh, number>, vertices: number): Shift {
  const shift = new Float32Array(vertices * 3);
  for (const bind of expression.binds) {
    if (!(bind instanceof VRMExpressionMorphTargetBind)) continue;
    for (const mesh of bind.primitives) {
      const moved = mesh.geometry.morphAttributes.position?.[bind.index];
      if (moved === undefined) continue;
      let at = 3 * (places.get(mesh) ?? 0);
      for (let i = 0; i < moved.count; i += 1, at += 3) {
        shift[at] = (shift[at] ?? 0) + moved.getX(i) * bind.weight;
        shift[at + 1] = (shift[at + 1] ?? 0) + moved.getY(i) * bind.weight;
        shift[at + 2] = (shift[at + 2] ?? 0) + moved.getZ(i) * bind.weight;
      }
    }
  }
  return shift;
}

/** Measures what each mood of a model does to its mouth and lids. A few milliseconds; once per model. */
export function measureTraits(vrm: VRM): Traits {
  const all = vrm.expressionManager?.expressions ?? [];
  const byName = new Map(all.map((expression) => [expression.expressionName, expression]));
  const find = finderOf(new Set(byName.keys()));
  const first = (...names: readonly string[]): VRMExpression | undefined =>
    names
      .map((name) => byName.get(find(name) ?? ''))
      .find((expression) => (expression?.binds.length ?? 0) > 0);
  const vowel = first('aa', 'viseme_aa', 'jawOpen');
  const blink = first('blink');
  const moods = [...new Set(MOODS.flatMap((mood) => partsOf(mood, find).map(({ name }) => name)))].flatMap(
    (name) => byName.get(name) ?? [],
  );
  const { places, vertices } = placesOf([vowel, blink, ...moods].flatMap((one) => one ?? []));
  const measured = (one: VRMExpression | undefined): Shift | null =>
    one === undefined ? null : shiftOf(one, places, vertices);
  const [open, shut] = [measured(vowel), measured(blink)];
  return new Map(
    moods.map((mood): [string, Trait] => [
      mood.expressionName,
      traitOf(shiftOf(mood, places, vertices), open, shut),
    ]),
  );
}
