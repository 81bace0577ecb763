"""Dates: every form is read, the order of day and month is settled by the column, and nothing is guessed."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.imports.cells.dates import DateEvidence, DateOrder, read_date

DAYS = st.dates(date(1969, 1, 1), date(2068, 12, 31))
FORMS = {
    "%Y-%m-%d": None,
    "%Y/%m/%d": None,
    "%Y%m%d": None,
    "%Y-%m-%d 00:00:00": None,
    "%Y-%m-%dT23:59:59.123": None,
    "%d-%b-%y": None,
    "%d %B %Y": None,
    "%d.%b.%Y": None,
    "%B %d, %Y": None,
    "%d/%m/%Y": DateOrder.DAY_FIRST,
    "%d-%m-%y": DateOrder.DAY_FIRST,
    "%d.%m.%Y": None,
    "%d.%m.%y 12:00 AM": None,
    "%m/%d/%Y": DateOrder.MONTH_FIRST,
    "%m-%d-%y": DateOrder.MONTH_FIRST,
}


def order_of(*texts: str) -> DateOrder | None:
    evidence = DateEvidence()
    for text in texts:
        evidence.see(text)
    return evidence.order


@given(day=DAYS, form=st.sampled_from(list(FORMS)))
def test_every_date_comes_back_from_every_form(day: date, form: str) -> None:
    assert read_date(day.strftime(form), FORMS[form]) == day


@given(day=DAYS, form=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y", "%m-%d-%y"]))
def test_without_an_order_a_date_is_right_or_unread(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) in (day, None)


@given(days=st.lists(DAYS), form=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_what_a_column_tells_is_never_wrong(days: list[date], form: str) -> None:
    order = order_of(*(day.strftime(form) for day in days))

    assert order in (FORMS[form], None)
    assert all(read_date(day.strftime(form), order) in (day, None) for day in days)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_is_not(text: str) -> None:
    assert isinstance(read_date(text), date | None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2-Jun-06", date(2006, 6, 2)),
        (" 2-JUN-2006 ", date(2006, 6, 2)),
        ("2 Sept 2006", date(2006, 9, 2)),
        ("29-Feb-12", date(2012, 2, 29)),
        ("1-Jan-68", date(2068, 1, 1)),
        ("1-Jan-69", date(1969, 1, 1)),
        ("13/5/2014", date(2014, 5, 13)),
        ("5/13/2014 0:00", date(2014, 5, 13)),
        ("5/5/2014", date(2014, 5, 5)),
        ("3.4.2014", date(2014, 4, 3)),
    ],
)
def test_a_date_that_can_be_only_one_needs_no_column(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Date Not Captured",
        "N/A - From RDC",
        "Pre-PQ Process",
        "See ASN-93 (ID#:1281)",
        "3/4/2014",
        "31-Jun-06",
        "29-Feb-13",
        "0/5/2014",
        "32/1/2014",
        "13/13/2014",
        "1/2.2014",
        "12-Mai-06",
        "2014-13-01",
        "0206-06-02",
        "41000",
        "2014",
        "May 2014",
        "1/1/1/2014",
        "2014-05-02T00:00:00Z",
        "2014-05-02T00:00:00+02:00",
    ],
)
def test_what_is_no_date_or_could_be_two_is_not_read(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ((), None),
        (("1/2/2014", "3/4/2014"), None),
        (("1/2/2014", "13/4/2014"), DateOrder.DAY_FIRST),
        (("1/2/2014", "4/13/2014"), DateOrder.MONTH_FIRST),
        (("1/2/2014", "13/4/2014", "4/13/2014"), None),
        (("4/13/2014", "Date Not Captured", "2-Jun-06", "45/45/2014", ""), DateOrder.MONTH_FIRST),
        (("1.2.2014",), DateOrder.DAY_FIRST),
    ],
)
def test_a_column_tells_the_order_only_where_all_its_cells_agree(
    texts: tuple[str, ...], order: DateOrder | None
) -> None:
    assert order_of(*texts) == order


def test_the_order_of_the_column_holds_for_a_cell_that_contradicts_it() -> None:
    assert read_date("13/5/2014", DateOrder.MONTH_FIRST) is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2006, 6, 2), date(2006, 6, 2)),
        (datetime.fromisoformat("2006-06-02 23:59"), date(2006, 6, 2)),
        (38870.0, None),
        (True, None),
    ],
)
def test_a_workbook_says_itself_what_is_a_date(cell: date | float, day: date | None) -> None:
    assert read_date(cell) == day
