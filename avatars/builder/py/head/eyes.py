"""Eyeballs with painted irises, the lights in them, and the lashes."""

from __future__ import annotations

import numpy as np

from kit import Character, Part

from .rig import SkinRig
from .shape import bell, step
from .state import EXPRESSIONS, REST, Face

SIZE = 512
_LIGHT_UV = (0.985, 0.015)
_REACH = 0.47  # of the picture's half: the eyeball's front hemisphere


def paint_eye(character: Character) -> np.ndarray:
    """Picture of an eyeball from in front: white, iris, pupil; the lid's shadow falls on its upper part."""
    k = 2
    n = SIZE * k
    y, x = np.mgrid[0:n, 0:n] / n * 2 - 1 + 1 / n
    # Centimetres on the ball seen from in front.
    radius = character.get("eyes", {}).get("radius", 2.75)
    r = np.hypot(x, y) / (2 * _REACH) * radius
    a = np.arctan2(y, x)
    up = -y / (2 * _REACH) * radius
    iris_r = character.get("eyes", {}).get("iris", 1.14)
    iris, deep = character.colour("iris"), character.colour("irisDeep")
    white = np.array([0.985, 0.975, 0.97])
    out = np.broadcast_to(white, (n, n, 3)).copy()
    # Warm and darker towards the corners; shaded by the upper lid.
    out *= (1 - 0.16 * step(1.2, 2.1, r))[..., None] * np.array([1, 0.985, 0.98])
    shadow = step(0.25, 1.15, up) * 0.3
    out *= 1 - shadow[..., None] * np.array([0.75, 0.9, 0.85])
    # The iris: dark rim, light from below, rays.
    rng = np.random.default_rng(5)
    rays = np.zeros_like(a)
    for f in range(9, 60, 4):
        rays += np.sin(a * f + rng.uniform(0, 6.28)) * rng.uniform(0.3, 1.0) / 6
    q = r / iris_r
    light = 0.28 + 0.62 * step(0.55, -0.8, up / iris_r) + 0.13 * rays * step(0.35, 0.7, q)
    tone = deep + (iris - deep) * np.clip(light, 0, 1.15)[..., None]
    glow = np.clip(iris * 1.55 + 0.06, 0, 1)
    tone = tone + (glow - tone) * (0.55 * bell(np.hypot(np.cos(a) * r * 0.75, up + 0.62 * iris_r) / (0.5 * iris_r), 1.0) * step(0.45, 0.7, q) * step(0.98, 0.85, q))[..., None]
    tone = tone * (1 - 0.72 * step(0.8, 1.0, q))[..., None]
    tone = tone * (1 - 0.5 * step(0.1, 0.95, up / iris_r))[..., None]
    pupil = step(0.45, 0.38, q)[..., None]
    tone = tone * (1 - pupil) + deep * 0.35 * pupil
    mask = step(1.03, 0.95, q)[..., None]
    out = out * (1 - mask) + tone * mask
    halo = bell((q - 1.02) / 0.07, 1.0)[..., None] * (1 - mask) * 0.5
    out = out * (1 - halo) + deep * halo
    # Corner of plain light for the catchlights.
    out[: n // 16, -n // 16 :] = 1
    out = out.reshape(SIZE, k, SIZE, k, 3).mean(axis=(1, 3))
    return np.clip(out, 0, 1)


def _ball(centre: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, spokes = 12, 28
    points, uvs, tris = [], [], []
    for i in range(rows):
        polar = (i / (rows - 1)) ** 0.9 * 1.55
        for j in range(spokes):
            around = j / spokes * 2 * np.pi
            n = np.array([np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)])
            points.append(centre + n * radius)
            reach = np.sin(polar) * _REACH
            uvs.append((0.5 + reach * np.cos(around), 0.5 - reach * np.sin(around)))
    for i in range(rows - 1):
        for j in range(spokes):
            d = (j + 1) % spokes
            a, b, e, f = i * spokes + j, i * spokes + d, (i + 1) * spokes + j, (i + 1) * spokes + d
            tris += [(a, e, f), (a, f, b)]
    return np.array(points), np.array(uvs), np.array(tris)


def _light(centre: np.ndarray, radius: float, x: float, y: float, w: float, h: float):
    """A soft-cornered window's light on the ball."""
    spokes = 16
    a = np.linspace(0, 2 * np.pi, spokes, endpoint=False)
    c, s = np.cos(a), np.sin(a)
    px = x + w * np.sign(c) * np.abs(c) ** 0.8
    py = y + h * np.sign(s) * np.abs(s) ** 0.8
    px, py = np.append(px, x), np.append(py, y)
    pz = np.sqrt(np.maximum((radius + 0.03) ** 2 - px**2 - py**2, 0))
    p = centre + np.stack([px, py, pz], -1)
    return p, np.tile(_LIGHT_UV, (spokes + 1, 1)), np.array([(spokes, i, (i + 1) % spokes) for i in range(spokes)])


def build_eyes(rig: SkinRig) -> Part:
    """Both eyes. The lights follow the gaze half way, as reflections of a window do."""
    e = rig.lids.e
    points, uvs, tris, weights = [], [], [], []
    count = 0
    for sign, bone in ((1, "leftEye"), (-1, "rightEye")):
        centre = rig.lids.centre * [sign, 1, 1]
        pieces = [(_ball(centre, e["radius"]), [(bone, 1.0)])]
        half = [(bone, 0.5), ("head", 0.5)]
        pieces.append((_light(centre, e["radius"], 0.36, 0.42, 0.2, 0.23), half))
        pieces.append((_light(centre, e["radius"], -0.36, -0.42, 0.1, 0.1), half))
        for (p, uv, t), w in pieces:
            points.append(p)
            uvs.append(uv)
            tris.append(t + count)
            weights += [w] * len(p)
            count += len(p)
    return Part("eyes", "eyes", rig.shape.world(np.concatenate(points)), np.concatenate(tris), np.concatenate(uvs), weights)


def _lash_points(rig: SkinRig, state: Face, blink: float, strength: float) -> np.ndarray:
    """(3, columns, 3): roots, body and tips of the upper lashes of the left eye."""
    lids = rig.lids
    t = np.linspace(-0.97, 1.05, 33)
    inner = np.clip(t, -1, 1)
    upper, lower, _ = lids.edges(inner, state, blink)
    x = lids.e["x"] + lids.e["half"] * t
    y = lids.e["y"] + upper + 0.1 * np.maximum(t - 1, 0)
    z = lids.over(x, y, 0.16, 0.25) + 0.015
    long = (0.07 + 0.2 * step(-0.7, 0.75, t)) * step(1.07, 0.7, t) * strength
    rise = 0.62 - 1.35 * blink
    out = step(-0.3, 1, t)
    root = np.stack([x, y + 0.075, z + 0.005], -1)
    body = np.stack([x + 0.03 * out, y - 0.02, z + 0.06], -1)
    tip = np.stack([x + long * 0.7 * out, y + long * rise - 0.02, z + 0.05 + long * (0.85 - 0.35 * out)], -1)
    return np.stack([root, body, tip])


def build_lashes(rig: SkinRig) -> Part:
    """The upper lashes as one dark wing on each side."""
    strength = rig.lids.e["lash"]
    columns = 33

    def points(state: Face) -> np.ndarray:
        left = _lash_points(rig, state, state.blink_left, strength).reshape(-1, 3)
        right = _lash_points(rig, state, state.blink_right, strength).reshape(-1, 3) * [-1, 1, 1]
        return rig.shape.world(np.concatenate([left, right]))

    tris = []
    for side in (0, 1):
        for r in range(2):
            for c in range(columns - 1):
                a = side * 3 * columns + r * columns + c
                quad = [(a, a + columns, a + columns + 1), (a, a + columns + 1, a + 1)]
                tris += quad if side else [(q[0], q[2], q[1]) for q in quad]
    rest = points(REST)
    uvs = np.full((len(rest), 2), 0.5)
    morphs = moving(points, rest)
    return Part("lashes", "lash", rest, np.array(tris), uvs, "head", morphs=morphs)


def moving(points, rest: np.ndarray) -> dict[str, np.ndarray]:
    """The shifts of a surface in every expression that moves it (by more than a hundredth of a millimetre)."""
    out = {}
    for name, state in EXPRESSIONS.items():
        shift = points(state) - rest
        if np.abs(shift).max() > 1e-5:
            out[name] = shift
    return out
