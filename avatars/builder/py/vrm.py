"""The VRM 1.0 file of a character: skeleton, surfaces, MToon materials, expressions, gaze, springs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bpy
import numpy as np

from glb import Glb
from kit import Bone, Character, Collider, Contribution, Material, Part, Spring
from surface import write_mesh

PRESETS = ("aa", "ih", "ou", "ee", "oh", "blinkLeft", "blinkRight", "happy", "sad", "relaxed", "surprised", "angry")
# Visemes that are vowels share the vowel's morph.
VOWELS = {"viseme_aa": "aa", "viseme_E": "ee", "viseme_I": "ih", "viseme_O": "oh", "viseme_U": "ou"}
CUSTOM = (
    "viseme_sil", "viseme_PP", "viseme_FF", "viseme_TH", "viseme_DD", "viseme_kk", "viseme_CH", "viseme_SS",
    "viseme_nn", "viseme_RR", "viseme_aa", "viseme_E", "viseme_I", "viseme_O", "viseme_U", "serious", "sorry", "thinking",
)  # fmt: skip
JPEG_QUALITY = 91


def linear(colour) -> list[float]:
    """sRGB 0 to 1 as glTF's linear factors."""
    c = np.asarray(colour, float)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).round(4).tolist()


def encode(picture: np.ndarray, name: str) -> tuple[bytes, str]:
    """A picture (h, w, 3 or 4) as JPEG, or as PNG where it has transparency."""
    h, w, depth = picture.shape
    image = bpy.data.images.new(name, w, h, alpha=depth == 4)
    pixels = np.ones((h, w, 4), np.float32)
    pixels[..., :depth] = picture[::-1]
    image.pixels.foreach_set(pixels.ravel())
    scene = bpy.context.scene
    settings = scene.render.image_settings
    scene.view_settings.view_transform = "Standard"
    settings.file_format, settings.color_mode = ("PNG", "RGBA") if depth == 4 else ("JPEG", "RGB")
    settings.quality, settings.compression = JPEG_QUALITY, 100
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        image.filepath_raw = str(path)
        image.file_format = settings.file_format
        image.save_render(str(path), scene=scene) if depth != 4 else image.save()
        data = path.read_bytes()
    bpy.data.images.remove(image)
    return data, "image/png" if depth == 4 else "image/jpeg"


def _material(glb: Glb, m: Material) -> dict:
    pbr: dict = {"metallicFactor": 0, "roughnessFactor": 0.9, "baseColorFactor": [*linear(m.colour), 1]}
    toon: dict = {
        "specVersion": "1.0",
        "shadeColorFactor": linear(np.asarray(m.shade) * np.asarray(m.colour)),
        "shadingToonyFactor": m.toony,
        "shadingShiftFactor": m.shift,
        "giEqualizationFactor": m.gi,
        "parametricRimColorFactor": linear(m.rim),
        "parametricRimFresnelPowerFactor": m.rim_power,
        "parametricRimLiftFactor": m.rim_lift,
        "rimLightingMixFactor": 1,
        "outlineWidthMode": "none",
    }
    if m.picture is not None:
        texture = {"index": glb.texture(*encode(m.picture, m.name), m.name)}
        pbr["baseColorTexture"], toon["shadeMultiplyTexture"] = texture, texture
    if m.alpha == "BLEND":
        toon["renderQueueOffsetNumber"] = m.queue
    out = {
        "name": m.name,
        "doubleSided": m.double_sided,
        "alphaMode": m.alpha,
        "pbrMetallicRoughness": pbr,
        "extensions": {"VRMC_materials_mtoon": toon},
    }
    if m.alpha == "MASK":
        out["alphaCutoff"] = m.cutoff
    return out


def _skeleton(glb: Glb, bones: list[Bone]) -> tuple[list[dict], dict]:
    index = {b.name: i for i, b in enumerate(bones)}
    place = {b.name: np.array(b.joint, float) for b in bones}
    nodes = []
    for b in bones:
        here = place[b.name] - (place[b.parent] if b.parent else 0)
        node: dict = {"name": b.name, "translation": here.round(6).tolist()}
        children = [index[c.name] for c in bones if c.parent == b.name]
        if children:
            node["children"] = children
        nodes.append(node)
    inverse = np.tile(np.eye(4), (len(bones), 1, 1))
    inverse[:, 3, :3] = [-place[b.name] for b in bones]
    skin = {
        "name": "skeleton",
        "skeleton": index[next(b.name for b in bones if b.parent is None)],
        "joints": list(range(len(bones))),
        "inverseBindMatrices": glb.accessor(inverse.reshape(len(bones), 16), "f4"),
    }
    return nodes, skin


def _expressions(binds: dict[str, list[dict]]) -> dict:
    def expression(found: list[dict]) -> dict:
        calm = {"overrideBlink": "none", "overrideLookAt": "none", "overrideMouth": "none"}
        return {**({"morphTargetBinds": found} if found else {}), "isBinary": False, **calm}

    preset = {name: expression(binds[name]) for name in PRESETS if name in binds}
    if "blinkLeft" in binds:
        preset["blink"] = expression(binds["blinkLeft"] + binds["blinkRight"])
    preset["neutral"] = expression([])
    custom = {name: expression(binds.get(VOWELS.get(name, name), [])) for name in CUSTOM if VOWELS.get(name, name) in binds or name == "viseme_sil"}
    return {"preset": preset, "custom": custom}


def _springs(springs: list[Spring], colliders: list[Collider], bone_of: dict[str, int]) -> dict:
    shapes = []
    for c in colliders:
        ball = {"offset": list(c.offset), "radius": c.radius}
        shape = {"sphere": ball} if c.tail is None else {"capsule": {**ball, "tail": list(c.tail)}}
        shapes.append({"node": bone_of[c.bone], "shape": shape})
    place = {c.name: i for i, c in enumerate(colliders)}
    chains = []
    for s in springs:
        joint = {"hitRadius": s.hit_radius, "stiffness": s.stiffness, "gravityPower": s.gravity, "gravityDir": [0, -1, 0], "dragForce": s.drag}
        chain: dict = {"name": s.name, "joints": [{"node": bone_of[b], **joint} for b in s.bones], "colliderGroups": [place[c] for c in s.colliders]}
        if s.centre is not None:
            chain["center"] = bone_of[s.centre]
        chains.append(chain)
    groups = [{"name": c.name, "colliders": [i]} for i, c in enumerate(colliders)]
    return {"specVersion": "1.0", "colliders": shapes, "colliderGroups": groups, "springs": chains}


def _meta(character: Character) -> dict:
    return {
        "name": character["name"],
        "version": "1.0",
        "authors": ["Govatar contributors"],
        "copyrightInformation": "Copyright the Govatar contributors. Licensed under the Apache License 2.0.",
        "licenseUrl": "https://vrm.dev/licenses/1.0/",
        "otherLicenseUrl": "https://www.apache.org/licenses/LICENSE-2.0",
        "avatarPermission": "everyone",
        "commercialUsage": "corporation",
        "creditNotation": "unnecessary",
        "modification": "allowModificationRedistribution",
        "allowRedistribution": True,
        "allowPoliticalOrReligiousUsage": False,
        "allowAntisocialOrHateUsage": False,
        "allowExcessivelyViolentUsage": False,
        "allowExcessivelySexualUsage": False,
    }


def _groups(parts: list[Part]) -> list[tuple[str, str, list[Part]]]:
    """Parts drawn together: by material; those that expressions move apart from those that none does."""
    out: dict[tuple[str, bool], list[Part]] = {}
    for part in parts:
        out.setdefault((part.material, bool(part.morphs)), []).append(part)
    return [(f"{material}{'' if moving else 'Still'}", material, group) for (material, moving), group in out.items()]


def build_vrm(character: Character, contributions: list[Contribution]) -> tuple[bytes, dict]:
    """The file, and its figures."""
    bones = [b for c in contributions for b in c.bones]
    parts = [p for c in contributions for p in c.parts]
    materials = [m for c in contributions for m in c.materials]
    known = {m.name for m in materials}
    # A module drawn alone may use a surface of one that is not there.
    for name in sorted({p.material for p in parts} - known):
        materials.append(Material(name, None, colour=tuple(character.colour("skin"))))
    glb = Glb()
    bone_of = {b.name: i for i, b in enumerate(bones)}
    nodes, skin = _skeleton(glb, bones)
    root = glb.json
    root["materials"] = [_material(glb, m) for m in materials]
    at = {m.name: i for i, m in enumerate(materials)}
    pictured = {m.name for m in materials if m.picture is not None}
    meshes, binds = [], {}
    roots = [i for i, b in enumerate(bones) if b.parent is None]
    for name, material, group in _groups(parts):
        mesh, morphs = write_mesh(glb, name, group, at[material], material in pictured, bone_of)
        meshes.append(mesh)
        nodes.append({"name": name, "mesh": len(meshes) - 1, "skin": 0})
        roots.append(len(nodes) - 1)
        for i, morph in enumerate(morphs):
            binds.setdefault(morph, []).append({"node": len(nodes) - 1, "index": i, "weight": 1})

    def turn(most: float, scale: float) -> dict:
        return {"inputMaxValue": most, "outputScale": scale}

    eye = next(b for b in bones if b.vrm == "leftEye").joint
    head = next(b for b in bones if b.vrm == "head").joint
    root["extensions"] = {
        "VRMC_vrm": {
            "specVersion": "1.0",
            "meta": _meta(character),
            "humanoid": {"humanBones": {b.vrm: {"node": bone_of[b.name]} for b in bones if b.vrm}},
            "expressions": _expressions(binds),
            "lookAt": {
                "type": "bone",
                "offsetFromHeadBone": [0, round(eye[1] - head[1], 4), round(eye[2] - head[2], 4)],
                "rangeMapHorizontalInner": turn(60, 20),
                "rangeMapHorizontalOuter": turn(60, 22),
                "rangeMapVerticalDown": turn(45, 14),
                "rangeMapVerticalUp": turn(45, 12),
            },
        }
    }
    springs, colliders = [s for c in contributions for s in c.springs], [k for c in contributions for k in c.colliders]
    if springs:
        root["extensions"]["VRMC_springBone"] = _springs(springs, colliders, bone_of)
    root |= {"scene": 0, "scenes": [{"nodes": roots}], "nodes": nodes, "meshes": meshes, "skins": [skin]}
    root["extensionsUsed"] = [*root["extensions"], "VRMC_materials_mtoon"]
    figures = {
        "triangles": int(sum(len(p.triangles) for p in parts)),
        "materials": len(materials),
        "draws": len(meshes),
        "bones": len(bones),
        "parts": {p.name: int(len(p.triangles)) for p in parts},
    }
    return glb.bytes(), figures
