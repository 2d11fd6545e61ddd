"""The cloth's picture: colours of the parts, seams, stripes, badge and plate."""

from __future__ import annotations

import numpy as np

from kit import Character

from .fit import ATLAS, smooth

SIZE = 1024


def _box(name: str) -> tuple[slice, slice, np.ndarray, np.ndarray]:
    """Rows and columns of a part's field, and its own u and v (0 to 1) at their pixels. A little wider than the field."""
    u0, v0, u1, v1 = ATLAS[name]
    m = 0.004
    c0, c1 = int((u0 - m) * SIZE), int(np.ceil((u1 + m) * SIZE))
    r0, r1 = int((v0 - m) * SIZE), int(np.ceil((v1 + m) * SIZE))
    u = ((np.arange(max(c0, 0), c1) + 0.5) / SIZE - u0) / (u1 - u0)
    v = ((np.arange(max(r0, 0), r1) + 0.5) / SIZE - v0) / (v1 - v0)
    return slice(max(r0, 0), r1), slice(max(c0, 0), c1), u[None, :], v[:, None]


def _fill(image: np.ndarray, name: str, colour) -> None:
    r, c, u, v = _box(name)
    image[r, c] = np.asarray(colour)


def _line(image: np.ndarray, name: str, distance, width: float, factor) -> None:
    """Multiplies along a line: `distance(u, v)` in the field's units, half as strong at `width`."""
    r, c, u, v = _box(name)
    k = np.exp(-((np.broadcast_to(distance(u, v), np.broadcast_shapes(u.shape, v.shape)) / width) ** 2))[..., None]
    image[r, c] *= 1 + (np.asarray(factor) - 1) * k


def _weave(rng: np.random.Generator) -> np.ndarray:
    """A fine twill, hardly seen: it keeps large plain fields from looking like plastic."""
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    twill = np.sin((x + y) * 2 * np.pi / 5.0) * 0.006
    return 1 + twill + rng.normal(0, 0.006, (SIZE, SIZE))


def paint(character: Character) -> np.ndarray:
    """The picture (1024, 1024, 3), sRGB 0 to 1."""
    navy, shirt = character.colour("uniform"), character.colour("shirt")
    trim, neckwear = character.colour("uniformTrim"), character.colour("neckwear")
    image = np.ones((SIZE, SIZE, 3)) * navy
    image *= _weave(np.random.default_rng(11))[..., None]
    for name in ("shirt", "shirtCollar", "shirtCuff"):
        _fill(image, name, shirt * 0.955)
    # Front darts and the side seam of the jacket; the sleeve's back seam.
    _line(image, "torso", lambda u, v: np.where(v > 0.36, u - 0.25 - 0.03 * smooth(0.4, 0.8, v), 1), 0.006, 0.72)
    _line(image, "torso", lambda u, v: u - 0.53, 0.005, 0.75)
    _line(image, "sleeve", lambda u, v: u - 0.56, 0.008, 0.78)
    _line(image, "sleeve", lambda u, v: v - 0.012, 0.014, 0.6)
    # Two gold rings of the cuff: the rank of a service uniform.
    for at in (0.865, 0.9):
        r, c, u, v = _box("sleeve")
        k = (np.abs(v - at) < 0.008)[..., None] * np.ones((1, u.shape[1], 1))
        image[r, c] = image[r, c] * (1 - k) + trim * k
    # Lapels and collar catch more light than the jacket below them; topstitching along their edges.
    for name in ("lapel", "collar"):
        _fill(image, name, navy * 1.14)
    for name in ("lapel", "collar", "pocket"):
        r, c, u, v = _box(name)
        edge = {"lapel": 1 - u + 0 * v, "collar": np.minimum(1 - u, v), "pocket": np.minimum(np.minimum(1 - v, v), np.minimum(u, 1 - u))}[name]
        image[r, c] *= (1 - 0.22 * np.exp(-(((edge - 0.07) / 0.018) ** 2)))[..., None]
        image[r, c] *= (1 - 0.45 * np.exp(-((edge / 0.022) ** 2)))[..., None]
    # The shirt's placket.
    for at in (0.455, 0.545):
        _line(image, "shirt", lambda u, v, at=at: u - at, 0.006, 0.86)
    r, c, u, v = _box("shirtCollar")
    image[r, c] *= (1 - 0.07 * np.exp(-(((v - 0.9) / 0.03) ** 2)) * np.ones_like(u))[..., None]
    _neckwear(image, neckwear, trim, character["sex"] == "f")
    _fill(image, "trousers", navy * 0.93)
    _line(image, "trousers", lambda u, v: np.abs(u - 0.5), 0.006, 1.16)
    _fill(image, "shoe", character.colour("shoe"))
    _fill(image, "sole", character.colour("shoe") * 0.6)
    _fill(image, "lining", navy * 0.55)
    _fill(image, "button", trim)
    _fill(image, "nail", character.colour("skin") * [1.0, 0.93, 0.92])
    _badge(image, character)
    return np.clip(image, 0, 1).astype(np.float32)


def _neckwear(image: np.ndarray, colour: np.ndarray, trim: np.ndarray, scarf: bool) -> None:
    """Scarf: silk with a border and a fine stripe; tie: slanting stripes."""
    r, c, u, v = _box("neckwear")
    u, v = np.broadcast_arrays(u, v)
    cloth = np.ones(u.shape + (3,)) * colour
    if scarf:
        cloth *= (1 + 0.10 * np.sin(u * 9.0 + v * 2))[..., None]
        edge = np.minimum(u, 1 - u)
        for at, width, paint_, share in ((0.1, 0.028, trim, 0.9), (0.2, 0.014, np.ones(3), 0.55)):
            k = (np.exp(-(((edge - at) / width) ** 6)) * share)[..., None]
            cloth = cloth * (1 - k) + paint_ * k
    else:
        s = (u * 1.25 + v * 7.2) % 1.0
        for at, width, paint_, share in ((0.3, 0.07, np.ones(3) * 0.93, 0.75), (0.62, 0.03, trim, 0.85)):
            k = (np.exp(-(((s - at) / width) ** 6)) * share)[..., None]
            cloth = cloth * (1 - k) + paint_ * k
    image[r, c] = cloth


def _badge(image: np.ndarray, character: Character) -> None:
    """A round service badge and a name plate, without any state emblem."""
    trim, red = character.colour("uniformTrim"), character.colour("badge")
    r, c, u, v = _box("badge")
    d = np.hypot(u - 0.5, v - 0.5) * 2
    ring = np.ones(d.shape + (3,)) * trim
    k = smooth(0.84, 0.8, d)[..., None]
    ring = ring * (1 - k) + red * k
    # A telephone receiver as an arc with two ends: the hotline's sign.
    angle = np.arctan2(v - 0.5, u - 0.5)
    arc = smooth(0.10, 0.07, np.abs(d - 0.46)) * ((angle > -2.9) & (angle < -0.24))
    ends = np.maximum(smooth(0.2, 0.15, np.hypot((u - 0.5) * 2 + 0.44, (v - 0.5) * 2 - 0.05)), smooth(0.2, 0.15, np.hypot((u - 0.5) * 2 - 0.44, (v - 0.5) * 2 - 0.05)))
    k = np.maximum(arc, ends)[..., None]
    image[r, c] = ring * (1 - k) + np.array([1, 0.96, 0.85]) * k
    r, c, u, v = _box("plate")
    u, v = np.broadcast_arrays(u, v)
    plate = np.ones(u.shape + (3,)) * [0.93, 0.94, 0.96]
    band = (v < 0.2) | (v > 0.86) | (u < 0.035) | (u > 0.965)
    plate[band] = trim
    # The hotline's number in strokes of seven segments.
    for i, digit in enumerate("12345"):
        for x0, y0, x1, y1 in _segments(digit):
            w, h, left, top = 0.085, 0.36, 0.22 + i * 0.125, 0.35
            xs, ys = left + np.array([x0, x1]) * w, top + np.array([y0, y1]) * h
            hit = (u > xs.min() - 0.012) & (u < xs.max() + 0.012) & (v > ys.min() - 0.045) & (v < ys.max() + 0.045)
            plate[hit] = character.colour("uniform")
    image[r, c] = plate


def _segments(digit: str) -> list[tuple[float, float, float, float]]:
    """The strokes of a digit in a unit box, y down."""
    lines = {"a": (0, 0, 1, 0), "b": (1, 0, 1, 0.5), "c": (1, 0.5, 1, 1), "d": (0, 1, 1, 1), "e": (0, 0.5, 0, 1), "f": (0, 0, 0, 0.5), "g": (0, 0.5, 1, 0.5)}  # fmt: skip
    on = {"1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd"}
    return [lines[k] for k in on[digit]]
