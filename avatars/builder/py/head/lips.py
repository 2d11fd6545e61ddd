"""The lips: rings from inside the mouth over the red to the face, moved by a state."""

from __future__ import annotations

import numpy as np

from .shape import HeadShape, bell, step
from .state import Face

# "mouth" in characters/<id>.json overrides these; centimetres from the chin.
DEFAULTS = {"y": 4.3, "half": 2.25, "upper": 0.62, "lower": 0.84, "smile": 0.22, "full": 1.0}
UPPER, LOWER = 29, 27
COLUMNS = UPPER + LOWER
INNER = 3  # rings inside the mouth; the last is the line where the lips meet
_RED = [0.16, 0.45, 0.78, 1.0]
_SKIN = [0.1, 0.26, 0.5, 0.76, 1.0]
RINGS = INNER + len(_RED) + len(_SKIN)


class Lips:
    """Both lips."""

    def __init__(self, shape: HeadShape, figures: dict):
        self.shape = shape
        self.m = m = {**DEFAULTS, **figures}
        top = np.linspace(-1, 1, UPPER)
        low = np.linspace(1, -1, LOWER + 2)[1:-1]
        self.t = np.sin(np.concatenate([top, low]) * np.pi / 2)
        self.upper = np.arange(COLUMNS) < UPPER
        psi = np.concatenate([np.linspace(np.pi, 0, UPPER), np.linspace(0, -np.pi, LOWER + 2)[1:-1]])
        self.outer = np.stack([
            3.5 * np.cos(psi),
            m["y"] + m["smile"] * 0.6 + np.where(np.sin(psi) > 0, 1.42, 2.0) * np.sin(psi),
        ], axis=-1)

    def seam(self, x) -> np.ndarray:
        """Height of the line between the closed lips."""
        t = np.clip(np.abs(x) / self.m["half"], 0, 1.3)
        return self.m["y"] + self.m["smile"] * t**2.2 - 0.045 * bell(x, 0.34) + 0.03 * bell(np.abs(x) - 0.75, 0.5)

    def reds(self, x) -> tuple[np.ndarray, np.ndarray]:
        """Heights of the red of the upper and of the lower lip over the seam, at rest."""
        t = np.clip(np.abs(x) / self.m["half"], 0, 1)
        bow = 1 - 0.2 * bell(x, 0.26) + 0.1 * bell(np.abs(x) - 0.5, 0.34)
        upper = self.m["upper"] * bow * (1 - t**1.7) ** 0.95
        lower = self.m["lower"] * (1 - t**2.3) ** 0.8
        return upper, lower

    def rest(self) -> np.ndarray:
        """(RINGS, COLUMNS, 3) with the mouth shut."""
        m, t, up = self.m, self.t, self.upper
        sign = np.where(up, 1.0, -1.0)
        x = m["half"] * t
        y = self.seam(x)
        red_up, red_low = self.reds(x)
        red = np.where(up, red_up, red_low)
        arc = 1 - t * t
        base = self.shape.z_at(x, y)
        full = m["full"]
        sink = 0.16 * (1 - 0.25 * arc) - 0.06 * np.abs(t) ** 8
        line = base - sink
        out = [
            np.stack([x * 0.96, y + sign * 0.34 * arc, line - 0.95], -1),
            np.stack([x * 0.99, y + sign * 0.05 * arc, line - 0.34 * (0.3 + 0.7 * arc)], -1),
            np.stack([x, y, line], -1),
        ]
        for k in _RED:
            yy = y + sign * red * k
            z = self.shape.z_at(x, yy)
            height = np.where(up, 0.26, 0.36) * full * arc**0.6
            # Round from the seam, fullest in its first half, running out at the border.
            swell = height * np.sin(np.pi * np.clip(k, 0, 1) ** 0.62) - sink * (1 - k) ** 5 + 0.035 * k
            dimple = 0.12 * np.abs(t) ** 10 * (1 - k)
            tubercle = 0.06 * bell(x, 0.3) * bell(k - 0.25, 0.3) * (sign > 0)
            groove = 0.04 * bell(x, 0.3) * bell(k - 0.3, 0.4) * (sign < 0)
            out.append(np.stack([x, yy, z + swell - dimple + tubercle - groove], -1))
        bx, by = x, y + sign * red
        ox, oy = self.outer[:, 0], self.outer[:, 1]
        for k in _SKIN:
            xx, yy = bx + (ox - bx) * k, by + (oy - by) * k
            z = self.shape.z_at(xx, yy)
            ridge = 0.03 * bell(k - 0.06, 0.08)
            under = -0.07 * bell(k - 0.3, 0.22) * (sign < 0) * arc
            dent = -0.09 * np.abs(t) ** 10 * bell(k, 0.3)
            out.append(np.stack([xx, yy, z + ridge + under + dent], -1))
        return np.stack(out)

    def shift(self, rest: np.ndarray, state: Face) -> np.ndarray:
        """What the lips do beyond the face's common motion (fields.py): rolling, tucking, thickness."""
        m, t, up = self.m, self.t, self.upper
        sign = np.where(up, 1.0, -1.0)
        arc = np.clip(1 - t * t, 0, 1)
        red_up, red_low = self.reds(m["half"] * t)
        red = np.where(up, red_up, red_low)
        out = np.zeros_like(rest)
        ks = np.concatenate([[-0.3, -0.1, 0.0], _RED, 1 + np.array(_SKIN)])
        for i, k in enumerate(ks):
            reach = step(1.6, 0.2, k)
            # Pressed: the red rolls in, the border comes nearer; the seam stays shut and a little further back.
            out[i, :, 1] -= state.press * sign * red * 0.3 * np.clip(k, 0, 1) * reach
            out[i, :, 2] -= state.press * arc**0.5 * (0.17 * bell(k - 0.45, 0.45) + 0.05 * reach)
            # Tucked: the lower lip goes up and back under the edge of the teeth.
            low = np.where(up, 0.0, arc**0.7) * reach
            out[i, :, 1] += state.tuck * low * (0.2 + 0.1 * bell(k - 0.2, 0.4))
            out[i, :, 2] -= state.tuck * low * (0.42 - 0.2 * np.clip(k, 0, 1))
            # Puckered lips are thicker and turn outwards.
            out[i, :, 1] += state.pucker * sign * 0.1 * arc * bell(k - 0.8, 0.5)
            out[i, :, 2] += state.pucker * arc**0.5 * 0.26 * bell(k - 0.35, 0.5)
        return out
