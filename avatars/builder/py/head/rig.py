"""The skin of the head as one net whose points any state of the face can move."""

from __future__ import annotations

import numpy as np

from kit import Character

from . import fields, lids as lids_module, lips as lips_module
from .lids import Lids
from .lips import Lips
from .shape import V_UNDER, HeadShape, step
from .state import REST, Face
from .topology import V_TOP, WIDE, Chart, sheet


def _ring_triangles(ids: np.ndarray) -> np.ndarray:
    """Triangles between rings (rings, columns) of a closed loop; columns run clockwise seen from in front."""
    out = []
    rings, n = ids.shape
    for r in range(rings - 1):
        for c in range(n):
            d = (c + 1) % n
            a, b, e, f = ids[r, c], ids[r, d], ids[r + 1, c], ids[r + 1, d]
            out += [(a, e, f), (a, f, b)]
    return np.array(out)


class SkinRig:
    """Vertices, triangles and motion of the head's skin. Positions are centimetres from the chin."""

    def __init__(self, character: Character):
        self.shape = shape = HeadShape(character)
        self.lids = Lids(shape, character.get("eyes", {}))
        self.lips = Lips(shape, character.get("mouth", {}))
        self.chart = chart = Chart(shape)
        lid_rest = self.lids.positions(REST, 0.0)
        lip_rest = self.lips.rest()
        eye_v, eye_phi = shape.locate(*self.lids.outer.T)
        mouth_v, mouth_phi = shape.locate(*self.lips.outer.T)
        mouth_loop = chart.place(mouth_v, mouth_phi)
        n = lips_module.COLUMNS
        # Left half of the mouth's loop, from its upper middle over the left corner to its lower middle.
        half = np.arange((lips_module.UPPER - 1) // 2, (lips_module.UPPER - 1) // 2 + n // 2 + 1)
        mouth_loop[half[[0, -1]], 0] = 0.0
        points, tris, eye_ids, mouth_ids = sheet(shape, chart, chart.place(eye_v, eye_phi), mouth_loop[half])

        # Mirror the sheet: points on the middle line and at the very back are shared or doubled.
        on_middle = points[:, 0] < 1e-6
        other = np.full(len(points), -1)
        other[on_middle] = np.nonzero(on_middle)[0]
        free = np.nonzero(~on_middle)[0]
        other[free] = len(points) + np.arange(len(free))
        mirrored = points[free] * [-1, 1]
        chart_points = np.concatenate([points, mirrored])
        sheet_tris = np.concatenate([tris, other[tris][:, [0, 2, 1]]])
        count = len(chart_points)

        # Lids: rings inside the loop; the outermost ring is the sheet's own.
        def lid_ids(outer, start):
            inner = np.arange(start, start + (lids_module.RINGS - 1) * lids_module.COLUMNS)
            return np.concatenate([inner.reshape(-1, lids_module.COLUMNS), outer[None]])

        left = lid_ids(eye_ids, count)
        count += (lids_module.RINGS - 1) * lids_module.COLUMNS
        right = lid_ids(other[eye_ids], count)
        count += (lids_module.RINGS - 1) * lids_module.COLUMNS
        outer_lips = np.empty(n, int)
        outer_lips[half] = mouth_ids
        rest_half = np.setdiff1d(np.arange(n), half)
        # Columns of the right half mirror those of the left.
        for c in rest_half:
            twin = int(np.argmin(np.abs(mouth_loop[half] - mouth_loop[c] * [-1, 1]).sum(axis=1)))
            outer_lips[c] = other[mouth_ids[twin]]
        inner = np.arange(count, count + (lips_module.RINGS - 1) * n).reshape(-1, n)
        count += inner.size
        lips_ids = np.concatenate([inner, outer_lips[None]])
        self.left_ids, self.right_ids, self.lip_ids = left, right, lips_ids
        tris = [sheet_tris, _ring_triangles(left), _ring_triangles(right)[:, [0, 2, 1]], _ring_triangles(lips_ids)]
        self.triangles = np.concatenate(tris)
        self.count = count
        self.sheet_count = len(chart_points)

        # Ring and angle of every point, for texture places and weights.
        self.v = np.zeros(count)
        self.phi = np.zeros(count)
        self.v[: self.sheet_count] = chart.ring(-chart_points[:, 1])
        self.phi[: self.sheet_count] = chart_points[:, 0] / WIDE
        shut = self.lids.positions(REST, 1.0)
        for ids, sign in ((left, 1), (right, -1)):
            v, phi = shape.locate(shut[:-1, :, 0], shut[:-1, :, 1])
            self.v[ids[:-1]], self.phi[ids[:-1]] = v, sign * phi
        v, phi = shape.locate(lip_rest[:-1, :, 0], lip_rest[:-1, :, 1])
        self.v[lips_ids[:-1]], self.phi[lips_ids[:-1]] = v, phi

        self.plain = np.zeros((count, 3))
        self.plain[: self.sheet_count] = shape.surface(self.v[: self.sheet_count], self.phi[: self.sheet_count])
        self.plain[lips_ids[:-1]] = lip_rest[:-1]
        self.plain[left[:-1]] = lid_rest[:-1]
        self.plain[right[:-1]] = lid_rest[:-1] * [-1, 1, 1]
        # Triangles turn outwards: those at the front look forward.
        self._orient()
        self._prepare_mouth()
        self._known: dict[Face, np.ndarray] = {}
        self.rest = self.positions(REST)

    def _orient(self) -> None:
        p = self.plain[self.triangles]
        n = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
        middle = p.mean(axis=1)
        out = middle - np.array([0, 0, 0]) * 1.0
        out = np.stack([middle[:, 0], np.maximum(middle[:, 1] - 9, 0), middle[:, 2] + 1.5], -1)
        sheet_part = np.all(self.triangles < self.sheet_count, axis=1)
        votes = np.sum(n * out, axis=1)
        if np.sum(np.sign(votes[sheet_part])) < 0:
            self.triangles[sheet_part] = self.triangles[sheet_part][:, [0, 2, 1]]
        for ids in (self.left_ids, self.right_ids, self.lip_ids):
            part = np.any(np.isin(self.triangles, ids[:-1]), axis=1)
            if np.sum(np.sign(n[part][:, 2])) < 0:
                self.triangles[part] = self.triangles[part][:, [0, 2, 1]]

    def _prepare_mouth(self) -> None:
        p = self.plain
        seam = self.lips.seam(p[:, 0])
        lower = (p[:, 1] < seam).astype(float)
        ids, up = self.lip_ids[:-1], self.lips.upper
        lower[ids] = np.where(up, 0.0, 1.0)[None, :]
        self._lower = lower
        self._seam = seam
        front = step(-0.35, 0.15, np.cos(self.phi))
        self._under = step(17.2, 14.2, self.v) * np.where(self.v > 9, front, 1.0)
        self._front = step(0.15, 0.4, np.cos(self.phi)) * step(V_UNDER + 0.4, V_UNDER - 0.6, self.v)
        # Lids' own points near the eye take no part in the brows' motion.
        self._eye_free = np.ones(len(p))
        for ids in (self.left_ids, self.right_ids):
            rings = np.linspace(0, 1, ids.shape[0] - 1)[:, None]
            self._eye_free[ids[:-1]] = step(0.45, 1.0, rings)

    def mouth_shift(self, p: np.ndarray, lower: np.ndarray, under: np.ndarray | float, state: Face) -> np.ndarray:
        """Common motion of the mouth for points that are not of the skin (teeth, tongue, bag)."""
        m = self.lips.m
        return fields.mouth(p, lower, np.broadcast_to(under, lower.shape), self.lips.seam(p[..., 0]), m["half"], m["y"], state)

    def positions(self, state: Face) -> np.ndarray:
        """Every point of the skin in a state."""
        if state not in self._known:
            self._known[state] = self._moved(state)
        return self._known[state]

    def _moved(self, state: Face) -> np.ndarray:
        p = self.plain.copy()
        for ids, sign, blink in ((self.left_ids, 1, state.blink_left), (self.right_ids, -1, state.blink_right)):
            lid = self.lids.positions(state, blink)
            p[ids[:-1]] = lid[:-1] * [sign, 1, 1]
        lip_ids = self.lip_ids[:-1]
        m = self.lips.m
        move = fields.mouth(self.plain, self._lower, self._under, self._seam, m["half"], m["y"], state)
        move[lip_ids] += self.lips.shift(self.plain[self.lip_ids], state)[:-1]
        move[self.v > V_UNDER + 0.5, 0] *= 0.6
        brow = fields.brows(self.plain, state) * self._eye_free[:, None] * self._front[:, None]
        cheek_free = np.ones(len(p))
        for ids in (self.left_ids, self.right_ids):
            cheek_free[ids[:5]] = 0
            cheek_free[ids[5:8]] = 0.5
        return p + move * cheek_free[:, None] + brow
