"""Surfaces of quads with texture places and skin weights: grids, welding, Catmull-Clark subdivision, mirroring.

Lengths here are centimetres; `to_part` turns them into the kit's metres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kit import CM, Part

Weights = dict[str, float]


class Rig:
    """The bones' names in a fixed order, so that weights are rows of a matrix."""

    def __init__(self, names: list[str]):
        self.names = names
        self.index = {name: i for i, name in enumerate(names)}

    def row(self, weights: Weights) -> np.ndarray:
        """Weights that sum to 1, as a row."""
        row = np.zeros(len(self.names))
        for name, share in weights.items():
            row[self.index[name]] += max(share, 0.0)
        return row / row.sum()

    def mirrored(self) -> np.ndarray:
        """For each bone the place of its mirror image."""
        def other(name: str) -> str:
            if name.startswith("left"):
                return "right" + name[4:]
            if name.startswith("right"):
                return "left" + name[5:]
            return name

        return np.array([self.index.get(other(n), i) for i, n in enumerate(self.names)])


@dataclass
class Surface:
    """Points (n, 3), quads (m, 4), texture places of each quad's corners (m, 4, 2), weights (n, bones)."""

    p: np.ndarray
    quads: np.ndarray
    uv: np.ndarray
    w: np.ndarray

    def copy(self) -> "Surface":
        return Surface(self.p.copy(), self.quads.copy(), self.uv.copy(), self.w.copy())

    def flipped(self) -> "Surface":
        """The same seen from the other side."""
        return Surface(self.p.copy(), self.quads[:, ::-1].copy(), self.uv[:, ::-1].copy(), self.w.copy())


def grid(points, uv, weights, wrap: bool = False) -> Surface:
    """A sheet of rows by columns. `uv`: (r, c, 2), or (u0, v0, u1, v1) for columns over u and rows over v.

    It faces the side from which the columns run to the right while the rows run up. `weights`: (r, c, bones).
    """
    points = np.asarray(points, float)
    r, c = points.shape[:2]
    ids = np.arange(r * c).reshape(r, c)
    cols = c if wrap else c - 1
    if isinstance(uv, tuple):
        u = np.linspace(uv[0], uv[2], cols + 1)
        v = np.linspace(uv[1], uv[3], r)
        places = np.stack(np.broadcast_arrays(u[None, :], v[:, None]), -1)
    else:
        places = np.asarray(uv, float)
    a = np.arange(cols)
    b = (a + 1) % c
    quads, corner = [], []
    for i in range(r - 1):
        quads.append(np.stack([ids[i, a], ids[i, b], ids[i + 1, b], ids[i + 1, a]], 1))
        corner.append(np.stack([places[i, a], places[i, a + 1 if wrap else b], places[i + 1, a + 1 if wrap else b], places[i + 1, a]], 1))
    w = np.broadcast_to(np.asarray(weights, float), (r, c, np.shape(weights)[-1])).reshape(r * c, -1).copy()
    return Surface(points.reshape(-1, 3), np.concatenate(quads), np.concatenate(corner), w)


def merge(surfaces: list[Surface]) -> Surface:
    """Several surfaces as one, their points not yet joined."""
    start, quads = 0, []
    for s in surfaces:
        quads.append(s.quads + start)
        start += len(s.p)
    return Surface(
        np.concatenate([s.p for s in surfaces]), np.concatenate(quads),
        np.concatenate([s.uv for s in surfaces]), np.concatenate([s.w for s in surfaces]))


def weld(s: Surface, tolerance: float = 1e-3) -> Surface:
    """Joins points that lie in the same place; quads that lose two corners vanish."""
    keys = np.round(s.p / tolerance).astype(np.int64)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    count = np.bincount(inverse).astype(float)
    w = np.zeros((len(first), s.w.shape[1]))
    np.add.at(w, inverse, s.w)
    quads = inverse[s.quads]
    kept = np.array([len(set(q)) >= 3 for q in quads])
    return Surface(s.p[first], quads[kept], s.uv[kept], w / count[:, None])


def mirror(s: Surface, rig: Rig) -> Surface:
    """The image on the other side of x = 0, left and right bones exchanged."""
    flipped = s.flipped()
    flipped.p[:, 0] *= -1
    flipped.w = flipped.w[:, rig.mirrored()]
    return flipped


def normals(s: Surface) -> np.ndarray:
    """Area-weighted normals of the points."""
    q = s.p[s.quads]
    n = np.cross(q[:, 2] - q[:, 0], q[:, 3] - q[:, 1])
    out = np.zeros_like(s.p)
    for k in range(4):
        np.add.at(out, s.quads[:, k], n)
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)


def subdivide(s: Surface) -> Surface:
    """One step of Catmull and Clark (1978); open borders become B-splines, weights and texture places go linearly."""
    n, quads = len(s.p), s.quads
    ends = np.stack([quads, np.roll(quads, -1, axis=1)], -1).reshape(-1, 2)
    edges, inverse, count = np.unique(np.sort(ends, 1), axis=0, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(-1, 4)
    real = ends[:, 0] != ends[:, 1]
    border = count == 1
    data = np.concatenate([s.p, s.w], 1)
    face = data[quads].mean(1)
    mid = data[edges].mean(1)
    face_sum = np.zeros_like(mid)
    np.add.at(face_sum, inverse.reshape(-1), np.repeat(face, 4, 0))
    edge = mid.copy()
    inner = ~border
    edge[inner, :3] = (mid[inner, :3] * 2 + face_sum[inner, :3]) / 4
    # The points themselves.
    valence, f_sum, m_sum = np.zeros(n), np.zeros((n, 3)), np.zeros((n, 3))
    np.add.at(valence, quads.reshape(-1), 1)
    np.add.at(f_sum, quads.reshape(-1), np.repeat(face[:, :3], 4, 0))
    e_count = np.zeros(n)
    for k in (0, 1):
        np.add.at(m_sum, edges[:, k], mid[:, :3])
        np.add.at(e_count, edges[:, k], 1)
    v = np.maximum(valence, 1)[:, None]
    moved = (f_sum / v + 2 * m_sum / np.maximum(e_count, 1)[:, None] + (v - 3) * s.p) / v
    on_border = np.zeros(n, bool)
    b_sum, b_count = np.zeros((n, 3)), np.zeros(n)
    for k in (0, 1):
        on_border[edges[border, k]] = True
        np.add.at(b_sum, edges[border, k], mid[border, :3])
        np.add.at(b_count, edges[border, k], 1)
    soft = on_border & (b_count == 2) & (valence > 1)
    moved[on_border] = s.p[on_border]
    moved[soft] = (b_sum[soft] / 2 + s.p[soft]) / 2
    points = np.concatenate([moved, edge[:, :3], face[:, :3]])
    w = np.concatenate([s.w, edge[:, 3:], face[:, 3:]])
    e0, f0 = n, n + len(edges)
    uv_mid = (s.uv + np.roll(s.uv, -1, 1)) / 2
    uv_face = s.uv.mean(1)
    out_q, out_uv = [], []
    for k in range(4):
        before = (k + 3) % 4
        out_q.append(np.stack([quads[:, k], e0 + inverse[:, k], f0 + np.arange(len(quads)), e0 + inverse[:, before]], 1))
        out_uv.append(np.stack([s.uv[:, k], uv_mid[:, k], uv_face, uv_mid[:, before]], 1))
    del real
    return Surface(points, np.concatenate(out_q), np.concatenate(out_uv), w)


def even_weights(s: Surface, rounds: int) -> Surface:
    """Weights evened out between neighbours: cloth bends over a length, not at a line."""
    ends = np.stack([s.quads, np.roll(s.quads, -1, axis=1)], -1).reshape(-1, 2)
    ends = np.concatenate([ends, ends[:, ::-1]])
    count = np.maximum(np.bincount(ends[:, 0], minlength=len(s.p)), 1)[:, None]
    out = s.copy()
    for _ in range(rounds):
        near = np.zeros_like(out.w)
        np.add.at(near, ends[:, 0], out.w[ends[:, 1]])
        out.w = 0.5 * out.w + 0.5 * near / count
    return out


def thicken(s: Surface, depth: float, lining: tuple[float, float] = (0.605, 0.89)) -> Surface:
    """A sheet of cloth with two sides and closed edges: its other side lies `depth` behind, coloured as the picture is
    at `lining`."""
    n = normals(s)
    back = s.flipped()
    back.uv = np.broadcast_to(np.array(lining), back.uv.shape).copy()
    back.p = s.p - n * depth
    ends = np.stack([s.quads, np.roll(s.quads, -1, 1)], -1).reshape(-1, 2)
    uv_ends = np.stack([s.uv, np.roll(s.uv, -1, 1)], 2).reshape(-1, 2, 2)
    _, inverse, count = np.unique(np.sort(ends, 1), axis=0, return_inverse=True, return_counts=True)
    rim = count[inverse.reshape(-1)] == 1
    e, uv = ends[rim], uv_ends[rim]
    m = len(s.p)
    quads = np.stack([e[:, 1], e[:, 0], e[:, 0] + m, e[:, 1] + m], 1)
    corner = np.stack([uv[:, 1], uv[:, 0], uv[:, 0], uv[:, 1]], 1)
    return Surface(
        np.concatenate([s.p, back.p]), np.concatenate([s.quads, back.quads + m, quads]),
        np.concatenate([s.uv, back.uv, corner]), np.concatenate([s.w, s.w]))


def to_part(s: Surface, rig: Rig, name: str, material: str) -> Part:
    """The finished part: points split where texture places differ, four strongest weights, triangles."""
    quads, uv = s.quads, s.uv
    key = np.concatenate([quads.reshape(-1, 1).astype(float), np.round(uv.reshape(-1, 2), 6)], 1)
    unique, inverse = np.unique(key, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1, 4)
    source = unique[:, 0].astype(int)
    triangles = np.concatenate([inverse[:, [0, 1, 2]], inverse[:, [0, 2, 3]]])
    # A quad may have lost a corner.
    place = source[triangles]
    kept = (place[:, 0] != place[:, 1]) & (place[:, 1] != place[:, 2]) & (place[:, 0] != place[:, 2])
    weights: list[list[tuple[str, float]]] = []
    for row in s.w:
        top = np.argsort(-row)[:4]
        total = row[top].sum()
        weights.append([(rig.names[i], float(row[i] / total)) for i in top if row[i] > 0.004 * total])
    return Part(
        name, material, s.p[source] * CM, triangles[kept], unique[:, 1:], [weights[i] for i in source],
        normals=normals(s)[source], welds=source)
