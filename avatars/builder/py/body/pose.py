"""Skinning by weighted matrices, as the browser does it, and its inverse.

The clothes are modelled with the arms hanging, as citizens see them, and turned back into the T-pose through their own
skin weights: posed with the arms down they have exactly the modelled form.
"""

from __future__ import annotations

import numpy as np

from kit import Bone

# How far the arms hang from the T-pose where the clothes are modelled.
HANG = np.radians(70.0)


def turn(x: float = 0.0, y: float = 0.0, z: float = 0.0) -> np.ndarray:
    """Rotation Rx · Ry · Rz, radians (three.js's Euler order XYZ)."""
    cx, sx, cy, sy, cz, sz = np.cos(x), np.sin(x), np.cos(y), np.sin(y), np.cos(z), np.sin(z)
    rx = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    ry = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    rz = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return rx @ ry @ rz


def matrices(bones: list[Bone], rotations: dict[str, np.ndarray], unit: float = 1.0) -> np.ndarray:
    """For each bone the 4×4 matrix from the T-pose to the pose; joints are divided by `unit` (0.01: centimetres)."""
    out: dict[str, np.ndarray] = {}
    for bone in bones:
        joint = np.array(bone.joint) / unit
        own = np.eye(4)
        if bone.name in rotations:
            own[:3, :3] = rotations[bone.name]
            own[:3, 3] = joint - rotations[bone.name] @ joint
        out[bone.name] = (out[bone.parent] if bone.parent else np.eye(4)) @ own
    return np.stack([out[bone.name] for bone in bones])


def hang(side: str) -> dict[str, np.ndarray]:
    """Rotations of the pose in which the clothes are modelled."""
    return {side + "UpperArm": turn(z=-HANG if side == "left" else HANG)}


def posed(p: np.ndarray, w: np.ndarray, mats: np.ndarray) -> np.ndarray:
    """Points under linear blend skinning."""
    m = np.einsum("nb,bij->nij", w, mats)
    return np.einsum("nij,nj->ni", m[:, :3, :3], p) + m[:, :3, 3]


def unposed(p: np.ndarray, w: np.ndarray, mats: np.ndarray) -> np.ndarray:
    """The points that linear blend skinning takes to `p`."""
    m = np.einsum("nb,bij->nij", w, mats)
    return np.linalg.solve(m[:, :3, :3], (p - m[:, :3, 3])[..., None])[..., 0]
