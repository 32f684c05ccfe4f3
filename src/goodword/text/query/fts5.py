"""A query of words as an expression of SQLite's FTS5, over the columns `title` and `text`."""

from .nodes import All, Any, Near, Node, Not, Phrase


def fts5_of(node: Node) -> tuple[str, bool]:
    """Return the expression of a tree of words, and whether what it finds is what the tree rules out.

    FTS5 can only leave rows out of others (a NOT b), so a tree that asks for nothing but absence is told by what it
    rules out.

    >>> from goodword.text.query import parse_query
    >>> fts5_of(parse_query("lost -vienna").tree)
    ('("lost") NOT ("vienna")', False)
    >>> fts5_of(parse_query("-lost -vienna").tree)
    ('("lost" OR "vienna")', True)
    """
    match node:
        case Phrase():
            return _phrase(node), False
        case Near():
            within = node.left[0].within
            near = [f"NEAR({_bare(one)} {_bare(other)}, {node.distance})" for one, other in node.pairs]
            return _within(within, _any(near)), False
        case Not(part):
            expression, is_out = fts5_of(part)
            return expression, not is_out
        case All(parts):
            wanted, unwanted = _sorted(parts)
            if not wanted:
                return _any(unwanted), True
            return _without(_all(wanted), unwanted), False
        case Any(parts):
            wanted, unwanted = _sorted(parts)
            if not unwanted:
                return _any(wanted), False
            return _without(_all(unwanted), wanted), True
    raise TypeError(f"{type(node).__name__} is no node of words.")


def _sorted(parts: tuple[Node, ...]) -> tuple[list[str], list[str]]:
    told = [fts5_of(part) for part in parts]
    return [text for text, is_out in told if not is_out], [text for text, is_out in told if is_out]


def _without(expression: str, others: list[str]) -> str:
    return f"({expression}) NOT {_any(others)}" if others else expression


def _all(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else "(" + " AND ".join(expressions) + ")"


def _any(expressions: list[str]) -> str:
    return "(" + " OR ".join(expressions) + ")"


def _phrase(phrase: Phrase) -> str:
    return _within(phrase.within, _bare(phrase))


def _bare(phrase: Phrase) -> str:
    """Write the words; they hold neither quotation marks nor operators."""
    return f'"{" ".join(phrase.words)}"' + (" *" if phrase.prefix else "")


def _within(column: str, expression: str) -> str:
    return f"{{{column}}} : {expression}" if column else expression
