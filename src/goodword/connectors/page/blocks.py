"""Which blocks of a page are new, and which are known ones in new words."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_SKETCH = 16  # how many of the smallest hashes stand for a block
_SAME = 0.5  # the share of them two versions of a block have in common


@dataclass(frozen=True, slots=True)
class Block:
    """A block as the cursor keeps it: its name, a digest of its words, and a sketch to find it by when it is edited."""

    native_id: str
    words: str
    sketch: tuple[str, ...]

    def as_list(self) -> list[Any]:
        """Return it as JSON holds it."""
        return [self.native_id, self.words, "".join(self.sketch)]


def stored_blocks(given: Any) -> list[Block]:
    """Return the blocks a cursor holds."""
    return [
        Block(str(name), str(words), tuple(sketch[at : at + 6] for at in range(0, len(sketch), 6)))
        for name, words, sketch in given or ()
    ]


def match(texts: list[str], before: list[Block]) -> list[tuple[str, Block, bool]]:
    """Return for every text its block and whether it is new or changed; a block that is gone may have become another."""
    by_words = {block.words: block for block in before}
    digests = [_digest(text) for text in texts]
    gone = [block for block in before if block.words not in set(digests)]
    found = []
    for text, words in zip(texts, digests, strict=True):
        known = by_words.get(words)
        if known is None:
            sketch = _sketch(text)
            old = max(gone, key=lambda block: _likeness(block.sketch, sketch), default=None)
            if old is not None and _likeness(old.sketch, sketch) >= _SAME:
                gone.remove(old)
                found.append((text, Block(old.native_id, words, sketch), True))
            else:
                found.append((text, Block(f"block:{words}", words, sketch), True))
        else:
            found.append((text, known, False))
    return found


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def _sketch(text: str) -> tuple[str, ...]:
    grams = {text[at : at + 4] for at in range(max(1, len(text) - 3))}
    return tuple(sorted(sha256(gram.encode("utf-8", "replace")).hexdigest()[:6] for gram in grams)[:_SKETCH])


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Estimate how much two blocks have in common, 0 to 1, from their smallest hashes."""
    least = sorted({*one, *other})[:_SKETCH]
    return len({*least} & {*one} & {*other}) / max(1, len(least))
