"""CQL2 filters as they are written: text or JSON in, one tree out; absurd ones are refused unread."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import cql2

from geo.errors import QueryError

LANGUAGES = ("cql2-text", "cql2-json")
Node = Any
"""A node of the tree, as CQL2 JSON writes it."""

_MOST_CHARACTERS = 8_000
_MOST_OPERATORS = 500
_MOST_BRACKETS = 100
_MOST_LEVELS = 50
_QUOTED = {
    "cql2-text": re.compile(r"'(?:[^']|'')*'|\"[^\"]*\""),
    "cql2-json": re.compile(r'"(?:[^"\\]|\\.)*"'),
}
_OPERATOR = re.compile(r"\b(?:not|and|or|div)\b|[-+*/%^]", re.IGNORECASE)
_PLACE = re.compile(r"--> (\d+):(\d+)")
_WANTED = re.compile(r"= (expected .*)")


@lru_cache(maxsize=256)
def parse_filter(text: str, language: str) -> Node:
    """Read a filter into its tree; what the words mean is for whoever evaluates it.

    Raises
    ------
    QueryError
        If it is no CQL2, or too long or too deep to be a question; the message says where.
    """
    _require_sane(text, language)
    try:
        read = cql2.parse_text if language == "cql2-text" else cql2.parse_json
        tree = read(text).to_json()
    except cql2.ParseError as error:
        raise QueryError(f"filter {text!r} is no {language}: {_explained(str(error))}") from None
    if _levels(tree) > _MOST_LEVELS:
        raise QueryError(f"filter is nested more than {_MOST_LEVELS} levels deep; expected a simpler one")
    return tree


def fragment(node: Node) -> str:
    """Write a part of a filter as CQL2 text, to say where something is wrong."""
    try:
        return str(cql2.Expr(node).to_text())
    except Exception:  # noqa: BLE001 - cql2 raises bare exceptions for what has no spelling as text
        return json.dumps(node, ensure_ascii=False)


def _require_sane(text: str, language: str) -> None:
    """The parser is recursive: what would exhaust its stack ends the process, so it must not get there."""
    if len(text) > _MOST_CHARACTERS:
        raise QueryError(f"filter has {len(text)} characters; expected at most {_MOST_CHARACTERS}")
    if len(text) <= _MOST_BRACKETS:
        return  # too short for more of either
    bare = _QUOTED[language].sub("", text)
    operators = len(_OPERATOR.findall(bare))
    if operators > _MOST_OPERATORS:
        raise QueryError(f"filter has {operators} operators and signs; expected at most {_MOST_OPERATORS}")
    if (depth := max(_depths(bare), default=0)) > _MOST_BRACKETS:
        raise QueryError(f"filter has {depth} brackets inside each other; expected at most {_MOST_BRACKETS}")


def _depths(text: str) -> Iterator[int]:
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        yield depth


def _explained(error: str) -> str:
    place, wanted = _PLACE.search(error), _WANTED.search(error)
    if place is None:
        return f"{error}; expected an expression such as a = 1"
    return f"line {place[1]}, character {place[2]}: {wanted[1] if wanted else 'expected an expression'}"


def _levels(node: Node) -> int:
    levels, row = 0, [node]
    while row:
        levels += 1
        row = [child for parent in row for child in _children(parent)]
    return levels


def _children(node: Node) -> list[Node]:
    if isinstance(node, dict):
        return [child for value in node.values() for child in (value if isinstance(value, list) else [value])]
    return node if isinstance(node, list) else []
