"""A module stays under 400 lines, a function under 40, a template under 150."""

import ast
from pathlib import Path

import pytest

from tests.ground import ROOT

MODULE, FUNCTION, TEMPLATE = 400, 40, 150

MODULES = sorted(
    path
    for folder in ("sitra", "config", "tests", "scripts", "assets", "bench", "demo")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "sitra").rglob("templates/**/*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def long_functions(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                found.append(f"{node.name}: {lines} lines")
    return found


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_module_is_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") < MODULE
    assert not long_functions(source)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_is_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") < TEMPLATE


def test_a_long_function_would_be_found() -> None:
    body = "\n".join("    pass" for _ in range(FUNCTION + 1))
    assert long_functions(f"def endless():\n{body}\n")
