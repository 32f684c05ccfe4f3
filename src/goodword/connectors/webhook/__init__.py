"""Webhook-in: other systems send signed events; `receive` turns one into mentions."""

from .receiving import parse, receive
from .signature import sign
from .spec import SPEC

__all__ = ["SPEC", "parse", "receive", "sign"]
