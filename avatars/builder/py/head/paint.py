"""The skin's picture: tone, cheeks, lips, brows, lids, the line of the lashes."""

from __future__ import annotations

import numpy as np

from kit import Character

from .chart import SkinChart
from .rig import SkinRig
from .shape import bell, curve, step
from .state import REST

SIZE = 2048
# "brows" in characters/<id>.json overrides these; centimetres from the chin.
BROWS = {"inner": 1.5, "peak": 4.1, "outer": 5.75, "y": 13.3, "rise": 0.42, "fall": 0.5, "thick": 0.52, "dense": 0.95}


def _noise(q: np.ndarray, seed: int) -> np.ndarray:
    """Smooth noise along one coordinate, -1 to 1."""
    rng = np.random.default_rng(seed)
    table = rng.uniform(-1, 1, 4096)
    i = np.floor(q).astype(int)
    f = q - i
    f = f * f * (3 - 2 * f)
    return table[i % 4096] * (1 - f) + table[(i + 1) % 4096] * f


def _over(picture: np.ndarray, colour: np.ndarray, share: np.ndarray) -> None:
    """Lays a colour over the picture with a share for each pixel."""
    s = np.clip(share, 0, 1)[..., None].astype(np.float32)
    picture += (np.asarray(colour, np.float32) - picture) * s


def _finer(coarse: np.ndarray, shape: tuple[int, int], every: int = 2) -> np.ndarray:
    """Values of every second (or `every`th) pixel, spread smoothly over all."""
    fine = np.empty((*shape, coarse.shape[-1]), np.float32)
    rows = np.clip(np.arange(shape[0]) / every, 0, coarse.shape[0] - 1)
    cols = np.clip(np.arange(shape[1]) / every, 0, coarse.shape[1] - 1)
    r, c = np.minimum(rows.astype(int), coarse.shape[0] - 2), np.minimum(cols.astype(int), coarse.shape[1] - 2)
    fr, fc = (rows - r)[:, None, None], (cols - c)[None, :, None]
    top, low = coarse[r], coarse[r + 1]
    fine[:] = (top[:, c] * (1 - fc) + top[:, c + 1] * fc) * (1 - fr) + (low[:, c] * (1 - fc) + low[:, c + 1] * fc) * fr
    return fine


def _brows(picture: np.ndarray, x: np.ndarray, y: np.ndarray, character: Character) -> None:
    b = {**BROWS, **character.get("brows", {})}
    ax = np.abs(x)
    middle = curve([(b["inner"], b["y"]), (b["peak"], b["y"] + b["rise"]), (b["outer"], b["y"] + b["rise"] - b["fall"])], ax)
    along = (ax - b["inner"]) / (b["outer"] - b["inner"])
    thick = b["thick"] * curve([(-0.02, 0.45), (0.12, 0.86), (0.45, 1.0), (0.75, 0.72), (1.0, 0.12)], along)
    n = (y - middle) / np.maximum(thick * 0.5, 1e-3)
    # Hairs: steep at the inner end, lying along the brow further out.
    slant = 0.9 - 1.1 * np.clip(along, 0, 1)
    q = (ax * 1.0 - (y - middle) * slant) * 11
    hair = 0.5 * _noise(q + 50, 1) + 0.35 * _noise(q * 2.3 + 7, 2) + 0.15 * _noise(q * 4.1, 3)
    ragged = n + 0.22 * hair
    body = step(1.12, 0.55, np.abs(ragged)) * step(-0.06, 0.16, along + 0.05 * hair) * step(1.04, 0.9, along)
    share = body * (b["dense"] * (0.74 + 0.26 * hair)) * (0.62 + 0.38 * step(0.0, 0.3, along))
    _over(picture, character.colour("brow"), share)


def _lips(picture: np.ndarray, x: np.ndarray, y: np.ndarray, rig: SkinRig, character: Character) -> None:
    lips = rig.lips
    half = lips.m["half"]
    seam = lips.seam(x)
    upper, lower = lips.reds(x)
    d = y - seam
    t = np.abs(x) / half
    red = np.where(d > 0, upper, lower)
    soft = 0.045
    inside = step(soft, -soft, np.abs(d) - red) * step(1.02, 0.985, t)
    k = np.clip(np.abs(d) / np.maximum(red, 1e-3), 0, 1)
    lip = character.colour("lip")
    tone = np.ones(x.shape + (3,), np.float32) * lip
    tone = tone * (1 - 0.2 * np.where(d > 0, 1, 0) * (1 - 0.4 * k) - 0.3 * bell(k, 0.2))[..., None]
    # Fine upright folds and a calm light on the lower lip.
    tone = tone * (1 + 0.035 * _noise(x * 9 + 300, 4))[..., None]
    light = 0.3 * bell((d + 0.42 * lower) / 0.17, 1.0) * bell(x / 1.0, 1.0) * (d < 0) * lips.m.get("gloss", 1.0)
    tone = tone + (np.array([1.0, 0.93, 0.9]) - tone) * light[..., None]
    edge = 0.55 + 0.45 * step(1.0, 0.6, k)
    share = inside * edge * character.get("lipShare", 0.85)
    s = share[..., None].astype(np.float32)
    picture += (tone.astype(np.float32) - picture) * s
    line = bell(d / 0.05, 1.0) * step(1.0, 0.86, t)
    _over(picture, lip * np.array([0.5, 0.42, 0.42]), 0.75 * line)
    corner = bell(np.hypot((np.abs(x) - half) / 0.16, d / 0.12), 1.0)
    _over(picture, lip * 0.6, 0.22 * corner)


def _eyes(picture: np.ndarray, x: np.ndarray, y: np.ndarray, rig: SkinRig, character: Character) -> None:
    """Painted on the shut lids: both edges lie on the same line here."""
    lids = rig.lids
    e = lids.e
    ax = np.abs(x)
    t = (ax - e["x"]) / e["half"]
    inner = np.clip(t, -1, 1)
    shut, _, _ = lids.edges(inner, REST, 1.0)
    fold = lids.edges(inner, REST, 1.0)[2]
    d = y - (e["y"] + shut)
    beside = np.maximum(np.abs(t) - 1, 0)
    woman = character["sex"] == "f"
    shadow = np.array([0.62, 0.36, 0.3]) if woman else np.array([0.6, 0.38, 0.3])
    near = bell(beside / 0.12, 1.0)
    # A little colour on the lid and in its fold.
    lid = step(0.0, 0.1, d) * step(fold - shut + 0.22, fold - shut - 0.08, d)
    _over(picture, shadow, (0.2 if woman else 0.14) * lid * near)
    crease = bell((d - (fold - shut)) / 0.09, 1.0) * step(1.06, 0.94, np.abs(t))
    _over(picture, shadow * 0.66, 0.5 * crease)
    # The lashes' line along the edge, a fainter one below; the wet rim between.
    out = step(-1.0, 0.4, t)
    line = step(0.05 + 0.12 * e["lash"] * (0.55 + 0.45 * out), 0.03, d) * step(-0.02, 0.015, d) * step(1.1, 1.0, t) * step(-1.02, -0.94, t)
    _over(picture, character.colour("lash"), 0.95 * line)
    low = step(-0.2, -0.09, d) * step(0.0, -0.05, d) * step(1.03, 0.97, np.abs(t)) * (0.4 + 0.6 * out)
    _over(picture, np.array([0.45, 0.24, 0.2]), 0.42 * low)
    under = bell((d + 0.62) / 0.3, 1.0) * step(1.1, 0.7, np.abs(t))
    _over(picture, np.array([0.86, 0.55, 0.5]), 0.12 * under)


def paint_skin(rig: SkinRig, chart: SkinChart, character: Character) -> np.ndarray:
    """The picture, sRGB 0 to 1, (SIZE, SIZE, 3)."""
    v, phi = chart.places(SIZE)
    skin = character.colour("skin")
    picture = np.ones((SIZE, SIZE, 3), np.float32) * skin.astype(np.float32)
    # Features lie on the front half only.
    cols = np.nonzero(np.cos(phi[0]) > -0.2)[0]
    part = slice(cols[0], cols[-1] + 1)
    p = _finer(rig.shape.surface(v[::2, part][:, ::2], phi[::2, part][:, ::2]), v[:, part].shape)
    x, y = p[..., 0], p[..., 1]
    front = picture[:, part]
    ax = np.abs(x)
    face = step(0.1, 0.45, np.cos(phi[:, part]))
    blush = character.colour("blush")
    warm = skin * np.array([1.0, 0.88, 0.83])
    _over(front, blush, 0.38 * character.get("blushShare", 1.0) * bell(np.hypot((ax - 4.5) / 2.3, (y - 7.6) / 1.6), 1.0) * face)
    _over(front, blush, 0.2 * bell(np.hypot(x / 1.0, (y - 6.95) / 0.8), 1.0) * face)
    _over(front, blush, 0.13 * bell(np.hypot(x / 1.6, (y - 1.2) / 1.0), 1.0) * face)
    # Form that light alone shows too little: beside the nose, under the lip, under the brow, temples, under the jaw.
    _over(front, warm * 0.86, 0.24 * bell(np.hypot((ax - 1.5) / 0.7, (y - 6.7) / 1.0), 1.0) * face)
    _over(front, warm * 0.84, 0.2 * bell(np.hypot((ax - 1.45) / 0.55, (y - 10.6) / 1.3), 1.0) * face)
    _over(front, warm * 0.84, 0.26 * bell(np.hypot(x / 1.1, (y - 2.75) / 0.3), 1.0) * face)
    _over(front, warm * 0.86, 0.3 * bell(np.hypot(x / 1.3, (y - 5.95) / 0.4), 1.0) * face)
    _over(front, skin * 1.04, 0.4 * bell(np.hypot(x / 0.4, (y - 8.6) / 1.6), 1.0) * face)
    throat = step(13.6, 15.2, v[:, part]) * step(18.5, 16.0, v[:, part]) * step(-0.2, 0.4, np.cos(phi[:, part]))
    _over(front, skin * np.array([0.84, 0.7, 0.66]), 0.4 * throat)
    _over(front, np.array([0.42, 0.17, 0.14]), 0.75 * bell(np.hypot((ax - 0.52) / 0.26, (y - 6.16) / 0.13), 1.0) * face)
    _eyes(front, x, y, rig, character)
    _lips(front, x, y, rig, character)
    _brows(front, x, y, character)
    picture[:, part] = front
    _scalp(picture, v, phi, chart, rig, character)
    _fields(picture, character)
    return np.clip(picture, 0, 1)


# Height of the hairline by the angle from the front, radians.
_HAIRLINE = [(0.0, 18.7), (0.3, 17.9), (0.4, 18.5), (0.6, 17.6), (0.85, 15.6), (1.05, 13.6), (1.25, 12.4), (1.55, 12.8), (1.85, 10.4), (2.2, 6.6), (2.6, 4.9), (3.15, 4.6)]


def _scalp(picture: np.ndarray, v: np.ndarray, phi: np.ndarray, chart: SkinChart, rig: SkinRig, character: Character) -> None:
    """The skin under the hair takes the hair's colour: no light skin shines through, the hairline is soft."""
    coarse = 8
    y = _finer(rig.shape.skull(v[::coarse, ::coarse], phi[::coarse, ::coarse])[..., 1:2], v.shape, coarse)[..., 0]
    soft = character.get("scalp", {})
    above = y - curve([tuple(place) for place in soft.get("line", _HAIRLINE)], np.abs(phi)) - soft.get("rise", 0.5)
    tone = character.colour("hair") * 0.85 + character.colour("skin") * 0.1
    _over(picture, tone, soft.get("share", 0.94) * step(0.0, soft.get("fade", 0.9), above))


# Fields of single tones in the lower corners, under the collar's part of the neck: u, v from, to.
RIM = (0.075, 0.91, 0.105, 0.99)
LIP = (0.12, 0.91, 0.15, 0.99)
EAR = (0.01, 0.91, 0.06, 0.99)
PLAIN = (0.9, 0.905, 0.99, 0.99)


def _fields(picture: np.ndarray, character: Character) -> None:
    skin, lip = character.colour("skin"), character.colour("lip")

    def fill(box: tuple[float, float, float, float], top: np.ndarray, bottom: np.ndarray) -> None:
        u0, v0, u1, v1 = (int(round(k * SIZE)) for k in box)
        k = np.linspace(0, 1, v1 - v0)[:, None, None]
        picture[v0 - 4 : v1 + 4, u0 - 4 : u1 + 4] = top
        picture[v0:v1, u0:u1] = top + (bottom - top) * k

    fill(PLAIN, skin, skin)
    fill(EAR, skin * np.array([1, 0.95, 0.93]), skin * np.array([0.84, 0.62, 0.56]))
    fill(RIM, np.array([0.95, 0.76, 0.71]), np.array([0.84, 0.56, 0.53]))
    fill(LIP, lip * np.array([0.62, 0.55, 0.55]), lip * np.array([0.5, 0.36, 0.36]))
