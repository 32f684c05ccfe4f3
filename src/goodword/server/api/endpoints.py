"""How an app declares its operations: each with the right it needs, or it does not exist."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from ninja import Router
from ninja.decorators import decorate_view
from ninja.operation import Operation

from goodword.server.accounts.facade import Right

from .authentication import BRAND_PARAMETER
from .bodies import BodyKind
from .pipeline import Declared, WhenRefused, guard

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Open(Enum):
    """The rule of what anybody may call."""

    PUBLIC = "public"


PUBLIC = Open.PUBLIC
ApiRule = Right | tuple[Right, ...] | Open


@dataclass(frozen=True, slots=True)
class Filters:
    """The query parameters an operation reads from its list, and their OpenAPI description."""

    single: frozenset[str]
    several: frozenset[str]
    parameters: tuple[dict[str, Any], ...]


class Endpoints:
    """The operations of one app, under one heading of the reference.

    Every operation takes `rule`: the right (or rights) it needs on the brand, or PUBLIC. A handler gets the request
    first, whose `actor` is who asks; its other arguments are read and checked by django-ninja.
    """

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.router = Router(tags=[heading])

    def get(
        self,
        path: str,
        *,
        rule: ApiRule,
        response: Any,
        summary: str,
        filters: Filters | None = None,
        produces: tuple[str, ...] = (),
        **options: Any,
    ) -> Callable[[Handler], Handler]:
        """Declare a read; `produces` names the media types of one that sends a file."""
        options |= {"response": response, "summary": summary}
        return self._add("GET", path, rule, filters, produces, **options)

    def post(
        self,
        path: str,
        *,
        rule: ApiRule,
        response: Any,
        summary: str,
        atomic: bool = True,
        most_bytes: Callable[[], int] | None = None,
        when_refused: WhenRefused | None = None,
        **options: Any,
    ) -> Callable[[Handler], Handler]:
        """Declare a write that makes something; it takes an Idempotency-Key.

        Without `atomic` it runs in no transaction, for work that takes long and holds the database only at its
        end. `most_bytes` says how large an upload may be. `when_refused` is told of every request that is not done.
        """
        options |= {"response": response, "summary": summary}
        return self._add(
            "POST", path, rule, atomic=atomic, most_bytes=most_bytes, when_refused=when_refused, **options
        )

    def patch(
        self, path: str, *, rule: ApiRule, response: Any, summary: str, **options: Any
    ) -> Callable[[Handler], Handler]:
        """Declare a write that changes some fields of something."""
        return self._add("PATCH", path, rule, response=response, summary=summary, **options)

    def _add(
        self,
        method: str,
        path: str,
        rule: ApiRule,
        filters: Filters | None = None,
        produces: tuple[str, ...] = (),
        atomic: bool = True,
        most_bytes: Callable[[], int] | None = None,
        when_refused: WhenRefused | None = None,
        **options: Any,
    ) -> Callable[[Handler], Handler]:
        rights = _rights(rule, f"{method} {path}")

        def register(handler: Handler) -> Handler:
            if filters:
                options["openapi_extra"] = {"parameters": list(filters.parameters)}
            options.setdefault("operation_id", handler.__name__)
            url_name = f"api-{handler.__name__.replace('_', '-')}"
            self.router.api_operation([method], path, url_name=url_name, **options)(handler)
            operation: Operation = handler._ninja_operation  # type: ignore[attr-defined]
            declared = replace(
                _declared(operation, rights, filters),
                produces=produces,
                atomic=atomic,
                most_bytes=most_bytes,
                when_refused=when_refused,
            )
            handler.declared = declared  # type: ignore[attr-defined]  # read by the reference and the tests
            decorate_view(guard(declared))(handler)
            return handler

        return register


def _rights(rule: ApiRule, name: str) -> tuple[Right, ...]:
    """Return the rights a rule asks for; anything that is no rule, an empty one too, is refused at start."""
    if rule is PUBLIC:
        return ()
    rights = rule if isinstance(rule, tuple) else (rule,)
    if not rights or not all(isinstance(right, Right) for right in rights):
        raise ImproperlyConfigured(f"{name} declares no rule. Give the right it needs, or PUBLIC.")
    return tuple(right for right in rights if isinstance(right, Right))


def declaration_of(operation: Operation) -> Declared:
    """Return what an operation declared; one that went round `Endpoints` is refused."""
    declared = getattr(operation.view_func, "declared", None)
    if not isinstance(declared, Declared):
        raise ImproperlyConfigured(
            f"{operation.view_func.__module__}.{operation.view_func.__name__} has no rule. Use Endpoints."
        )
    return declared


def _declared(operation: Operation, rights: tuple[Right, ...], filters: Filters | None) -> Declared:
    sources = {str(model.__ninja_param_source__): model for model in operation.models}
    query = _names(getattr(sources.get("query"), "__ninja_flatten_map__", ()))
    body = (
        BodyKind.FILE
        if sources.keys() & {"file", "form"}
        else BodyKind.JSON
        if "body" in sources
        else BodyKind.NONE
    )
    return Declared(
        rights=rights,
        single=query | {BRAND_PARAMETER} | (filters.single if filters else frozenset()),
        several=filters.several if filters else frozenset(),
        body=body,
        fields=_names(getattr(sources.get("form"), "__ninja_flatten_map__", ()))
        | _names(_file_names(sources.get("file"))),
    )


def _file_names(model: Any) -> Iterable[str]:
    return model.model_fields if model is not None else ()


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)
