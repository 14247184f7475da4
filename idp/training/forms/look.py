"""Which typefaces, sizes, colours and lines does this print of a form have?"""

from dataclasses import dataclass
from random import Random

_FACES = (
    "Liberation Sans", "Liberation Sans", "Arial", "Roboto", "Source Sans Pro", "Liberation Sans Narrow", "DejaVu Sans Condensed",
    "DejaVu Sans", "Liberation Serif", "Caladea", "DejaVu Serif Condensed", "Liberation Mono",
)  # fmt: skip
_FILLS = ("Liberation Mono", "Liberation Mono", "DejaVu Sans Mono", "Liberation Sans", "Roboto", "Liberation Sans Narrow")
_WIDE = {"DejaVu Sans", "Liberation Mono", "DejaVu Serif Condensed", "DejaVu Sans Mono"}
_ACCENTS = ("#1d3f72", "#7a1f1f", "#0b5d4a", "#333333", "#000000", "#b34700", "#4a2a73", "#005f87")


@dataclass(frozen=True, slots=True)
class Look:
    """`face` sets the form itself, `fill` what was filled into it; sizes in points. `colon` ends labels before values."""

    face: str
    fill: str
    size: float
    fill_size: float
    accent: str
    rule: str
    radius: str
    colon: str
    is_upper: bool

    def labelled(self, text: str) -> str:
        """A label with the punctuation and case of this print."""
        return f"{text.upper() if self.is_upper else text}{self.colon}"


def choose_look(language: str, rng: Random) -> Look:
    """Any look that suits the language's habits."""
    face, fill = rng.choice(_FACES), rng.choice(_FILLS)
    size = rng.choice((8.0, 8.5, 9.0, 9.5)) - (0.8 if face in _WIDE else 0.0)
    return Look(
        face, fill if rng.random() < 0.5 else face, size, size - (0.4 if fill in _WIDE else 0.0), rng.choice(_ACCENTS),
        rng.choice(("0.5pt solid #000", "0.8pt solid #000", "0.6pt solid #777", "1pt solid var(--accent)")), rng.choice(("0", "0", "3pt")),
        rng.choice((":", ":", "", " :" if language == "fr" else ":")), rng.random() < 0.2,
    )  # fmt: skip
