"""In which language is a text written? Counts the small words that each language cannot do without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": _words(
            "the of and to for is are your our invoice date due total amount number order payment please bill ship from by with "
            "description quantity price unit page tax thank you any all must be will this that within days not have"
        ),
        "de": _words(
            "der die das und für ist sind ihre ihr wir unsere rechnung datum gesamt betrag nummer bestellung zahlung bitte von mit menge "
            "preis einzelpreis seite mwst ust steuer den dem des zum zur bei nicht auf ein eine sie nach innerhalb tagen kundennummer "
            "lieferschein gesamtbetrag bankverbindung geschäftsführer zzgl netto brutto artikel rechnungsnummer rechnungsdatum"
        ),
        "fr": _words(
            "le la les des et du pour est sont votre notre facture date total montant numéro commande paiement par avec quantité prix "
            "unitaire page tva au aux une sur dans ht ttc échéance adresse client désignation société de vous nous en règlement"
        ),
        "es": _words(
            "el la los las de del y para es son su nuestra factura fecha total importe número pedido pago por con cantidad precio unidad "
            "página iva base imponible vencimiento cliente descripción una en al dirección nif cif impuesto"
        ),
        "it": _words(
            "il la lo gli le di del della e per è sono vostra nostra fattura data totale importo numero ordine pagamento con quantità "
            "prezzo unitario pagina iva imponibile scadenza cliente descrizione una in al da partita spett destinatario codice"
        ),
        "nl": _words(
            "de het een en van voor is zijn uw onze factuur datum totaal bedrag nummer bestelling betaling met aantal prijs stuk pagina "
            "btw op naar bij niet te wij u binnen dagen omschrijving klantnummer factuurnummer factuurdatum vervaldatum excl incl"
        ),
        "pt": _words(
            "o os as do da dos das e para são sua nossa fatura factura data total valor número encomenda pagamento por com quantidade "
            "preço unidade página iva contribuinte vencimento cliente descrição uma em ao morada nif não referência desconto lda"
        ),
        "pl": _words(
            "i w na do z dla oraz jest faktura faktury data nabywca sprzedawca termin płatności kwota wartość razem ilość cena netto "
            "brutto zapłaty nip zamówienie zamówienia numer konto przelew wystawienia usługi strona stawka nazwa słownie adres"
        ),
        "da": _words(
            "og af til er for på med den det vi deres jeres vores faktura fakturadato beløb moms antal pris ordre betaling forfaldsdato "
            "side leveringsadresse kundenr fakturanr alt enhed vare varenr dage venlig hilsen cvr ikke ved fra"
        ),
        "sv": _words(
            "och av till är för på med den det vi er era vår faktura fakturadatum belopp moms antal pris order betalning förfallodatum "
            "sida leveransadress kundnr kundnummer fakturanr summa enhet artikel dagar hälsning att inte vid från bankgiro"
        ),
        "no": _words(
            "og av til er for på med den det vi deres vår faktura fakturadato beløp mva antall pris ordre betaling forfallsdato side "
            "leveringsadresse kundenr fakturanr sum enhet vare dager hilsen ikke ved fra kontonummer innen"
        ),
    }
)
_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str | None:
    """The language (ISO 639-1) whose small words fill the text best; None where no language stands out."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return None
    hits = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    first, second = sorted(hits, key=lambda language: -hits[language])[:2]
    if hits[first] < 2 or hits[first] == hits[second]:
        return None
    return first
