"""The canonical form of records."""

from __future__ import annotations

import json
import math
import re
import shutil
import struct
import subprocess
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon.model import RECORD_TYPES, Coding, ControlledStatus, Drug, Quantity, Record, Side
from pharmakon.model.canonical import canonical_json, digest, encode, fragment, number
from pharmakon.terms import table

APPENDIX_B = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
"""The bits of doubles and how they are spelled.

Source: RFC 8785, appendix B.
"""

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")

JCS = """
const sorted = (it) => Array.isArray(it) ? it.map(sorted)
  : it !== null && typeof it === "object"
  ? Object.fromEntries(Object.keys(it).sort().map((key) => [key, sorted(it[key])])) : it;
const lines = require("fs").readFileSync(0, "utf8").split("\\n").filter((line) => line);
process.stdout.write(lines.map((line) => JSON.stringify(sorted(JSON.parse(line))) + "\\n").join(""));
"""
"""RFC 8785 in the language that it is written in the terms of."""


def ecmascript(lines: list[str]) -> list[str]:
    """Each line of JSON as ECMAScript writes it with its keys sorted."""
    assert NODE is not None
    sent = "".join(f"{line}\n" for line in lines).encode()
    run = subprocess.run([NODE, "-e", JCS], input=sent, capture_output=True, check=True, timeout=60)
    return run.stdout.decode().split("\n")[:-1]


@pytest.mark.parametrize(("bits", "spelled"), APPENDIX_B.items())
def test_numbers_are_spelled_as_the_specification_lists(bits: str, spelled: str) -> None:
    """Every double of the specification's appendix has the spelling that stands beside it."""
    assert number(struct.unpack(">d", bytes.fromhex(bits))[0]) == spelled


@given(st.floats(allow_nan=False, allow_infinity=False))
@strategies.seeded(200)
def test_a_number_read_again_is_the_same_number(value: float) -> None:
    """No number changes on its way through the canonical form, but for the sign of zero."""
    assert float(json.loads(number(value))) == value
    assert number(value) == number(float(number(value)))


@needs_node
def test_numbers_are_spelled_as_ecmascript_spells_them() -> None:
    """Around every power of two and of ten, our spelling is ECMAScript's own."""
    near = [scale**power for scale in (2.0, 10.0) for power in range(-300, 300, 7)]
    near += [10.0**power for power in range(-10, 25)]
    values = [sign * each for value in near for sign in (1, -1) for each in (value, math.nextafter(value, 0))]
    assert [number(value) for value in values] == ecmascript([repr(value) for value in values])


@needs_node
def test_records_are_spelled_as_the_specification_says() -> None:
    """A record's canonical line is what ECMAScript writes of it with sorted keys."""
    lines: list[str] = []

    @given(strategies.records())
    @strategies.seeded(60)
    def gather(record: Record) -> None:
        lines.append(canonical_json(record))

    gather()
    texts = ["\u2028\u2029\x7f\u0085", "\U0001f600", '"\\/', "\t\n", "\u0600\ufeff"]
    lines += [encode({"high": 1e21, "text": text}) for text in texts]
    assert ecmascript(lines) == lines


def members(value: Any) -> list[list[Any]]:  # noqa: ANN401 - any JSON value
    """Every list within a JSON value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [value] if isinstance(value, list) else []
    return found + [each for item in inner for each in members(item)]


@pytest.mark.parametrize("name", [each.__name__ for each in RECORD_TYPES])
def test_the_order_of_a_set_does_not_matter(name: str) -> None:
    """Spellings that differ in the order of sets and keys have one canonical form."""
    model = table().by_name[name].model

    def turned(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(each) for each in reversed(value)] if isinstance(value, list) else value

    @given(strategies.values(name))
    @strategies.seeded(15)
    def check(value: dict[str, Any]) -> None:
        one, other = (
            canonical_json(model.model_validate_json(json.dumps(each))) for each in (value, turned(value))
        )
        assert one == other
        assert strategies.sorted_sets(json.loads(one)) == strategies.sorted_sets(value)
        for items in members(json.loads(one)):
            told = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in items]
            if not any(isinstance(each, dict) for each in items):
                assert told == sorted(told)

    check()


def test_an_absent_value_is_left_out() -> None:
    """Neither null nor an empty set is ever written."""
    drug = Drug(id="drug/k", type="Drug", label="k", kind="substance")
    assert canonical_json(drug) == '{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}'


def test_whole_numbers_have_one_spelling() -> None:
    """A number that is whole is spelled the same, whether it was given as 40 or as 40.0."""
    spellings = {canonical_json(Quantity(low=each, unit="mg")) for each in (40, 40.0)}
    assert spellings == {'{"low":40,"unit":"mg"}'}


def test_a_nested_object_is_named_by_its_key_or_its_content() -> None:
    """A nested object's name tells it from its siblings, whatever the order of its own sets."""
    coding = Coding(code="cas:6740-88-1", match="exact", seen_at=("a",))
    assert fragment("codes", coding, many=True) == "codes-cas-6740-88-1"
    assert fragment("passage", coding, many=False) == "passage"
    sides = [Side(position="p", claims=claims) for claims in (("claim/a", "claim/b"), ("claim/b", "claim/a"))]
    assert digest(sides[0]) == digest(sides[1])
    assert fragment("sides", sides[0], many=True) == f"sides-{digest(sides[0])}"
    assert digest(sides[0]) != digest(Side(position="q", claims=("claim/a", "claim/b")))


def test_keys_of_any_script_stay_apart() -> None:
    """Two nested objects whose keys are spelled in another script have two IRIs."""
    marks = {
        fragment(
            "controlled_status", ControlledStatus(jurisdiction="CN", controlled_schedule=name), many=True
        )
        for name in ("\u7b2c\u4e00\u7c7b", "\u7b2c\u4e8c\u7c7b", "II")
    }
    assert len(marks) == 3
    assert all(re.fullmatch(r"controlled_status-CN-[A-Za-z0-9]+", mark) for mark in marks)
