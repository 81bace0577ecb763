"""What `make mutants` makes of mutmut's results."""

import pytest

from tools import mutants

RESULTS = """\
    portal.money.x_exact__mutmut_1: killed
    portal.money.x_exact__mutmut_2: survived
    portal.web.access.x_check__mutmut_1: timeout
    portal.workflow.xǁWorkflowǁfind__mutmut_1: no tests
"""


def test_results_are_read_by_module():
    assert mutants.read(RESULTS) == {
        "portal.money": {"portal.money.x_exact__mutmut_1": True, "portal.money.x_exact__mutmut_2": False},
        "portal.web.access": {"portal.web.access.x_check__mutmut_1": True},
        "portal.workflow": {"portal.workflow.xǁWorkflowǁfind__mutmut_1": False},
    }


@pytest.mark.parametrize(
    ("module", "noticed", "missed", "short"),
    [
        ("portal.money", 9, 1, False),
        ("portal.money", 89, 11, True),
        ("portal.web.access", 99, 1, True),
        ("portal.web.access", 100, 0, False),
    ],
)
def test_too_few_is_said(module, noticed, missed, short):
    changes = {str(number): number < noticed for number in range(noticed + missed)}
    assert mutants.judge({module: changes}) == ([module] if short else [])


def test_every_module_that_is_changed_has_its_line(monkeypatch, capsys):
    said = {"results": RESULTS, "show": "-old\n+new", "run": ""}
    monkeypatch.setattr(mutants, "mutmut", lambda command, *_more, quiet=True: said[command])
    assert mutants.main() == 1
    printed = capsys.readouterr().out
    assert "portal.money: 1 of 2 changes noticed (50.0%)" in printed
    assert printed.count("-old") == 2
    assert "Too few in: portal.money, portal.workflow." in printed
    monkeypatch.setattr(mutants, "mutmut", lambda *_, quiet=True: "")
    assert mutants.main() == 1
