"""Is a printed word a unit in which goods or their packages are counted? Known by its wording, in the languages of trade."""

from __future__ import annotations

from idp.extractors.token import fold

PACKAGES = frozenset(
    {
        "pallet", "pallets", "plt", "plts", "palette", "paletten", "palettes", "palet", "palets", "bancali", "carton", "cartons", "ctn",
        "ctns", "karton", "kartons", "cartone", "cartoni", "cajas", "package", "packages", "pkg", "pkgs", "colli", "kolli", "collo",
        "colis", "bultos", "packstuck", "packstucke", "skid", "skids", "crate", "crates", "kiste", "kisten", "drum", "drums", "bundle",
        "bundles", "skd", "skds", "crt",
    }
)  # fmt: skip
GOODS = frozenset(
    {
        "pcs", "pc", "pieces", "ea", "each", "units", "unit", "stk", "stuck", "st", "u", "ud", "uds", "un", "pz", "nr", "pce", "stuks",
        "kg", "m", "l", "ltr", "sets", "set", "rolls", "pairs", "rollen", "paar", "roll", "rlx", "box", "boxes", "pk", "pck", "bte",
        "jgo", "cja", "rol", "bot", "btl", "can", "dose", "satz", "rll", "pack", "packs", "caja", "scatola", "doos", "rolle", "rouleau",
    }
)  # fmt: skip
_MORE = frozenset(
    {
        "piece", "pieza", "piezas", "pezzi", "pezzo", "unidad", "unidades", "unite", "unites", "unita", "lot", "lots", "jeu", "jeux",
        "juego", "paire", "paires", "par", "pares", "paia", "pair", "prs", "pr", "rollo", "rollos", "rotolo", "rotoli", "rouleaux",
        "hour", "hours", "hr", "hrs", "h", "std", "stunde", "stunden", "heure", "heures", "hora", "horas", "ora", "ore", "uur", "uren",
        "day", "days", "tag", "tage", "jour", "jours", "mt", "mtr", "lm", "lfm", "ml", "m2", "m3", "qm", "cbm", "g", "gr", "t", "to", "lb",
        "lbs", "ft", "gal", "ktn", "kt", "cs", "case", "cases", "bx", "bg", "bag", "bags", "sack", "bund", "pak", "pakken", "stck", "cf",
        "conf", "ct", "dz", "doz", "dozen", "pa", "pal", "ve", "rl", "mq", "mc", "kgs", "kgm", "mtk", "ltr", "lt", "pcn", "h87", "c62",
    }
)  # fmt: skip


def is_unit(text: str) -> bool:
    """Whether the word, its point aside, is a unit of goods or packages."""
    word = fold(text).strip(" .()")
    return word in GOODS or word in PACKAGES or word in _MORE
