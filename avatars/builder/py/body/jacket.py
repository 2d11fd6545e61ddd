"""The jacket's body and sleeves: one sheet per half, from hem and front edge to neck and cuff. Modelled with the arms hanging."""

from __future__ import annotations

import numpy as np

from .fit import ATLAS, Fit, between, bezier, smooth, unit
from .surface import Surface, even_weights, grid, merge, mirror, subdivide, weld

FRONT, BACK, SEAM = 6, 8, 6
ARM_ROWS = 7
EDGE = 0.32


def ring(fit: Fit, row: int, theta: np.ndarray) -> np.ndarray:
    """The trunk's section at a row of the table; theta 0 front, π/2 left, π back."""
    y, a, front, back = fit.trunk[row]
    n = 2.0 / 2.35
    sin, cos = np.sin(theta), np.cos(theta)
    cz = -1.4
    x = a * np.sign(sin) * np.abs(sin) ** n
    z = np.where(cos >= 0, cz + (front - cz) * np.abs(cos) ** n, cz + (back - cz) * np.abs(cos) ** n)
    bust = fit.form["bust"]
    if bust:
        high = np.exp(-(((y / fit.s - 118.3) / 4.6) ** 2))
        side = np.exp(-(((np.abs(x) - 6.6) / 3.9) ** 2)) - 0.5 * np.exp(-((x / 2.6) ** 2))
        z = z + np.where(cos > 0, bust * high * side, 0)
    # The back: a furrow along the spine, shoulder blades.
    blade = np.exp(-(((y / fit.s - 122) / 8) ** 2))
    z = z + np.where(cos < 0, 0.55 * np.exp(-((x / 3) ** 2)) * blade, 0)
    return np.stack([x, np.full_like(x, y), z], -1)


def _front_x(fit: Fit, row: int, lap: float) -> float:
    """x of the front edge (and above the break of the roll line) at a row."""
    rows = len(fit.trunk)
    roll = fit.form["roll"]
    if row >= rows - 3:
        k = row - (rows - 3)
        return roll[k] + (lap * 0.75 if k == 0 else 0)
    if row == 0:
        return lap + 2.4
    return lap + (0.5 if row == 1 else 0)


def half(fit: Fit, lap: float, lift: float) -> tuple[Surface, dict[str, np.ndarray]]:
    """The left half: its cage, and the curves other parts are sewn to. `lap`: how far the front edge passes the
    middle (negative) ; `lift`: how far it lies above the other half."""
    rows = len(fit.trunk)
    low = np.zeros((rows, FRONT + BACK + 1, 3))
    for r in range(rows):
        a, n = fit.trunk[r][1], 2.35
        x0 = _front_x(fit, r, lap)
        t0 = np.arcsin(np.sign(x0) * (abs(x0) / a) ** (n / 2))
        theta = np.concatenate([np.linspace(t0, np.pi / 2, FRONT + 1), np.linspace(np.pi / 2, np.pi, BACK + 1)[1:]])
        low[r] = ring(fit, r, theta)
        near = 1 - smooth(0, 6.5, low[r, :, 0] - x0)
        low[r, :, 2] += np.where(np.arange(FRONT + BACK + 1) <= FRONT, lift * near * (1 if r < rows - 2 else 0.6), 0)
    neck, tip, nape = (fit.up(fit.form[k]) for k in ("neck", "tip", "nape"))
    top = low[-1]
    rising = unit(low[-1] - low[-2])
    t = np.linspace(0, 1, ARM_ROWS + 1)
    front = np.zeros((ARM_ROWS + 1, FRONT + 1, 3))
    for i in range(FRONT + 1):
        s = i / FRONT
        p3 = between(neck, tip, s) + np.array([0, -0.35, 0]) * np.sin(np.pi * s)
        start = unit(between(unit([0.2, 0.9, -0.12]), unit([-0.1, 0.85, 0.5]), smooth(0, 1, s)) * 0.6 + rising[i] * 0.4)
        arrive = unit([0.05, 0.45 + 0.3 * (1 - s), -1])
        d = np.linalg.norm(p3 - top[i])
        front[:, i] = bezier(top[i], top[i] + start * d * 0.42, p3 - arrive * d * (0.36 + 0.06 * s), p3, t)
    back = np.zeros((ARM_ROWS + 1, BACK + 1, 3))
    for i in range(BACK + 1):
        p0 = top[FRONT + i]
        if i <= SEAM:
            s = 1 - i / SEAM
            p3 = between(neck, tip, s) + np.array([0, -0.35, 0]) * np.sin(np.pi * s)
            arrive = unit([0.0, 0.5, 1])
        else:
            k = (i - SEAM) / (BACK - SEAM)
            # A quarter of an oval from the neck point to the nape.
            angle = k * np.pi / 2
            p3 = np.array([neck[0] * np.cos(angle), between(neck[1], nape[1], k**1.5), between(neck[2], nape[2], np.sin(angle))])
            arrive = unit(between([0, 0.5, 1], [0, 1, 0.35], k))
            s = 0
        start = unit(between([0, 1, 0.06], [-0.1, 0.85, -0.5], smooth(0, 1, s)))
        d = np.linalg.norm(p3 - p0)
        back[:, i] = bezier(p0, p0 + start * d * 0.42, p3 - arrive * d * 0.36, p3, t)
    w_low, w_front, w_back = _weights(fit, low, front, back)
    u0, v0, u1, v1 = ATLAS["torso"]
    mid = between(v0, v1, 0.42)
    split = between(u0, u1, 0.46)
    cols = np.concatenate([np.linspace(u0, split, FRONT + 1), np.linspace(split, u1, BACK + 1)[1:]])
    uv_low = np.stack(np.broadcast_arrays(cols[None, :], np.linspace(v1, mid, rows)[:, None]), -1)
    vs = np.linspace(mid, v0, ARM_ROWS + 1)[:, None]
    uv_front = np.stack(np.broadcast_arrays(cols[None, : FRONT + 1], vs), -1)
    uv_back = np.stack(np.broadcast_arrays(cols[None, FRONT:], vs), -1)
    parts = [
        grid(*_hemmed(low, uv_low, w_low, True, True)),
        grid(*_hemmed(front, uv_front, w_front, True, False)),
        grid(back, uv_back, w_back),
    ]
    loop = np.concatenate([front[:, FRONT], back[-2:0:-1, 0]])
    loop_w = np.concatenate([w_front[:, FRONT], w_back[-2:0:-1, 0]])
    curves = {"roll": np.concatenate([low[rows - 3 :, 0], front[1:, 0]]), "nape": back[-1, SEAM:], "loop": loop, "loop_w": loop_w}
    return merge(parts), curves


def _hemmed(p: np.ndarray, uv: np.ndarray, w: np.ndarray, edge: bool, hem: bool):
    """A grid with the thickness of its front edge and hem turned in."""
    if edge:
        side = unit(p[:, 1] - p[:, 0])
        inward = unit(np.array([[0.0, 0.0, -1.0]]) + side * 0.0)
        a = p[:, 0] + inward * EDGE
        b = a + side * 2.2 + inward * 0.25
        p = np.concatenate([b[:, None], a[:, None], p], 1)
        uv = np.concatenate([uv[:, :1], uv[:, :1], uv], 1)
        w = np.concatenate([w[:, :1], w[:, :1], w], 1)
    if hem:
        centre = p[0].mean(0) * [1, 1, 0] + [0, 0, -1.4]
        inward = unit((centre - p[0]) * [1, 0, 1])
        a = p[0] + inward * EDGE
        b = a + inward * 0.5 + [0, 2.5, 0]
        p = np.concatenate([b[None], a[None], p], 0)
        uv = np.concatenate([uv[:1], uv[:1], uv], 0)
        w = np.concatenate([w[:1], w[:1], w], 0)
    return p, uv, w


def _weights(fit: Fit, low: np.ndarray, front: np.ndarray, back: np.ndarray):
    """Weights of the three grids: the trunk; near the armhole a share of the arm, on top of the shoulder the shoulder."""
    rig = fit.rig
    arm, shoulder = rig.index["leftUpperArm"], rig.index["leftShoulder"]
    tip = fit.up(fit.form["tip"])
    arm_y = low[-1, FRONT, 1]

    def row(p: np.ndarray, armhole: float) -> np.ndarray:
        w = fit.trunk_row(p[1])
        if p[1] < 96 * fit.s:
            # The skirts of the jacket follow the thighs a little when the character sits or steps.
            share = 0.25 * float(smooth(96 * fit.s, 84 * fit.s, p[1])) * float(smooth(3, 9, p[0]))
            w = w * (1 - share)
            w[rig.index["leftUpperLeg"]] += share
        height = float(smooth(arm_y - 1, tip[1], p[1]))
        k = 0.62 * float(smooth(3.5, tip[0] - 1.5, p[0])) * height
        w = w * (1 - k)
        w[shoulder] += k
        # Wide on the shoulder, where cloth lies flat; narrow in the armpit, where it folds.
        k = 0.44 * (1 - float(smooth(0, 4.6 + 3.6 * height, armhole)))
        w = w * (1 - k)
        w[arm] += k
        return w

    def rows_of(points: np.ndarray, hole: np.ndarray) -> np.ndarray:
        out = np.zeros(points.shape[:2] + (len(rig.names),))
        for r in range(points.shape[0]):
            for c in range(points.shape[1]):
                out[r, c] = row(points[r, c], float(np.min(np.linalg.norm(hole - points[r, c], axis=1))))
        return out

    def dense(curve: np.ndarray) -> np.ndarray:
        return np.concatenate([between(curve[i], curve[i + 1], k)[None] for i in range(len(curve) - 1) for k in np.linspace(0, 1, 6)])

    hole_front, hole_back = dense(front[:, FRONT]), dense(back[:, 0])
    both = np.concatenate([hole_front, hole_back])
    return rows_of(low, both), rows_of(front, hole_front), rows_of(back, hole_back)


def sleeve(fit: Fit, loop: np.ndarray, loop_w: np.ndarray) -> Surface:
    """The left sleeve, from the armhole's points (armpit first, front upwards) to the turned-in cuff."""
    n = len(loop)
    rig = fit.rig
    phi = np.linspace(0, 2 * np.pi, n, endpoint=False)
    rings_u = fit.form["sleeve"]
    j = fit.joint["leftUpperArm"]
    # Angle 0 is the inner side (armpit), π/2 the front, π the outer side.
    ideal = []
    for u, rx, rz in rings_u:
        # Folds where the elbow bends, deeper on its inside.
        wave = 1 + 0.012 * np.sin(u * 2.1) * smooth(14, 26, u) * smooth(44, 36, u) * (1 + np.sin(phi))
        centre = j + fit.axis * u + [0, 0, 0.35 * float(smooth(10, 40, u))]
        ring = centre + (-np.cos(phi) * rx * wave)[:, None] * fit.out + (np.sin(phi) * rz * wave)[:, None] * [0, 0, 1]
        ideal.append(ring)
    first = ideal[0]
    outward = (1 - np.cos(phi)) / 2
    slope = unit([0.95, -0.3, 0])
    start = unit(between(unit([0.3, -0.95, 0]), slope, outward[:, None]) + np.stack([0 * phi, 0 * phi, 0.45 * np.sin(phi)], 1))
    rings = [loop]
    for t in (0.2, 0.42, 0.66):
        ring = np.zeros_like(loop)
        for i in range(n):
            d = np.linalg.norm(first[i] - loop[i])
            ring[i] = bezier(loop[i], loop[i] + start[i] * d * 0.42, first[i] - fit.axis * d * 0.42, first[i], np.array([t]))[0]
        rings.append(ring)
    rings += ideal
    # The cuff's edge, turned in.
    last = rings[-1]
    middle = last.mean(0)
    rings.append(last + (middle - last) * 0.085 + fit.axis * 0.12)
    rings.append(last + (middle - last) * 0.12 - fit.axis * 2.6)
    points = np.stack(rings)
    elbow = np.linalg.norm(fit.joint["leftLowerArm"] - j)
    w = np.zeros(points.shape[:2] + (len(rig.names),))
    arm, fore = rig.index["leftUpperArm"], rig.index["leftLowerArm"]
    for r in range(points.shape[0]):
        for c in range(n):
            along = float(np.dot(points[r, c] - j, fit.axis))
            path = float(np.linalg.norm(points[r, c] - loop[c]))
            wide = 3.2 * (1 - np.cos(phi[c])) / 2
            k = float(smooth(-1.0 - wide * 0.3, 6.6 + wide, path)) if r else 0.0
            row = loop_w[c] * (1 - k)
            bend = float(smooth(elbow - 4.5, elbow + 4.5, along))
            row[arm] += k * (1 - bend)
            row[fore] += k * bend
            w[r, c] = row
    uv = ATLAS["sleeve"]
    v = np.concatenate([np.linspace(uv[1], uv[3], points.shape[0] - 2), [uv[3], uv[3]]])
    places = np.stack(np.broadcast_arrays(np.linspace(uv[0], uv[2], n + 1)[None, :], v[:, None]), -1)
    return grid(points, places, w, wrap=True).flipped()


def build(fit: Fit) -> tuple[Surface, Surface, dict[str, np.ndarray]]:
    """Left and right half with sleeves, in the T-pose and subdivided once; the left half's curves (arms hanging)."""
    lap = fit.form["lap"]
    # Women's jackets close right over left, men's left over right.
    over, under = (-lap, 0.42), (0.3, 0.0)
    left_kind, right_kind = (under, over) if fit.female else (over, under)
    halves = []
    curves: dict[str, np.ndarray] = {}
    for kind, is_left in ((left_kind, True), (right_kind, False)):
        body, found = half(fit, *kind)
        whole = weld(merge([body, sleeve(fit, found["loop"], found["loop_w"])]))
        whole = even_weights(subdivide(whole), 14)
        if is_left:
            curves = found
            halves.append(whole)
        else:
            halves.append(mirror(whole, fit.rig))
    return halves[0], halves[1], curves
