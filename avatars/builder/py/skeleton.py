"""The humanoid skeleton: all 55 bones VRM knows, in the T-pose.

Joints are given for the woman in centimetres and stretched to the character: heights by its chin, arms and hands by
the figures `shoulder`, `armScale` and `handScale` under "body" in characters/<id>.json.
"""

from __future__ import annotations

from head.lids import DEFAULTS as LIDS
from kit import CM, Bone, Character

WOMAN_CHIN = 141.3

DEFAULTS = {
    "shoulder": 14.5,  # x of the shoulder joint, centimetres
    "armScale": 1.0,
    "handScale": 1.0,
    "hip": 8.4,  # x of the hip joint, centimetres
}

# Fingers: x and z of the knuckle from the wrist, height of the knuckle, lengths of the three phalanges.
FINGERS: dict[str, tuple[float, float, float, tuple[float, float, float]]] = {
    "Index": (7.7, 2.35, 0.05, (3.9, 2.3, 2.0)),
    "Middle": (7.95, 0.38, 0.18, (4.3, 2.65, 2.1)),
    "Ring": (7.5, -1.52, 0.05, (4.0, 2.45, 2.0)),
    "Little": (6.75, -3.2, -0.2, (3.1, 1.85, 1.75)),
}
# Thumb: its three joints and its tip from the wrist (x along the arm, y up, z forward).
THUMB = ((2.1, -0.75, 2.0), (5.05, -1.5, 4.35), (7.45, -1.85, 6.1), (9.6, -2.1, 7.5))


def figures(character: Character) -> dict[str, float]:
    """The body's figures of a character, with their defaults."""
    return {**DEFAULTS, **character.get("body", {})}


def shoulder_height(character: Character) -> float:
    """Height of the shoulder joints, in centimetres."""
    return character["chinY"] - 8.8 * _stretch(character)


def _stretch(character: Character) -> float:
    return character["chinY"] / WOMAN_CHIN


def _arm(character: Character, side: str) -> list[Bone]:
    """Shoulder, arm and fingers of one side ('left' lies on +X)."""
    k = figures(character)
    sign = 1 if side == "left" else -1
    y, z = shoulder_height(character), -2.6
    shoulder = k["shoulder"]
    elbow = shoulder + 26.5 * k["armScale"]
    wrist = elbow + 23.0 * k["armScale"]

    def bone(part: str, parent: str, px: float, py: float, pz: float) -> Bone:
        name = side + part
        return Bone(name, parent, (sign * px * CM, py * CM, pz * CM), name)

    bones = [
        bone("Shoulder", "upperChest", 3.0, y + 1.6, z + 0.4),
        bone("UpperArm", side + "Shoulder", shoulder, y, z),
        bone("LowerArm", side + "UpperArm", elbow, y, z),
        bone("Hand", side + "LowerArm", wrist, y, z),
    ]
    h = k["handScale"]
    for part, (tx, ty, tz) in zip(("Metacarpal", "Proximal", "Distal"), THUMB):
        parent = side + "Hand" if part == "Metacarpal" else bones[-1].name
        bones.append(bone("Thumb" + part, parent, wrist + tx * h, y + ty * h, z + tz * h))
    for finger, (fx, fz, fy, lengths) in FINGERS.items():
        x, parent = fx, side + "Hand"
        for part, length in zip(("Proximal", "Intermediate", "Distal"), lengths):
            bones.append(bone(finger + part, parent, wrist + x * h, y + fy * h, z + fz * h))
            parent = bones[-1].name
            x += length
    return bones


def _leg(character: Character, side: str) -> list[Bone]:
    """Leg of one side."""
    k, s = figures(character), _stretch(character)
    x = k["hip"] * (1 if side == "left" else -1)

    def bone(part: str, parent: str, py: float, pz: float) -> Bone:
        name = side + part
        return Bone(name, parent, (x * CM, py * CM, pz * CM), name)

    return [
        bone("UpperLeg", "hips", 87.0 * s, -1.2),
        bone("LowerLeg", side + "UpperLeg", 47.5 * s, -1.0),
        bone("Foot", side + "LowerLeg", 8.2, -2.4),
        bone("Toes", side + "Foot", 2.4, 8.6 * k["handScale"]),
    ]


def build_bones(character: Character) -> list[Bone]:
    """Every humanoid bone, parents before children."""
    chin, s = character["chinY"], _stretch(character)
    # The middle of the eyeball, as the lids know it.
    e = {**LIDS, **character.get("eyes", {})}
    eye = (e["x"], chin + e["y"], e["z"])

    def bone(name: str, parent: str | None, x: float, y: float, z: float) -> Bone:
        return Bone(name, parent, (x * CM, y * CM, z * CM), name)

    trunk = [
        bone("hips", None, 0, 91.5 * s, -1.2),
        bone("spine", "hips", 0, 100.5 * s, -1.8),
        bone("chest", "spine", 0, 111.0 * s, -2.4),
        bone("upperChest", "chest", 0, 121.5 * s, -2.8),
        bone("neck", "upperChest", 0, chin - 5.3, -2.6),
        bone("head", "neck", 0, chin + 2.4, -1.5),
        bone("jaw", "head", 0, chin + 5.2, 0.2),
        bone("leftEye", "head", *eye),
        bone("rightEye", "head", -eye[0], eye[1], eye[2]),
    ]
    sides = ("left", "right")
    return trunk + [b for s_ in sides for b in _arm(character, s_)] + [b for s_ in sides for b in _leg(character, s_)]
