"""One fast way to put an Arrow table into a database table, leaving alone what is already there.

No model instance is made: SQLite is fed by `executemany`, PostgreSQL by COPY into a temporary table and one
INSERT … SELECT. Both skip a row whose unique columns are taken, and only such a row: any other broken
constraint raises.
"""

from .actions import insert, update
from .rows import Added, Ids, Inserted

__all__ = ["Added", "Ids", "Inserted", "insert", "update"]
