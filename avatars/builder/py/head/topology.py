"""The net of the head's skin: loops around eyes and mouth, rows elsewhere, joined by a Delaunay triangulation.

The chart is the unrolled head: (phi, way along the front), both in about centimetres. One half is made and mirrored.
"""

from __future__ import annotations

import numpy as np
from mathutils import Vector
from mathutils.geometry import delaunay_2d_cdt

from .shape import HeadShape

V_TOP = 0.35  # above, one fan closes the crown under the hair
WIDE = 7.6  # centimetres to a radian


class Chart:
    """Ring and angle of a place, as chart coordinates."""

    def __init__(self, shape: HeadShape):
        self.v = np.linspace(0, shape.v_end, 2001)
        p = shape.skull(self.v, 0.0)
        self.way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))])

    def down(self, v) -> np.ndarray:
        return np.interp(v, self.v, self.way)

    def ring(self, way) -> np.ndarray:
        return np.interp(way, self.way, self.v)

    def place(self, v, phi) -> np.ndarray:
        return np.stack([np.asarray(phi) * WIDE, -self.down(v)], axis=-1)


def _rows(shape: HeadShape, chart: Chart) -> np.ndarray:
    """Ways along the front at which rows of the net lie: close at nose and mouth, wide at crown and throat."""
    def way(y):
        v, _ = shape.locate(0.0, y)
        return chart.down(float(v))

    marks = [(chart.down(V_TOP), 1.3), (way(19), 1.1), (way(15), 0.72), (way(12.5), 0.56), (way(9.5), 0.42), (way(7.6), 0.27),
             (way(5.6), 0.27), (way(4.6), 0.4), (way(2), 0.52), (way(0.2), 0.46), (way(0.2) + 2.5, 0.5), (chart.way[-1] - 1, 1.5)]
    out = [marks[0][0]]
    xs, ds = zip(*marks)
    while out[-1] < chart.way[-1]:
        out.append(out[-1] + float(np.interp(out[-1], xs, ds)))
    rows = np.array(out[:-1])
    return np.append(rows, chart.way[-1])


def _columns(y_way: float, fine: tuple[float, float]) -> np.ndarray:
    """Angles of a row from the middle to the back."""
    out = [0.0]
    dense = fine[0] <= y_way <= fine[1]
    while out[-1] < np.pi:
        x = out[-1] * WIDE
        gap = 0.27 if dense and x < 1.9 else 0.54 if x < 8 else 0.85 if x < 13 else 1.5
        if not dense and x < 1.9:
            gap = 0.48
        out.append(out[-1] + gap / WIDE)
    a = np.array(out)
    return a * (np.pi / a[-1])


def inside(points: np.ndarray, loop: np.ndarray, margin: float) -> np.ndarray:
    """Whether points lie in a convex loop grown by a margin."""
    middle = loop.mean(axis=0)
    reach = np.linalg.norm(loop - middle, axis=1, keepdims=True)
    grown = middle + (loop - middle) * (1 + margin / np.maximum(reach, 1e-6))
    a, b = grown, np.roll(grown, -1, axis=0)
    cross = (b[None, :, 0] - a[None, :, 0]) * (points[:, None, 1] - a[None, :, 1]) - (b[None, :, 1] - a[None, :, 1]) * (
        points[:, None, 0] - a[None, :, 0]
    )
    return np.all(cross > 0, axis=1) | np.all(cross < 0, axis=1)


def sheet(shape: HeadShape, chart: Chart, eye: np.ndarray, mouth: np.ndarray):
    """The left half (phi from 0 to pi) outside the loops.

    `eye`, `mouth`: loops in chart coordinates; of the mouth's loop only the left half (x >= 0), from the upper middle
    to the lower middle. Returns (points (n, 2) in the chart, triangles, index of each loop point).
    """
    rows = _rows(shape, chart)
    fine = (chart.down(float(shape.locate(0.0, 8.6)[0])), chart.down(float(shape.locate(0.0, 5.7)[0])))
    points = []
    whole_mouth = np.concatenate([mouth, (mouth * [-1, 1])[::-1][1:-1]])
    for i, way in enumerate(rows):
        phis = _columns(way, fine)
        if i % 2 and len(phis) > 4:
            # Every other row lies between its neighbours' columns: near equal triangles.
            phis = np.concatenate([[0], (phis[1:-2] + phis[2:-1]) / 2, [phis[-1]]])
        points.append(np.stack([phis * WIDE, np.full(len(phis), -way)], -1))
    points = np.concatenate(points)
    keep = ~inside(points, eye, 0.2) & ~inside(points, whole_mouth, 0.2)
    points = points[keep]
    n0 = len(points)
    every = np.concatenate([points, eye, mouth])
    eye_ids = np.arange(n0, n0 + len(eye))
    mouth_ids = np.arange(n0 + len(eye), n0 + len(eye) + len(mouth))
    edges = [(int(eye_ids[i]), int(eye_ids[(i + 1) % len(eye)])) for i in range(len(eye))]
    edges += [(int(mouth_ids[i]), int(mouth_ids[i + 1])) for i in range(len(mouth) - 1)]
    verts, _, faces, origins, _, _ = delaunay_2d_cdt([Vector(p) for p in every], edges, [], 0, 1e-7)
    new_of = np.full(len(every), -1)
    for new, olds in enumerate(origins):
        for old in olds:
            new_of[old] = new
    out = np.array([[v.x, v.y] for v in verts])
    tris = np.array([f for f in faces if len(f) == 3])
    middle = out[tris].mean(axis=1)
    a, b, c = (out[tris[:, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    good = ~inside(middle, eye, 0) & ~inside(middle, whole_mouth, 0) & (np.abs(area) > 1e-6)
    tris, area = tris[good], area[good]
    # Counter-clockwise in the chart (x to the avatar's left, y up) is outwards seen from in front... mirrored: x runs
    # to the viewer's right when one looks at the face.
    tris[area < 0] = tris[area < 0][:, [0, 2, 1]]
    return out, tris, new_of[eye_ids], new_of[mouth_ids]
