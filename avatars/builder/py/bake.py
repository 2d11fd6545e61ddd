"""Soft shade where surfaces lie close together: under the hair, behind the collar, beside the nose, under the jaw.

The skin's openness to the sky around it is measured by rays from its points and laid into its picture: light that
costs nothing when the avatar is drawn.
"""

from __future__ import annotations

import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree

from kit import CM, Contribution, Material, Part, smooth_normals

RAYS = 56
REACH = 9.0 * CM
GRID = 512
SHADE = np.array([0.72, 0.52, 0.49])


def _sky(count: int) -> np.ndarray:
    """Directions spread evenly over a half ball about +Z, more of them near its middle (cosine)."""
    i = np.arange(count) + 0.5
    r = np.sqrt(i / count)
    a = i * np.pi * (1 + 5**0.5)
    return np.stack([r * np.cos(a), r * np.sin(a), np.sqrt(1 - r * r)], -1)


def _tree(parts: list[Part]) -> BVHTree:
    points: list = []
    faces: list = []
    for part in parts:
        start = len(points)
        points += part.positions.tolist()
        faces += (part.triangles + start).tolist()
    return BVHTree.FromPolygons(points, faces, all_triangles=True)


def openness(points: np.ndarray, normals: np.ndarray, tree: BVHTree) -> np.ndarray:
    """0 buried to 1 free, for each point."""
    sky = _sky(RAYS)
    out = np.ones(len(points))
    for i, (p, n) in enumerate(zip(points, normals)):
        t = np.cross(n, [0.0, 1.0, 0.0] if abs(n[1]) < 0.9 else [1.0, 0.0, 0.0])
        t /= np.linalg.norm(t)
        b = np.cross(n, t)
        start = Vector(p + n * 0.0012)
        lost = 0.0
        for d in sky[:, :1] * t + sky[:, 1:2] * b + sky[:, 2:] * n:
            _, _, _, far = tree.ray_cast(start, Vector(d), REACH)
            if far is not None:
                lost += 1 - (far / REACH) ** 0.7
        out[i] = 1 - lost / RAYS
    return out


def _blur(image: np.ndarray, radius: int) -> np.ndarray:
    """Three box blurs: nearly a bell."""
    for _ in range(3):
        for axis in (0, 1):
            padded = np.concatenate([np.repeat(np.take(image, [0], axis), radius + 1, axis), image, np.repeat(np.take(image, [-1], axis), radius, axis)], axis)
            c = np.cumsum(padded, axis)
            n = image.shape[axis]
            hi = np.take(c, np.arange(2 * radius + 1, 2 * radius + 1 + n), axis)
            lo = np.take(c, np.arange(0, n), axis)
            image = (hi - lo) / (2 * radius + 1)
    return image


def shade_skin(contributions: list[Contribution], below: float = 0.885) -> None:
    """Lays the shade into the picture of the material "skin"; rows below `below` hold fields of single tones."""
    parts = [p for c in contributions for p in c.parts]
    skin = next(p for p in parts if p.name == "skin")
    material = next(m for c in contributions for m in c.materials if m.name == "skin")
    # Lids are shut in the picture, so they are shut here.
    shut = skin.positions + skin.morphs["blinkLeft"] + skin.morphs["blinkRight"]
    moved = Part(skin.name, skin.material, shut, skin.triangles, skin.uvs, "head")
    tree = _tree([moved] + [p for p in parts if p is not skin and p.name not in ("eyes", "lashes", "mouth")])
    use = np.nonzero(skin.uvs[:, 1] < below)[0]
    normals = smooth_normals(shut, skin.triangles, skin.welds)
    open_ = openness(shut[use], normals[use], tree)
    total = np.full((GRID, GRID), 1e-4)
    value = np.full((GRID, GRID), 1e-4)
    x = np.clip((skin.uvs[use, 0] * GRID).astype(int), 0, GRID - 1)
    y = np.clip((skin.uvs[use, 1] * GRID).astype(int), 0, GRID - 1)
    np.add.at(total, (y, x), 1.0)
    np.add.at(value, (y, x), open_)
    coarse = _blur(value, 5) / _blur(total, 5)
    size = material.picture.shape[0]
    k = (np.arange(size) + 0.5) / size * GRID - 0.5
    i = np.clip(k.astype(int), 0, GRID - 2)
    f = np.clip(k - i, 0, 1).astype(np.float32)
    c = coarse.astype(np.float32)
    rows = c[i] * (1 - f)[:, None] + c[i + 1] * f[:, None]
    fine = rows[:, i] * (1 - f) + rows[:, i + 1] * f
    dark = np.clip((0.93 - fine) / 0.75, 0, 1)[..., None]
    dark[int(below * size) :] = 0
    material.picture *= 1 - dark * (1 - SHADE.astype(np.float32)) * 0.85


def _texels(part: Part, sides: np.ndarray, normals: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places in the picture (rows and columns), points and normals of the given triangles' texels; edges overlap a little."""
    found: list[np.ndarray] = []
    points: list[np.ndarray] = []
    directions: list[np.ndarray] = []
    place = part.uvs * size - 0.5
    for t in sides:
        (ax, ay), (bx, by), (cx, cy) = place[t]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-6:
            continue
        x0, x1 = max(int(np.floor(min(ax, bx, cx))), 0), min(int(np.ceil(max(ax, bx, cx))) + 1, size)
        y0, y1 = max(int(np.floor(min(ay, by, cy))), 0), min(int(np.ceil(max(ay, by, cy))) + 1, size)
        x, y = np.meshgrid(np.arange(x0, x1), np.arange(y0, y1))
        k1 = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
        k2 = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
        inside = (k1 > -0.02) & (k2 > -0.02) & (k1 + k2 < 1.02)
        if not inside.any():
            continue
        k = np.stack([(1 - k1 - k2)[inside], k1[inside], k2[inside]], 1)
        found.append(np.stack([y[inside], x[inside]], 1))
        points.append(k @ part.positions[t])
        directions.append(k @ normals[t])
    if not found:
        return np.zeros((0, 2), int), np.zeros((0, 3)), np.zeros((0, 3))
    n = np.concatenate(directions)
    return np.concatenate(found), np.concatenate(points), n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)


def shade_cloth(parts: list[Part], others: list[Part], material: Material, tint: np.ndarray, strength: float, whole: tuple[str, ...] = (), untouched: tuple[tuple[float, float, float, float], ...] = (), size: int = 320) -> None:
    """Lays the shade of clothes (modelled in the pose they are given in) into their picture, texel by texel.

    Left and right share their places in the picture; the left side is measured, but of the parts named in `whole` all.
    `untouched`: places of the picture (u0, v0, u1, v1) that take no shade.
    """
    tree = _tree(parts + others)
    total, count = np.zeros((size, size)), np.zeros((size, size))
    for part in parts:
        normals = part.normals if part.normals is not None else smooth_normals(part.positions, part.triangles, part.welds)
        left = (part.positions[part.triangles, 0] > -0.004).all(1)
        sides = part.triangles if part.name in whole else part.triangles[left]
        places, points, directions = _texels(part, sides, normals, size)
        # Where several sheets share a place the most open one counts: it is the one that is seen.
        np.maximum.at(total, (places[:, 0], places[:, 1]), openness(points, directions, tree))
        count[places[:, 0], places[:, 1]] = 1
    # Places beyond a field's edge take their neighbours' shade.
    for radius in (1, 1, 2):
        spread, near = _blur(total, radius), _blur(count, radius)
        fill = (count < 0.5) & (near > 1e-3)
        total, count = np.where(fill, spread / np.maximum(near, 1e-6), total), np.where(fill, 1, count)
    coarse = np.where(count > 0.5, total / np.maximum(count, 1e-6), 1.0)
    side = material.picture.shape[0]
    at = (np.arange(side) + 0.5) / side * size - 0.5
    i = np.clip(np.floor(at).astype(int), 0, size - 2)
    f = np.clip(at - i, 0, 1)
    rows = coarse[i] * (1 - f)[:, None] + coarse[i + 1] * f[:, None]
    fine = rows[:, i] * (1 - f) + rows[:, i + 1] * f
    dark = (np.clip((0.95 - fine) / 0.85, 0, 1) ** 0.9)[..., None]
    for u0, v0, u1, v1 in untouched:
        dark[int((v0 - 0.005) * side) : int((v1 + 0.005) * side), int((u0 - 0.005) * side) : int((u1 + 0.005) * side)] = 0
    material.picture *= (1 - dark * (1 - tint) * strength).astype(np.float32)
