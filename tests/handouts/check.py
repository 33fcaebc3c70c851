"""Checks every PDF of a built site: python check.py SITE

Two validators of PDF/UA-1 (ISO 14289-1), then what they cannot know: that the words of the page are on paper, in
its language, with its title and bookmarks, that pictures say what their marks say, that fonts travel along.
"""

import json
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import pikepdf

# What outloud warns about and we have looked at: addresses that are examples, columns that are painted one after
# the other, and words such as "Ce que vous devez voir" at the same height of several pages.
LOOKED_AT = {"LNK-010", "ORD-001", "PAG-001"}
# What a page has for the screen alone.
SCREEN = {"contents", "copy", "zoom", "cases", "hint", "try", "address", "pdf", "vh", "marks", "zoomed"}
VOID = {"img", "br", "hr", "input", "source", "meta", "link", "path", "circle", "rect"}
# A handout of four or five pages with its screenshots.
LARGEST = 900_000
# Where the validators are, beside this interpreter.
BIN = Path(sys.executable).parent


class Page(HTMLParser):
    """The words of a guide's page that belong on paper, its title, headings and pictures."""

    def __init__(self, html):
        super().__init__()
        self.open, self.words, self.headings, self.pictures = [], [], [], []
        self.language, self.kicker, self.legend, self.marks = None, False, False, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        names = set((attributes.get("class") or "").split())
        if tag == "html":
            self.language = attributes["lang"]
        # The link to the other académies, and what a badge says beside a heading.
        beside = tag == "a" and bool(self.open) and self.open[-1][0] == "p" and self.kicker or "badge" in names
        self.kicker = "kicker" in names
        hidden = beside or bool(names & SCREEN) or tag in ("template", "svg", "script", "button", "input")
        inherited = bool(self.open) and self.open[-1][1]
        self.legend = "legend" in names if tag == "ol" else self.legend
        in_article = tag == "article" or (bool(self.open) and self.open[-1][2])
        if tag == "img" and in_article:
            self.pictures.append(attributes["alt"])
        if re.fullmatch("h[1-6]", tag) and in_article and not (hidden or inherited):
            self.headings.append([])
        if tag not in VOID:
            self.open.append((tag, hidden or inherited, in_article))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if self.open and self.open[-1][2] and not self.open[-1][1]:
            self.words.append(text)
            if self.legend and self.open[-1][0] != "a":
                self.marks.append(text)
            if any(re.fullmatch("h[1-6]", tag) for tag, _, _ in self.open):
                self.headings[-1].append(text)


def packed(text):
    """Letters and signs without what only lays them out."""
    text = re.sub(r"[\s\u00ad\u200b\u2060\ufeff]+", "", text.replace("\u2011", "-"))
    # Paper shows addresses as people type them.
    return re.sub("https?://", "", text)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def text_of(pdf, title):
    """Its words in the order in which they are painted, without the foot of each page: `title` and a number."""
    pages = [packed(page) for page in run("pdftotext", "-raw", str(pdf), "-").stdout.split("\f")]
    pages = [page for page in pages if page]
    words = ""
    for number, page in enumerate(pages, start=1):
        count = max(page.rfind(f"page{number}{word}{len(pages)}") for word in ("sur", "of"))
        # A long title is cut.
        # A single sheet has its title at its head only.
        named = page.rfind(title[:16]) if len(pages) > 1 else count
        assert count >= 0 and named >= 0, f"{pdf}: page {number} has no foot"
        words += page[: min(count, named)]
    return words


def check_words(pdf, page, problems):
    text = text_of(pdf, packed("".join(page.headings[0])))
    for words in page.words:
        if len(packed(words)) > 1 and packed(words) not in text:
            problems.append(f"not on paper: {words.strip()!r}")


def outline(items):
    for item in items:
        yield item.title
        yield from outline(item.children)


def alternatives(element, found):
    for kid in element.get("/K", []) if isinstance(element.get("/K"), pikepdf.Array) else [element.get("/K")]:
        if isinstance(kid, pikepdf.Dictionary):
            if "/Alt" in kid:
                found.append(str(kid.Alt))
            alternatives(kid, found)
    return found


def check_marks(pdf, problems):
    """What is copied or read aloud has none of the signs that tell where a word may break."""
    said = run("pdftotext", "-raw", str(pdf), "-").stdout
    for place in re.findall(r".{0,20}\u200b.{0,20}", said):
        problems.append(f"a sign that is not for readers: {place!r}")


def check_edges(pdf, problems):
    """No word may leave the paper."""
    boxes = run("pdftotext", "-bbox", str(pdf), "-").stdout
    number = r'"(-?[\d.]+)"'
    for page, part in enumerate(boxes.split("<page ")[1:], start=1):
        width, height = map(float, re.match(f"width={number} height={number}", part).groups())
        box = f"<word xMin={number} yMin={number} xMax={number} yMax={number}>(.*?)</word>"
        for left, top, right, bottom, word in re.findall(box, part):
            if float(left) < 2 or float(top) < 2 or float(right) > width - 2 or float(bottom) > height - 2:
                problems.append(f"p.{page}: {word!r} leaves the paper")


def check_structure(pdf, page, problems):
    with pikepdf.open(pdf) as document:
        root = document.Root
        if str(root.Lang) != page.language:
            problems.append(f"its language is {root.Lang}")
        if not document.docinfo.get("/Title") or not root.ViewerPreferences.DisplayDocTitle:
            problems.append("no title is shown")
        with document.open_outline() as bookmarks:
            titles = packed("|".join(outline(bookmarks.root)))
        for part in (part for heading in page.headings for part in heading):
            if packed(part) not in titles:
                problems.append(f"no bookmark for {part.strip()!r}")
        said = alternatives(root.StructTreeRoot, [])
        everything = packed(" ".join(said))
        for mark in page.marks:
            if len(packed(mark)) > 1 and packed(mark) not in everything:
                problems.append(f"no picture says what a mark says: {mark.strip()!r}")
        for alt in page.pictures:
            if not any(packed(one).startswith(packed(alt)) for one in said):
                problems.append(f"no picture says {alt!r}")


def check_fonts(pdf, problems):
    for line in run("pdffonts", str(pdf)).stdout.splitlines()[2:]:
        embedded, subset, unicode = line.split()[-5:-2]
        if (embedded, subset, unicode) != ("yes", "yes", "yes"):
            problems.append(f"a font is not whole: {line}")


def is_foot(found, pdf):
    """Whether the prose that no reader is told is the foot of a page, which names the booklet and the chapter."""
    with pikepdf.open(pdf) as document:
        title = str(document.docinfo["/Title"])
    return found["rule"] == "TAG-002" and found["count"] == 1 and title[:12] in found["evidence"]


def conformance(pdfs):
    """What the validators say of each file."""
    problems = {pdf: [] for pdf in pdfs}
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        run(str(BIN / "outloud"), "--quiet", "--json", report.name, *map(str, pdfs))
        results = json.loads(Path(report.name).read_text())["results"]
    assert len(results) == len(pdfs), "a file was not read"
    for result in results:
        for found in result["findings"]:
            if found["severity"] == "info" or found["rule"] in LOOKED_AT or is_foot(found, result["path"]):
                continue
            said = f"{found['rule']} p.{found.get('page')}: {found['message']} {found.get('evidence')}"
            problems[Path(result["path"])].append(said)
    done = run(str(BIN / "pdfua"), "check", *map(str, pdfs))
    if done.returncode != 0:
        problems[pdfs[0]].append(done.stdout + done.stderr)
    return problems


def check(pdf):
    problems = []
    check_fonts(pdf, problems)
    check_edges(pdf, problems)
    check_marks(pdf, problems)
    if pdf.name.startswith("guides-"):
        for guide in sorted(pdf.parent.glob("*/index.html")):
            check_structure(pdf, Page(guide.read_text()), problems)
    else:
        page = Page((pdf.parent / "index.html").read_text())
        check_words(pdf, page, problems)
        check_structure(pdf, page, problems)
        if len(page.pictures) <= 9 and pdf.stat().st_size > LARGEST:
            problems.append(f"{pdf.stat().st_size} bytes")
    return problems


def main(site):
    pdfs = sorted(path for path in site.rglob("*.pdf") if "assets" not in path.parts)
    assert pdfs, "no PDF to check"
    problems = conformance(pdfs)
    with ThreadPoolExecutor() as pool:
        for pdf, found in zip(pdfs, pool.map(check, pdfs)):
            problems[pdf] += found
    for pdf, said in problems.items():
        for problem in said:
            print(f"{pdf.relative_to(site)}: {problem}")
    wrong = sum(bool(said) for said in problems.values())
    print(f"{len(pdfs)} PDFs checked, {wrong} with problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
