"""The plan of the house, where import-linter can not see."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = next(contract for contract in CONTRACTS if contract["id"] == "floors")["layers"]
FLOOR = {room.strip(): n for n, layer in enumerate(reversed(LAYERS)) for room in layer.split("|")}


def test_foreign_keys_point_down_also_when_they_are_strings():
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model and field.related_model != model
        if model._meta.app_config != field.related_model._meta.app_config
        if model._meta.app_config.name in FLOOR and field.related_model._meta.app_config.name in FLOOR
        if FLOOR[field.related_model._meta.app_config.name] >= FLOOR[model._meta.app_config.name]
    ]
    assert not wrong, wrong


def test_every_room_has_its_place_on_a_floor():
    ours = (ROOT / "forum", ROOT / "bestpractice")
    rooms = {c.name for c in apps.get_app_configs() if any(Path(c.path).is_relative_to(place) for place in ours)}
    assert rooms <= FLOOR.keys(), rooms - FLOOR.keys()


def test_no_module_is_called_what_says_nothing():
    vague = {"utils", "helpers", "common", "core", "misc", "util"}
    code = [*(ROOT / "forum").rglob("*.py"), *(ROOT / "bestpractice").rglob("*.py")]
    assert not [path for path in code if path.stem in vague]
