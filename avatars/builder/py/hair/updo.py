"""The woman's hair: parted on her left, a fringe swept over the forehead's side, all gathered in a low bun; a loose lock
before each ear."""

from __future__ import annotations

import numpy as np

from head.shape import curve, step

from . import picture
from .mesh import Surface, clump, grid
from .scalp import CENTRE, Scalp, direction, slerp, unit
from .sheet import Sheet, smooth_line

FRONT = 57.0  # the foremost strands cross the temple at these degrees beside the face
BUN = np.array([0.0, 7.5, -10.7])


def azimuth(a: float) -> float:
    """Where strand a crosses the side of the head: 0 her left temple, 0.5 the back, 1 her right temple."""
    return FRONT + (360 - 2 * FRONT) * a


class Updo:
    """The sheet of combed hair on one scalp and what is made on it."""

    def __init__(self, scalp: Scalp, figures: dict[str, float]):
        self.scalp = scalp
        self.k = figures
        self.sheet = Sheet(self.strand)
        self.rng = np.random.default_rng(11)

    def part(self, u: float) -> np.ndarray:
        """Direction of the parting: u 0 at the forehead, 1 at the whorl."""
        k = self.k
        front = unit(np.array([k["part"], 18.9, 8.0]) - CENTRE)
        whorl = unit(np.array([k["part"] * 0.3, 22.4, -4.6]) - CENTRE)
        return slerp(front, whorl, np.array(u))

    def strand(self, a: float) -> np.ndarray:
        """Control points of one strand, root first: from the parting down the side, over the ear, back to the bun."""
        k, scalp = self.k, self.scalp
        az = azimuth(a)
        turn = az - 180  # negative on her left
        side = abs(turn) / (180 - FRONT)  # 0 back to 1 front
        fringe = float(step(0.68, 1.0, a))
        left = float(step(0.2, 0.0, a))
        u = float(curve([(0, 0), (0.36, 0.9), (0.5, 1), (0.64, 0.9), (1, 0)], a))
        root = self.part(u)
        away = direction(az, 35)
        root = unit(root + (away - root * (away @ root)) * (0.012 + 0.06 * (1 - side)))
        # Down to the side of the head.
        level = curve([(0, 2.0), (0.55, 6.0), (0.85, 9.0), (1, 10.0)], side)
        t = np.array([0.0, 0.1, 0.24, 0.42, 0.62, 0.82, 1.0])
        d = slerp(root, direction(az, float(level)), t)
        lift = fringe * k["sweep"] + left * (k["sweep"] - 2.0)
        d = unit(d + (np.sin(np.pi * t**0.9) * np.sin(np.radians(lift)))[:, None] * unit(np.array([0, 1.0, 0.1])))
        full = np.array([0.1, 0.62, 1.05, 1.22, 1.15, 1.0, 0.85]) * k["volume"]
        wave = np.array([0.1, 0.66, 1.02, 1.0, 0.82, 0.62, 0.55])
        blend = max(fringe, left)
        top = scalp.place(d, full * (1 - blend) + wave * blend)
        # Back to the bun, over the upper part of the ear.
        f = np.array([0.22, 0.44, 0.66, 0.85, 1.0])
        back = 180 + turn * (1 - f) ** 0.85
        low = float(level) + (-38.0 - float(level)) * f ** (1.0 + 0.25 * side) - 5.0 * side * np.sin(np.pi * f) * (f < 0.7)
        over = 0.55 + 0.52 * side * np.exp(-(((f - 0.24) / 0.26) ** 2)) + 0.35 * (1 - side) * (1 - f)
        rest = scalp.place(direction(back, low), over - 0.3 * (f > 0.95))
        return np.concatenate([top, rest])

    # --- surfaces -------------------------------------------------------------------------------------------------

    def mass(self, out: Surface) -> None:
        """The closed sheet under the clumps; its front edge dives into the skin."""
        rows, columns = 18, 44
        a = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, columns)) * np.abs(np.cos(np.linspace(0, np.pi, columns))) ** 0.15
        ag, sg = np.meshgrid(a, np.linspace(0.0, 0.92, rows))
        edge = np.clip(np.minimum(ag, 1 - ag) / 0.035, 0, 1)
        p = self.sheet.at(ag, sg, -0.1 - 0.75 * (1 - np.sqrt(1 - (1 - edge) ** 2)))
        n = self.sheet.normal(ag, sg)
        saw = np.abs((ag * 4) % 2 - 1)
        uv = np.stack([picture.MASS[0] + (picture.MASS[1] - picture.MASS[0]) * saw, sg * 0.9], axis=-1)
        out.add(p, n, uv, grid(rows, columns)[:, ::-1])

    def nape(self, out: Surface) -> None:
        """Short hair from the nape up to the bun."""
        rows, columns = 9, 31
        az = np.linspace(103, 257, columns)
        hairline = curve([(103, -14), (112, -30), (124, -44), (145, -50), (180, -51), (215, -50), (236, -44), (248, -30), (257, -14)], az)
        k = np.linspace(0, 1, rows)[:, None]
        el = hairline + (-22.0 - hairline) * k
        lift = -0.25 + 0.7 * np.sqrt(np.clip(k * 2.2, 0, 1)) + 0.0 * az
        d = direction(np.broadcast_to(180 + (az - 180) * (1 - 0.35 * k), el.shape), el)
        p = self.scalp.place(d, lift)
        saw = np.abs((np.linspace(0, 4, columns)) % 2 - 1)
        uv = np.stack(np.broadcast_arrays(picture.MASS[0] + (picture.MASS[1] - picture.MASS[0]) * saw[None], 0.78 - 0.3 * k), axis=-1)
        out.add(p, self.scalp.normal(d), uv, grid(rows, columns))
        # Combed up over it.
        for i, middle in enumerate(np.linspace(106, 254, 16)):
            t = np.linspace(0, 1, 8)
            low = float(np.interp(middle, az, hairline)) - 1.0
            d = direction(180 + (middle - 180) * (1 - 0.5 * t), low + (-27.0 - low) * t)
            half = (0.25 + 0.75 * np.sin(np.pi * np.clip(t * 0.8 + 0.1, 0, 1))) * 0.72
            n = self.scalp.normal(d)
            q = self.scalp.place(d, -0.12 + 0.62 * np.sqrt(t))
            clump(out, q, np.cross(n, np.gradient(q, axis=0)), n, half, half * 0.36, (picture.MIDDLE, picture.LOW)[i % 2], 0.75 - 0.35 * t, 0.0, round_=0.5)

    def lock(self, out: Surface, a, s0: float, s1: float, wide: float, lift: float, strip, wave: float = 0.0, phase: float = 0.0,
             segments: int = 13, tip: float = 0.72, thick: float = 0.3) -> None:
        """One clump along the sheet. `a`: strand at its ends and between; `wide`: half width in strands."""
        t = np.linspace(0, 1, segments)
        s = s0 + (s1 - s0) * t
        line = np.interp(t, np.linspace(0, 1, len(a)), a)
        line = np.convolve(np.pad(line, 2, "edge"), [0.1, 0.2, 0.4, 0.2, 0.1], "valid")
        line = np.clip(line + wave * np.sin(2 * np.pi * (t * 1.1 + phase)) * t, 0.004, 0.996)
        grow = 0.4 + 0.6 * step(0, 0.25, t)
        end = np.clip((t - tip) / (1 - tip), 0, 1)
        taper = np.sqrt(np.clip(1 - end**2, 0, 1)) * (1 - 0.4 * end)
        across = self.sheet.across(line, s)
        span = np.linalg.norm(across, axis=1)
        half = np.minimum(wide * span, 1.8) * grow * taper + 0.015
        thickness = np.minimum(half * thick, 0.42) * (0.3 + 0.7 * step(0, 0.16, t))
        rise = lift * step(0.0, 0.2, t) * (1 - 0.6 * end) - 0.06
        clump(out, self.sheet.at(line, s, rise), across, self.sheet.normal(line, s), half, thickness, strip, s * 0.92, 0.0, round_=0.5)

    def clumps(self, out: Surface) -> None:
        """Broad clumps that make the combed surface, narrower ones over them."""
        rng = self.rng
        strips = (picture.BRIGHT, picture.MIDDLE, picture.LOW)
        n = 26
        for i in range(n):
            a = 0.02 + 0.96 * (i + 0.5) / n
            self.lock(out, np.clip(a + rng.uniform(-0.008, 0.008, 3), 0.012, 0.988), 0.0, 0.95, 0.026, 0.05, strips[1 if i % 2 else 2], 0.004, rng.uniform(), segments=18, tip=0.9)
        # Along both edges of the fringe: the border of the forehead is made of hair, not of a rim.
        for a, s1 in ((0.012, 0.66), (0.03, 0.8), (0.988, 0.62), (0.972, 0.78), (0.955, 0.86)):
            self.lock(out, [a, a, a], 0.0, s1, 0.017, 0.1, strips[1], 0.002, rng.uniform(), tip=0.7, thick=0.4)
        for i in range(13):
            a = 0.06 + 0.88 * (i + rng.uniform(0.3, 0.7)) / 13
            self.lock(out, np.clip(a + rng.uniform(-0.016, 0.016, 3), 0.03, 0.97), rng.uniform(0.01, 0.05), rng.uniform(0.75, 0.92),
                      rng.uniform(0.011, 0.018), 0.16, strips[int(rng.integers(0, 2))], 0.008, rng.uniform(), tip=0.6)

    def bun(self, out: Surface) -> None:
        """The bun: a flattened ball wound with clumps."""
        rows, columns = 12, 22
        polar, around = np.meshgrid(np.linspace(0.02, 2.3, rows), np.linspace(0, 2 * np.pi, columns), indexing="ij")
        size = np.array([3.7, 3.3, 2.5])

        def at(polar, around, grow=0.0):
            n = np.stack([np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), -np.cos(polar)], axis=-1)
            return BUN + n * (size + np.asarray(grow, float)[..., None]), unit(n / size)

        p, n = at(polar, around, -0.1)
        uv = np.stack([np.full(polar.shape, sum(picture.MASS) / 2), 0.35 + 0.2 * polar], axis=-1)
        out.add(p, n, uv, grid(rows, columns))
        strips = (picture.BRIGHT, picture.MIDDLE, picture.LOW)
        for i in range(9):
            t = np.linspace(0, 1, 12)
            polar = 0.22 + 1.62 * t
            around = i / 9 * 2 * np.pi + 2.3 * t**0.8
            p, n = at(polar, around, 0.12 * np.sin(np.pi * t))
            along = np.gradient(p, axis=0)
            half = 0.34 + 1.0 * np.sin(polar) * 0.82
            clump(out, p, np.cross(n, along), n, half * np.sqrt(np.clip(np.sin(np.pi * np.clip(t, 0.02, 0.98)), 0, 1)) ** 0.5, half * 0.34, strips[i % 3], 0.2 + 0.4 * t, 0.0, round_=0.62)

    def loose(self, out: Surface, sign: int) -> np.ndarray:
        """The lock before an ear; returns its middle line (n, 3), root first."""
        a = 0.03 if sign > 0 else 0.97
        start = self.sheet.at(np.array([a]), np.array([0.4]), -0.35)[0]
        x, z = abs(start[0]), start[2]
        line = np.array([
            start,
            [sign * (x + 0.35), start[1] - 1.7, z - 0.7],
            [sign * 7.5, 11.6, z - 1.7],
            [sign * 7.45, 9.4, z - 2.1],
            [sign * 7.0, 7.4, z - 1.9],
            [sign * 6.3, 6.1, z - 1.0],
        ])
        p = self.scalp.pushed(smooth_line(line, 23), 0.32)
        t = np.linspace(0, 1, len(p))
        end = np.clip((t - 0.3) / 0.7, 0, 1)
        half = (0.16 + 0.34 * step(0, 0.35, t)) * np.sqrt(np.clip(1 - end**2, 0, 1)) + 0.012
        out_ = unit(p - np.array([0, 0, -1.0]) - p * [0, 1, 0])
        across = np.cross(np.gradient(p, axis=0), out_)
        for shift, strip, k in ((0.0, picture.MIDDLE, 1.0), (0.22, picture.BRIGHT, 0.55)):
            q = p + unit(across) * (shift * half)[:, None] * sign + out_ * 0.08 * (shift > 0)
            clump(out, q, across, out_, half * k, half * 0.36 * k, strip, 0.2 + 0.75 * t, step(0.1, 0.9, t), round_=0.5)
        return p


def build(scalp: Scalp, figures: dict[str, float]) -> tuple[Surface, dict[str, tuple[slice, np.ndarray]]]:
    """All of it, and for each loose lock its vertices and its middle line."""
    out = Surface()
    hair = Updo(scalp, figures)
    hair.mass(out)
    hair.nape(out)
    hair.clumps(out)
    hair.bun(out)
    locks = {}
    for side, sign in (("Left", 1), ("Right", -1)):
        first = out.count
        line = hair.loose(out, sign)
        locks[side] = (slice(first, out.count), line)
    return out, locks
