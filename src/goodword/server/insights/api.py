"""The insights over HTTP."""

from .diagnosis.api import endpoints

__all__ = ["endpoints"]
