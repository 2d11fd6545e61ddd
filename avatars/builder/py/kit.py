"""What the modules of the builder share: the surfaces they make and the file they end in.

Space is glTF's: metres, Y up, +Z is where the avatar looks, +X is the avatar's left. Texture coordinates run downwards.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

CM = 0.01


@dataclass
class Character:
    """One character's parameters, as in characters/<id>.json. Lengths in the file are centimetres."""

    id: str
    data: dict

    def __getitem__(self, key: str):
        return self.data[key]

    def get(self, key: str, default=None):
        return self.data.get(key, default)

    @property
    def chin(self) -> float:
        """Height of the chin above the floor, in metres."""
        return self.data["chinY"] * CM

    def colour(self, name: str) -> np.ndarray:
        """An sRGB colour of the palette, 0 to 1."""
        return rgb(self.data["palette"][name])


def load_character(path: str | Path) -> Character:
    path = Path(path)
    return Character(path.stem, json.loads(path.read_text("utf-8")))


def rgb(text: str) -> np.ndarray:
    """'#rrggbb' as sRGB, 0 to 1."""
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])


@dataclass
class Material:
    """A surface's look: VRM's MToon. Colours are sRGB 0 to 1; the writer turns them linear."""

    name: str
    # sRGB picture (h, w, 3 or 4), 0 to 1; None: `colour` alone.
    picture: np.ndarray | None = None
    colour: tuple[float, float, float] = (1, 1, 1)
    # What the picture is multiplied by in shade.
    shade: tuple[float, float, float] = (0.85, 0.75, 0.72)
    # 0 soft to 1 hard edge of the shade; where the edge lies, -1 to 1.
    toony: float = 0.3
    shift: float = -0.05
    # How much light evens out between above and below, 0 to 1.
    gi: float = 0.9
    # Light along the outline against the background.
    rim: tuple[float, float, float] = (0, 0, 0)
    rim_power: float = 4.0
    rim_lift: float = 0.0
    double_sided: bool = False
    # OPAQUE, MASK or BLEND.
    alpha: str = "OPAQUE"
    cutoff: float = 0.5
    # Share of one material's surfaces drawn later than another's (BLEND only).
    queue: int = 0


@dataclass
class Bone:
    """A joint in the T-pose, in metres. `vrm`: its VRM humanoid name, or None (springs)."""

    name: str
    parent: str | None
    joint: tuple[float, float, float]
    vrm: str | None = None


@dataclass
class Collider:
    """A ball, or a capsule where `tail` is given, that springs do not enter. Offsets from the bone's joint, metres."""

    name: str
    bone: str
    offset: tuple[float, float, float]
    radius: float
    tail: tuple[float, float, float] | None = None


@dataclass
class Spring:
    """A chain of bones that swings (VRMC_springBone). The last bone is the end and does not swing itself."""

    name: str
    bones: list[str]
    stiffness: float = 1.0
    gravity: float = 0.0
    drag: float = 0.4
    hit_radius: float = 0.01
    colliders: list[str] = field(default_factory=list)
    # Bone relative to which the chain swings: it does not whip when this moves.
    centre: str | None = None


@dataclass
class Part:
    """A surface. Weights: for each vertex up to four (bone, share); or one bone's name for all.

    morphs: name -> (n, 3) shifts in metres at weight 1; their normals are worked out when the file is written,
    unless `morph_normals` has them.
    """

    name: str
    material: str
    positions: np.ndarray
    triangles: np.ndarray
    uvs: np.ndarray
    weights: str | list[list[tuple[str, float]]]
    normals: np.ndarray | None = None
    morphs: dict[str, np.ndarray] = field(default_factory=dict)
    # Vertices with the same number here share one normal although their texture places differ.
    welds: np.ndarray | None = None
    morph_normals: dict[str, np.ndarray] = field(default_factory=dict)
    # Whether light shows how its morphs turn it; False saves room where it is dark anyway.
    turning: bool = True


@dataclass
class Contribution:
    """What one module gives to the character."""

    parts: list[Part] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    bones: list[Bone] = field(default_factory=list)
    springs: list[Spring] = field(default_factory=list)
    colliders: list[Collider] = field(default_factory=list)


def to_blender(p: np.ndarray) -> np.ndarray:
    """glTF space to Blender's (Z up)."""
    p = np.asarray(p, float)
    return np.stack([p[..., 0], -p[..., 2], p[..., 1]], axis=-1)


def from_blender(p: np.ndarray) -> np.ndarray:
    """Blender's space (Z up) to glTF's."""
    p = np.asarray(p, float)
    return np.stack([p[..., 0], p[..., 2], -p[..., 1]], axis=-1)


def smooth_normals(positions: np.ndarray, triangles: np.ndarray, welds: np.ndarray | None = None) -> np.ndarray:
    """Normals averaged over the triangles at each vertex, weighted by area; welded vertices share theirs."""
    ids = np.arange(len(positions)) if welds is None else np.asarray(welds)
    p = positions[triangles]
    faces = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
    sums = np.zeros((int(ids.max()) + 1, 3))
    for corner in range(3):
        np.add.at(sums, ids[triangles[:, corner]], faces)
    out = sums[ids]
    length = np.linalg.norm(out, axis=1, keepdims=True)
    return np.where(length > 1e-12, out / np.maximum(length, 1e-12), np.array([0.0, 1.0, 0.0]))
