"""Ugly files to read, and the reference data when it is there."""

import gzip
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

_REFERENCE = Path(__file__).parents[3] / "shared" / "data"
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """The path of a reference file; the test is skipped when it is absent."""

    def find(name: str) -> Path:
        path = _REFERENCE / name
        if not path.exists():
            pytest.skip(f"the reference data is not beside the project ({name})")
        return path

    return find


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write bytes to a file, packed when its name ends in .gz or .zip."""

    def write_file(name: str, data: bytes) -> Path:
        path = tmp_path / name
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(data))
        elif name.endswith(".zip"):
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(name.removesuffix(".zip"), data)
        else:
            path.write_bytes(data)
        return path

    return write_file


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write a small workbook; cells are text, numbers, or ("date", serial)."""

    def write_book(name: str, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("[Content_Types].xml", _CONTENT_TYPES)
            book.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
            tags = "".join(
                f'<sheet name="{escape(title)}" sheetId="{i}" r:id="rId{i}"/>'
                for i, title in enumerate(sheets, 1)
            )
            book.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{tags}</sheets></workbook>',
            )
            parts = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
            book.writestr(
                "xl/_rels/workbook.xml.rels", _relations([*parts, ("rId99", "styles", "styles.xml")])
            )
            book.writestr("xl/styles.xml", _STYLES)
            for i, rows in enumerate(sheets.values(), 1):
                book.writestr(f"xl/worksheets/sheet{i}.xml", _sheet(rows))
        return path

    return write_book


def _relations(parts: Sequence[tuple[str, str, str]]) -> str:
    tags = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, kind, target in parts
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{tags}</Relationships>'


def _sheet(rows: Sequence[Sequence[object]]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(f"{chr(65 + i)}{number}", value) for i, value in enumerate(row) if value is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(place: str, value: object) -> str:
    if isinstance(value, tuple):
        return f'<c r="{place}" s="1"><v>{value[1]}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
