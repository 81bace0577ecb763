"""The same table, however it was written, gives the same staged lines."""

import codecs
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.imports.deliveries.line import DeliveryLine
from portal.imports.deliveries.staging import stage
from tests.imports.histories import HEADERS, SAMPLE, Record, Style, write_text, write_workbook

STYLES = {
    "plain": Style(),
    "tab": Style(delimiter="\t"),
    "bar, CRLF": Style(delimiter="|", line_end="\r\n"),
    "bare CR": Style(line_end="\r"),
    "bare CR of an old Macintosh": Style(encoding="mac_roman", line_end="\r"),
    "byte order mark": Style(bom=codecs.BOM_UTF8),
    "semicolon and decimal comma": Style(delimiter=";", decimal_sign=",", date_format="%d.%m.%Y"),
    "Western European Windows": Style(encoding="cp1252"),
    "UTF-16": Style(encoding="utf-16", delimiter="\t"),
    "UTF-16, big end first": Style(encoding="utf-16-be", bom=codecs.BOM_UTF16_BE, delimiter="\t"),
    "month first": Style(date_format="%m/%d/%Y"),
    "day first": Style(date_format="%d/%m/%Y"),
    "ISO with a time": Style(date_format="%Y-%m-%d 00:00:00"),
}

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
NAMES = TEXTS.filter(lambda text: bool(text.strip()) and "\ufeff" not in text and not text.startswith("#"))
AMOUNTS = st.decimals(0, 10**9, places=2)
DAYS = st.dates(date(1970, 1, 1), date(2060, 12, 31))


def lines_of(path: Path) -> list[DeliveryLine]:
    """The lines without their row numbers, which a title above the table moves."""
    with stage(path) as staged:
        assert list(staged.unreadable()) == []
        return [replace(line, row=0) for line in staged.lines()]


@pytest.mark.parametrize("name", STYLES)
def test_a_text_file_in_any_style_gives_the_same_lines(tmp_path: Path, name: str) -> None:
    plain = lines_of(write_text(tmp_path / "plain", SAMPLE))

    assert lines_of(write_text(tmp_path / "styled", SAMPLE, STYLES[name])) == plain
    assert len(plain) == len(SAMPLE)


def test_a_workbook_gives_the_same_lines(tmp_path: Path) -> None:
    plain = lines_of(write_text(tmp_path / "plain", SAMPLE))

    assert lines_of(write_workbook(tmp_path / "book.xlsx", SAMPLE)) == plain


def test_latin_1_without_the_windows_signs_gives_the_same_lines(tmp_path: Path) -> None:
    sample = [[value.replace("“", "").replace("”", "") if isinstance(value, str) else value for value in row]
              for row in SAMPLE]  # fmt: skip

    assert lines_of(write_text(tmp_path / "latin", sample, Style(encoding="latin-1"))) == lines_of(
        write_text(tmp_path / "plain", sample)
    )


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    return [
        (
            str(number),
            f"O-{number}",
            draw(NAMES),
            draw(NAMES),
            draw(AMOUNTS) + 1,
            draw(AMOUNTS),
            draw(st.none() | DAYS),
            draw(DAYS),
            draw(st.none() | DAYS),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(rows=records(), name=st.sampled_from(sorted(set(STYLES) - {"month first", "day first"})))
def test_any_table_comes_back_from_any_style(tmp_path: Path, rows: list[Record], name: str) -> None:
    style = STYLES[name]
    if style.encoding in ("cp1252", "mac_roman"):
        style = replace(style, encoding="utf-8")

    plain = lines_of(write_text(tmp_path / "plain", rows))

    assert lines_of(write_text(tmp_path / "styled", rows, style)) == plain
    assert lines_of(write_workbook(tmp_path / "book.xlsx", rows)) == plain
    assert [line.line_value for line in plain] == [row[5] for row in rows]


def test_a_name_in_quotation_marks_over_two_lines_is_one_name(tmp_path: Path) -> None:
    record = ("1", "A", 'Acme "the\r\nbest"', "Kit", Decimal(1), Decimal(1), None, date(2006, 6, 2), None)

    (line,) = lines_of(write_text(tmp_path / "plain", [record], headers=HEADERS))

    assert line.supplier == 'Acme "the best"'
