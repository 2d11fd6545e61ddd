"""Body, uniform and hands: everything below the neck's skin."""

from __future__ import annotations

import skeleton
from kit import CM, Character, Contribution, Material

from . import jacket, pose
from .fit import Fit
from .surface import Surface, to_part

__all__ = ["build"]


def _to_t_pose(fit: Fit, s: Surface) -> Surface:
    """A surface modelled with hanging arms, in the T-pose."""
    mats = pose.matrices(fit.bones + fit.springs, pose.hang("left") | pose.hang("right"), CM)
    out = s.copy()
    out.p = pose.unposed(s.p, s.w, mats)
    return out


def build(character: Character) -> Contribution:
    """The body of a character."""
    fit = Fit(character, skeleton.build_bones(character))
    left, right, _curves = jacket.build(fit)
    parts = [to_part(_to_t_pose(fit, s), fit.rig, name, "cloth") for name, s in (("jacketLeft", left), ("jacketRight", right))]
    navy = tuple(character.colour("uniform"))
    return Contribution(parts=parts, materials=[Material("cloth", colour=navy)])
