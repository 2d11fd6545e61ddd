"""How the skin moves: shifts of any point of the face by a state. Centimetres from the chin."""

from __future__ import annotations

import numpy as np

from .shape import bell, step
from .state import Face

HINGE = np.array([9.6, -0.6])  # y, z of the jaw's joint


def jaw_angle(state: Face, mouth_y: float) -> float:
    """Angle that brings the lower lip's middle down by `jaw`, radians."""
    return state.jaw / np.hypot(mouth_y - HINGE[0], 8.6 - HINGE[1]) * 1.12


def turn_jaw(p: np.ndarray, angle: float) -> np.ndarray:
    """Shift of points that turn with the jaw wholly."""
    y, z = p[..., 1] - HINGE[0], p[..., 2] - HINGE[1]
    c, s = np.cos(angle), np.sin(angle)
    out = np.zeros_like(p)
    # Opening: what is in front goes down, what is below goes back.
    out[..., 1] = y * c - z * s - y
    out[..., 2] = y * s + z * c - z
    return out


def brows(p: np.ndarray, state: Face) -> np.ndarray:
    """Brows up, down and together."""
    x, y = p[..., 0], p[..., 1]
    ax, sx = np.abs(x), np.sign(x)
    tall = np.where(y > 13.3, bell(y - 13.3, 2.4), bell(y - 13.3, 1.15))
    out = np.zeros_like(p)
    lift = (state.brow_in * bell(ax - 1.3, 1.7) + state.brow_out * bell(ax - 4.7, 2.0)) * tall
    out[..., 1] = lift
    out[..., 0] = -sx * 0.34 * state.brow_knit * bell(ax - 1.5, 1.2) * tall
    out[..., 2] = 0.1 * np.minimum(lift, 0) * -1 + 0.08 * state.brow_knit * bell(ax - 1.2, 1.0) * tall
    return out


def mouth(p: np.ndarray, lower: np.ndarray, under: np.ndarray, seam: np.ndarray, half: float, mouth_y: float, state: Face) -> np.ndarray:
    """Shift of skin around the mouth. `lower`: 1 below the seam, 0 above; `under`: 0 where the throat takes no part."""
    x, y = p[..., 0], p[..., 1]
    ax, sx = np.abs(x), np.sign(x)
    t = ax / half
    arc = np.clip(1 - t * t, 0, 1) ** 0.52
    d = y - seam
    out = np.zeros_like(p)

    # The jaw: the lips' line bends, further down the whole chin turns.
    # The corners go along a little, on both sides of the line alike.
    corner_share = 0.2 * np.where(t < 1, np.clip(t, 0, 1) ** 4, bell(t - 1, 0.75))
    at_seam = corner_share + (1 - corner_share) * arc
    chin = bell(ax, 5.6)
    below = step(0.0, 2.6, -d)
    part = np.where(lower > 0.5, (at_seam * (1 - below) + chin * below) * under, corner_share * step(2.0, 0.0, d) * under)
    out += turn_jaw(p, jaw_angle(state, mouth_y)) * part[..., None]
    # Corners that open wide come in a little and down.
    corner = bell(np.hypot((ax - half) / 1.3, d / 1.2), 1.0)
    out[..., 1] -= 0.14 * state.jaw * corner
    out[..., 0] -= sx * 0.13 * state.jaw * np.where(t < 1, t, bell((t - 1) * half, 1.4)) * bell(d, 2.0)

    # Lips up and down.
    out[..., 1] += state.up * arc * step(1.5, 0.0, np.maximum(d, 0)) * (1 - lower)
    out[..., 2] += 0.16 * state.up * arc * step(1.2, 0.0, np.maximum(d, 0)) * (1 - lower)
    out[..., 1] -= state.down * arc * step(1.9, 0.0, np.maximum(-d, 0)) * lower
    out[..., 2] += 0.12 * state.down * arc * step(1.2, 0.0, np.maximum(-d, 0)) * lower
    out[..., 1] += state.chin * 0.22 * bell(x, 2.0) * bell(d + 1.4, 1.4) * lower * step(1.6, 0.0, np.abs(d + 0.6))

    # Corners: out or in, up or down; the lips between them follow, the cheek gives way.
    near = bell(np.maximum(np.abs(d) - 0.5, 0), 1.5) * np.where(t < 1, t**1.1, bell((t - 1) * half, 1.7))
    out[..., 0] += sx * 0.62 * state.widen * near
    out[..., 2] -= 0.3 * np.maximum(state.widen, 0) * near * np.minimum(t, 1.2)
    rise = bell(np.maximum(np.abs(d) - 0.4, 0), 1.6) * np.where(t < 1, np.clip(t, 0, 1) ** 2.3, bell((t - 1) * half, 1.9))
    out[..., 1] += state.corner * rise
    out[..., 2] -= 0.3 * np.abs(state.corner) * rise

    # Puckered: the whole mouth forward.
    out[..., 2] += 0.42 * state.pucker * bell(np.hypot(x / 1.9, d / 1.7), 1.0)

    # Cheeks: up and out, with the fold that runs from the nose to the mouth.
    apple = bell(np.hypot((ax - 4.0) / 2.0, (y - 7.4) / 1.7), 1.0)
    out[..., 1] += 0.26 * state.cheek * apple
    out[..., 2] += 0.3 * state.cheek * apple
    out[..., 0] += sx * 0.1 * state.cheek * apple
    return out
