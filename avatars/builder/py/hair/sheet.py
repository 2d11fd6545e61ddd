"""A head of hair as one sheet of strands: P(a, s), a from strand to strand, s from root to tip. Centimetres from the chin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .scalp import unit

# Beyond the tips (s = 1) the sheet goes on a little, so that single clumps may be longer.
END = 1.08
_A, _S = 145, 73


class Sheet:
    """Strands between 0 and 1 in a, tabled once and looked up smoothly."""

    def __init__(self, strand: Callable[[float], np.ndarray]):
        """`strand(a)`: any number of control points (n, 3) of one strand, root first; n must be the same for all."""
        rows = [_resample(strand(a)) for a in np.linspace(0, 1, _A)]
        p = np.stack(rows)
        # Strands a little off their neighbours' course are brought back.
        for _ in range(2):
            p[1:-1] = (p[:-2] + 2 * p[1:-1] + p[2:]) / 4
        self._p = p
        self._n = unit(np.cross(np.gradient(p, axis=1), np.gradient(p, axis=0)))
        middle = np.sum(self._n * unit(p - np.array([0, 9.0, -1.5])), axis=-1)
        if np.median(middle) < 0:
            self._n = -self._n

    def _look(self, table: np.ndarray, a, s) -> np.ndarray:
        a, s = np.broadcast_arrays(np.asarray(a, float), np.asarray(s, float))
        x, y = np.clip(a, 0, 1) * (_A - 1), np.clip(s / END, 0, 1) * (_S - 1)
        i, j = np.minimum(x.astype(int), _A - 2), np.minimum(y.astype(int), _S - 2)
        fx, fy = (x - i)[..., None], (y - j)[..., None]
        return (table[i, j] * (1 - fx) + table[i + 1, j] * fx) * (1 - fy) + (table[i, j + 1] * (1 - fx) + table[i + 1, j + 1] * fx) * fy

    def at(self, a, s, lift=0.0) -> np.ndarray:
        """The point of strand a at s, `lift` centimetres above the sheet."""
        p = self._look(self._p, a, s)
        return p + self.normal(a, s) * np.broadcast_to(np.asarray(lift, float), p.shape[:-1])[..., None]

    def normal(self, a, s) -> np.ndarray:
        """Outward normal."""
        return unit(self._look(self._n, a, s))

    def across(self, a, s) -> np.ndarray:
        """Way to the next strand: centimetres per unit of a (not normalised)."""
        e = 0.01
        a = np.clip(a, e, 1 - e)
        return (self._look(self._p, a + e, s) - self._look(self._p, a - e, s)) / (2 * e)


def smooth_line(points: np.ndarray, count: int) -> np.ndarray:
    """`count` points at equal distances on the centripetal Catmull-Rom curve through `points`, ends included."""
    p = np.asarray(points, float)
    p = np.concatenate([[2 * p[0] - p[1]], p, [2 * p[-1] - p[-2]]])
    t = np.concatenate([[0], np.cumsum(np.sqrt(np.maximum(np.linalg.norm(np.diff(p, axis=0), axis=1), 1e-4)))])
    fine = []
    for i in range(1, len(p) - 2):
        x = np.linspace(t[i], t[i + 1], 24, endpoint=i == len(p) - 3)[:, None]
        def mix(a, b, ta, tb):
            return ((tb - x) * a + (x - ta) * b) / (tb - ta)
        a1, a2, a3 = (mix(p[i + k - 1], p[i + k], t[i + k - 1], t[i + k]) for k in range(3))
        b1, b2 = mix(a1, a2, t[i - 1], t[i + 1]), mix(a2, a3, t[i], t[i + 2])
        fine.append(mix(b1, b2, t[i], t[i + 1]))
    q = np.concatenate(fine)
    d = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(q, axis=0), axis=1))])
    x = np.linspace(0, d[-1], count)
    return np.stack([np.interp(x, d, q[:, k]) for k in range(3)], axis=1)


def _resample(points: np.ndarray) -> np.ndarray:
    inside = int(round((_S - 1) / END)) + 1
    line = smooth_line(points, inside)
    # s = 1 lies at the last point; the sheet goes on along the curve's bend.
    rest = _S - inside
    steps = line[-1] - line[-2]
    bend = (line[-1] - line[-2]) - (line[-3] - line[-4])
    more = [line[-1] + steps * k + bend * k * (k + 1) / 4 for k in range(1, rest + 1)]
    return np.concatenate([line, np.array(more)])
