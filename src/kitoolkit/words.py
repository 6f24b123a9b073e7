"""From running text to the words that search compares, in Dutch and English.

Stemming is Snowball's. Words of this field that Snowball keeps apart, or throws together with others, stand in
`word_families`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kitoolkit.model import Language
from kitoolkit.word_families import DUTCH_FAMILIES, ENGLISH_FAMILIES

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

_WORD = re.compile(r"[^\W_]+")

DUTCH_STEMS = {word: stem for stem, words in DUTCH_FAMILIES.items() for word in words.split()}
"""Words whose stem is not what Snowball makes of them."""
ENGLISH_STEMS = {word: stem for stem, words in ENGLISH_FAMILIES.items() for word in words.split()}
"""The same, and words on which versions of Snowball do not agree: the browser's is another than Python's."""

STOP_WORDS: dict[str, frozenset[str]] = {
    "nl": frozenset(
        """
        aan al alle als bij dan dat de den der deze die dit door een en er ga gaat geen had heb hebben heeft het hij
        hoe hun ik in is ja je jij jouw kan kun kunnen kunt maar me meer met mij mijn moet moeten na naar niet niets
        nog nu of om omdat ons onze ook op over te tegen tot u uit uw van veel voor waar waarom wanneer was wat we
        welk welke werd wie wij wil willen worden wordt zal ze zich zij zijn zo zonder zou
        """.split()
    ),
    "en": frozenset(
        """
        a about an and any are as at be been but by can did do does for from had has have he her how i if in into is
        it its me more my no not of on or our shall she should so such than that the their them then there these
        they this those to us was we were what when where which who whom whose why will with would you your
        """.split()
    ),
}

LINKS = ("", "s", "e", "en")
"""What may stand between the parts of a Dutch compound."""

PARTICLES = frozenset(
    """
    achter anti baar baren beter binnen boven buiten deze eens eind elkaar eren erij geen haar heel heid heden hier
    ieder inge keer lijk lijke lijks maar mede meer mini minst naar niet omge onder ooit open opge over samen ster
    sters tegen teit toch tussen uitge vaak vanuit vast veel verder vermin voor voort waar wanneer ware weer wijs
    wijze wordt zaam zame zelf zonder
    """.split()
)
"""What makes a word of another word, or stands before many: not taken as a part of a compound."""

EMPTY_WORDS = frozenset().union(*STOP_WORDS.values())
"""Words that say nothing about what is looked for, in either language."""


def split(text: str) -> list[str]:
    """The words of a text, in lower case and without accents.

    >>> split("Één KI-model")
    ['een', 'ki', 'model']
    """
    small = unicodedata.normalize("NFKD", text).casefold()  # letters such as 𝘼 become A first
    plain = unicodedata.normalize("NFKD", small)
    return _WORD.findall("".join(character for character in plain if not unicodedata.combining(character)))


@cache
def _stemmer(language: Language) -> BaseStemmer:
    # not `snowballstemmer.stemmer`: that takes PyStemmer where it is installed, which may stem otherwise
    if language == "nl":
        from snowballstemmer.dutch_stemmer import DutchStemmer

        return DutchStemmer()
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()


@lru_cache(maxsize=20_000)
def stem(word: str, language: Language) -> str:
    """The stem of one word as `split` gives it.

    >>> stem("algoritmen", "nl") == stem("algoritme", "nl")
    True
    """
    own = DUTCH_STEMS if language == "nl" else ENGLISH_STEMS
    if word in own:
        return own[word]
    return str(_stemmer(language).stemWord(word)) if len(word) > 2 else word


def stems(text: str, language: Language, *, keep_stop_words: bool = False) -> list[str]:
    """The stems of a text's words, without words that carry no meaning.

    >>> stems("Wie toetst de algoritmes?", "nl")
    ['toets', 'algoritm']
    """
    return [stem(word, language) for word in split(text) if keep_stop_words or word not in STOP_WORDS[language]]
