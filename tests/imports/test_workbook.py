"""Workbooks are measured before they are unpacked; what is in their cells keeps its type."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from portal.errors import RuleBroken
from portal.imports.reader import open_tables, workbook

NOON = datetime.fromisoformat("2006-06-02 12:00")


def repack(path: Path, part: str, change: "dict[bytes, bytes]") -> None:
    """Rewrite one part of a workbook by replacing bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for old, new in change.items():
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_visible_sheets_with_anything_in_them_are_tables_with_typed_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Empty")
        sheet = book.add_worksheet("Data")
        book.add_worksheet("Secret").hide()
        book.get_worksheet_by_name("Secret").write(0, 0, "x")
        sheet.write_row(1, 1, ["when", "what", 0.97])
        sheet.write_datetime(3, 1, date(2006, 6, 2), book.add_format({"num_format": "d-mmm-yy"}))
        sheet.write_datetime(3, 2, NOON, book.add_format({"num_format": "d/m/yy hh:mm"}))
        sheet.write(3, 3, True)

    (table,) = open_tables(path)

    assert table.name == "Data"
    assert [(row.number, list(row.cells)) for row in table.rows() if any(row.cells)] == [
        (2, ["when", "what", 0.97]),
        (4, [date(2006, 6, 2), NOON, True]),
    ]


def test_a_coloured_empty_cell_in_the_last_corner_is_no_grid(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "red"}))

    (table,) = open_tables(path)

    assert [list(row.cells) for row in table.rows()] == [["a"]]


@pytest.mark.parametrize(
    "change",
    [
        {},
        # The same cells without their references: positions then follow from the row and the cells before.
        {b'<c r="XFD1048576"': b'<c r="XFD1048576"/><c'},
        {b'<row r="1"': b'<x:row xmlns:x="u" r="1"></x:row><row r="1"'},
    ],
)
def test_two_cells_in_far_corners_do_not_ask_for_half_a_terabyte(
    tmp_path: Path, change: dict[bytes, bytes]
) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    repack(path, "xl/worksheets/sheet1.xml", change)

    with pytest.raises(RuleBroken, match="too large inside"):
        open_tables(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_column(0, 0, ["the same text again"] * 3000)

    monkeypatch.setattr(workbook, "MOST_TIMES", 3)
    with pytest.raises(RuleBroken, match="too large inside"):
        open_tables(path)
    monkeypatch.setattr(workbook, "MOST_TIMES", 1000)
    monkeypatch.setattr(workbook, "MOST_BYTES", 10_000)
    with pytest.raises(RuleBroken, match="too large inside"):
        open_tables(path)


def test_other_zips_are_no_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "pictures.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "x")

    with pytest.raises(RuleBroken, match="neither a text file nor"):
        open_tables(path)


def test_a_workbook_without_anything_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()

    with pytest.raises(RuleBroken, match="no visible sheet"):
        open_tables(path)


@pytest.mark.parametrize(
    "change",
    [
        {b"<sheetData>": b"<sheetData"},
        {b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>': b'<!DOCTYPE x [<!ENTITY a "b">]>'},
        {b'r="A1"': b'r="A"'},
    ],
)
def test_a_damaged_sheet_is_refused_with_a_sentence(tmp_path: Path, change: dict[bytes, bytes]) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, "a")
    repack(path, "xl/worksheets/sheet1.xml", change)

    with pytest.raises(RuleBroken, match="damaged"):
        open_tables(path)


@pytest.mark.parametrize("cut", [30, 400, 2000])
def test_a_workbook_that_was_cut_short_is_refused_with_a_sentence(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, "a")
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(RuleBroken, match="damaged"):
        open_tables(path)
