"""Write the reference pages that are made from the code: the command line, roles, glossary, events, metrics, the API."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- Made by `make docs`; change the code instead. -->\n"


def glossary() -> str:
    """Return the glossary as a page."""
    from goodword.core.glossary import TERMS

    rows = "\n".join(
        f"| `{term.key}` | {term.en} | {term.zh} | {term.en_definition} | {term.zh_definition} |"
        for term in TERMS.values()
    )
    head = "| key | English | 中文 | meaning | 含义 |\n|---|---|---|---|---|"
    return f"{NOTE}# Glossary\n\nOne word per thing, in the console, the API and these pages.\n\n{head}\n{rows}\n"


def events() -> str:
    """Return the event schema as a page."""
    from goodword.core.events import EVENT_COLUMNS, EventKind

    kinds = ", ".join(f"`{kind.value}`" for kind in EventKind)
    rows = "\n".join(
        f"| `{column.name}` | {column.type} | {'yes' if column.required else ''} | {column.meaning} |"
        for column in EVENT_COLUMNS
    )
    return (
        f"{NOTE}# Events\n\nOne row per thing that happened. Kinds: {kinds}.\n\n"
        f"| column | type | required | meaning |\n|---|---|---|---|\n{rows}\n"
    )


def paths_of(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Return the words that lead to a command and to all under it, but for the hidden ones."""
    yield path
    for name, sub in getattr(command, "commands", {}).items():
        if not sub.hidden:
            yield from paths_of(sub, (*path, name))


def command_line() -> str:
    """Return the help of every command as a page."""
    import typer
    from typer.testing import CliRunner

    from goodword.cli.main import app

    runner = CliRunner(env={"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"})
    parts = [f"{NOTE}# Command line\n\nExit status: 0 done, 1 the work failed, 2 asked wrongly.\n"]
    for path in paths_of(typer.main.get_command(app)):
        output = runner.invoke(app, [*path, "--help"], prog_name="goodword").output
        text = "\n".join(line.rstrip() for line in output.strip().splitlines())
        parts.append(f"## `{' '.join(['goodword', *path])}`\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def roles() -> str:
    """Return what each role may do, and every right with the roles that have it, as a page."""
    from goodword.server.accounts.rights import ROLE_RIGHTS, Right, areas, right_name

    changing = []
    for role, rights in ROLE_RIGHTS.items():
        changes, reads = (", ".join(names) or "–" for names in areas(rights))
        changing.append(f"| {role.label} | {changes} | {reads} |")
    holding = []
    for right in Right:
        holders = ", ".join(str(role.label) for role, rights in ROLE_RIGHTS.items() if right in rights)
        holding.append(f"| {right_name(right)} | `{right}` | {holders} |")
    return "\n".join(
        [
            f"{NOTE}# Roles and rights\n",
            "Who may change something may read it, too. An agency's members have the rights of their roles, but never "
            f"*{right_name(Right.BRAND_MANAGE)}*.\n",
            "| role | changes | only reads |\n|---|---|---|",
            *changing,
            "\nThe same rights are the scopes of an API token.\n",
            "| right | scope | roles |\n|---|---|---|",
            *holding,
            "",
        ]
    )


def metrics() -> str:
    """Return every metric with its definition and options as a page."""
    from goodword import metrics as library

    parts = [
        f"{NOTE}# Metrics\n\nEach is one expression over the [events](events.md), computed by `goodword metrics NAME` and by "
        "`goodword.metrics.compute(name, log)`; `--sql` and `explain` print what the engine is asked.\n"
    ]
    for name in library.names():
        found = library.metric(name)
        options = "\n".join(
            f"| `{key}` | `{option.default!r}` | {option.meaning} | {option.expected} |"
            for key, option in found.options.items()
        )
        reads = "".join(
            f" Also reads `{table}` ({', '.join(schema.names)})." for table, schema in found.reads.items()
        )
        parts.append(
            f"## `{name}` – {found.title_en} · {found.title_zh}\n\n{found.explanation_en}\n\n{found.explanation_zh}\n\n"
            f"Unit: {found.unit}. A row per: {', '.join(found.grain)}. Rows: {found.additivity.value}. Version {found.version}. "
            f"Source: {found.source}{reads}\n\n| option | default | meaning | allowed |\n|---|---|---|---|\n{options}\n"
        )
    return "\n".join(parts)


def api() -> str:
    """Return the API's operations as a page."""
    from goodword.server.api.facade import openapi

    schema = openapi()
    lines = [f"{NOTE}# HTTP API\n\nThe machine-readable description is at `/api/v1/openapi.json`.\n"]
    lines.append("| operation | what it does | right |\n|---|---|---|")
    for path, operations in sorted(schema["paths"].items()):
        for method, operation in operations.items():
            right = operation.get("x-right", "")
            lines.append(f"| `{method.upper()} {path}` | {operation.get('summary', '')} | {right} |")
    return "\n".join(lines) + "\n"


PAGES = {
    "glossary.md": glossary,
    "events.md": events,
    "metrics.md": metrics,
    "command-line.md": command_line,
    "roles.md": roles,
    "api-operations.md": api,
}


def setup(home: str) -> None:
    """Load Django in a data folder of its own."""
    os.environ["GOODWORD_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "goodword.server.settings"
    import django

    django.setup()


def main() -> None:
    """Write the pages; with --check, say which are out of date instead."""
    with tempfile.TemporaryDirectory(prefix="goodword-docs-") as home:
        setup(home)
        _write()


def _write() -> None:
    stale = []
    for name, make in PAGES.items():
        text = make()
        path = OUT / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text("utf-8") != text:
                stale.append(name)
        else:
            OUT.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"docs/reference/{name}")
    if stale:
        sys.exit(f"Out of date: {', '.join(stale)}. Run: make docs")


if __name__ == "__main__":
    main()
