"""The picture of the hair: strands run down it. u: eight columns, v: 0 root to 1 tip.

Columns 0 to 3 are clumps, from bright to deep, dark at their edges; 4 to 7 are one wide field for the mass under the
clumps, whose last part is plain and deep, for undersides. Covered hair takes a deeper column: that is its baked shade.
"""

from __future__ import annotations

import numpy as np

SIZE = 1024
BRIGHT, MIDDLE, LOW, DEEP = ((k / 8 + 0.004, (k + 1) / 8 - 0.004) for k in range(4))
MASS = (0.505, 0.955)
UNDER = (0.972, 0.996)
_LEVEL = (1.0, 0.84, 0.68, 0.52)


def _noise(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Smooth noise of SIZE × SIZE from a coarse grid, about 0 with deviation 1; joins at left and right."""
    coarse = rng.standard_normal((rows, columns))
    x = np.arange(SIZE) * columns / SIZE
    y = np.linspace(0, rows - 1.001, SIZE)
    j, i = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = x - j, y - i
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    wide = coarse[:, j % columns] * (1 - fx) + coarse[:, (j + 1) % columns] * fx
    return wide[i] * (1 - fy)[:, None] + wide[np.minimum(i + 1, rows - 1)] * fy[:, None]


def _bell(x: np.ndarray, width: float) -> np.ndarray:
    return np.exp(-((x / width) ** 2))


def paint(dark: np.ndarray, light: np.ndarray, halo: float, gloss: float, seed: int) -> np.ndarray:
    """The picture (SIZE, SIZE, 3), sRGB. `halo`: v of the highlight's band; `gloss`: its strength, 0 to 1."""
    rng = np.random.default_rng(seed)
    u = (np.arange(SIZE) + 0.5) / SIZE
    v = ((np.arange(SIZE) + 0.5) / SIZE)[:, None]
    strand = 0.5 * _noise(rng, 4, 512) + 0.7 * _noise(rng, 5, 220) + 0.7 * _noise(rng, 4, 90) + 0.5 * _noise(rng, 3, 40)
    strand = strand / strand.std()

    column = np.floor(u * 8).astype(int)
    inside = u * 8 - column
    edge = np.clip(1 - (2 * inside - 1) ** 2, 0, 1) ** 0.6
    level = np.select([column == k for k in range(4)], _LEVEL, 0.62) * np.where(column < 4, 0.7 + 0.3 * edge, 1.0)
    level = np.where(u > MASS[1] + 0.007, 0.36, level)
    plain = u > MASS[1] + 0.007

    # How light: deep at the roots, lighter towards the tips, streaked; 0 dark to 1 light.
    t = 0.2 + 0.1 * v + 0.085 * strand
    t = t - 0.12 * _bell(v, 0.07)
    band = _bell(v - halo - 0.012 * _noise(rng, 2, 60) - 0.01 * _noise(rng, 2, 200), 0.062)
    second = _bell(v - halo - 0.36 - 0.02 * _noise(rng, 2, 80), 0.09)
    streak = np.clip(0.62 + 0.33 * strand, 0.08, 1.5)
    shine = gloss * (band + 0.28 * second) * streak
    t = np.where(plain, 0.1, t + shine * np.where(column < 4, 0.45 + 0.55 * edge, 0.62))
    t = np.clip(t, 0, 1.15)[..., None]
    colour = dark * (1 - t) * 0.92 + light * t
    # Streaks differ in warmth a little too.
    warm = 0.022 * _noise(rng, 3, 150)[..., None] * np.array([1.0, 0.1, -0.9])
    return np.clip(colour * (1 + warm * 3) * np.where(plain, 0.36, level)[..., None], 0, 1)
