"""Records that are only ever added: neither changed nor removed, whichever way the ORM is asked."""

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

from goodword.core.errors import GoodwordError

AnyModel = TypeVar("AnyModel", bound=models.Model, covariant=True)


class AppendOnlyError(GoodwordError):
    """The records can only be added to."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or "These records are append-only: one can be neither changed nor removed.")


class AppendOnlyQuerySet(models.QuerySet[AnyModel]):
    """A query set that reads and adds, nothing else."""

    def _refuse(self) -> NoReturn:
        raise AppendOnlyError(getattr(self.model, "REFUSAL", ""))

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse()

    def _update(self, values: Any) -> NoReturn:
        """Refuse what saving a record under the key of another one comes down to."""
        self._refuse()

    def delete(self) -> NoReturn:
        self._refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    def bulk_create(self, objs: Iterable[AnyModel], *args: Any, **kwargs: Any) -> list[AnyModel]:
        """Add records; a conflict with one that is there must not change it."""
        if args[2:3] == (True,) or kwargs.get("update_conflicts"):
            self._refuse()
        return super().bulk_create(objs, *args, **kwargs)

    def _raw_delete(self, using: str | None) -> NoReturn:
        self._refuse()


class AppendOnly(models.Model):
    """The base of such records; give the class `objects = AppendOnlyQuerySet.as_manager()`."""

    REFUSAL = ""

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(self.REFUSAL)
        super().save(*args, **kwargs)

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(self.REFUSAL)
        super().save_base(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self.REFUSAL)
