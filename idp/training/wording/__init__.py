"""What does a supplier call a thing? Label variants by language, of which one document uses one each."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from idp.training.wording.english import ENGLISH
from idp.training.wording.french import FRENCH
from idp.training.wording.german import GERMAN
from idp.training.wording.spanish import SPANISH

VARIANTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}

CREDITED: Mapping[str, tuple[str, str]] = {
    "en": ("Credit for invoice no. ", " of {date}"),
    "de": ("Gutschrift zu Rechnung Nr. ", " vom {date}"),
    "fr": ("Avoir sur facture n° ", " du {date}"),
    "es": ("Rectifica la factura n.º ", " de fecha {date}"),
}
"""What a credit note says before and after the number of the invoice that it credits."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The labels that one document uses; every key of the language's table is there."""

    language: str
    labels: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.labels[key]

    def fill(self, key: str, **values: object) -> str:
        """The label `key` with its `{places}` filled."""
        return self.labels[key].format(**values)


def choose_wording(language: str, rng: Random, fixed: Mapping[str, str] | None = None) -> Wording:
    """One variant of every label; `fixed` sets some of them, as one supplier's house style does."""
    picked = {key: rng.choice(variants) for key, variants in VARIANTS[language].items()}
    return Wording(language, {**picked, **(fixed or {})})


def for_confirmation(wording: Wording) -> Wording:
    """The same labels on an order confirmation, where nothing has been delivered yet."""
    return Wording(wording.language, {**wording.labels, "quantity": wording["quantity_confirmed"]})
