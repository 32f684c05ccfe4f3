"""Turns the tree of a query's pieces into what must be there; refuses what can be read in two ways."""

from lark import Token, Tree

from .errors import MOST_WAYS, QueryError
from .fields import Field, Fields, Kind
from .nodes import All, Any, Given, Near, Node, Not, Phrase, Same
from .ranges import between
from .scanner import AND, FIELD, NEAR, NOT, OR, QUOTED, cut
from .terms import phrase_of, quoted_phrase

Part = Token | Tree[Token]


class Builder:
    """Builds the nodes of one query."""

    def __init__(self, source: str, fields: Fields) -> None:
        self.source, self.fields = source, fields

    def node(self, part: Part, field: Field | None = None) -> Node:
        """Return the node of a part of the tree; `field` is the one whose value it stands in."""
        if isinstance(part, Token):
            return self._value(part, field)
        children = part.children
        match part.data:
            case "start":
                return self.node(children[0], field)
            case "any":
                return self._any(part, field)
            case "all":
                return self._all(part, field)
            case "negated":
                return self._negated(part, field)
            case "near":
                return self._near(part, field)
            case "field":
                return self._field(part, field)
        return self.node(children[1], field)  # a group

    def _any(self, part: Tree[Token], field: Field | None) -> Node:
        groups = _without(part, OR)
        if len(groups) == 1:
            return self.node(groups[0], field)
        several = [each for each in groups if isinstance(each, Tree) and len(_without(each, AND)) > 1]
        if several:
            raise self._mixed(part, several)
        return Any(tuple(self.node(each, field) for each in groups))

    def _mixed(self, part: Tree[Token], several: list[Tree[Token]]) -> QueryError:
        """Propose the usual reading: AND before OR."""
        first = several[0]
        begins = part.children[0] is first
        at = start_of(part.children[1]) if begins else start_of(first.children[1])
        fix = self.source
        for each in reversed(several):
            fix = f"{fix[: start_of(each)]}({fix[start_of(each) : end_of(each)]}){fix[end_of(each) :]}"
        return QueryError("mixed", at + 1, fix=fix)

    def _all(self, part: Tree[Token], field: Field | None) -> Node:
        parts = tuple(self.node(each, field) for each in _without(part, AND))
        return parts[0] if len(parts) == 1 else All(parts)

    def _negated(self, part: Tree[Token], field: Field | None) -> Node:
        sign, what = part.children
        if sign == "-" and isinstance(what, Tree) and what.data == "near" and len(what.children) > 1:
            start, end = start_of(part), end_of(part)
            fix = cut(self.source, start, end, f"{NOT} ({self.source[start + 1 : end]})")
            raise QueryError("near_operand", start + 1, fix=fix)
        return Not(self.node(what, field))

    def _near(self, part: Tree[Token], field: Field | None) -> Node:
        if len(part.children) == 1:
            return self.node(part.children[0], field)
        left, operator, right = part.children
        distance = int(str(operator).removeprefix(f"{NEAR}/"))
        near = Near(self._side(left, operator, field), self._side(right, operator, field), distance)
        if sum(2 * distance + len(one.words) + len(other.words) for one, other in near.pairs) > MOST_WAYS:
            raise QueryError("near_many", start_of(operator) + 1)
        return near

    def _side(self, part: Part, operator: Part, field: Field | None) -> tuple[Phrase, ...]:
        node = self.node(part, field)
        phrases = node.parts if isinstance(node, Any) else (node,)
        found = tuple(each for each in phrases if isinstance(each, Phrase))
        scoped = _holds(part, FIELD)
        if scoped or len(found) < len(phrases):
            fix = cut(self.source, start_of(operator), end_of(operator), AND)
            raise QueryError("near_operand", start_of(part) + 1, fix=fix)
        return found

    def _field(self, part: Tree[Token], inside: Field | None) -> Node:
        name, value = part.children
        if inside is not None:
            fix = cut(self.source, start_of(name), end_of(name))
            raise QueryError("field_inside", start_of(name) + 1, fix=fix)
        return self.node(value, self.fields[self._name(name)])

    def _name(self, part: Part) -> str:
        return str(part).removesuffix(":")

    def _value(self, piece: Token, field: Field | None) -> Node:
        start, end, text = start_of(piece), end_of(piece), str(piece)
        if field is not None and text == "*":
            return Given(field.name)
        if field is None or field.kind is Kind.WORDS:
            read = quoted_phrase if piece.type == QUOTED else phrase_of
            return read(self.source, text, start, field.name if field else "")
        if piece.type == QUOTED:
            text = text[1:-1].strip()
        if field.kind in (Kind.NUMBER, Kind.DAY):
            return between(self.source, field, text, start, end)
        return self._same(field, text, start, end)

    def _same(self, field: Field, text: str, start: int, end: int) -> Node:
        star = text.endswith("*") and field.kind is Kind.NAME
        plain = text[:-1] if star else text
        if not plain or "*" in plain:
            right = plain.replace("*", "")
            raise QueryError(
                "not_here", start + 1, {"field": field.name}, cut(self.source, start, end, right)
            )
        value = field.value(plain)
        if value is None:
            close = field.close_to(plain)
            values = {"value": plain, "field": field.name, "known": _shown(field)}
            fix = cut(self.source, start, end, close) if close else ""
            raise QueryError("unknown_value", start + 1, values, fix)
        return Same(field.name, value, prefix=star)


def _shown(field: Field, most: int = 20) -> str:
    values = field.values
    return ", ".join(values[:most]) + (", …" if len(values) > most else "")


def _without(part: Tree[Token], operator: str) -> list[Part]:
    return [each for each in part.children if not (isinstance(each, Token) and each.type == operator)]


def _holds(part: Part, type_: str) -> bool:
    return isinstance(part, Tree) and any(token.type == type_ for token in part.scan_values(lambda _: True))


def start_of(part: Part) -> int:
    """Return where a part of the tree begins in the query."""
    while isinstance(part, Tree):
        part = part.children[0]
    return int(part.start_pos or 0)


def end_of(part: Part) -> int:
    """Return where a part of the tree ends in the query."""
    while isinstance(part, Tree):
        part = part.children[-1]
    return int(part.end_pos or 0)
