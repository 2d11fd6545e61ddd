"""Hair: `build(character)` grows it on the head's form."""

from __future__ import annotations

import numpy as np

from head.shape import HeadShape
from kit import CM, Bone, Character, Collider, Contribution, Material, Part, Spring

from . import picture, short, updo
from .scalp import Scalp

DEFAULTS = {
    "style": "updo",
    "part": 2.5,  # x of the parting at the forehead, centimetres
    "sweep": 11.0,  # how high the fringe is kept, degrees
    "volume": 1.0,
    "halo": 0.24,  # where along the strands the highlight lies
    "gloss": 0.85,
}
_JOINTS = (0.12, 0.42, 0.7, 1.0)  # where along a loose lock its bones stand


def _springs(shape: HeadShape, side: str, line: np.ndarray) -> tuple[list[Bone], Spring]:
    """Bones down a loose lock, and the spring that swings them."""
    at = [line[int(round(k * (len(line) - 1)))] for k in _JOINTS]
    bones, parent = [], "head"
    for i, p in enumerate(at):
        bone = Bone(f"hair{side}{i + 1}", parent, tuple(shape.world(p)))
        bones.append(bone)
        parent = bone.name
    spring = Spring(f"hair{side}", [b.name for b in bones], stiffness=1.6, gravity=0.12, drag=0.55, hit_radius=0.004, colliders=["skull"], centre="head")
    return bones, spring


def _lock_weights(p: np.ndarray, line: np.ndarray, side: str) -> list[list[tuple[str, float]]]:
    """Each vertex follows the bones beside it on the lock."""
    t = np.argmin(np.linalg.norm(p[:, None] - line[None], axis=2), axis=1) / (len(line) - 1)
    names = ["head", *(f"hair{side}{i + 1}" for i in range(len(_JOINTS) - 1))]
    # A bone turns what lies after its joint.
    middles = np.array([0.0, *_JOINTS[:-1]]) + np.array([0.0, 0.08, 0.08, 0.08])
    out = []
    for x in t:
        place = float(np.interp(x, middles, np.arange(len(middles))))
        i = min(int(place), len(names) - 2)
        k = place - i
        out.append([w for w in ((names[i], 1 - k), (names[i + 1], k)) if w[1] > 0.001])
    return out


def build(character: Character) -> Contribution:
    """Hair, its material, its bones and springs."""
    figures = {**DEFAULTS, **character.get("hair", {})}
    shape = HeadShape(character)
    scalp = Scalp(shape)
    surface, locks = updo.build(scalp, figures) if figures["style"] == "updo" else (short.build(scalp, figures), {})
    p, n, uv, _, t = surface.joined()
    weights: list[list[tuple[str, float]]] = [[("head", 1.0)]] * len(p)
    bones, springs = [], []
    for side, (rows, line) in locks.items():
        more, spring = _springs(shape, side, line)
        bones += more
        springs.append(spring)
        weights[rows] = _lock_weights(p[rows], line, side)
    head = next_head(character)
    skull = Collider("skull", "head", (0.0, (shape.chin_m + 11.5 * CM) - head[1], -0.5 * CM - head[2]), 7.4 * CM)
    material = Material(
        "hair",
        picture=picture.paint(character.colour("hair"), character.colour("hairLight"), figures["halo"], figures["gloss"], 7),
        shade=(0.62, 0.55, 0.58), toony=0.1, shift=-0.1, rim=(0.06, 0.055, 0.06), rim_power=4.0, double_sided=True,
    )
    part = Part("hair", "hair", shape.world(p), t, uv, weights, normals=n)
    return Contribution(parts=[part], materials=[material], bones=bones, springs=springs, colliders=[skull])


def next_head(character: Character) -> tuple[float, float, float]:
    """The head's joint, metres."""
    import skeleton

    return next(b.joint for b in skeleton.build_bones(character) if b.name == "head")
