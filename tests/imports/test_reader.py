"""Which encoding, delimiter and line ends a text file has, and what is no table at all."""

from pathlib import Path

import pytest

from portal.errors import RuleBroken
from portal.imports.reader import open_tables
from portal.imports.reader.encoding import find_encoding
from portal.imports.reader.text import find_dialect

NAMES = "name;place\nJosé Müller;Côte d'Ivoire\nŽofie;Grønland\n"


def cells_of(path: Path) -> list[list[str]]:
    (table,) = open_tables(path)
    return [list(row.cells) for row in table.rows()]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"plain;ascii\n", "utf-8"),
        (NAMES.encode(), "utf-8"),
        (NAMES.encode("utf-8-sig"), "utf-8-sig"),
        (NAMES.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + NAMES.encode("utf-16-be"), "utf-16"),
        (NAMES.encode("cp1252"), "cp1252"),
        ("name,place\rJosé,Côte d’Ivoire\r".encode("mac_roman"), "mac_roman"),
        ("name,place\nJosé,CÔTE\x81\n".encode("latin-1"), "latin-1"),
        # UTF-8 that was once taken for Latin-1 and written again is valid UTF-8: it is kept as the file has it.
        ("name,place\nWeifa,GrÃ¸nland\n".encode(), "utf-8"),
        ("name,place\nGrÃ¸nland,Côte\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found_in_the_bytes(tmp_path: Path, content: bytes, encoding: str) -> None:
    path = tmp_path / "table"
    path.write_bytes(content)

    assert find_encoding(path) == encoding


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "words",
    [
        "Côte d'Ivoire",
        "CÔTE",
        "Göteborg, Ängelholm",
        "Grønland",
        "“São Paulo”",
        "l’été",
        "FUNDAÇÃO",
    ],
)
def test_a_single_word_is_enough_to_tell_windows_from_macintosh(
    tmp_path: Path, words: str, encoding: str
) -> None:
    path = tmp_path / "table"
    path.write_bytes(f"name,place\na,{words}\n".encode(encoding))

    assert find_encoding(path) == encoding


def test_an_accent_late_in_a_long_file_still_settles_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(b"name,place\n" + b"a,b\n" * 600_000 + "é,è\n".encode("cp1252"))

    assert cells_of(path)[-1] == ["é", "è"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_rows_come_out_whatever_stands_between_them(tmp_path: Path, delimiter: str, line_end: str) -> None:
    rows = [["id", "what", "price"], ["1", "Tabs, 60; a|b\tc", "0,5"], ["2", 'say "x"', "1,5"], ["3", "", ""]]
    path = tmp_path / "table"
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    path.write_text(line_end.join(delimiter.join(row) for row in quoted), encoding="utf-8", newline="")

    assert cells_of(path) == rows


def test_decimal_commas_do_not_look_like_delimiters(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text("a;b;c\n1,5;2,5;3,5\n" * 30, encoding="utf-8")

    assert find_dialect(path).delimiter == ";"


def test_the_line_that_tells_excel_the_delimiter_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text("sep=|\na,b|c\n1|2\n", encoding="utf-8")

    assert cells_of(path) == [["a,b", "c"], ["1", "2"]]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text('a,b\n"one\ncell",1\n\nx,2\n', encoding="utf-8")
    (table,) = open_tables(path)

    assert [(row.number, list(row.cells)) for row in table.rows()] == [
        (1, ["a", "b"]),
        (2, ["one\ncell", "1"]),
        (3, []),
        (4, ["x", "2"]),
    ]


def test_a_table_may_be_read_twice_and_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text("a,b\n" + "1,2\n" * 50_000, encoding="utf-8")
    (table,) = open_tables(path)
    shares = [row.share for row in table.rows()]

    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 1
    assert sum(1 for _row in table.rows()) == 50_001


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "neither a text file nor"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 100, "old or encrypted workbook"),
        (b"\xff\xfea", "says that it is utf-16 and is not"),
        (b"\xef\xbb\xbfname,\xe9\n", "says that it is utf-8-sig and is not"),
        (b"one column\nonly\n", "No table is found"),
        (b"\n\n\n", "No table is found"),
        (b"a,b\n" + b"x" * 1_000_001, "more than a million characters"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "table"
    path.write_bytes(content)

    with pytest.raises(RuleBroken, match=sentence) as refusal:
        cells_of(path)
    assert refusal.value.field == "file"


@pytest.mark.parametrize("missing", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_opened_is_refused_by_its_path(tmp_path: Path, missing: str) -> None:
    with pytest.raises(RuleBroken, match="cannot be read"):
        open_tables(tmp_path / missing)


@pytest.mark.parametrize("rest", ["x,y\n" * 5, "x,y\n" * 50_000])
def test_a_quotation_mark_that_never_closes_swallows_no_rows_silently(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "table"
    path.write_text(f'a,b\n1,2\n3,"4\n{rest}', encoding="utf-8")

    with pytest.raises(RuleBroken, match="Row 3 cannot be read"):
        cells_of(path)
