"""Inside of the mouth: its walls, both rows of teeth, the tongue."""

from __future__ import annotations

import numpy as np

from kit import Part

from .eyes import moving
from .fields import jaw_angle, turn_jaw
from .rig import SkinRig
from .shape import bell, step
from .state import REST, Face

# Fields of the mouth's own small picture (u, v).
_WALL, _TEETH, _TONGUE = (0.0, 0.33), (0.36, 0.64), (0.68, 0.98)


def paint_mouth() -> np.ndarray:
    """Three fields side by side: walls (light outside, dark inside), teeth with their gaps, tongue."""
    h, w = 128, 512
    v, u = np.mgrid[0:h, 0:w].astype(float)
    u, v = (u + 0.5) / w, (v + 0.5) / h
    lip, deep = np.array([0.72, 0.33, 0.33]), np.array([0.2, 0.055, 0.06])
    out = lip + (deep - lip) * step(0.0, 0.6, v)[..., None]
    teeth = np.array([0.985, 0.97, 0.945]) * (1 - 0.5 * step(0.45, 1.0, v) ** 2)[..., None]
    # Gaps between teeth: closer to the sides.
    s = np.clip((u - _TEETH[0]) / (_TEETH[1] - _TEETH[0]), 0, 1) * 2 - 1
    gap = np.zeros_like(u)
    for edge in (0, 0.2, 0.37, 0.52, 0.67, 0.82):
        gap = np.maximum(gap, bell(np.abs(s) - edge, 0.02))
    teeth = teeth * (1 - 0.2 * gap[..., None] * np.array([0.7, 1.0, 1.1]))
    out = np.where((u > 0.345)[..., None], teeth, out)
    tongue = np.array([0.82, 0.45, 0.44]) * (1 - 0.35 * step(0.3, 1.0, 1 - v))[..., None]
    k = np.clip((u - _TONGUE[0]) / (_TONGUE[1] - _TONGUE[0]), 0, 1) * 2 - 1
    tongue = tongue * (1 - 0.12 * bell(k, 0.12))[..., None]
    return np.clip(np.where((u > 0.66)[..., None], tongue, out), 0, 1)


def _grid(rows: int, columns: int, closed: bool, start: int, turn: bool) -> list[tuple[int, int, int]]:
    tris = []
    for r in range(rows - 1):
        for c in range(columns if closed else columns - 1):
            d = (c + 1) % columns
            a, b, e, f = (start + r * columns + c, start + r * columns + d, start + (r + 1) * columns + c, start + (r + 1) * columns + d)
            pair = [(a, e, f), (a, f, b)]
            tris += [(p[0], p[2], p[1]) for p in pair] if turn else pair
    return tris


_BAG = np.array([0.0, 0.25, 0.55, 0.85, 1.0])


def _bag(rig: SkinRig, skin: np.ndarray) -> np.ndarray:
    """Walls from the lips' inner ring backwards. (rings * columns, 3)"""
    lip = skin[rig.lip_ids[0]]
    middle = lip.mean(axis=0)
    out = []
    for k in _BAG:
        wide = 1 + 0.1 * bell(k - 0.3, 0.3) - 0.75 * step(0.55, 1.0, k)
        p = middle + (lip - middle) * [wide, wide, 1]
        p[:, 1] += np.sign(lip[:, 1] - middle[1]) * 0.5 * bell(k - 0.45, 0.3)
        p[:, 2] = lip[:, 2] * (1 - k) + (middle[2] - 5.2) * k
        out.append(p)
    return np.concatenate(out)


_TOOTH_COLUMNS = 27


def _teeth(rig: SkinRig, state: Face, upper: bool) -> np.ndarray:
    m = rig.lips.m
    t = np.linspace(-1, 1, _TOOTH_COLUMNS)
    rows = np.array([0.0, 0.3, 0.7, 1.0])
    x = 2.05 * np.sin(t * 1.25) / np.sin(1.25)
    front = float(rig.shape.z_at(0.0, m["y"])) - 0.66
    out = []
    for k in rows:
        if upper:
            y = m["y"] + 1.0 - (1.08 - 0.16 * t**2) * k
        else:
            y = m["y"] - 0.12 - 0.06 * t**2 - 0.85 * k
        z = front - (0.0 if upper else 0.16) - 0.42 * x**2 * 0.55 - 0.06 * (k - 0.5) ** 2 * 4
        out.append(np.stack([x, np.broadcast_to(y, x.shape), z], -1))
    # The edge turns in: teeth have thickness.
    edge = out[-1] if upper else out[0]
    back = edge - np.stack([edge[:, 0] * 0.08, np.zeros(len(x)), np.full(len(x), 0.22)], -1)
    p = np.concatenate([*out, back] if upper else [back, *out])
    if not upper:
        p = p + turn_jaw(p, jaw_angle(state, m["y"]) * 1.0)
    return p


def _tongue(rig: SkinRig, state: Face) -> np.ndarray:
    m = rig.lips.m
    rows, columns = 11, 13
    front = float(rig.shape.z_at(0.0, m["y"]))
    out = []
    for i in range(rows):
        k = i / (rows - 1)  # 0 root, 1 tip
        t = np.linspace(-1, 1, columns)
        half = 1.5 * np.sqrt(np.maximum(1 - np.maximum(k - 0.55, 0) ** 2 / 0.45**2 * 0.97, 0.0009))
        tip = step(0.45, 1.0, k)
        x = t * half
        y = m["y"] - 0.62 - 0.3 * t**2 + 0.05 * np.abs(t) - 0.22 * k**2 + 0.1 * np.cos(k * 3)
        z = np.full(columns, front - 4.6 + 3.4 * k) - 0.12 * t**2
        p = np.stack([x, y, z], -1)
        p = p + turn_jaw(p, jaw_angle(state, m["y"]) * 0.85)
        p[:, 1] += tip * (0.62 * state.tongue + 0.3 * state.out) + 0.35 * state.jaw * 0.2 * tip
        p[:, 2] += tip * (0.25 * state.tongue + 1.0 * state.out)
        out.append(p)
    return np.concatenate(out)


def build_inside(rig: SkinRig) -> Part:
    """Walls, teeth and tongue as one surface."""
    n = len(rig.lip_ids[0])

    def points(state: Face) -> np.ndarray:
        skin = rig.positions(state)
        return rig.shape.world(
            np.concatenate([_bag(rig, skin), _teeth(rig, state, True), _teeth(rig, state, False), _tongue(rig, state)])
        )

    rest = points(REST)
    tris = _grid(len(_BAG), n, True, 0, True)
    uvs = [(_WALL[0] + 0.3 * 0.5, 0.02 + 0.96 * k) for k in _BAG for _ in range(n)]
    start = len(_BAG) * n
    for upper in (True, False):
        rows = 5
        tris += _grid(rows, _TOOTH_COLUMNS, False, start, False)
        vs = [0.6, 0.5, 0.3, 0.1, 0.5] if upper else [0.6, 0.2, 0.4, 0.7, 0.95]
        for v in vs:
            uvs += [(_TEETH[0] + (_TEETH[1] - _TEETH[0]) * u, v) for u in np.linspace(0, 1, _TOOTH_COLUMNS)]
        start += rows * _TOOTH_COLUMNS
    tris += _grid(11, 13, False, start, False)
    for i in range(11):
        uvs += [(_TONGUE[0] + (_TONGUE[1] - _TONGUE[0]) * u, 0.04 + 0.92 * i / 10) for u in np.linspace(0, 1, 13)]
    return Part("mouth", "mouth", rest, np.array(tris), np.array(uvs), "head", morphs=moving(points, rest), turning=False)
