"""The scalp as a distance from one point inside the skull: hair is grown on it by direction. Centimetres from the chin."""

from __future__ import annotations

import numpy as np

from head.shape import HeadShape

CENTRE = np.array([0.0, 13.0, -0.6])
_LAT, _LON = 121, 240


def unit(v: np.ndarray) -> np.ndarray:
    """Vectors of length one."""
    v = np.asarray(v, float)
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)


def direction(azimuth, elevation) -> np.ndarray:
    """Unit vectors by degrees: azimuth 0 front, positive to the avatar's left; elevation 90 up."""
    az, el = np.broadcast_arrays(np.radians(np.asarray(azimuth, float)), np.radians(np.asarray(elevation, float)))
    return np.stack([np.cos(el) * np.sin(az), np.sin(el), np.cos(el) * np.cos(az)], axis=-1)


def angles(d: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Azimuth and elevation of directions, degrees."""
    d = unit(d)
    return np.degrees(np.arctan2(d[..., 0], d[..., 2])), np.degrees(np.arcsin(np.clip(d[..., 1], -1, 1)))


class Scalp:
    """Distance of the head's surface from CENTRE in every direction, ears left out."""

    def __init__(self, shape: HeadShape):
        v = np.linspace(0, shape.v_end, 900)[:, None]
        phi = np.linspace(-np.pi, np.pi, 1100, endpoint=False)[None]
        # The nose is no place for hair: the plain skull, but the forehead as it is.
        d = shape.skull(v, phi).reshape(-1, 3) - CENTRE
        r = np.linalg.norm(d, axis=1)
        az, el = angles(d)
        i = np.clip(np.round((el + 90) / 180 * (_LAT - 1)).astype(int), 0, _LAT - 1)
        j = np.round((az + 180) / 360 * _LON).astype(int) % _LON
        total, count = np.zeros((_LAT, _LON)), np.zeros((_LAT, _LON))
        np.add.at(total, (i, j), r)
        np.add.at(count, (i, j), 1)
        table = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        for row in range(_LAT):
            known = ~np.isnan(table[row])
            if known.any():
                columns = np.arange(_LON)
                table[row] = np.interp(columns, columns[known], table[row][known], period=_LON)
        rows = np.where(~np.isnan(table[:, 0]))[0]
        for row in range(_LAT):
            table[row] = table[rows[np.argmin(np.abs(rows - row))]]
        self._table = _blur(table)

    def radius(self, d: np.ndarray) -> np.ndarray:
        """Distance of the skin from CENTRE in the directions d."""
        az, el = angles(d)
        x, y = (az + 180) / 360 * _LON, np.clip((el + 90) / 180 * (_LAT - 1), 0, _LAT - 1.001)
        i, j = np.floor(y).astype(int), np.floor(x).astype(int)
        fy, fx = y - i, x - j
        t, j0, j1 = self._table, j % _LON, (j + 1) % _LON
        return (t[i, j0] * (1 - fx) + t[i, j1] * fx) * (1 - fy) + (t[i + 1, j0] * (1 - fx) + t[i + 1, j1] * fx) * fy

    def place(self, d: np.ndarray, lift=0.0) -> np.ndarray:
        """The point `lift` centimetres above the skin in the directions d."""
        d = unit(d)
        return CENTRE + d * (self.radius(d) + lift)[..., None]

    def clearance(self, p: np.ndarray) -> np.ndarray:
        """How far points lie outside the skin, along the ray from CENTRE."""
        q = np.asarray(p, float) - CENTRE
        return np.linalg.norm(q, axis=-1) - self.radius(q)

    def pushed(self, p: np.ndarray, least) -> np.ndarray:
        """The points, moved outwards where they are nearer to the skin than `least`; the change is soft."""
        gap = self.clearance(p) - least
        # Smooth maximum of gap and 0 over 0.3 cm.
        soft = 0.5 * (gap + np.sqrt(gap * gap + 0.09))
        return p + unit(np.asarray(p, float) - CENTRE) * (np.maximum(soft, gap) - gap)[..., None]

    def normal(self, d: np.ndarray) -> np.ndarray:
        """Outward normals of the skin in the directions d."""
        d = unit(d)
        side = unit(np.cross(np.where(np.abs(d[..., 1:2]) > 0.9, [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]), d))
        other = np.cross(d, side)
        e = 0.04
        a = self.place(d + e * side) - self.place(d - e * side)
        b = self.place(d + e * other) - self.place(d - e * other)
        n = np.cross(a, b)
        return unit(n * np.sign(np.sum(n * d, axis=-1, keepdims=True)))


def _blur(table: np.ndarray) -> np.ndarray:
    for _ in range(2):
        table = (np.roll(table, 1, 1) + 2 * table + np.roll(table, -1, 1)) / 4
        padded = np.concatenate([table[:1], table, table[-1:]])
        table = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return table


def slerp(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Directions along the great circle from a to b."""
    a, b = unit(a), unit(b)
    angle = np.arccos(np.clip(np.sum(a * b, axis=-1), -0.9999, 0.9999))[..., None]
    t = np.asarray(t, float)[..., None]
    return (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
