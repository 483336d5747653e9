"""Shows how the house is built: folders that import each other in a circle, large folders, class names used twice.

    python -m docs.tools.structure [PACKAGE …]        all four by default

A folder imports another where one of its modules, at the top or inside a function, imports one of the other's. Folders
that can be reached from each other that way form a circle: none of them can be understood, or changed, alone.
`tests/test_structure.py` holds the packages that have moved into their rooms at none.
"""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import grimp

ROOT = Path(__file__).parents[2]
PACKAGES = ("crawler", "matching", "grants_db", "tui")
#: more modules than this and a newcomer no longer finds his way
MOST_MODULES = 20
#: folder → folder it imports → the imports, as (module, imported module)
FolderImports: TypeAlias = Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]


def folder_imports(packages: Sequence[str], root: Path = ROOT) -> FolderImports:
    """Which folder imports which, and by which modules; a folder's own imports are left out."""
    first, *others = packages
    graph = grimp.build_graph(first, *others, cache_dir=None)
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for module in sorted(graph.modules):
        arrows = found.setdefault(folder_of(module, root), {})
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            if folder_of(imported, root) != folder_of(module, root):
                arrows.setdefault(folder_of(imported, root), []).append((module, imported))
    return found


def folder_of(module: str, root: Path = ROOT) -> str:
    """The folder a module lies in, as a dotted name.

    >>> folder_of("matching.text.german"), folder_of("matching.text")
    ('matching.text', 'matching.text')
    """
    return module if root.joinpath(*module.split(".")).is_dir() else module.rpartition(".")[0]


def circles(imports: FolderImports) -> list[tuple[str, ...]]:
    """The groups of folders that reach each other, each in the order of their names.

    >>> circles({"a": {"b": []}, "b": {"c": []}, "c": {"a": []}, "d": {"a": []}})
    [('a', 'b', 'c')]
    """
    reached = {folder: _reached_from(folder, imports) for folder in imports}
    groups = {tuple(sorted(each for each in reached[folder] if folder in reached[each])) for folder in reached}
    return sorted(group for group in groups if len(group) > 1)


def module_counts(packages: Sequence[str], root: Path = ROOT) -> Counter[str]:
    """How many modules each folder holds; `__init__` and migrations not counted, whose folder is a history."""
    files = [file for package in packages for file in (root / package).rglob("*.py") if file.stem != "__init__"]
    folders = (file.parent.relative_to(root).as_posix() for file in files)
    return Counter(folder for folder in folders if not folder.endswith("migrations/versions"))


def classes_with_two_meanings(packages: Sequence[str], root: Path = ROOT) -> dict[str, list[str]]:
    """The public classes of public modules that several modules define: name → files."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for package in packages:
        for file in sorted((root / package).rglob("*.py")):
            if file.stem.startswith("_"):
                continue
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(file.relative_to(root).as_posix())
    return {name: files for name, files in sorted(found.items()) if len(files) > 1}


def report(packages: Sequence[str], root: Path = ROOT) -> list[str]:
    """What there is to say of these packages together, line by line."""
    imports = folder_imports(packages, root)
    found = circles(imports)
    lines = [f"{', '.join(packages)}: {len(imports)} folders, {len(found)} circles"]
    for group in found:
        lines.append(f"  circle of {len(group)}: {', '.join(group)}")
        for folder in group:
            for other, arrows in imports[folder].items():
                if other in group:
                    module, imported = arrows[0]
                    lines.append(f"    {folder} → {other}: {len(arrows)}, such as {module} → {imported}")
    large = [(folder, count) for folder, count in module_counts(packages, root).items() if count > MOST_MODULES]
    lines += [f"  {count} modules in {folder}/" for folder, count in sorted(large)]
    lines += [f"  {name}: {', '.join(files)}" for name, files in classes_with_two_meanings(packages, root).items()]
    return lines


def _reached_from(folder: str, imports: FolderImports) -> set[str]:
    reached: set[str] = set()
    waiting = [folder]
    while waiting:
        for imported in imports.get(waiting.pop(), {}):
            if imported not in reached:
                reached.add(imported)
                waiting.append(imported)
    return reached


def main(packages: Sequence[str]) -> None:
    """Print each package by itself, then all together."""
    for package in packages:
        print("\n".join(report([package])))
    if len(packages) > 1:
        print("\n".join(report(packages)[:1]))


if __name__ == "__main__":
    main(sys.argv[1:] or PACKAGES)
