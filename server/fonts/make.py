"""Makes the fonts beside this file: those of Debian's Noto packages, with only what a profile card
can have to draw. README.md says how to run it."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

HERE = Path(__file__).parent


def characters(encoding: str, first: range, second: range) -> set[int]:
    """What a two-byte character set holds between these bytes."""
    found: set[int] = set()
    for pair in (bytes((a, b)) for a in first for b in second):
        try:
            text = pair.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.update(map(ord, text))
    return found


def span(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


LATIN = (
    span(0x20, 0x7E)
    | span(0xA0, 0x17F)  # Latin-1, Latin Extended-A
    | {0x1A0, 0x1A1, 0x1AF, 0x1B0}
    | span(0x218, 0x21B)
    | span(0x300, 0x323)  # accents of their own
    | span(0x1EA0, 0x1EF9)  # Vietnamese
    | span(0x2010, 0x2015)  # dashes and quotation marks, as they stand in words
    | span(0x2018, 0x201F)
)
PUNCTUATION = span(0x2010, 0x2027) | span(0x2030, 0x203E) | {0x20A9, 0x20AB, 0x20AC, 0x2116, 0x2122}
EAST_ASIA = (
    span(0x3000, 0x30FF)  # punctuation, kana
    | span(0x31F0, 0x31FF)
    | span(0xFF01, 0xFFEE)  # half and full width
    | span(0x1100, 0x1112)  # Hangul in pieces, as some systems write it
    | span(0x1161, 0x1175)
    | span(0x11A8, 0x11C2)
    | {0x20BB7}  # the other 吉 of many a name
    # JIS X 0213 up to level 3, and the vendors' kanji: names are written with 髙 and 﨑
    | characters("shift_jisx0213", range(0x81, 0xF0), range(0x40, 0xFD))
    | characters("cp932", range(0x81, 0xFD), range(0x40, 0xFD))
    | characters("euc_kr", range(0xA1, 0xFE), range(0xA1, 0xFF))  # KS X 1001
    | characters("big5", range(0xA4, 0xC7), range(0x40, 0xFF))  # Big5, level 1
    | characters("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))  # GB 2312, level 1
)
# A line break needs no glyph; what is for private use means nothing to others.
UNWANTED = span(0, 0x1F) | span(0xE000, 0xF8FF)
THAI = {0x20, 0x200B} | span(0xE01, 0xE3A) | span(0xE3F, 0xE5B) | {0x25CC}


def only_one_map(font: TTFont) -> None:
    """The program reads which characters there are, and knows one format."""
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = font.getBestCmap()
    font["cmap"].tables = [table]


def make(source: Path, face: int, wanted: set[int], target: str) -> None:
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG", "STAT", "meta"]
    font = TTFont(source, fontNumber=face, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    only_one_map(font)
    font.save(HERE / target)
    print(target, (HERE / target).stat().st_size, "bytes,", len(font.getBestCmap()), "characters")


def main(cjk: Path, latin: Path, thai: Path) -> None:
    east_asia = (EAST_ASIA | PUNCTUATION | {0x20}) - UNWANTED
    make(cjk, 0, east_asia, "NotoSansCJK-Card.otf")
    make(latin, -1, LATIN, "NotoSans-Card.ttf")
    make(thai, -1, THAI, "NotoSansThai-Card.ttf")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
