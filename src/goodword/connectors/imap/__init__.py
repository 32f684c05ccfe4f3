"""A mailbox: letters of customers, alerts, mailing lists."""

from .spec import SPEC

__all__ = ["SPEC"]
