"""One stylesheet for all pages: complete, kept for ever, gone stale never."""

from __future__ import annotations

import re
from pathlib import Path

from labspace.front.stylesheet import joined, lean, load

CSS = Path(__file__).parents[2] / "static" / "css"


def test_takes_the_parts_in_place_each_in_its_layer(tmp_path: Path) -> None:
    (tmp_path / "all.css").write_text('@layer a, b;\n@import url("one.css") layer(b);\n', "utf-8")
    (tmp_path / "one.css").write_text("p {\n  margin: 0;\n}\n", "utf-8")
    assert joined(tmp_path / "all.css") == "@layer a, b;\n@layer b {\np {\n  margin: 0;\n}\n}\n"


def test_a_reference_in_a_part_still_names_its_file_and_carries_its_digest(tmp_path: Path) -> None:
    (tmp_path / "all.css").write_text('@import url("parts/one.css") layer(b);\n', "utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.css").write_text('a { src: url("../font.woff2"); }\n', "utf-8")
    (tmp_path / "font.woff2").write_bytes(b"font")
    assert re.search(r'url\("font\.woff2\?v=[0-9a-f]{12}"\)', joined(tmp_path / "all.css"))


def test_every_css_file_is_part_of_the_stylesheet() -> None:
    named = set(re.findall(r'@import url\("([^"]+)"\)', (CSS / "labspace.css").read_text("utf-8")))
    there = {file.relative_to(CSS).as_posix() for file in CSS.rglob("*.css")} - {"labspace.css"}
    assert named == there


def test_browsers_get_no_comments_and_no_indentation() -> None:
    text = '/* head\n   of it */\n@layer a {\n/* one */\n.b::after {\n  content: "/* kept */"; /* two */\n}\n\n}\n'
    assert lean(text) == '@layer a {\n.b::after {\ncontent: "/* kept */";\n}\n}\n'
    rules = load(CSS / "labspace.css").text
    assert "/*" not in rules
    assert rules.count("{") == rules.count("}") > 1000


def test_a_page_names_the_stylesheet_in_its_head_and_the_font_after_all_that_is_read(visit) -> None:
    page = visit().get("/bausteine")
    address = re.search(r'<link rel="stylesheet" href="([^"]+)"', page.text)
    assert address
    assert page.headers["Link"] == f"<{address[1]}>; rel=preload; as=style"
    assert page.text.index('as="font"') > page.text.index("</footer>")
    assert "Link" not in visit().get(address[1]).headers


def test_nothing_is_left_to_import_and_no_outside_host_is_named() -> None:
    text = load(CSS / "labspace.css").text
    assert "@import" not in text
    assert "//" not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def test_the_present_text_may_be_kept_for_ever(visit) -> None:
    address = re.search(r"/static/css/labspace-[0-9a-f]+\.css", visit().get("/bausteine").text)
    assert address
    page = visit().get(address[0])
    assert "immutable" in page.headers["Cache-Control"]
    assert page.text.startswith("@layer reset, tokens,")


def test_the_address_of_an_older_text_gives_the_present_one_not_to_be_kept(visit) -> None:
    page = visit().get("/static/css/labspace-0123456789ab.css")
    assert page.headers["Cache-Control"] == "no-cache"
    assert page.text.startswith("@layer reset, tokens,")
