"""The grammar of queries, on lark: what may follow what."""

from collections.abc import Iterator
from functools import lru_cache

from lark import Lark, Token, Tree, UnexpectedToken
from lark.lexer import Lexer

from .errors import QueryError
from .scanner import AND, LEFT, NEAR, OR, QUOTED, RIGHT, WORD, Piece, cut

_GRAMMAR = r"""
start: any
any: all (OR all)*
all: _unary (AND? _unary)*
_unary: negated | near
negated: (NOT | MINUS) _unary
near: _operand (NEAR _operand)?
_operand: field | _value
field: FIELD _value
_value: WORD | QUOTED | group
group: LEFT any RIGHT
%declare WORD QUOTED FIELD LEFT RIGHT AND OR NOT MINUS NEAR
"""


class _Pieces(Lexer):
    """Hands lark the pieces that the scanner found."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, data: list[Piece]) -> Iterator[Token]:  # type: ignore[override]
        for number, piece in enumerate(data):
            yield Token(piece.type, piece.text, start_pos=piece.start, end_pos=piece.end, column=number)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer=_Pieces, maybe_placeholders=False)


def parsed(source: str, found: list[Piece]) -> Tree[Token]:
    """Return the tree of a query's pieces; QueryError where a piece cannot stand."""
    try:
        return _parser().parse(found)
    except UnexpectedToken as error:
        place = len(found) if error.token.type == "$END" else int(error.token.column or 0)
        raise _refusal(source, found, place) from None


def _refusal(source: str, found: list[Piece], place: int) -> QueryError:
    """Say what is wrong with a piece where it stands; a place after the last piece is the end."""
    piece = found[place] if place < len(found) else None
    before = found[place - 1] if place else None
    ends_term = before is not None and before.type in (WORD, QUOTED, RIGHT)
    if piece is not None and piece.type == NEAR and ends_term:
        middle = _operand_before(source, found, place)
        fix = cut(source, piece.start, piece.end, f"{AND} {middle} {piece.text}")
        return QueryError("near_chain", piece.start + 1, fix=fix)
    if (
        piece is not None
        and before is not None
        and before.type == NEAR
        and piece.type not in (RIGHT, AND, OR, NEAR)
    ):
        return QueryError("near_operand", piece.start + 1, fix=cut(source, before.start, before.end, AND))
    if before is not None and (piece is None or piece.type == RIGHT):
        fix = cut(source, before.start, before.end)
        return QueryError("nothing_after", before.start + 1, {"operator": before.text}, fix)
    first = piece or found[0]
    return QueryError(
        "nothing_before", first.start + 1, {"operator": first.text}, cut(source, first.start, first.end)
    )


def _operand_before(source: str, found: list[Piece], place: int) -> str:
    first = place - 1
    depth = 0
    while found[first].type == RIGHT or depth:
        depth += (found[first].type == RIGHT) - (found[first].type == LEFT)
        if depth == 0:
            break
        first -= 1
    return source[found[first].start : found[place - 1].end]
