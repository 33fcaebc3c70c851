"""Makes the theme's fonts from the published ones: the characters of French texts, two weights; for paper also
the letters and symbols that these lack, since a PDF cannot borrow them from the reader's system.

    npm ci && pip install -r requirements.txt && python3 subset.py

Writes themes/default/assets/atkinson-{400,700}.woff2 and themes/default/handout/dejavu-symbols.woff2, and the
licences beside them.
"""

import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
SOURCE = HERE / "node_modules/@fontsource/atkinson-hyperlegible-next"
TARGET = HERE.parents[1] / "themes/default/assets"
SYMBOLS_SOURCE = HERE / "node_modules/dejavu-fonts-ttf"
SYMBOLS_TARGET = HERE.parents[1] / "themes/default/handout"
# Latin, Greek and Cyrillic letters, signs, arrows, mathematics, technical signs, shapes, dingbats.
SYMBOLS = [
    (0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x4FF), (0x1E00, 0x1EFF), (0x2000, 0x20CF), (0x2100, 0x23FF),
    (0x2460, 0x24FF), (0x2500, 0x27BF), (0x27C0, 0x27FF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0xFB00, 0xFB06),
    (0xFFFD, 0xFFFD), (0x1F600, 0x1F64F),
]
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
    make_symbols()


def make_symbols() -> None:
    font = TTFont(SYMBOLS_SOURCE / "ttf/DejaVuSans.ttf", recalcTimestamp=False)
    subsetter = subset.Subsetter(options())
    subsetter.populate(unicodes=[code for first, last in SYMBOLS for code in range(first, last + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    target = SYMBOLS_TARGET / "dejavu-symbols.woff2"
    font.save(target)
    print(target.name, target.stat().st_size, "bytes")
    licence = (SYMBOLS_SOURCE / "LICENSE").read_text(encoding="utf-8")
    (SYMBOLS_TARGET / "dejavu-LICENSE.txt").write_text(licence, encoding="utf-8")


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
