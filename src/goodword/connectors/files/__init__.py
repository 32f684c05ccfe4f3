"""Anybody's exports: CSV, TSV, JSON, Parquet and XLSX, however they are written and packed.

Open a file, see what its columns are, and turn it into typed records batch by batch:

    source = open_source("reviews.csv")
    schema = schema_for("mentions")
    mapping = guessed_mapping(recognise(schema, source))
    check_mapping(schema, source, mapping)
    formats, seen = find_formats(source, schema, mapping), Occurrences()
    for batch in source.batches():
        prepared = prepare(batch, schema, mapping, zone="Europe/Berlin", formats=formats)
        keys = row_keys(prepared.table, identity=schema.identity, seen=seen)
"""

from .batches import Batch, Reject
from .export import csv_lines, reject_report, safe_cell, write_csv
from .formats import Formats, find_formats
from .keys import row_keys
from .limits import Limits
from .mapping import ColumnMap, check_mapping, parse_map, parse_set
from .messages import Reason
from .occurrences import Occurrences
from .platforms import Platform, known_platform, platform_named, platform_profiles
from .prepare import Prepared, prepare
from .problems import FileError
from .profiles import Profile, match
from .recognise import ColumnGuess, guessed_mapping, recognise
from .schema_types import Choice, FieldSpec, RecordSchema
from .schemas import ANSWER, EVENT, MENTION, PERSON, SCHEMAS, TIE, schema_for
from .source import Source, open_source
from .writing import TableWriter, open_writer

__all__ = [
    "ANSWER",
    "EVENT",
    "MENTION",
    "PERSON",
    "SCHEMAS",
    "TIE",
    "Batch",
    "Choice",
    "ColumnGuess",
    "ColumnMap",
    "FieldSpec",
    "FileError",
    "Formats",
    "Limits",
    "Occurrences",
    "Platform",
    "Prepared",
    "Profile",
    "Reason",
    "RecordSchema",
    "Reject",
    "Source",
    "TableWriter",
    "check_mapping",
    "csv_lines",
    "find_formats",
    "guessed_mapping",
    "known_platform",
    "match",
    "open_source",
    "open_writer",
    "parse_map",
    "parse_set",
    "platform_named",
    "platform_profiles",
    "prepare",
    "recognise",
    "reject_report",
    "row_keys",
    "safe_cell",
    "schema_for",
    "write_csv",
]
