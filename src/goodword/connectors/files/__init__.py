"""Anybody's exports: CSV, TSV, JSON, Parquet and XLSX, however they are written and packed."""

from .batches import Batch, Reject
from .limits import Limits
from .source import Source, open_source

__all__ = ["Batch", "Limits", "Reject", "Source", "open_source"]
