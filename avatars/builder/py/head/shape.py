"""The head's form: a smooth function of two coordinates, in centimetres from the chin.

A point lies on ring `v` (0 crown, V_END base of the neck) at the angle `phi` (0 front, positive to the avatar's left).
The rings are flat, tilted ovals: under the chin they rise towards the ear, as the jaw does.
"""

from __future__ import annotations

import numpy as np

from kit import CM, Character

# Front (y, z), back (y, z), half width, z of the widest place, fullness of the front.
_DOME = [
    ((13.8 + 9.5 * np.cos(a), 8.75 * np.sin(a)), (13.8 + 9.5 * np.cos(a), -9.8 * np.sin(a)),
     7.85 * np.sin(a), -0.7 * np.sin(a), 0.14)
    for a in np.radians([0, 9, 20, 32, 45, 60, 75])
]
_FACE = [
    ((13.6, 8.85), (12.9, -9.8), 7.85, -0.7, 0.16),
    ((11.0, 8.75), (11.0, -9.6), 7.72, -0.7, 0.16),
    ((8.6, 8.6), (9.4, -9.0), 7.42, -0.7, 0.13),
    ((6.4, 8.5), (8.1, -8.3), 7.12, -0.8, 0.1),
    ((4.3, 8.4), (7.0, -7.6), 6.68, -1.0, 0.07),
    ((2.5, 8.05), (6.0, -7.1), 6.06, -1.2, 0.05),
    ((1.2, 7.7), (5.3, -6.8), 5.35, -1.5, 0.03),
    ((0.15, 6.95), (4.6, -6.6), 4.6, -1.8, -0.06),
    ((-0.4, 5.4), (3.9, -6.4), 4.05, -2.0, -0.05),
]
_NECK = [
    # y front, z front, y back, z back, width, z of the side: for a neck of radius 1 below the jaw.
    (-1.3, 0.78, 2.9, -1.12, 0.98),
    (-2.8, 0.66, 1.2, -1.1, 0.98),
    (-5.0, 0.62, -2.5, -1.12, 1.0),
    (-8.0, 0.66, -7.0, -1.2, 1.06),
    (-11.5, 0.78, -10.8, -1.28, 1.3),
]
NECK_Z = -2.2

# Rings by what lies on them.
V_EYE, V_MOUTH, V_CHIN, V_UNDER, V_END = 8, 11, 13, 14, 20

# Shape figures of a character, with their defaults; "face" in characters/<id>.json overrides them.
DEFAULTS = {
    "jaw": 0.0,  # wider jaw, share
    "chin": 0.0,  # chin longer and squarer, share
    "cheek": 1.0,  # fullness of the cheeks
    "brow": 0.0,  # ridge over the eyes, centimetres
    "nose": 1.0,  # how far the nose stands out
    "noseWidth": 1.0,
    "noseLow": 0.0,  # tip lower, centimetres
    "neck": 4.5,  # radius of the neck, centimetres
}


def spline(values: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Smooth curve through `values` at 0, 1, 2, … (Catmull and Rom)."""
    values = np.asarray(values, float)
    x = np.clip(np.asarray(x, float), 0, len(values) - 1)
    i = np.clip(np.floor(x).astype(int), 0, len(values) - 2)
    k = x - i
    padded = np.concatenate([[2 * values[0] - values[1]], values, [2 * values[-1] - values[-2]]])
    p0, p1, p2, p3 = (padded[i + j] for j in range(4))
    return 0.5 * (2 * p1 + (p2 - p0) * k + (2 * p0 - 5 * p1 + 4 * p2 - p3) * k**2 + (3 * p1 - p0 - 3 * p2 + p3) * k**3)


def curve(points: list[tuple[float, float]], x: np.ndarray) -> np.ndarray:
    """Curve through points (x, value), monotone between them (slopes of Fritsch and Carlson), flat beyond."""
    xs, ys = (np.array(c, float) for c in zip(*points))
    d = np.diff(ys) / np.diff(xs)
    m = np.concatenate([[d[0]], np.where(d[:-1] * d[1:] > 0, 2 * d[:-1] * d[1:] / (d[:-1] + d[1:] + 1e-30), 0), [d[-1]]])
    x = np.clip(np.asarray(x, float), xs[0], xs[-1])
    i = np.clip(np.searchsorted(xs, x, "right") - 1, 0, len(xs) - 2)
    h = xs[i + 1] - xs[i]
    k = (x - xs[i]) / h
    return (
        (2 * k**3 - 3 * k**2 + 1) * ys[i]
        + (k**3 - 2 * k**2 + k) * h * m[i]
        + (3 * k**2 - 2 * k**3) * ys[i + 1]
        + (k**3 - k**2) * h * m[i + 1]
    )


def bell(x: np.ndarray, sigma: float) -> np.ndarray:
    """Bell of height 1 and width sigma about 0."""
    return np.exp(-((np.asarray(x, float) / sigma) ** 2))


def step(a: float, b: float, x: np.ndarray) -> np.ndarray:
    """0 at a, 1 at b (either may be the larger), an S between."""
    k = np.clip((np.asarray(x, float) - a) / (b - a), 0, 1)
    return k * k * (3 - 2 * k)


class HeadShape:
    """The plain head of one character: skull, face and neck, without lids and lips."""

    def __init__(self, character: Character):
        self.chin_m = character.chin
        self.k = {**DEFAULTS, **character.get("face", {})}
        k = self.k
        rings = list(_DOME)
        for i, (front, back, width, side, full) in enumerate(_FACE):
            low = step(8.6, 2.0, front[0])
            wide = width * (1 + k["jaw"] * low)
            down = k["chin"] * step(4.0, 0.0, front[0])
            rings.append(((front[0] - 0.5 * down, front[1] + 0.25 * down), back, wide, side, full))
        n = k["neck"]
        for i, (y, zf, yb, zb, w) in enumerate(_NECK):
            # A stout neck leaves the skull as a slender one does, and is stout farther down: no step at the nape.
            behind = n + (min(n, 4.5) - n) * max(0.0, 0.95 - 0.3 * i)
            rings.append(((y - 0.4 * k["chin"], NECK_Z + n * zf + 0.9 * (y > -2)), (yb, NECK_Z + behind * zb * 0.86), n * w * 0.86, NECK_Z, 0.0))
        # The last ring lies wholly under the collar.
        (fy, fz), (by, bz), w, s, f = rings[-1]
        rings.append(((fy - 1.0, fz), (by - 1.0, bz), w, s, f))
        self._fy = np.array([r[0][0] for r in rings])
        self._fz = np.array([r[0][1] for r in rings])
        self._by = np.array([r[1][0] for r in rings])
        self._bz = np.array([r[1][1] for r in rings])
        self._w = np.array([r[2] for r in rings])
        self._s = np.array([r[3] for r in rings])
        self._f = np.array([r[4] for r in rings])
        self.v_end = len(rings) - 1
        self._net: np.ndarray | None = None

    def skull(self, v, phi) -> np.ndarray:
        """The plain head without features: (…, 3)."""
        v, phi = np.broadcast_arrays(np.asarray(v, float), np.asarray(phi, float))
        fy, fz, by, bz = spline(self._fy, v), spline(self._fz, v), spline(self._by, v), spline(self._bz, v)
        w, s, full = np.maximum(spline(self._w, v), 0), spline(self._s, v), spline(self._f, v)
        c = np.cos(phi)
        r = c * (1 + full * (1 - c * c))
        z = np.where(c >= 0, s + (fz - s) * r, s - (bz - s) * r)
        along = np.where(np.abs(fz - bz) < 1e-6, 0, (fz - z) / np.where(np.abs(fz - bz) < 1e-6, 1, fz - bz))
        return np.stack([w * np.sin(phi), fy + (by - fy) * along, z], axis=-1)

    def relief(self, x, y) -> np.ndarray:
        """What the features add to z of the plain face at (x, y)."""
        k = self.k
        x, y = np.asarray(x, float), np.asarray(y, float)
        ax = np.abs(x)
        yn = y + k["noseLow"] * step(13, 7, y)
        # The bridge runs into the tip, a ball of its own; its underside is lowest in the middle.
        yb = yn + 0.22 * bell(x, 0.55) * step(7.4, 6.6, yn)
        ridge = curve(
            [(5.3, 0), (5.9, 0.14), (6.25, 0.5), (6.6, 0.98), (7.05, 1.24), (7.6, 1.2), (8.4, 0.98), (9.6, 0.68),
             (10.8, 0.44), (12.2, 0.2), (13.8, 0)], yb)
        width = curve([(5.6, 0.8), (6.4, 0.92), (7.1, 0.9), (7.9, 0.74), (9.4, 0.68), (11.2, 0.76), (13, 1.3)], yn)
        z = k["nose"] * ridge * bell(x, 1) ** (1 / (width * k["noseWidth"]) ** 2)
        z = z + 0.46 * k["nose"] * bell(np.hypot(x / k["noseWidth"], yn - 7.08), 0.72)
        # The wings of the nose, and the nostrils beneath.
        z = z + 0.4 * bell(np.hypot((ax - 1.02 * k["noseWidth"]) / 0.42, (yn - 6.74) / 0.5), 1.0)
        z = z - 0.3 * bell(np.hypot((ax - 0.5 * k["noseWidth"]) / 0.27, (yn - 6.2) / 0.2), 1.0)
        # Sockets: deep beside the nose's root, soft outside.
        z = z - 0.62 * bell(ax - 3.1, 1.9) * bell(y - 11.1, 1.7)
        z = z - 0.8 * bell(ax - 1.7, 0.8) * bell(y - 11.1, 1.25)
        z = z + (0.16 + k["brow"]) * bell(ax - 2.7, 2.3) * bell(y - 13.5, 0.95)
        # Cheeks, the mound of the mouth, the fold under the lip, the chin.
        z = z + 0.42 * k["cheek"] * bell(ax - 3.9, 2.1) * bell(y - 7.5, 2.0)
        z = z + 0.42 * bell(x, 2.4) * bell(y - 4.25, 2.0)
        z = z - 0.2 * bell(x, 1.7) * bell(y - 2.5, 0.6)
        z = z + (0.34 + 0.2 * k["chin"]) * bell(x, 1.7 + 0.5 * k["chin"]) * bell(y - 1.25, 1.1)
        z = z - 0.08 * bell(x, 0.28) * bell(y - 5.45, 0.5)
        return z

    def surface(self, v, phi) -> np.ndarray:
        """Skull and features: (…, 3) centimetres from the chin."""
        v, phi = np.broadcast_arrays(np.asarray(v, float), np.asarray(phi, float))
        p = self.skull(v, phi)
        front = step(0.05, 0.45, np.cos(phi)) * step(V_UNDER + 0.6, V_CHIN, v)
        p[..., 2] += self.relief(p[..., 0], p[..., 1]) * front
        return p

    def normal(self, v, phi) -> np.ndarray:
        """Outward normals, by differences."""
        e = 0.02
        v, phi = np.broadcast_arrays(np.asarray(v, float), np.asarray(phi, float))
        across = self.surface(v, phi + e) - self.surface(v, phi - e)
        down = self.surface(v + e, phi) - self.surface(np.maximum(v - e, 0.01), phi)
        n = np.cross(down, across)
        return n / np.maximum(np.linalg.norm(n, axis=-1, keepdims=True), 1e-9)

    def ring_at(self, phi, y) -> np.ndarray:
        """The ring on which the plain head has height y at an angle (front, sides and back, down to the neck)."""
        phi, y = np.broadcast_arrays(np.asarray(phi, float), np.asarray(y, float))
        low, high = np.full(y.shape, 0.001), np.full(y.shape, float(self.v_end))
        for _ in range(40):
            mid = (low + high) / 2
            above = self.skull(mid, phi)[..., 1] > y
            low, high = np.where(above, mid, low), np.where(above, high, mid)
        return (low + high) / 2

    def locate(self, x, y) -> tuple[np.ndarray, np.ndarray]:
        """(v, phi) of the front of the face at (x, y)."""
        x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        low, high = np.full(y.shape, 3.0), np.full(y.shape, V_UNDER + 0.4)

        def angle(v):
            return np.arcsin(np.clip(x / np.maximum(spline(self._w, v), 1e-6), -0.999, 0.999))

        for _ in range(40):
            mid = (low + high) / 2
            above = self.skull(mid, angle(mid))[..., 1] > y
            low, high = np.where(above, mid, low), np.where(above, high, mid)
        v = (low + high) / 2
        return v, angle(v)

    def z_at(self, x, y) -> np.ndarray:
        """z of the face's front at (x, y), for x within 7 and y from -0.5 to 18 (read from a fine net made once)."""
        if self._net is None:
            gx, gy = np.meshgrid(np.arange(0, 7.02, 0.06), np.arange(-0.5, 18.02, 0.06))
            v, phi = self.locate(gx, gy)
            self._net = self.surface(v, phi)[..., 2]
        net = self._net
        i = np.clip(np.abs(np.asarray(x, float)) / 0.06, 0, net.shape[1] - 1.001)
        j = np.clip((np.asarray(y, float) + 0.5) / 0.06, 0, net.shape[0] - 1.001)
        i0, j0 = i.astype(int), j.astype(int)
        fi, fj = i - i0, j - j0
        low = net[j0, i0] * (1 - fi) + net[j0, i0 + 1] * fi
        return low * (1 - fj) + (net[j0 + 1, i0] * (1 - fi) + net[j0 + 1, i0 + 1] * fi) * fj

    def world(self, p: np.ndarray) -> np.ndarray:
        """Centimetres from the chin to metres above the floor."""
        return np.asarray(p, float) * CM + np.array([0, self.chin_m, 0])
