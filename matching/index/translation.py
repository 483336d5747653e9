"""English texts get the German words of the ideas they name, so that they meet German ones over their own words too."""

from collections.abc import Mapping

import numpy as np
from scipy import sparse

from matching.index.arrays import Matrix
from matching.index.vectorizer import Counts
from matching.index.word_table import WordTable, letter_groups
from matching.text.german import stem, stop_words, words
from matching.text.glossary import bare

#: terms of an idea that are taken, each counting less than the one before
_TERMS = 3


def translations(table: WordTable) -> dict[str, Matrix]:
    """For each idea of the glossary its first German terms as parts and as letter groups that the table knows."""
    cells: dict[str, list[tuple[int, str, float]]] = {"compounds": [], "letters": []}
    for idea in table.glossary.ideas:
        for place, term in enumerate(idea.german[:_TERMS]):
            weight = idea.weight / (place + 1)
            for word in words(bare(term)):
                if word not in stop_words():
                    stems = [stem(each) for each in (word, *table.smaller_words(word))]
                    cells["compounds"] += [(idea.number, name, weight) for name in stems]
                    cells["letters"] += [(idea.number, group, weight) for group in letter_groups(word)]
    matrices = {}
    for space, columns in {"compounds": table.parts.numbers, "letters": table.groups.numbers}.items():
        known = [(idea, columns[name], weight) for idea, name, weight in cells[space] if name in columns]
        rows, places, weights = zip(*known, strict=True) if known else ((), (), ())
        shape = (len(table.glossary.ideas), len(columns))
        matrices[space] = sparse.csr_matrix((np.array(weights, dtype=np.float32), (rows, places)), shape=shape)
    return matrices


def translated(counts: Counts, translations: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """The counts by space, with what English texts get in addition."""
    spaces = {
        "compounds": counts.parts,
        "letters": counts.groups,
        "ideas": (counts.ideas + counts.title_ideas).tocsr(),
    }
    if counts.english.any():
        english = sparse.diags(counts.english.astype(np.float32)) @ counts.ideas
        for space, translation in translations.items():
            spaces[space] = (spaces[space] + english @ translation).tocsr()
    return spaces
