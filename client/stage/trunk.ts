import type { Vector3 } from 'three';
import type { Figure, Slice } from './figure.ts';

/** The trunk at height `y` (body space at rest, metres); null above and below it. */
export function sliceAt(figure: Figure, y: number): Slice | null {
  const { slices } = figure;
  const first = slices[0];
  const last = slices.at(-1);
  if (first === undefined || last === undefined || y < first.y) return null;
  // Above the armpits the chest goes on to the shoulders much as it was.
  if (y > last.y) return y < figure.arms.left.shoulder.y ? { ...last, y } : null;
  const step = (last.y - first.y) / (slices.length - 1);
  const i = Math.min(slices.length - 2, Math.floor((y - first.y) / step));
  const a = slices[i];
  const b = slices[i + 1];
  if (a === undefined || b === undefined) return null;
  const k = (y - a.y) / step;
  const mix = (p: number, q: number): number => p + (q - p) * k;
  return { y, z: mix(a.z, b.z), wide: mix(a.wide, b.wide), deep: mix(a.deep, b.deep) };
}

/**
 * How deep a ball of `radius` at `point` (body space at rest) sits in the trunk or the head, as a move that takes it out;
 * added to `out`. Half of an ellipse's normal serves: it is exact on the axes and near enough between.
 */
export function pushOut(figure: Figure, point: Vector3, radius: number, out: Vector3): void {
  const slice = sliceAt(figure, point.y);
  if (slice !== null) {
    const wide = slice.wide + radius;
    const deep = slice.deep + radius;
    const x = point.x;
    const z = point.z - slice.z;
    const inside = Math.hypot(x / wide, z / deep);
    if (inside < 1) {
      const nx = x / (wide * wide);
      // What stands exactly in the middle leaves to the front.
      const nz = inside < 1e-4 ? 1 : z / (deep * deep);
      const length = Math.hypot(nx, nz);
      const gap = (1 - inside) / (inside < 1e-4 ? 1 / deep : length / inside);
      out.x += (nx / length) * gap;
      out.z += (nz / length) * gap;
    }
  }
  const { centre, radius: headRadius } = figure.head;
  const dx = point.x - centre.x;
  const dy = point.y - centre.y;
  const dz = point.z - centre.z;
  const distance = Math.hypot(dx, dy, dz);
  const least = headRadius + radius;
  if (distance < least && distance > 1e-6) {
    const k = (least - distance) / distance;
    out.x += dx * k;
    out.y += dy * k;
    out.z += dz * k;
  }
}
