"""The eyelids: rings from the rim on the eyeball out to the face, opened and shut by a state."""

from __future__ import annotations

import numpy as np

from .shape import HeadShape, bell, step
from .state import Face

# "eyes" in characters/<id>.json overrides these; centimetres from the chin.
DEFAULTS = {
    "x": 3.32, "y": 10.9, "z": 4.88, "radius": 2.75, "half": 1.95, "upper": 1.05, "lower": 0.74,
    "tilt": 0.12, "peak": 0.06, "crease": 0.36, "lash": 1.0,
}
LID = 0.16  # the lid slides this far in front of the eyeball
OVERLAP = 0.09  # centimetres
UPPER, LOWER = 23, 21  # columns; the corners count with the upper lid
COLUMNS = UPPER + LOWER
# Share of the way from the lid's edge to its crease, then from the crease to the border of the patch.
_PLATE = [0.0, 0.16, 0.42, 0.74, 1.0]
_BROW = [0.1, 0.26, 0.5, 0.76, 1.0]
RIM = 3  # rings of the rim, inside out; the last is the edge
RINGS = RIM + len(_PLATE) - 1 + len(_BROW)


class Lids:
    """Both lids of the left eye; the right one is its mirror."""

    def __init__(self, shape: HeadShape, figures: dict):
        self.shape = shape
        self.e = e = {**DEFAULTS, **figures}
        self.centre = np.array([e["x"], e["y"], e["z"]])
        top = np.linspace(-1, 1, UPPER)
        low = np.linspace(1, -1, LOWER + 2)[1:-1]
        # Columns stand closer at the corners.
        self.t = np.sin(np.concatenate([top, low]) * np.pi / 2)
        self.upper = np.arange(COLUMNS) < UPPER
        psi = np.concatenate([np.linspace(np.pi, 0, UPPER), np.linspace(0, -np.pi, LOWER + 2)[1:-1]])
        self.outer = np.stack([
            e["x"] + 2.72 * np.cos(psi),
            e["y"] + np.where(np.sin(psi) > 0, 2.4, 1.95) * np.sin(psi),
        ], axis=-1)

    def edges(self, t: np.ndarray, state: Face, blink: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Heights over the eye's middle of upper edge, lower edge and crease, at t from -1 (inner corner) to 1."""
        e = self.e
        tilt = e["tilt"] * e["half"] * t * np.abs(t) ** 0.3
        high = e["upper"] * (1 - np.abs(t) ** 2.25) ** 0.68 * (1 + e["peak"] * t)
        low = e["lower"] * (1 - t * t) ** 0.78 * (1 + 0.1 * t)
        shut = tilt - 0.6 * low
        lower_open = tilt - low * (1 - 0.5 * state.squint)
        upper_open = tilt + high * (1 + state.wide) - 0.06 * state.squint * high
        # The upper lid comes to lie a little over the lower one: a startled mood does not part them.
        upper = upper_open + (shut - OVERLAP * (1 - t * t) - upper_open) * blink
        lower = lower_open + (shut - lower_open) * blink
        fold = tilt + high * (1 + 0.55 * state.wide) + e["crease"] * (1 - 0.35 * t**4) * (0.85 + 0.2 * t)
        return upper, lower, fold - 0.1 * blink

    def ball(self, x, y, extra: float) -> np.ndarray:
        """z of a ball around the eye, or far behind where there is none."""
        r2 = (self.e["radius"] + extra) ** 2 - (x - self.e["x"]) ** 2 - (y - self.e["y"]) ** 2
        return np.where(r2 > 0, self.e["z"] + np.sqrt(np.maximum(r2, 0)), -50.0)

    def over(self, x, y, extra: float, k: float = 0.4) -> np.ndarray:
        """z of skin that lies on the face, pushed forward by the eyeball."""
        face = self.shape.z_at(x, y)
        ball = self.ball(x, y, extra)
        h = np.clip(0.5 + 0.5 * (ball - face) / k, 0, 1)
        return face + (ball - face) * h + np.where(ball > -40, k * h * (1 - h), 0)

    def positions(self, state: Face, blink: float) -> np.ndarray:
        """(RINGS, COLUMNS, 3), rings from inside out."""
        e, t, up = self.e, self.t, self.upper
        u, l, c = self.edges(t, state, blink)
        ex = e["x"] + e["half"] * t
        ey = e["y"] + np.where(up, u, l)
        sign = np.where(up, 1.0, -1.0)
        near = (1 - np.abs(t) ** 6)
        out = []
        above = np.where(up, 0.03 * blink, 0.0)
        front = self.over(ex, ey, LID, 0.25) + above
        # The rim: from behind the lid's edge over the wet line to its front.
        # At the corners, where the eyeball is far behind, it fills the gap: the tear duct and its outer twin.
        fill = np.abs(t) ** 5
        rx = ex - np.sign(t) * np.where(t < 0, 0.26, 0.12) * fill
        ry = ey + sign * 0.05 * (1 - fill) - fill * sign * 0.02
        rz = np.maximum(np.minimum(self.ball(rx, ry, 0.0), front) - 0.35 * (1 - fill), front - 0.3)
        out.append(np.stack([rx, ry, rz], -1))
        out.append(np.stack([ex, ey, np.maximum(self.ball(ex, ey, 0.015), front - 0.3)], -1))
        out.append(np.stack([ex, ey + sign * 0.035, front], -1))
        # The plate up to the crease; below, a soft fold under the eye.
        cx = ex + 0.12 * t * np.abs(t) ** 3
        cy = e["y"] + np.where(up, c, l - 0.42 - 0.04 * (1 - t * t) + 0.1 * state.squint)
        edge_y = ey + sign * 0.035
        for i, k in enumerate(_PLATE[1:], 1):
            x, y = ex + (cx - ex) * k, edge_y + (cy - edge_y) * k
            z = self.over(x, y, LID + np.where(up, 0.0, 0.02), 0.3) + above
            groove = (0.17 * (1 - 0.5 * blink) * near) if i == len(_PLATE) - 1 else 0.0
            swell = 0.05 * near * bell(k - 0.55, 0.3) * (1 + 0.8 * state.squint)
            out.append(np.stack([x, y, z - np.where(up, groove, 0.35 * groove) + np.where(up, 0, swell)], -1))
        ox, oy = self.outer[:, 0], self.outer[:, 1]
        for i, k in enumerate(_BROW):
            x, y = cx + (ox - cx) * k, cy + (oy - cy) * k
            if i == len(_BROW) - 1:
                z = self.shape.z_at(x, y)
            else:
                fold = 0.1 * near * bell(k - 0.1, 0.2) * (1 - 0.6 * blink)
                z = self.over(x, y, LID - 0.06, 0.5) + np.where(up, fold, 0)
                z = z + (self.shape.z_at(x, y) - z) * step(0.35, 0.95, k)
            out.append(np.stack([x, y, z], -1))
        return np.stack(out)
