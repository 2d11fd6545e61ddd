"""Buttons, pocket flaps, badge, name plate, shirt cuffs. Arms hanging."""

from __future__ import annotations

import numpy as np

from .drape import Ground
from .fit import ATLAS, Fit, unit
from .surface import Surface, grid, merge, mirror, subdivide, thicken


def _disc(fit: Fit, ground: Ground, x: float, y: float, radius: float, height: float, part: str, rim: float = 0.25) -> Surface:
    """A round, slightly domed piece lying on the front."""
    centre = ground.front(x, y)
    e = 0.4
    across = unit(ground.front(x + e, y) - ground.front(x - e, y))
    up = unit(ground.front(x, y + e) - ground.front(x, y - e))
    out = unit(np.cross(across, up))
    up = np.cross(out, across)
    n = 14
    phi = np.linspace(0, 2 * np.pi, n, endpoint=False)
    round_ = np.cos(phi)[:, None] * across + np.sin(phi)[:, None] * up
    profile = [(1.0, 0.0), (1.0, height * 0.7), (1 - rim, height), (0.5, height * 0.95), (0.02, height)]
    points = np.stack([centre + round_ * radius * r + out * (h - 0.02) for r, h in profile])
    u0, v0, u1, v1 = ATLAS[part]
    mid, half = np.array([(u0 + u1) / 2, (v0 + v1) / 2]), np.array([(u1 - u0) / 2, (v1 - v0) / 2])
    turn = np.append(phi, 2 * np.pi)
    places = np.stack([mid + np.stack([np.cos(turn), -np.sin(turn)], -1) * half * min(r, 0.97) for r, _ in profile])
    w = np.repeat(ground.weights(centre[None]), points.shape[0] * n, 0).reshape(points.shape[0], n, -1)
    return grid(points, places, w, wrap=True)


def _patch(fit: Fit, ground: Ground, corners, part: str, gap: float, depth: float, stiff: bool = False) -> Surface:
    """A flat piece between four corners (x, y): lower left, lower right, upper right, upper left."""
    a, b, c, d = (np.array(p, float) for p in corners)
    rows, columns = (3, 4) if stiff else (4, 5)
    points = np.zeros((rows, columns, 3))
    for r, t in enumerate(np.linspace(0, 1, rows)):
        for k, s in enumerate(np.linspace(0, 1, columns)):
            x, y = (a * (1 - s) + b * s) * (1 - t) + (d * (1 - s) + c * s) * t
            points[r, k] = ground.front(x, y) + [0, 0, gap]
    w = ground.weights(points)
    if stiff:
        # A plate stays flat: the plane through its points, moved with one place.
        mean = points.reshape(-1, 3).mean(0)
        _, _, axes = np.linalg.svd(points.reshape(-1, 3) - mean)
        n = axes[2] * np.sign(axes[2][2])
        points = points - ((points - mean) @ n)[..., None] * n + n * 0.1
        w = np.broadcast_to(ground.weights(mean[None])[0], w.shape)
    u0, v0, u1, v1 = ATLAS[part]
    sheet = thicken(grid(points, (u0, v1, u1, v0), w), depth)
    return sheet if stiff else subdivide(sheet)


def trims(fit: Fit, ground: Ground) -> list[Surface]:
    """Everything small on the jacket's front."""
    f, s = fit.form, fit.s
    found: list[Surface] = []
    middle = 0.0
    for y in f["buttons"]:
        found.append(_disc(fit, ground, middle, y * s, 0.85, 0.38, "button"))
    (x0, y0), (x1, y1) = f["pocket"]
    flap = _patch(fit, ground, [(x0, y0 * s - 2.5), (x1, y1 * s - 2.3), (x1, y1 * s + 2.2), (x0, y0 * s + 2.0)], "pocket", 0.28, 0.3)
    found += [flap, mirror(flap, fit.rig)]
    x, y = fit.up2([f["badge"]])[0]
    found.append(_disc(fit, ground, x, y, 1.25, 0.3, "badge", 0.12))
    px, py = fit.up2([f["plate"]])[0]
    found.append(_patch(fit, ground, [(px - 2.4, py - 0.75), (px + 2.4, py - 0.75), (px + 2.4, py + 0.75), (px - 2.4, py + 0.75)], "plate", 0.42, 0.22, True))
    return found


def shirt_cuff(fit: Fit) -> Surface:
    """The left shirt cuff, looking out of the sleeve."""
    u, rx, rz = fit.form["sleeve"][-1]
    j = fit.joint["leftUpperArm"]
    n = 16
    phi = np.linspace(0, 2 * np.pi, n, endpoint=False)
    rows = []
    for along, k in ((u - 2.4, 0.82), (u + 0.9, 0.76), (u + 1.05, 0.73), (u + 0.7, 0.7), (u - 2.0, 0.68)):
        centre = j + fit.axis * along + [0, 0, 0.35]
        rows.append(centre + (-np.cos(phi) * rx * k)[:, None] * fit.out + (np.sin(phi) * rz * k)[:, None] * [0, 0, 1])
    w = np.zeros((len(rows), n, len(fit.rig.names)))
    w[..., fit.rig.index["leftLowerArm"]] = 1
    return grid(np.stack(rows), ATLAS["shirtCuff"], w, wrap=True).flipped()


def cuffs(fit: Fit) -> Surface:
    """Both shirt cuffs."""
    left = shirt_cuff(fit)
    return merge([left, mirror(left, fit.rig)])
