"""The form of weights and scales. Shares are typed in percent and kept as fractions."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from babel import dates
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import Form, FormField, SelectField

from portal.errors import RuleBroken
from portal.measures.periods import Kind, each
from portal.scorecards.rules import MEASURE_LABELS, Measure, Scale
from portal.web.forms import PortalForm, QuantityField
from portal.web.scorecards.figures import RATES

A_YEAR = timedelta(days=366)
HUNDRED = Decimal(100)


class ScaleForm(Form):
    """One measure; without a weight it is left out."""

    weight = QuantityField(_("Weight"))
    floor = QuantityField(_("0 points at"))
    target = QuantityField(_("100 points at"))


class SchemeForm(PortalForm):
    """The month from which the weights hold, and a part for each measure."""

    valid_from = SelectField(_("For periods from"), coerce=date.fromisoformat)

    @classmethod
    def of(cls, scales: Iterable[Scale], today: date) -> "SchemeForm":
        """The form filled with the scales that are known last."""
        form = cls(data={str(scale.measure): _typed(scale) for scale in scales})
        form.valid_from.choices = _months(today)
        return form

    @property
    def parts(self) -> list[tuple[Measure, Any, str]]:
        """Each measure with its part of the form and the unit in which its scale is typed."""
        return [(measure, self[str(measure)].form, unit_of(measure)) for measure in Measure]

    def scales(self) -> list[Scale]:
        """What was typed. ``RuleBroken`` at its field where a measure has a weight and not both ends of its scale."""
        return [
            _scale(measure, part)
            for measure, part, _unit in self.parts
            if part.weight.data is not None and part.weight.data != 0
        ]


for _measure in Measure:
    setattr(SchemeForm, str(_measure), FormField(ScaleForm, MEASURE_LABELS[_measure]))


def unit_of(measure: Measure) -> str:
    """The unit in which a measure's scale is typed."""
    if measure in RATES:
        return "%"
    return "ppm" if measure is Measure.PPM else str(_("h"))


def _typed(scale: Scale) -> dict[str, Decimal]:
    times = HUNDRED if scale.measure in RATES else Decimal(1)
    return {"weight": scale.weight, "floor": scale.floor * times, "target": scale.target * times}


def _scale(measure: Measure, part: Any) -> Scale:
    for field in (part.floor, part.target):
        if field.data is None:
            raise RuleBroken(_("Give both ends of the scale, or no weight."), field.id)
    times = HUNDRED if measure in RATES else Decimal(1)
    return Scale(measure, part.weight.data, part.floor.data / times, part.target.data / times)


def _months(today: date) -> list[tuple[str, str]]:
    """The first days of the months that come, in words."""
    starts = [one.start for one in each(Kind.MONTH, today, today + A_YEAR) if one.start and one.start > today]
    return [(one.isoformat(), str(dates.format_date(one, "LLLL y", locale=get_locale()))) for one in starts]
