"""The ears: helix, inner ridge, shell and lobe as one soft surface, front and back."""

from __future__ import annotations

import numpy as np

from kit import Part

from .rig import SkinRig
from .shape import bell, step

_RINGS, _SPOKES = 13, 30


def _outline(a: np.ndarray) -> np.ndarray:
    """Distance of the ear's edge from its middle at an angle (0 to the back, a quarter turn up), times (back, up)."""
    c, s = np.cos(a), np.sin(a)
    back = np.where(c > 0, 1.62 + 0.3 * np.maximum(s, 0), 1.12) * c
    back = back + 0.25 * np.minimum(s, 0) * -np.abs(c) * np.where(c > 0, 1.0, -0.2)
    up = np.where(s > 0, 2.75, 2.75) * s
    return np.stack([back, up], -1)


def build_ears(rig: SkinRig) -> Part:
    """Both ears, in the skin's picture at their place on the head's side."""
    a = np.arange(_SPOKES) / _SPOKES * 2 * np.pi
    edge = _outline(a)
    c, s = np.cos(a), np.sin(a)
    # Where the rim stands: from above the cheek over the top down the back to the lobe.
    helix = step(-1.0, -0.45, -np.abs(np.angle(np.exp(1j * (a - 1.0)))) / np.pi * 1.25)
    lobe = bell(np.angle(np.exp(1j * (a + 1.75))), 0.7)
    front = []
    for i in range(_RINGS):
        k = 1 - i / (_RINGS - 1)
        rim = 0.5 * helix * bell(k - 0.9, 0.13)
        groove = -0.16 * helix * bell(k - 0.7, 0.1)
        inner = 0.34 * bell(np.angle(np.exp(1j * (a - 0.15))), 1.15) * bell(k - 0.52, 0.12)
        shell = -0.62 * bell(k / 0.42, 1.0)
        tragus = 0.4 * bell(np.angle(np.exp(1j * (a - np.pi + 0.15))), 0.5) * bell(k - 0.62, 0.22)
        out = 0.1 + rim + groove + inner + shell + tragus + 0.2 * lobe * bell(k - 0.7, 0.4) * k
        out = out * (1 - 0.7 * bell(k - 1.0, 0.035))
        front.append(np.stack([edge[:, 0] * k, edge[:, 1] * k, out], -1))
    back = []
    for i in range(5):
        k = 1 - i / 4 * 0.75
        back.append(np.stack([edge[:, 0] * k, edge[:, 1] * k, np.full(_SPOKES, -0.1 - 0.55 * (1 - k))], -1))
    local = np.concatenate([*front, *back])
    # The ear leans back, and its back edge stands off the head.
    lean, flare = np.radians(12), np.radians(20)
    b, u, o = local.T
    b, u = b * np.cos(lean) + u * np.sin(lean), u * np.cos(lean) - b * np.sin(lean)
    # It grows out of the head: its front and its lobe lie in the skin.
    grown = 0.75 * step(-0.1, -1.0, b) + 0.55 * step(-0.9, -2.6, u) * step(1.2, -0.4, b)
    x = 7.52 + o * np.cos(flare) + (b + 0.6) * np.sin(flare) * step(-1.2, 0.6, b) - grown + 0.12 * np.minimum(u, 0)
    z = -0.85 - (b - 0.2) * np.cos(flare) + o * np.sin(flare)
    left = np.stack([x, 9.75 + 0.94 * u, z], -1)
    n = len(left)
    tris = []
    for start, rows, turn in ((0, _RINGS, False), (_RINGS * _SPOKES, 5, True)):
        for r in range(rows - 1):
            for j in range(_SPOKES):
                d = (j + 1) % _SPOKES
                p, q, e, f = start + r * _SPOKES + j, start + r * _SPOKES + d, start + (r + 1) * _SPOKES + j, start + (r + 1) * _SPOKES + d
                pair = [(p, e, f), (p, f, q)]
                tris += pair if turn else [(t[0], t[2], t[1]) for t in pair]
    tris = np.array(tris)
    # Front and back meet at the edge: one normal there.
    welds = np.arange(2 * n)
    for side in (0, n):
        welds[side + _RINGS * _SPOKES : side + _RINGS * _SPOKES + _SPOKES] = np.arange(_SPOKES) + side
    points = np.concatenate([left, left * [-1, 1, 1]])
    triangles = np.concatenate([tris[:, [0, 2, 1]], tris + n])
    # Outwards: the front of the left ear looks to the left.
    t0 = points[triangles[0]]
    if np.cross(t0[1] - t0[0], t0[2] - t0[0])[0] < 0:
        triangles = triangles[:, [0, 2, 1]]
    depth = np.concatenate([front_depth(local), front_depth(local)])
    uvs = ear_uvs(depth)
    return Part("ears", "skin", rig.shape.world(points), triangles, uvs, "head", welds=welds)


def front_depth(local: np.ndarray) -> np.ndarray:
    """0 at the ear's rim to 1 deep in its shell, for the picture."""
    return np.clip(0.45 - local[:, 2], 0, 1)


def ear_uvs(depth: np.ndarray) -> np.ndarray:
    """Places in the picture's ear field: darker and warmer with depth. See paint.py."""
    return np.stack([np.full(len(depth), 0.035), 0.915 + 0.07 * depth], -1)
