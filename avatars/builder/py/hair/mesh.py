"""What clumps and caps are gathered in, and the lens-shaped clump itself. Centimetres from the chin."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .scalp import unit


@dataclass
class Surface:
    """Vertices with normals, texture places and `hang` (0 held by the head, 1 free end) in pieces."""

    positions: list[np.ndarray] = field(default_factory=list)
    normals: list[np.ndarray] = field(default_factory=list)
    uvs: list[np.ndarray] = field(default_factory=list)
    hangs: list[np.ndarray] = field(default_factory=list)
    triangles: list[np.ndarray] = field(default_factory=list)
    count: int = 0

    def add(self, p: np.ndarray, n: np.ndarray, uv: np.ndarray, triangles: np.ndarray, hang: np.ndarray | float = 0.0) -> None:
        """Adds a piece; arrays may have any leading shape."""
        p = np.asarray(p, float).reshape(-1, 3)
        self.positions.append(p)
        self.normals.append(unit(np.asarray(n, float).reshape(-1, 3)))
        self.uvs.append(np.asarray(uv, float).reshape(-1, 2))
        self.hangs.append(np.broadcast_to(np.asarray(hang, float), p.shape[:1] if np.ndim(hang) == 0 else np.shape(hang)).reshape(-1))
        self.triangles.append(np.asarray(triangles, int) + self.count)
        self.count += len(p)

    def joined(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Positions, normals, uvs, hang, triangles of all pieces; triangles without area are left out."""
        p = np.concatenate(self.positions)
        t = np.concatenate(self.triangles)
        a, b, c = (p[t[:, k]] for k in range(3))
        area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
        return p, np.concatenate(self.normals), np.concatenate(self.uvs), np.concatenate(self.hangs), t[area > 1e-5]


def grid(rows: int, columns: int, ring: bool = False) -> np.ndarray:
    """Triangles of a grid of vertices (row by row); `ring` joins the last column to the first."""
    i = np.arange(rows * columns).reshape(rows, columns)
    if ring:
        i = np.concatenate([i, i[:, :1]], axis=1)
    quads = np.stack([i[:-1, :-1], i[1:, :-1], i[1:, 1:], i[:-1, 1:]], axis=-1).reshape(-1, 4)
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def grid_normals(p: np.ndarray) -> np.ndarray:
    """Normals of a grid of points (rows, columns, 3)."""
    return unit(np.cross(np.gradient(p, axis=0), np.gradient(p, axis=1)))


# Cross-section of a clump: across -1…1 and height; the upper side, then one below.
_UP = np.array([-1.0, -0.62, 0.0, 0.62, 1.0])
_SECTION = np.array([[x, (1 - x * x) ** 0.8] for x in _UP] + [[0.0, -0.42]])


def clump(
    surface: Surface,
    centre: np.ndarray,
    across: np.ndarray,
    out: np.ndarray,
    half: np.ndarray,
    thick: np.ndarray,
    strip: tuple[float, float],
    v: np.ndarray,
    hang: np.ndarray | float = 0.0,
    twist: np.ndarray | float = 0.0,
    round_: float = 0.55,
) -> None:
    """Sweeps a lens along `centre` (n, 3); `across` and `out` are its axes, `half` its half width, `thick` its height.

    `strip`: u of its two edges; `round_`: share of the lens in the normals, the rest is `out`, which keeps shading calm.
    """
    n = len(centre)
    along = unit(np.gradient(centre, axis=0))
    across = unit(across - along * np.sum(across * along, axis=1, keepdims=True))
    out = unit(np.cross(across, along) * np.sign(np.sum(np.cross(across, along) * out, axis=1, keepdims=True)))
    c, s = np.cos(twist), np.sin(twist)
    c, s = np.broadcast_to(c, n)[:, None], np.broadcast_to(s, n)[:, None]
    across, out = across * c + out * s, out * c - across * s
    x, h = _SECTION[:, 0], _SECTION[:, 1]
    p = centre[:, None] + across[:, None] * (half[:, None] * x)[..., None] + out[:, None] * (thick[:, None] * h)[..., None]
    lens = across[:, None] * (x * thick[:, None] / np.maximum(half[:, None], 1e-3) * 1.6)[..., None] + out[:, None] * np.sign(h + 0.01)[:, None]
    normal = unit(lens) * round_ + out[:, None] * (1 - round_) * np.where(h >= 0, 1.0, -0.4)[None, :, None]
    # The edges' normals lie between both sides.
    u = np.where(h >= 0, strip[0] + (strip[1] - strip[0]) * (x + 1) / 2, strip[0] + 0.03 * (strip[1] - strip[0]))
    uv = np.stack(np.broadcast_arrays(u[None], v[:, None]), axis=-1)
    k = len(_SECTION)
    triangles = grid(n, k, ring=True)
    if np.sum(np.cross(across[n // 2], along[n // 2]) * out[n // 2]) > 0:
        triangles = triangles[:, ::-1]
    surface.add(p, normal, uv, triangles, np.repeat(np.broadcast_to(hang, n), k))
