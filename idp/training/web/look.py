# ruff: noqa: E501 - markup reads better unbroken
"""How does it look? Typefaces, sizes, colours, margins and rules, as one style sheet per paper."""

from idp.training.web.choices import Choices

_SANS = (
    "Liberation Sans",
    "Liberation Sans",
    "Liberation Sans",
    "Roboto",
    "Source Sans Pro",
    "DejaVu Sans",
    "DejaVu Sans Condensed",
)
_OTHER = ("Liberation Serif", "Liberation Serif", "Liberation Mono")
_RESERVED = ("Liberation Sans Narrow", "Liberation Sans Narrow", "Caladea", "DejaVu Serif", "DejaVu Sans Mono")  # held out
_ACCENTS = (
    "#1f3a5f",
    "#7a1f1f",
    "#0b6e4f",
    "#333333",
    "#0071b9",
    "#b35900",
    "#4b2e83",
    "#000000",
    "#005f73",
    "#c1121f",
    "#000000",
    "#444444",
    "#2b6cb0",
    "#e07a00",
)
_WIDE = {"DejaVu Sans", "Liberation Mono", "DejaVu Sans Mono", "DejaVu Serif"}


def style_sheet(c: Choices, *, held_out: bool) -> str:
    """The CSS of one paper."""
    families = _RESERVED if held_out else (*_SANS, *_OTHER)
    family = c.pick("face", *families)
    heading = c.pick("heading face", family, family, family, *(_SANS[3:6]))
    size = float(c.pick("size", "7.5", "8", "8.5", "9", "9", "9.5", "10")) * (0.88 if family in _WIDE else 1)
    accent, margin = c.one("accent", _ACCENTS), c.one("margin", (34, 42, 50, 58, 68))
    gap = c.one("row gap", (1, 2, 3, 4, 6, 8))
    return f""":root {{ --accent: {accent}; --tint: color-mix(in srgb, {accent} {c.one("tint", (6, 10, 15))}%, white) }}
body {{ font: {size:.2f}pt/{c.one("leading", (1.15, 1.25, 1.35, 1.5))} "{family}"; color: {c.one("ink", ("#000", "#000", "#111", "#222", "#333"))} }}
section.page {{ padding: {c.one("top", (26, 40, 56))}px {margin}px 22px {margin}px; display: flex; flex-direction: column }}
section.page.sided {{ display: grid; grid-template-columns: 150px 1fr; gap: 22px; padding-left: 22px }}
section.page.sided.other-side {{ grid-template-columns: 1fr 150px; padding-left: {margin}px; padding-right: 22px }}
.main {{ display: flex; flex-direction: column; min-height: 0; height: 100% }}
.flow {{ flex: 1; min-height: 0 }} .flow > * {{ margin-bottom: {c.one("block gap", (8, 12, 16, 22))}px }} p {{ margin: 0 0 8px }}
small, .small {{ font-size: 86% }} .second {{ font-size: 80%; opacity: .8 }} .solid {{ white-space: nowrap }} .label {{ {c.pick("labels", "", "", "font-weight: bold", "color: #666", "color: var(--accent)")} }}
.name {{ font: bold {c.one("name size", (11, 13, 15, 18, 22))}pt/1.15 "{heading}"; color: {c.pick("name colour", "var(--accent)", "var(--accent)", "#000")} }}
.title {{ font: {c.pick("title weight", "bold", "bold", "normal")} {c.one("title size", (11, 13, 15, 18, 22, 28))}pt/1.2 "{heading}"; color: {c.pick("title colour", "#000", "var(--accent)")}; margin: 4px 0 10px; text-align: {c.pick("title side", "left", "left", "left", "center", "right")} }}
header {{ margin-bottom: 18px }} .h-right, .h-right .issuer {{ text-align: right }} .h-centred {{ text-align: center }} .logo {{ margin-right: 8px; vertical-align: middle }}
.h-split, .h-form {{ display: flex; justify-content: space-between; gap: 24px }} .h-form {{ border: 1px solid #000; padding: 8px }}
.h-band {{ display: flex; justify-content: space-between; gap: 24px; background: var(--accent); color: #fff; padding: 12px 16px }} .h-band .name, .h-band .title {{ color: #fff }}
aside {{ font-size: 90%; overflow-wrap: anywhere }} aside .name {{ font-size: 12pt; margin: 8px 0 }} .side-block {{ margin: 10px 0 }}
.opening {{ display: flex; justify-content: space-between; gap: 26px }} .opening > div {{ flex: 1; min-width: 0 }} .opening > div + div {{ flex: {c.one("reference width", ("0 0 34%", "0 0 40%", "0 0 46%"))} }}
.window {{ margin: {c.one("window above", (0, 10, 26))}px 0 {c.one("window below", (6, 14, 26))}px }} .w-right {{ margin-left: 52%; }} .sender {{ font-size: 70%; text-decoration: {c.pick("sender rule", "underline", "none")}; margin-bottom: 4px }}
.parties {{ display: flex; gap: 16px }} .parties > div {{ flex: 1; min-width: 0 }} .party {{ margin-bottom: 8px }} .party.boxed {{ border: 1px solid #777; padding: 6px 8px }} .party.ruled {{ border-top: 2px solid var(--accent); padding-top: 4px }}
.party-label {{ overflow-wrap: anywhere; {c.pick("party label", "font-weight: bold", "font-size: 85%; color: #666", "background: var(--tint); padding: 2px 4px", "color: var(--accent); font-weight: bold")} }}
.grid, .ruled {{ border-collapse: collapse }} .grid {{ width: 100% }} .grid td, .ruled td {{ border: 1px solid #888; padding: 3px 6px; vertical-align: top }} .stacked {{ border-bottom: 1px solid #aaa; padding: 3px 0 }}
.pairs td {{ padding: 1px 10px 1px 0; vertical-align: top }} .v-right td + td {{ text-align: right }} .over {{ margin-bottom: 5px }} .large {{ font-size: 125%; margin-bottom: 4px }}
.boxes {{ display: grid; grid-template-columns: repeat(auto-fit, minmax({c.one("boxes", (90, 120, 150))}px, 1fr)); gap: 1px }} .boxes > div {{ border: {c.pick("box line", "1px solid #999", "0")}; padding: 3px 5px; min-width: 0; overflow-wrap: anywhere }}
.strip {{ width: 100%; border-collapse: collapse }} .strip th, .strip td {{ border: {c.pick("strip line", "1px solid #888", "0")}; padding: 3px 5px; text-align: {c.pick("strip stands", "left", "center", "left")}; font-weight: {c.pick("strip weight", "normal", "bold")} }} .strip td {{ font-weight: normal }} .strip tr:first-child th {{ background: {c.pick("strip tint", "var(--tint)", "none")} }}
table.goods {{ width: 100%; border-collapse: collapse }} table.goods td, table.goods th {{ padding: {gap}px {c.one("cell gap", (3, 5, 7))}px; vertical-align: {c.pick("cells stand", "top", "top", "top", "middle")} }}
.goods th {{ {c.pick("headings", "font-weight: bold", "font-weight: bold", "font-weight: normal", "font-size: 88%; color: #555", "background: var(--tint)", "background: var(--accent); color: #fff", "background: #ddd")}; vertical-align: bottom }}
th.a-right, .a-right {{ text-align: right }} th.a-center, .a-center {{ text-align: center }} th.a-left, .a-left {{ text-align: left }}
.goods .c-description {{ width: {c.one("description width", ("auto", "32%", "40%", "46%"))} }} .note td {{ padding-top: 0 }} .filler td {{ height: {c.one("filler", (120, 200, 280))}px }}
.r-grid td, .r-grid th {{ border: 1px solid #777 }} .r-lines tbody tr:first-child td {{ border-top: 1px solid #bbb }} .r-lines {{ border-bottom: 1px solid #888 }} .r-zebra tbody:nth-of-type(even) td {{ background: var(--tint) }}
.r-head thead th {{ border-bottom: 1.5px solid #000; border-top: {c.pick("head rule above", "0", "1.5px solid #000")} }} .r-columns td, .r-columns th {{ border-left: 1px solid #777; border-right: 1px solid #777 }} .r-columns {{ border: 1px solid #777 }} .r-columns thead th {{ border-bottom: 1px solid #777 }}
.r-dots tbody td {{ border-bottom: 1px dotted #777 }} .r-box {{ border: 1.5px solid #333 }} .r-box thead th {{ border-bottom: 1.5px solid #333 }} .r-dashes thead th, .r-dashes tbody.row:last-of-type td {{ border-bottom: 1px dashed #000 }} .r-dashes thead th {{ border-top: 1px dashed #000 }}
.subtotal {{ display: flex; justify-content: {c.pick("subtotals", "space-between", "flex-end")}; gap: 24px; font-style: {c.pick("subtotal slant", "normal", "italic")} }} .between td {{ padding-top: 6px !important }} .block-title {{ font-weight: bold }}
.list .item {{ display: flex; justify-content: space-between; gap: 20px; padding: {gap + 2}px 0; border-bottom: {c.pick("item line", "1px solid #ccc", "0", "1px dotted #999")} }} .blocks .block {{ border: 1px solid #bbb; padding: 6px; margin-bottom: 6px }} .blocks .boxes {{ grid-template-columns: repeat(5, 1fr) }}
.sums td.a-right, .strip td.sum, .taxes td {{ white-space: nowrap }} .sums {{ border-collapse: collapse; margin-left: auto }} .sums td {{ padding: {c.one("sum gap", (1, 2, 4))}px 6px }} .s-right, .s-boxed {{ min-width: {c.one("sum width", (38, 44, 52))}% }} .s-full {{ width: 100% }} .s-left {{ margin-left: 0; min-width: 45% }} .s-boxed {{ border: 1.5px solid #333 }} .leader {{ width: 30px }}
.sum.total td, td.sum.total {{ {c.pick("total look", "font-weight: bold", "font-weight: bold; border-top: 1px solid #000", "font-weight: bold; font-size: 118%", "background: var(--tint); font-weight: bold", "background: var(--accent); color: #fff; font-weight: bold", "")} }} .sum.due td {{ font-weight: bold }}
.sums-row {{ display: flex; justify-content: space-between; gap: 24px; align-items: flex-start }} .taxes {{ border-collapse: collapse; font-size: 90% }} .taxes td, .taxes th {{ padding: 2px 8px; border-bottom: 1px solid #bbb; text-align: right }} .taxes caption {{ text-align: left; font-weight: bold }}
.bank {{ display: flex; flex-wrap: wrap; gap: 8px 26px }} .told {{ font-size: 105% }} .stamp {{ position: absolute; border: 3px solid; border-radius: 4px; padding: 4px 14px; font: bold 20pt "Liberation Sans"; color: {c.pick("stamp ink", "#b3261e", "#1b4d9b")}; opacity: .55 }}
footer {{ font-size: {c.one("footer size", (72, 80, 88))}%; padding-top: 6px; border-top: {c.pick("footer rule", "1px solid #999", "0", "2px solid var(--accent)")}; margin-top: 8px }} .f-columns {{ display: flex; justify-content: space-between; gap: 14px }} .f-centred {{ text-align: center }}
.p-right {{ text-align: right }} .p-center {{ text-align: center }} .slip {{ display: flex; justify-content: space-between; gap: 24px; border-top: 1.5px dashed #000; padding-top: 8px; margin-top: 10px }} .clauses {{ columns: 2; font-size: 82% }} .top-sum {{ font-size: 130%; border-bottom: 1px solid #999; padding-bottom: 6px }}
"""
