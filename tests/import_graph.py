"""Which modules of the package import which, and the longest chain of them.

`python -m tests.import_graph` draws the rooms and the chain anew in docs/architecture.md.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pipeline"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by python -m tests.import_graph -->", "<!-- end of the drawing -->"
ENTRANCE = "(root)"
"""Where `__init__` and `__main__` of the package itself stand."""


def modules() -> dict[str, Path]:
    """The modules of the package by their dotted names; a package stands for its `__init__`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> dict[str, frozenset[str]]:
    """What each module imports of the package, wherever in its text: later or for types, too."""
    return _graph(ast.walk)


@cache
def imports_at_once() -> dict[str, frozenset[str]]:
    """What each module imports of the package when it is imported itself."""
    return _graph(lambda module: module.body)


def _graph(nodes: Callable[[ast.Module], Iterable[ast.AST]]) -> dict[str, frozenset[str]]:
    """What each module imports by some nodes of its text."""
    known = modules()
    return {
        name: frozenset(_names(nodes(ast.parse(path.read_text(encoding="utf-8"))), known)) - {name}
        for name, path in known.items()
    }


def _names(nodes: Iterable[ast.AST], known: dict[str, Path]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        for alias in node.names:
            # `from pipeline import warehouse` imports a module, most others a name of one
            module = f"{node.module}.{alias.name}"
            if module in known:
                yield module
            elif node.module in known:
                yield node.module


def room_of(module: str) -> str:
    """The room of a module: its first folder, or its own name at the root."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] != "__main__" else ENTRANCE


def rooms() -> dict[str, set[str]]:
    """Which room imports from which."""
    graph: dict[str, set[str]] = {}
    for module, every in imports().items():
        others = {room_of(one) for one in every} - {room_of(module), ENTRANCE}
        graph.setdefault(room_of(module), set()).update(others)
    return graph


def longest_chain() -> list[str]:
    """The longest chain of modules that import each other at once.

    Raises RecursionError where modules import each other in a circle.
    """
    graph = imports_at_once()

    @cache
    def chain(module: str) -> tuple[str, ...]:
        return (module, *max((chain(one) for one in sorted(graph[module])), key=len, default=()))

    return list(max((chain(module) for module in sorted(graph)), key=len))


def drawing() -> str:
    """The rooms and the chain as they stand in the page."""
    graph = rooms()
    lines = ["```mermaid", "graph TD"]
    lines += [f"    {room} --> {other}" for room in sorted(graph) for other in sorted(graph[room])
              if room != ENTRANCE]  # fmt: skip
    chain = [f"{number:>3} {name}" for number, name in enumerate(longest_chain(), 1)]
    return "\n".join([*lines, "```", "", "The longest chain of imports:", "", "```", *chain, "```"])


def main() -> int:
    """Draw it anew."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{drawing()}\n\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
