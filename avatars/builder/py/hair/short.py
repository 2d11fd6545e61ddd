"""The man's hair: parted on his left, the top swept over with some height in front, short sides that fade out."""

from __future__ import annotations

import numpy as np

from head.shape import curve, step

from . import picture
from .mesh import Surface, clump, grid, grid_normals
from .scalp import CENTRE, Scalp, angles, direction, slerp, unit

STRIPS = (picture.BRIGHT, picture.MIDDLE, picture.LOW)


class Short:
    """Short hair on one scalp."""

    def __init__(self, scalp: Scalp, figures: dict):
        self.scalp = scalp
        self.k = figures
        self.rng = np.random.default_rng(5)
        self.az = np.linspace(0, 180, 91)
        heights = curve([tuple(p) for p in figures["line"]], np.radians(self.az))
        levels = np.linspace(-60, 70, 261)
        # Elevation at which the skin has the hairline's height.
        self.low = np.array([np.interp(h, scalp.place(direction(np.full(261, a), levels))[:, 1], levels) for a, h in zip(self.az, heights)])

    def hairline(self, azimuth) -> np.ndarray:
        """Elevation of the hairline, degrees."""
        a = np.abs((np.asarray(azimuth, float) + 180) % 360 - 180)
        return np.interp(a, self.az, self.low)

    def part(self, z) -> np.ndarray:
        """x of the parting at a depth z (from the chin)."""
        return self.k["part"] * step(-9.0, 2.0, np.asarray(z, float)) ** 0.7

    def thickness(self, d: np.ndarray) -> np.ndarray:
        """How far the hair's surface lies above the skin in directions d, centimetres."""
        az, el = angles(d)
        top = step(12.0, 52.0, el)
        over = el - self.hairline(az)
        side = 0.22 + 0.55 * step(0, 38, over)
        p = self.scalp.place(d)
        front = step(2.0, 7.5, p[..., 2]) * top
        right = step(self.part(p[..., 2]) + 0.2, self.part(p[..., 2]) - 1.6, p[..., 0])
        crown = (1.15 + 0.75 * front) * (0.62 + 0.38 * right)
        out = side * (1 - top) + crown * top
        # The parting is a groove.
        groove = np.exp(-(((p[..., 0] - self.part(p[..., 2])) / 0.42) ** 2)) * step(-4.0, 0.5, p[..., 2]) * top
        return out * (1 - 0.62 * groove) * step(-1.5, 9.0 + 9.0 * step(110, 150, np.abs(az)), over) ** 0.6 - 0.16 * step(5.0, -1.0, over)

    def cap(self, out: Surface) -> None:
        """The closed surface under the clumps."""
        rows, columns = 16, 50
        k = np.linspace(0, 1, rows)[:, None] ** 0.9
        az = np.linspace(-180, 180, columns)[None]
        low = self.hairline(az) - 1.0
        el = low + (89.5 - low) * k
        d = direction(np.broadcast_to(az, el.shape), el)
        p = self.scalp.place(d, self.thickness(d) - 0.05)
        n = grid_normals(p)
        n = n * np.sign(np.sum(n * d, -1, keepdims=True))
        n[-1] = [0, 1, 0]
        saw = np.abs((np.linspace(0, 12, columns)) % 2 - 1)
        uv = np.stack(np.broadcast_arrays(picture.MASS[0] + (picture.MASS[1] - picture.MASS[0]) * saw[None], 0.9 - 0.62 * k), axis=-1)
        out.add(p, unit(n), uv, grid(rows, columns)[:, ::-1])

    def sweep(self, out: Surface, root: np.ndarray, tip: np.ndarray, bulge: np.ndarray, lift: float, half: float, strip, segments: int = 11,
              taper: float = 0.62, v=(0.06, 0.9), tip_lift: float = 0.0, thick: float = 0.42) -> None:
        """One clump over the hair from the direction `root` to `tip`; `bulge` bends its way (a direction's shift at its middle)."""
        t = np.linspace(0, 1, segments)
        d = unit(slerp(root, tip, t) + np.sin(np.pi * t)[:, None] * bulge)
        end = np.clip((t - taper) / (1 - taper), 0, 1)
        above = lift * np.sin(np.pi * np.clip(t * 0.85 + 0.1, 0, 1)) + tip_lift * end - 0.1 * (1 - t) ** 4
        p = self.scalp.place(d, self.thickness(d) + above)
        n = unit(d + np.array([0, 0.1, 0]))
        across = np.cross(n, np.gradient(p, axis=0))
        width = half * (0.55 + 0.45 * step(0, 0.25, t)) * np.sqrt(np.clip(1 - end**2, 0, 1)) + 0.012
        clump(out, p, across, n, width, np.minimum(width * thick, 0.34), strip, v[0] + (v[1] - v[0]) * t, 0.0, round_=0.55)

    def top(self, out: Surface) -> None:
        """From the parting over to his right, and to the left; the front rises."""
        rng = self.rng
        for layer, (count, half, lift) in enumerate(((17, 0.95, 0.05), (13, 0.64, 0.26), (7, 0.44, 0.42))):
            for i in range(count):
                k = (i + (0.5 if layer == 0 else rng.uniform(0.2, 0.8))) / count
                z = 8.4 - 13.5 * k
                x = float(self.part(z))
                root = unit(np.array([x - 0.15, 22.0 - 0.035 * (z + 1) ** 2, z]) - CENTRE)
                if z > 6.4:
                    root = unit(np.array([x - 0.2 - (z - 6.4) * 0.5, 19.5, 8.3]) - CENTRE)
                # The foremost end at the temple, the hindmost behind the ear.
                tip = direction(-46 - 92 * k + rng.uniform(-4, 4), 30 - 16 * k + rng.uniform(-4, 5) - 5 * layer)
                front = float(step(0.42, 0.0, k))
                bulge = np.array([0.05, 0.1 + 0.1 * front, 0.12 * front])
                self.sweep(out, root, tip, bulge, lift + 0.5 * front * (1 - 0.3 * layer), half, STRIPS[(i + layer) % 2 if layer else 1 + i % 2], 13 if layer == 0 else 11,
                           0.7 if layer == 0 else 0.5, (0.05, 0.88), 0.12 * front)
        for layer, (count, half) in enumerate(((9, 0.75), (6, 0.42))):
            for i in range(count):
                k = (i + 0.5) / count
                z = 7.2 - 11.5 * k
                x = float(self.part(z))
                root = unit(np.array([x + 0.25, 21.6 - 0.03 * (z + 1) ** 2, z]) - CENTRE)
                tip = direction(56 + 66 * k + rng.uniform(-3, 3), 18 - 6 * k + rng.uniform(-4, 4))
                self.sweep(out, root, tip, np.array([0.03, 0.05, 0.02]), 0.04 + 0.14 * layer, half, STRIPS[(i + 1) % 3], 10, 0.6, (0.08, 0.8))

    def fringe(self, out: Surface) -> None:
        """Along the forehead: the roots stand up and go over to the side, so that the border is made of hair."""
        rng = self.rng
        for i in range(13):
            k = (i + rng.uniform(0.3, 0.7)) / 13
            azimuth = 24 - 74 * k
            root = direction(azimuth, float(self.hairline(azimuth)) + 0.5)
            tip = direction(azimuth - 34 - 14 * (1 - k), 52 - 18 * k + rng.uniform(-3, 3))
            self.sweep(out, root, tip, np.array([0.02, 0.03, 0.13]), 0.3, 0.6, STRIPS[i % 2], 11, 0.6, (0.02, 0.75))

    def sides(self, out: Surface) -> None:
        """Short hair that lies down and back, in rows from the nape upwards."""
        rng = self.rng
        for row, (share, half, length) in enumerate(((0.12, 0.55, 13.0), (0.42, 0.7, 19.0), (0.78, 0.86, 25.0))):
            count = (27, 23, 17)[row]
            for i in range(count):
                azimuth = 52 + 256 * (i + rng.uniform(0.2, 0.8)) / count
                low = float(self.hairline(azimuth))
                top = 40.0 if abs(azimuth - 180) < 100 else 26.0
                start = low + (top - low) * (share + rng.uniform(-0.11, 0.11)) + length * 0.62
                turn = np.sign(azimuth - 180) * -1 * (7.0 + 3 * row) * (abs(azimuth - 180) > 12)
                root, tip = direction(azimuth, min(start, 62.0)), direction(azimuth + turn, max(start - length, low - 1.5))
                self.sweep(out, root, tip, np.zeros(3), 0.02, half * rng.uniform(0.75, 1.15), STRIPS[1 + int(rng.integers(0, 2))], 5, 0.2, (0.35, 0.9), 0.0, 0.16)

    def whorl(self, out: Surface) -> None:
        """From the whorl at the back of the crown downwards."""
        rng = self.rng
        for layer, (count, half) in enumerate(((12, 1.0), (8, 0.55))):
            for i in range(count):
                azimuth = 92 + 176 * (i + rng.uniform(0.3, 0.7)) / count
                root = unit(np.array([0.6, 21.8, -5.2]) - CENTRE + 0.9 * direction(azimuth, 0))
                tip = direction(azimuth + 8, 14 + rng.uniform(-6, 4) - 6 * layer)
                self.sweep(out, root, tip, np.zeros(3), 0.06 + 0.14 * layer, half, STRIPS[(i + layer) % 3], 11, 0.55, (0.05, 0.85))


def build(scalp: Scalp, figures: dict) -> Surface:
    """All of it."""
    out = Surface()
    hair = Short(scalp, figures)
    hair.cap(out)
    hair.sides(out)
    hair.whorl(out)
    hair.top(out)
    hair.fringe(out)
    return out
