"""Shirt front, shirt collar, lapels and the jacket's collar. The left side is modelled; the right is its image. Arms hanging."""

from __future__ import annotations

import numpy as np

from .drape import Ground
from .fit import ATLAS, Fit, between, bezier, resampled, unit
from .jacket import ring
from .surface import Surface, grid, merge, mirror, subdivide, thicken, weld

# Middle of the neck, and the collar's stand around it for the woman's neck: half width, front, back.
NECK_Z = -3.1
STAND = (4.95, 4.35, 4.75)


def _scaled(fit: Fit, points) -> np.ndarray:
    """Points given for the woman's neck: widths and depths grow with the neck, heights keep to the chin."""
    k = fit.neck_radius / 4.5
    p = np.array(points, float)
    p[..., 0] *= k
    p[..., 2] = NECK_Z + (p[..., 2] - NECK_Z) * k
    return fit.up(p)


def neck_ring(fit: Fit, phi, front: float, back: float, grow: float = 0.0) -> np.ndarray:
    """An oval about the neck at angles phi (0 front, π/2 left), its height going from `front` to `back` (woman's heights)."""
    phi = np.asarray(phi, float)
    a, f, b = STAND
    depth = np.where(np.cos(phi) > 0, f, b)
    y = between(front, back, (1 - np.cos(phi)) / 2)
    k = 4.5 / fit.neck_radius
    return _scaled(fit, np.stack([(a + grow * k) * np.sin(phi), y, NECK_Z + (depth + grow * k) * np.cos(phi)], -1))


def shirt(fit: Fit) -> Surface:
    """The shirt's front, from under the jacket to the collar."""
    columns, reach = 14, 1.75
    phi = np.linspace(-reach, reach, columns + 1)
    rows = len(fit.trunk)
    low = []
    for row in range(rows - 5, rows):
        p = ring(fit, row, phi * 0.72)
        n = unit(np.stack([p[:, 0], 0 * phi, p[:, 2] + 1.4], -1))
        low.append(p - n * (0.85 if row > rows - 5 else 1.6))
    base = neck_ring(fit, phi, 133.0, 136.4, 0.05)
    rise = unit(low[-1] - low[-2])
    t = np.linspace(0, 1, 8)[1:]
    up = np.zeros((len(t), columns + 1, 3))
    for i in range(columns + 1):
        d = np.linalg.norm(base[i] - low[-1][i])
        inward = unit(np.array([0, NECK_Z * 0, NECK_Z]) + [0, 0, 0] - [base[i][0], 0, base[i][2]])
        arrive = unit(inward * 0.9 + [0, 0.55, 0])
        up[:, i] = bezier(low[-1][i], low[-1][i] + rise[i] * d * 0.3, base[i] - arrive * d * 0.3, base[i], t)
    points = np.concatenate([np.stack(low), up])
    w = np.array([[fit.trunk_row(p[1]) for p in line] for line in points])
    return grid(points, _flip(ATLAS["shirt"]), w)


def _flip(box):
    """Rows run up, texture places down."""
    u0, v0, u1, v1 = box
    return (u0, v1, u1, v0)


def shirt_collar(fit: Fit, front: Ground) -> Surface:
    """Stand and leaf of the shirt's collar, left half."""
    phi = np.radians([0.4, 9, 20, 34, 52, 75, 100, 125, 150, 180])
    inside = neck_ring(fit, phi, 132.6, 135.8, -0.05)
    top = neck_ring(fit, phi, 136.0, 139.3, -0.22)
    fold = neck_ring(fit, phi, 136.25, 139.6, 0.12)
    over = neck_ring(fit, phi, 135.7, 139.0, 0.52)
    ends = _scaled(fit, [[3.7, 129.2, 4.0], [4.6, 129.9, 3.4], [5.4, 131.2, 2.2], [5.9, 132.6, 0.6], [6.2, 134.0, -1.6],
                         [6.1, 135.2, -4.0], [5.4, 135.5, -6.3], [4.1, 135.6, -8.0], [2.3, 135.6, -8.9], [0, 135.6, -9.2]])  # fmt: skip
    mid = between(over, ends, 0.5) + unit((over - [0, 0, NECK_Z]) * [1, 0, 1]) * 0.12
    rows = [inside, top, fold, over, mid, ends]
    points = np.stack(rows, 1)
    points[:, 3:] = front.push(points[:, 3:], 0.28)
    points[:, 5] = front.push(points[:, 5], 0.34)
    w = np.stack([[_neck_row(fit, p) for p in line] for line in points])
    sheet = grid(points, ATLAS["shirtCollar"], w)
    return subdivide(sheet)


def _neck_row(fit: Fit, p: np.ndarray) -> np.ndarray:
    """The trunk's weights, with a little of the neck's near it."""
    w = fit.trunk_row(p[1])
    k = 0.22 * float(np.clip((p[1] - fit.up([0, 133.0, 0])[1]) / 5, 0, 1))
    w = w * (1 - k)
    w[fit.rig.index["neck"]] += k
    return w


def lapel(fit: Fit, ground: Ground) -> Surface:
    """The left lapel: from the break of the roll line to the gorge, folded back on the jacket."""
    f = fit.form["lapel"]
    roll = resampled(fit.up2(f["roll"]), 9)
    edge = resampled(fit.up2(f["edge"]), 9)
    gorge = fit.up2(f["gorge"])  # from the roll to the tip
    steps = np.array([0.0, 0.05, 0.3, 0.6, 0.86, 1.0])
    points = np.zeros((10, len(steps) + 1, 3))
    for r in range(10):
        if r < 9:
            line = np.array([between(roll[r], edge[r], k) for k in steps])
        else:
            line = np.array([[np.interp(k, np.linspace(0, 1, len(gorge)), gorge[:, c]) for c in (0, 1)] for k in steps])
        gaps = np.interp(steps, [0, 0.1, 0.5, 1], [0.5, 0.72, 0.62, 0.42])
        laid = np.array([ground.front(x, y) + [0, 0, g] for (x, y), g in zip(line, gaps)])
        # The roll: cloth comes out of the jacket's opening and turns over.
        inside = laid[0] + [0.25, 0, -1.0]
        points[r] = np.concatenate([inside[None], laid])
    w = ground.weights(points)
    return subdivide(thicken(grid(points, _flip(ATLAS["lapel"]), w), 0.2))


def collar(fit: Fit, ground: Ground) -> Surface:
    """The jacket's collar: from the gorge around to the nape and on."""
    f = fit.form["collar"]
    inner = resampled(_near(fit, ground, f["inner"]), 10)
    outer = ground.land(resampled(_near(fit, ground, f["outer"]), 10), 0.5)
    steps = np.array([0.0, 0.12, 0.45, 0.8, 1.0])
    points = np.zeros((10, len(steps) + 1, 3))
    for r in range(10):
        line = np.array([between(inner[r], outer[r], k) + [0, 0.35 * np.sin(np.pi * min(k * 1.6, 1)), 0] for k in steps])
        centre = np.array([0, 0, NECK_Z])
        inside = inner[r] + unit((centre - inner[r]) * [1, 0, 1]) * 0.35 + [0, -2.2, 0]
        points[r] = np.concatenate([inside[None], line])
    points[:, 1:] = ground.push(points[:, 1:], 0.5)
    points[-1, :, 0] = 0
    w = ground.weights(points)
    # Both halves are one before they get their thickness: no wall stands at the nape.
    return subdivide(thicken(both(fit, grid(points, ATLAS["collar"], w)), 0.2))


def _near(fit: Fit, ground: Ground, points) -> np.ndarray:
    """Points as x, y, z; those without z lie on the jacket's front."""
    out = []
    for p in points:
        if len(p) == 2:
            x, y = fit.up2([p])[0]
            out.append(ground.front(x, y) + [0, 0, 0.5])
        else:
            out.append(_scaled(fit, p))
    return np.array(out)


def both(fit: Fit, left: Surface) -> Surface:
    """A left part and its image."""
    return weld(merge([left, mirror(left, fit.rig)]))
