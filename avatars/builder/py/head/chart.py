"""Where each place of the head lies in the skin's picture, and the way back.

u runs around the head (the face gets more room than the back), v down along the front's line.
"""

from __future__ import annotations

import numpy as np

from .shape import HeadShape
from .topology import Chart

_POWER = 1.8  # how much more room the front has than the average


class SkinChart:
    """Texture places of the head of one shape."""

    def __init__(self, shape: HeadShape):
        self.chart = chart = Chart(shape)

        def way(y: float) -> float:
            return float(chart.down(float(shape.locate(0.0, y)[0])))

        # The face, between hairline and chin, takes most of the height.
        self.ways = np.array([0.0, way(18.5), way(0.2), chart.way[-1]])
        # What is left below holds the fields of single tones (paint.py).
        self.heights = np.array([0.0, 0.11, 0.8, 0.89])

    def uv(self, v: np.ndarray, phi: np.ndarray) -> np.ndarray:
        """(…, 2) of ring and angle."""
        t = np.clip(np.asarray(phi) / np.pi, -1, 1)
        u = 0.5 + 0.5 * np.sign(t) * (1 - (1 - np.abs(t)) ** _POWER)
        return np.stack([u, np.interp(self.chart.down(v), self.ways, self.heights)], axis=-1)

    def places(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        """(v, phi) of the middle of every pixel of a square picture."""
        k = (np.arange(size) + 0.5) / size
        t = 2 * k - 1
        phi = np.sign(t) * (1 - (1 - np.abs(t)) ** (1 / _POWER)) * np.pi
        v = self.chart.ring(np.interp(k, self.heights, self.ways))
        return np.broadcast_arrays(v[:, None], phi[None, :])
