"""Trousers and shoes. Modelled as they stand: the T-pose's legs."""

from __future__ import annotations

import numpy as np

from .fit import ATLAS, Fit, between, smooth
from .surface import Surface, grid, merge, mirror

# Height, half width, half depth, shift of the middle in x and z; woman's heights.
TROUSERS = {
    "f": [(90, 7.4, 8.2, -0.5, -1.9), (86, 8.2, 9.2, -0.3, -2.0), (78, 8.6, 9.6, 0.1, -1.6), (66, 7.9, 8.5, 0.2, -1.2), (52, 6.9, 7.3, 0.2, -1.0),
          (44, 6.5, 7.0, 0.2, -1.1), (30, 6.6, 7.3, 0.25, -1.6), (16, 6.7, 7.7, 0.3, -1.6), (6.5, 6.7, 8.0, 0.3, -1.2), (4.0, 6.65, 8.0, 0.3, -1.0)],
    "m": [(88, 8.4, 9.0, -0.5, -1.4), (84, 8.9, 9.4, -0.3, -1.5), (78, 9.1, 9.8, 0.1, -1.4), (66, 8.5, 9.0, 0.2, -1.1), (52, 7.6, 8.0, 0.2, -0.9),
          (44, 7.3, 7.8, 0.2, -1.0), (30, 7.3, 8.0, 0.25, -1.4), (16, 7.4, 8.4, 0.3, -1.3), (6.0, 7.4, 8.7, 0.3, -0.8), (3.6, 7.35, 8.7, 0.3, -0.6)],
}  # fmt: skip
# The shoe from heel to toe: z from the ankle, half width, height, inner and outer swing.
SHOE = [(-4.9, 0.6, 5.4, 0.0), (-4.6, 2.2, 6.4, 0.0), (-3.0, 3.0, 7.0, 0.0), (0.0, 3.2, 7.4, 0.0), (4.0, 3.4, 6.6, 0.1), (8.0, 4.0, 4.9, 0.25),
        (11.5, 4.2, 4.0, 0.3), (14.5, 3.7, 3.4, 0.1), (16.4, 2.4, 2.8, -0.2), (17.0, 0.7, 2.2, -0.3)]  # fmt: skip


def trousers(fit: Fit) -> Surface:
    """The left trouser leg."""
    rows = TROUSERS["f" if fit.female else "m"]
    n = 20
    phi = np.linspace(0, 2 * np.pi, n, endpoint=False)
    hip, s = fit.figures["hip"], fit.s
    rig = fit.rig
    upper, lower = rig.index["leftUpperLeg"], rig.index["leftLowerLeg"]
    points, w = [], []
    knee = fit.joint["leftLowerLeg"][1]
    for y, a, depth, dx, dz in rows:
        h = y * s if y > 10 else y
        # A crease in front and behind.
        crease = 0.035 * (np.exp(-((np.sin(phi) / 0.22) ** 2))) * smooth(80, 60, y)
        x = hip + dx + a * np.sin(phi)
        z = dz + depth * np.cos(phi) * (1 + crease)
        # The inner sides lie against each other above the fork.
        x = np.maximum(x, -0.3 if y > 76 else 0.35)
        points.append(np.stack([x, np.full(n, h), z], -1))
        row = np.zeros((n, len(rig.names)))
        thigh = float(smooth(93 * s, 80 * s, h)) * np.clip(0.35 + 0.65 * smooth(1.5, 7, x), 0, 1)
        bend = float(smooth(knee + 6, knee - 6, h))
        row[:, rig.index["hips"]] = 1 - thigh
        row[:, upper] = thigh * (1 - bend)
        row[:, lower] = thigh * bend
        w.append(row)
    # The hem, turned in.
    for k, dy in ((0.95, 0.05), (0.9, 4.0)):
        last = points[len(rows) - 1]
        mid = last.mean(0)
        points.append(between(mid, last, k) + [0, dy, 0])
        w.append(w[len(rows) - 1])
    u = ATLAS["trousers"]
    v = np.concatenate([np.linspace(u[1], u[3], len(rows)), [u[3]] * 2])
    places = np.stack(np.broadcast_arrays(np.linspace(u[0], u[2], n + 1)[None], v[:, None]), -1)
    return grid(np.stack(points), places, np.stack(w), wrap=True).flipped()


def shoe(fit: Fit) -> Surface:
    """The left shoe with its heel."""
    k = fit.figures["handScale"]
    ankle = fit.joint["leftFoot"]
    rig = fit.rig
    foot, toes = rig.index["leftFoot"], rig.index["leftToes"]
    heel = 2.6 if fit.female else 1.6
    angles = np.radians([-90, -62, -40, -5, 30, 62, 90, 118, 150, 185, 220, 242])
    points, w = [], []
    for z, half, height, swing in SHOE:
        z *= k
        # The sole rises to the heel.
        base = 0.25 + heel * float(smooth(7.0, -1.0, z))
        rise = base if z < 8 else 0.25 + 0.5 * float(smooth(12, 17, z / k))
        c, s = np.cos(angles), np.sin(angles)
        x = ankle[0] + swing + half * k * np.sign(c) * np.abs(c) ** 0.75
        y = rise + (height * k - 0.25) * np.clip(0.5 + 0.5 * s, 0, 1) ** 0.75
        y = np.where(s < -0.85, rise, y)
        points.append(np.stack([x, y, np.full(len(angles), ankle[2] + z)], -1))
        row = np.zeros((len(angles), len(rig.names)))
        bend = float(smooth(fit.joint["leftToes"][2] - 2, fit.joint["leftToes"][2] + 2.5, ankle[2] + z))
        row[:, foot], row[:, toes] = 1 - bend, bend
        w.append(row)
    upper = grid(np.stack(points), ATLAS["shoe"], np.stack(w), wrap=True)
    # The heel: a block under the hind part.
    n = 9
    phi = np.linspace(0, 2 * np.pi, n, endpoint=False)
    blocks, bw = [], []
    for y, grow in ((heel + 0.9, 1.0), (heel * 0.5, 0.9), (0.0, 0.88), (0.0, 0.02)):
        blocks.append(np.stack([ankle[0] + 2.7 * k * grow * np.cos(phi), np.full(n, y), ankle[2] - 2.1 * k + 2.6 * k * grow * np.sin(phi)], -1))
        row = np.zeros((n, len(rig.names)))
        row[:, foot] = 1
        bw.append(row)
    block = grid(np.stack(blocks), ATLAS["sole"], np.stack(bw), wrap=True)
    return merge([upper, block])


def both(fit: Fit) -> tuple[Surface, Surface]:
    """Trousers and shoes, left and right."""
    leg, foot = trousers(fit), shoe(fit)
    return merge([leg, mirror(leg, fit.rig)]), merge([foot, mirror(foot, fit.rig)])
