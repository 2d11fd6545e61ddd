"""The woman's scarf and the man's tie, with the bones they swing on. Arms hanging (they do not touch the arms)."""

from __future__ import annotations

import numpy as np

from kit import CM, Bone, Collider, Spring

from .collar import neck_ring
from .drape import Ground
from .fit import ATLAS, Fit, resampled, unit
from .surface import Surface, grid, merge, mirror, subdivide

U0, V0, U1, V1 = ATLAS["neckwear"]


def _field(v_from: float, v_to: float) -> tuple[float, float, float, float]:
    return (U0, V0 + (V1 - V0) * v_from, U1, V0 + (V1 - V0) * v_to)


def _tube(centres: np.ndarray, half: np.ndarray, thick: np.ndarray, weights: np.ndarray, v: tuple[float, float]) -> Surface:
    """A flat band along centres: half width to either side, rounded edges, closed ends. Rows run down."""
    rows = len(centres)
    along = unit(np.gradient(centres, axis=0))
    side = unit(np.cross(along, [0, 0, 1.0]) * -1)
    out = unit(np.cross(side, along) * -1)
    # Around: left edge, front, right edge, back.
    angles = np.radians([180, 150, 112, 90, 68, 30, 0, -45, -135])
    points = np.zeros((rows, len(angles), 3))
    for i, a in enumerate(angles):
        points[:, i] = centres + side * (half * np.cos(a))[:, None] + out * (thick * np.sin(a))[:, None]
    u = np.interp(np.cos(angles), [-1, 1], [0, 1])
    u[-2:] = [0.9, 0.1]
    places = np.zeros((rows, len(angles) + 1, 2))
    places[:, :, 0] = U0 + (U1 - U0) * np.append(u, 0.0)
    places[:, :, 1] = np.linspace(V0 + (V1 - V0) * v[0], V0 + (V1 - V0) * v[1], rows)[:, None]
    w = np.repeat(weights[:, None], len(angles), 1)
    return grid(points, places, w, wrap=True).flipped()


def _chain_weights(fit: Fit, y: np.ndarray, joints: list[tuple[str, float]], root: np.ndarray) -> np.ndarray:
    """Rows for heights y: `root` above the first joint, then the bones one after another, downwards."""
    out = []
    for h in y:
        row, left = np.zeros(len(fit.rig.names)), 1.0
        weights = [root]
        for name, at in joints:
            unitrow = np.zeros(len(fit.rig.names))
            unitrow[fit.rig.index[name]] = 1
            weights.append(unitrow)
        row = weights[0]
        for (_name, at), mine in zip(joints, weights[1:]):
            k = float(np.clip((at - h) / 2.2 + 0.5, 0, 1))
            row = row * (1 - k) + mine * k
        out.append(row * left)
    return np.array(out)


def bones(fit_chin: float, female: bool) -> tuple[list[Bone], list[Spring], list[Collider]]:
    """Bones of the neckwear, its springs, and the chest they must not enter. `fit_chin`: the chin's height, cm."""
    lift = fit_chin - 141.3
    found: list[Bone] = []
    springs: list[Spring] = []

    def chain(name: str, points: list[tuple[float, float, float]], stiffness: float) -> None:
        parent = "upperChest"
        names = []
        for i, (x, y, z) in enumerate(points):
            bone = Bone(f"{name}{i + 1}", parent, (x * CM, (y + lift) * CM, z * CM))
            found.append(bone)
            names.append(bone.name)
            parent = bone.name
        springs.append(Spring(name, names, stiffness=stiffness, gravity=0.0, drag=0.5, hit_radius=0.008, colliders=["chest"], centre="upperChest"))

    if female:
        for side, sign in (("Left", 1), ("Right", -1)):
            chain(f"scarf{side}", [(sign * 0.6, 131.2, 4.6), (sign * 1.5, 127.6, 6.6), (sign * 2.2, 123.6, 8.6)], 2.4)
    else:
        chain("tie", [(0, 130.6, 5.0), (0, 124.6, 8.2), (0, 117.5, 10.2), (0, 109.5, 10.9)], 2.8)
    depth = -0.4 if female else -0.2
    chest = Collider("chest", "upperChest", (0.0, 0.0, depth * CM), 9.0 * CM if female else 9.6 * CM)
    return found, springs, [chest]


def _knot(fit: Fit, ground: Ground, height: float, low: float, top: float, bottom: float, depth: float, v: tuple[float, float]) -> Surface:
    """A knot: wide above, narrow below, full in front."""
    lift = fit.chin - 141.3
    rows = 6
    ys = np.linspace(height, low, rows) + lift
    t = np.linspace(0, 1, rows)
    width = top + (bottom - top) * t
    width = width * (1 - 0.25 * np.abs(2 * t - 1) ** 3)
    swell = depth * np.sqrt(np.clip(1 - (2 * t - 1) ** 4, 0.04, 1))
    z = np.array([ground.front(0.0, y)[2] for y in ys])
    centres = np.stack([0 * ys, ys, z + 0.45], 1)
    w = np.array([fit.trunk_row(y) for y in ys])
    return _tube(centres, width, swell, w, v)


def scarf(fit: Fit, ground: Ground) -> Surface:
    """A silk scarf tied under the collar: band, knot, two tails."""
    lift = fit.chin - 141.3
    root = fit.trunk_row(130 + lift)
    pieces = [_knot(fit, ground, 135.3, 130.9, 1.75, 1.35, 0.95, (0.03, 0.16))]
    # The band: from the knot up under the leaf of the collar.
    phi = np.radians([0, 18, 36, 56, 80])
    low = neck_ring(fit, phi, 132.3, 136.0, 0.55)
    high = neck_ring(fit, phi, 134.6, 138.4, 0.35)
    mid = (low + high) / 2 + unit((low + high) / 2 * [1, 0, 1] + [0, 0, 3.1]) * 0.4
    points = np.stack([low, mid, high], 0)
    w = np.repeat(root[None, None], 15, 1).reshape(3, 5, -1)
    band = grid(points, _field(0.2, 0.3), w)
    pieces += [band, mirror(band, fit.rig)]
    line = np.array([(0.35, 132.2), (1.0, 129.8), (1.75, 127.0), (2.3, 124.2), (2.6, 121.6), (2.75, 119.9)])
    path = resampled(line, 10)
    path[:, 1] += lift
    centres = np.array([ground.front(x, y) + [0, 0, 0.5] for x, y in path])
    t = np.linspace(0, 1, len(centres))
    centres[:, 2] += 0.55 * np.exp(-((t / 0.25) ** 2)) + 0.25 * np.sin(np.pi * t)
    half = np.interp(t, [0, 0.12, 0.5, 0.82, 0.93, 1.0], [0.75, 1.05, 1.75, 2.1, 1.5, 0.12])
    thick = np.interp(t, [0, 0.4, 1.0], [0.6, 0.3, 0.12])
    joints = [("scarfLeft1", 131.2 + lift), ("scarfLeft2", 127.6 + lift)]
    weights = _chain_weights(fit, centres[:, 1], joints, root)
    tail = _tube(centres, half, thick, weights, (0.34, 0.98))
    other = mirror(tail, fit.rig)
    # One tail lies over the other at the knot.
    other.p = other.p + np.array([0, 0.9, 0.0]) * 0 + np.array([0, 0, -0.22])
    pieces += [tail, other]
    return subdivide(merge(pieces))


def tie(fit: Fit, ground: Ground) -> Surface:
    """A necktie: knot and blade, which goes on behind the jacket."""
    lift = fit.chin - 141.3
    root = fit.trunk_row(130 + lift)
    pieces = [_knot(fit, ground, 135.6, 130.7, 2.0, 1.25, 0.95, (0.02, 0.12))]
    ys = np.linspace(131.6, 107.0, 13) + lift
    t = np.linspace(0, 1, len(ys))
    z = np.array([ground.front(0.0, y)[2] for y in ys])
    centres = np.stack([0 * ys, ys, z + 0.42 + 0.45 * np.exp(-((t / 0.1) ** 2))], 1)
    half = np.interp(t, [0, 0.06, 0.5, 1.0], [1.05, 1.3, 2.6, 3.5])
    thick = np.interp(t, [0, 0.15, 1.0], [0.5, 0.32, 0.2])
    joints = [("tie1", 130.6 + lift), ("tie2", 124.6 + lift), ("tie3", 117.5 + lift)]
    weights = _chain_weights(fit, centres[:, 1], joints, root)
    pieces.append(_tube(centres, half, thick, weights, (0.14, 0.98)))
    return subdivide(merge(pieces))
