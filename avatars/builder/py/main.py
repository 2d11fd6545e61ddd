"""Builds one character: `blender -b --factory-startup --python main.py -- <id> <file.vrm> [module,module]`.

Runs the skeleton and the modules and writes the VRM file; its figures go to the last line of the output as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import bake  # noqa: E402
import skeleton  # noqa: E402
from kit import Character, Contribution, load_character  # noqa: E402
from vrm import build_vrm  # noqa: E402

MODULES = ("head", "hair", "body")


def contributions(character: Character, modules: tuple[str, ...] = MODULES) -> list[Contribution]:
    """What the skeleton and the modules give, in that order."""
    found = [Contribution(bones=skeleton.build_bones(character))]
    for name in modules:
        module = importlib.import_module(name)
        found.append(module.build(character))
    if "head" in modules:
        bake.shade_skin(found)
    return found


def character_named(name: str) -> Character:
    return load_character(HERE.parent / "characters" / f"{name}.json")


def main(arguments: list[str]) -> None:
    name, file, *rest = arguments
    modules = tuple(rest[0].split(",")) if rest else MODULES
    character = character_named(name)
    data, figures = build_vrm(character, contributions(character, modules))
    Path(file).write_bytes(data)
    print(json.dumps({"bytes": len(data), **figures}))


if __name__ == "__main__":
    main(sys.argv[sys.argv.index("--") + 1 :])
