"""Makes the theme's fonts from the published ones: the characters of French texts, two weights.

    npm ci && pip install -r requirements.txt && python3 subset.py

Writes themes/default/assets/atkinson-{400,700}.woff2 and the licence beside them.
"""

import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
SOURCE = HERE / "node_modules/@fontsource/atkinson-hyperlegible-next"
TARGET = HERE.parents[1] / "themes/default/assets"
LETTERS = "ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸàâäæçèéêëîïôöùûüÿŒœ" "ÁÍÓÚÑáíóúñß"
SIGNS = "§©«»°²³·½×‐‑–—‘’“”•…‹›€™−"
THIN_SPACE, NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE = 0x2009, 0x202F, 0xA0
KEPT = {*range(0x20, 0x7F), *map(ord, LETTERS + SIGNS), THIN_SPACE, NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE}


def main() -> None:
    for weight in (400, 700):
        font = TTFont(SOURCE / f"files/atkinson-hyperlegible-next-latin-{weight}-normal.woff2", recalcTimestamp=False)
        add_narrow_no_break_space(font)
        subsetter = subset.Subsetter(options())
        subsetter.populate(unicodes=KEPT)
        subsetter.subset(font)
        font.flavor = "woff2"
        target = TARGET / f"atkinson-{weight}.woff2"
        font.save(target)
        print(target.name, target.stat().st_size, "bytes")
    licence = (SOURCE / "LICENSE").read_text(encoding="utf-8")
    (TARGET / "atkinson-OFL.txt").write_text(licence, encoding="utf-8")


def add_narrow_no_break_space(font: TTFont) -> None:
    """French typography wants it before ; ! ? and the font lacks it: it is as wide as a thin space."""
    for table in font["cmap"].tables:
        table.cmap.setdefault(NARROW_NO_BREAK_SPACE, table.cmap[THIN_SPACE])


def options() -> subset.Options:
    chosen = subset.Options()
    chosen.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    chosen.hinting = False
    chosen.notdef_outline = True
    return chosen


if __name__ == "__main__":
    main()
