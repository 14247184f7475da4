# ruff: noqa: E501 - markup reads better unbroken
"""A logo as a drawing without any text: shapes in the supplier's colours."""

from math import cos, pi, sin

from idp.training.web.setting import Setting


def logo(s: Setting) -> str:
    """An SVG of the supplier's sign, the same on every page."""
    rng = s.choices.rng("logo")
    size, kind = rng.choice((34, 44, 56, 70)), rng.randrange(6)
    match kind:
        case 0:
            shapes = f'<circle cx="30" cy="30" r="26" fill="var(--accent)"/><circle cx="30" cy="30" r="{rng.randint(8, 18)}" fill="#fff"/>'
        case 1:
            shapes = "".join(
                f'<rect x="{6 + 12 * i}" y="{rng.randint(4, 34)}" width="9" height="{rng.randint(14, 50)}" fill="var(--accent)"/>'
                for i in range(4)
            )
        case 2:
            points = " ".join(f"{30 + 26 * cos(pi / 3 * i):.1f},{30 + 26 * sin(pi / 3 * i):.1f}" for i in range(6))
            shapes = f'<polygon points="{points}" fill="none" stroke="var(--accent)" stroke-width="6"/>'
        case 3:
            shapes = '<path d="M4 54 L30 6 L56 54 Z" fill="var(--accent)"/><path d="M18 54 L30 32 L42 54 Z" fill="#fff"/>'
        case 4:
            shapes = f'<rect x="4" y="4" width="24" height="24" fill="var(--accent)"/><rect x="32" y="32" width="24" height="24" fill="var(--accent)" opacity="0.{rng.randint(3, 8)}"/>'
        case _:
            shapes = '<path d="M6 40 C16 4 26 60 36 24 S56 30 56 12" fill="none" stroke="var(--accent)" stroke-width="7"/>'
    return f'<svg class="logo" width="{size}" height="{size}" viewBox="0 0 60 60">{shapes}</svg>'


def stamp(s: Setting, text: str) -> str:
    """A rubber stamp lying over the page."""
    rng = s.choices.rng("stamp")
    place = f"left:{rng.randint(45, 70)}%;top:{rng.randint(8, 60)}%;transform:rotate({rng.randint(-25, 25)}deg)"
    return f'<div class="stamp" data-turned style="{place}">{text}</div>'


def code_picture(s: Setting) -> str:
    """A square code for payment apps, as a picture."""
    rng = s.choices.rng("square code")
    cells = "".join(
        f'<rect x="{x}" y="{y}" width="1" height="1"/>' for x in range(25) for y in range(25) if rng.random() < 0.48
    )
    corners = "".join(f'<rect x="{x}" y="{y}" width="7" height="7"/><rect x="{x + 1}" y="{y + 1}" width="5" height="5" fill="#fff"/><rect x="{x + 2}" y="{y + 2}" width="3" height="3"/>'
                      for x, y in ((0, 0), (18, 0), (0, 18)))  # fmt: skip
    return f'<svg class="code" width="84" height="84" viewBox="0 0 25 25">{cells}{corners}</svg>'
