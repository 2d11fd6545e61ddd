"""Looks at a character in poses without the browser: `blender -b --factory-startup --python preview.py -- <id> <png> [view …]`.

A view is `pose:camera`, for example `rest:bust`; several views stand side by side in the picture. Rendered with Cycles, few samples.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import bpy  # noqa: E402
import numpy as np  # noqa: E402

import main as builder  # noqa: E402
from body import pose as skin  # noqa: E402
from kit import Contribution, to_blender  # noqa: E402

SIZE = 520


def both(part: str, x: float, y: float, z: float) -> dict[str, np.ndarray]:
    return {"left" + part: skin.turn(x, y, z), "right" + part: skin.turn(x, -y, -z)}


def curl(side: str, fingers: dict[str, float], thumb: float = 0.0) -> dict[str, np.ndarray]:
    """Fingers bent by shares of a fist."""
    s = 1 if side == "left" else -1
    out = {}
    for name, k in fingers.items():
        for part, angle in (("Proximal", 1.45), ("Intermediate", 1.7), ("Distal", 1.05)):
            out[side + name + part] = skin.turn(z=-s * angle * k)
    out[side + "ThumbMetacarpal"] = skin.turn(x=0.35 * thumb, y=s * 0.5 * thumb, z=-s * 0.3 * thumb)
    out[side + "ThumbProximal"] = skin.turn(y=s * 0.6 * thumb)
    out[side + "ThumbDistal"] = skin.turn(y=s * 0.7 * thumb)
    return out


ALL = ("Index", "Middle", "Ring", "Little")
REST = both("UpperArm", 0, 0, -1.33) | both("LowerArm", 0, -0.24, -0.06) | both("Hand", 0, -0.08, 0)
SOFT = curl("left", dict.fromkeys(ALL, 0.16), 0.2) | curl("right", dict.fromkeys(ALL, 0.16), 0.2)
POSES: dict[str, dict[str, np.ndarray]] = {
    "t": {},
    "rest": REST | SOFT,
    "bow": REST | SOFT | {"spine": skin.turn(0.25), "chest": skin.turn(0.2), "neck": skin.turn(0.1), "head": skin.turn(0.15)},
    "explain": REST | SOFT | {"leftUpperArm": skin.turn(0, -0.35, -1.15), "leftLowerArm": skin.turn(0, -1.7, -0.2) @ skin.turn(x=-1.0)},
    "aside": REST | SOFT | {"leftUpperArm": skin.turn(0, -0.3, -0.45), "leftLowerArm": skin.turn(0, -0.35, 0.1) @ skin.turn(x=-0.9)},
    "forward": REST | SOFT | {"leftUpperArm": skin.turn(0, -1.25, 0) @ skin.turn(z=-0.35)},
    "thank": REST | SOFT | {"rightUpperArm": skin.turn(0, 0.45, 1.05), "rightLowerArm": skin.turn(0, 2.1, -0.35), "rightHand": skin.turn(0, 0.2, 0)},
    "fist": curl("left", dict.fromkeys(ALL, 1.0), 1.0),
    "one": curl("left", {"Middle": 1.0, "Ring": 1.0, "Little": 1.0}, 1.0),
    "two": curl("left", {"Ring": 1.0, "Little": 1.0}, 1.0),
    "three": curl("left", {"Little": 1.0, "Index": 0.0}, 1.0),
}


def pose_part(part, names: dict[str, int], mats: np.ndarray) -> np.ndarray:
    w = np.zeros((len(part.positions), len(names)))
    if isinstance(part.weights, str):
        w[:, names[part.weights]] = 1
    else:
        for i, row in enumerate(part.weights):
            for bone, share in row:
                w[i, names[bone]] += share
    return skin.posed(part.positions, w, mats)


def material(found, shade_only: bool):
    m = bpy.data.materials.new(found.name)
    m.use_nodes = True
    bsdf = m.node_tree.nodes["Principled BSDF"]
    bsdf.inputs["Roughness"].default_value = 0.7
    bsdf.inputs["Specular"].default_value = 0.15
    if found.picture is None or shade_only:
        bsdf.inputs["Base Color"].default_value = (*(np.array(found.colour) ** 2.2), 1)
    else:
        picture = np.asarray(found.picture, np.float32)
        h, w = picture.shape[:2]
        rgba = np.ones((h, w, 4), np.float32)
        rgba[..., : picture.shape[2]] = picture
        image = bpy.data.images.new(found.name, w, h)
        image.pixels.foreach_set(rgba[::-1].reshape(-1))
        node = m.node_tree.nodes.new("ShaderNodeTexImage")
        node.image = image
        m.node_tree.links.new(node.outputs["Color"], bsdf.inputs["Base Color"])
    return m


def camera_of(name: str, character, hand: np.ndarray):
    """Target, direction from it to the camera (glTF space), height of the picture in metres."""
    chin = character.chin
    table = {
        "bust": ((0, chin - 0.03, 0), (0, 0, 1), 0.62), "bust34": ((0, chin - 0.05, 0), (0.65, 0.1, 1), 0.62),
        "side": ((0, chin - 0.08, 0), (1, 0.05, 0.02), 0.62), "back": ((0, chin - 0.12, 0), (0.25, 0.1, -1), 0.75),
        "half": ((0, chin - 0.25, 0), (0, 0.03, 1), 1.05), "half34": ((0, chin - 0.25, 0), (-0.7, 0.1, 1), 1.05),
        "full": ((0, chin * 0.59, 0), (0.1, 0.03, 1), 1.9), "full34": ((0, chin * 0.59, 0), (0.7, 0.1, 1), 1.9),
        "fullback": ((0, chin * 0.59, 0), (-0.4, 0.1, -1), 1.9),
        "neck": ((0, chin - 0.1, 0), (0.12, 0.05, 1), 0.3), "neck34": ((0, chin - 0.1, 0), (0.8, 0.35, 1), 0.3),
        "shoulder": ((0.14, chin - 0.12, 0), (0.5, 0.25, 1), 0.4), "top": ((0, chin - 0.1, 0), (0, 1, 0.35), 0.55),
        "hand": (tuple(hand), (0.25, 0.9, 0.9), 0.27), "palm": (tuple(hand), (0.2, -1, 0.4), 0.27), "handside": (tuple(hand), (0.2, 0.05, 1), 0.27),
        "feet": ((0, 0.12, 0), (0.6, 0.5, 1), 0.5),
    }
    return table[name]


def render(character, found: list[Contribution], pose_name: str, camera: str, path: str, shade_only: bool) -> np.ndarray:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bones = [b for c in found for b in c.bones]
    names = {b.name: i for i, b in enumerate(bones)}
    mats = skin.matrices(bones, POSES[pose_name])
    materials = {m.name: material(m, shade_only) for c in found for m in c.materials}
    if "skin" not in materials:
        from kit import Material
        materials["skin"] = material(Material("skin", colour=tuple(character.colour("skin"))), True)
    for part in (p for c in found for p in c.parts):
        mesh = bpy.data.meshes.new(part.name)
        mesh.from_pydata(to_blender(pose_part(part, names, mats)).tolist(), [], part.triangles.tolist())
        uv = mesh.uv_layers.new(name="uv")
        loops = part.uvs[part.triangles.reshape(-1)].astype(np.float32).copy()
        loops[:, 1] = 1 - loops[:, 1]
        uv.data.foreach_set("uv", loops.reshape(-1))
        mesh.polygons.foreach_set("use_smooth", np.ones(len(part.triangles), bool))
        if part.welds is not None:
            # Shading is smooth over texture seams: join the points.
            import bmesh
            bm = bmesh.new()
            bm.from_mesh(mesh)
            bmesh.ops.remove_doubles(bm, verts=bm.verts, dist=1e-6)
            bm.to_mesh(mesh)
            bm.free()
        if part.material in materials:
            mesh.materials.append(materials[part.material])
        bpy.context.collection.objects.link(bpy.data.objects.new(part.name, mesh))
    scene = bpy.context.scene
    world = bpy.data.worlds.new("w")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs[0].default_value = (0.82, 0.86, 0.92, 1)
    world.node_tree.nodes["Background"].inputs[1].default_value = 0.55
    scene.world = world
    for place, power, size in (((1.2, -2.2, 2.6), 70, 1.2), ((-1.8, -1.5, 1.8), 22, 1.5), ((0.5, 1.8, 2.4), 40, 0.8)):
        light = bpy.data.lights.new("l", "AREA")
        light.energy, light.size = power, size
        o = bpy.data.objects.new("l", light)
        o.location = place
        import mathutils
        o.rotation_euler = (mathutils.Vector((0, 0, character.chin * 0.9)) - mathutils.Vector(place)).to_track_quat("-Z", "Y").to_euler()
        bpy.context.collection.objects.link(o)
    finger = next(b for b in bones if b.name == "leftMiddleProximal")
    hand = (mats[names["leftHand"]] @ np.array([*finger.joint, 1]))[:3]
    target, direction, height = camera_of(camera, character, hand)
    d = np.array(direction, float)
    d /= np.linalg.norm(d)
    import mathutils
    cam = bpy.data.cameras.new("c")
    cam.angle = np.radians(20)
    o = bpy.data.objects.new("c", cam)
    o.location = to_blender(np.array(target) + d * height / 2 / np.tan(np.radians(10)))
    o.rotation_euler = mathutils.Vector(to_blender(-d)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(o)
    scene.camera = o
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 10
    scene.cycles.use_denoising = False
    scene.cycles.max_bounces = 3
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    scene.view_settings.view_transform = "Standard"
    scene.render.resolution_x = scene.render.resolution_y = SIZE
    scene.render.filepath = path
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(path)
    out = np.array(image.pixels[:], np.float32).reshape(SIZE, SIZE, 4)
    return out


def run(arguments: list[str]) -> None:
    shade_only = "--plain" in arguments
    modules = tuple(a[2:] for a in arguments if a.startswith("--") and a != "--plain") or ("body",)
    name, path, *views = [a for a in arguments if not a.startswith("--")]
    character = builder.character_named(name)
    found = builder.contributions(character, modules)
    count = {p.name: len(p.triangles) for c in found for p in c.parts}
    print("triangles", sum(count.values()), count)
    columns = [render(character, found, *view.split(":"), path, shade_only) for view in views]
    per_row = min(3, len(columns))
    while len(columns) % per_row:
        columns.append(np.ones_like(columns[0]))
    rows = [np.concatenate(columns[i : i + per_row], 1) for i in range(0, len(columns), per_row)]
    sheet = np.concatenate(rows[::-1], 0)
    image = bpy.data.images.new("sheet", sheet.shape[1], sheet.shape[0])
    image.pixels.foreach_set(sheet.reshape(-1))
    image.filepath_raw, image.file_format = path, "PNG"
    image.save()


if __name__ == "__main__":
    run(sys.argv[sys.argv.index("--") + 1 :])
