"""Body, uniform and hands: everything below the neck's skin."""

from __future__ import annotations

import bake
import numpy as np
import skeleton
from kit import CM, Character, Contribution, Material

from . import collar, hands, jacket, legs, neckwear, paint, pose, trims
from .drape import Ground
from .fit import ATLAS, Fit
from .surface import Surface, merge, to_part

__all__ = ["build"]

SHADE = np.array([0.42, 0.44, 0.54])

# Places of the picture that hold small things.
SMALL = ("badge", "plate", "button", "nail", "shoe", "sole")


def _to_t_pose(fit: Fit, s: Surface) -> Surface:
    """A surface modelled with hanging arms, in the T-pose."""
    mats = pose.matrices(fit.bones + fit.springs, pose.hang("left") | pose.hang("right"), CM)
    out = s.copy()
    out.p = pose.unposed(s.p, s.w, mats)
    return out


def build(character: Character) -> Contribution:
    """The body of a character."""
    female = character["sex"] == "f"
    bones, springs, colliders = neckwear.bones(character["chinY"], female)
    fit = Fit(character, skeleton.build_bones(character), bones)
    left, right, _curves = jacket.build(fit)
    coat = merge([left, right])
    ground = Ground(coat)
    shirt = collar.shirt(fit)
    shirt_ground = Ground(shirt)
    pieces = {
        "jacket": coat,
        "shirt": shirt,
        "shirtCollar": collar.both(fit, collar.shirt_collar(fit, shirt_ground)),
        "lapels": collar.both(fit, collar.lapel(fit, ground)),
        "collar": collar.collar(fit, ground),
        "neckwear": (neckwear.scarf if female else neckwear.tie)(fit, shirt_ground),
        "trims": merge(trims.trims(fit, ground)),
        "cuffs": trims.cuffs(fit),
    }
    pieces["trousers"], pieces["shoes"] = legs.both(fit)
    material = Material(
        "cloth", picture=paint.paint(character), shade=(0.66, 0.68, 0.78), toony=0.15, shift=-0.08,
        rim=(0.05, 0.06, 0.08), rim_power=4.0, double_sided=True,
    )  # fmt: skip
    # What is small throws no shade: it lies on one side only, and both sides share their places in the picture.
    large = [to_part(s, fit.rig, name, "cloth") for name, s in pieces.items() if name != "trims"]
    bake.shade_cloth(large, [], material, SHADE, 0.9, ("shirt", "jacket"), tuple(ATLAS[name] for name in SMALL))
    parts = [to_part(_to_t_pose(fit, s), fit.rig, name, "cloth") for name, s in pieces.items()]
    parts += hands.hands(fit)
    print("builder: " + ", ".join(f"{part.name} {len(part.triangles)}" for part in parts))
    return Contribution(parts=parts, materials=[material], bones=bones, springs=springs, colliders=colliders)
