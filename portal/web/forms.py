"""Forms: keys and version on every one, numbers and times as the reader writes them, refusals at their field.

A view calls ``submit(form, act) or page(template, form=form)``. Whatever is refused is shown again with all
that was typed, with status 422, or 409 when somebody else has changed the record meanwhile.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    PasswordField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, FileInput, ListWidget

from portal import clock
from portal.db import WRITE, db, new_public_id
from portal.errors import CHANGED_SINCE, RuleBroken, Stale
from portal.files.rules import kinds
from portal.files.rules.refusals import hint
from portal.files.service import Upload
from portal.money import check_thousands, parse_decimal

KEYS = frozenset({"csrf_token", "request_key", "version"})


@dataclass(frozen=True)
class Difference:
    """A field of a stale form: what the reader typed, and what stands now."""

    label: Any
    mine: Any
    theirs: Any


class PortalForm(FlaskForm):
    """The base of every form. ``obj`` is the record it edits, whose version travels along."""

    request_key = HiddenField(default=new_public_id)
    version = HiddenField()

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self.record = obj
        self.stale = False
        self.differences: list[Difference] = []
        if not self.is_submitted():
            self.version.data = str(getattr(obj, "version", "") or "")
        for field in self:
            if isinstance(field, InstantField):
                field.zone_name = self[field.zone_field].data

    def values(self) -> dict[str, Any]:
        """What was typed, by field name, without the keys."""
        return {name: value for name, value in self.data.items() if name not in KEYS}

    def is_stale(self) -> bool:
        """Whether the record has moved on since this form was opened; ``differences`` then has both texts."""
        standing = getattr(self.record, "version", None)
        opened = self.version.raw_data[0] if self.version.raw_data else ""
        if standing is None or not opened or opened == str(standing):
            return False
        self.stale = True
        self.differences = self.compare()
        if not self.differences:
            self.form_errors.append(str(CHANGED_SINCE))
        # Sent again, the form overwrites what the reader has now been shown.
        self.version.data = str(standing)
        return True

    def came_late(self) -> None:
        """Say that another was faster while this was on its way. Where the form holds the record itself, and no copy
        of what it says, what stands now is told at once, otherwise when it is sent again."""
        if not self.is_stale():
            self.stale = True
            self.form_errors.append(str(CHANGED_SINCE))

    def compare(self) -> list[Difference]:
        """Where what was typed differs from what stands, as far as the record has fields of the same names."""
        return [
            Difference(field.label.text, field.data, getattr(self.record, field.name))
            for field in self
            if field.name not in KEYS
            and hasattr(self.record, field.name)
            and getattr(self.record, field.name) != field.data
        ]

    def refuse(self, refusal: RuleBroken) -> None:
        """Put a refusal at its field, or at the top where this form has no such field."""
        for field in _walk(self):
            if refusal.field in (field.id, field.name):
                field.errors = [*field.errors, str(refusal.sentence)]
                _gather_errors(self)
                return
        self.form_errors.append(str(refusal.sentence))

    def lost(self) -> set[str]:
        """Which kinds of input a browser does not give back with a refused form: "files", "passwords"."""
        sent = [field for field in _walk(self) if field.raw_data]
        return {
            *("files" for field in sent if isinstance(field, _FileField)),
            *("passwords" for field in sent if isinstance(field, PasswordField) and any(field.raw_data)),
        }


def _walk(fields: Any) -> Iterator[Field]:
    for field in fields:
        yield field
        if isinstance(field, (FormField, FieldList)):
            yield from _walk(field)


def _gather_errors(fields: Any) -> None:
    """Tell every list of rows of the refusals in its rows, as validation does; the summary starts from there."""
    for field in fields:
        if isinstance(field, (FormField, FieldList)):
            _gather_errors(field)
        if isinstance(field, FieldList) and any(entry.errors for entry in field):
            own = [error for error in field.errors if isinstance(error, str)]
            field.errors = [*own, *(entry.errors for entry in field)]


def submit(form: PortalForm, act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue | None:
    """Run ``act`` when the form was sent and is in order; None when the page must be shown (again)."""
    if not form.is_submitted():
        return None
    if form.validate() and not form.is_stale():
        try:
            return act()
        except RuleBroken as refusal:
            form.refuse(refusal)
        except Stale:
            _let_go()
            form.came_late()
    form.request_key.data = new_public_id()
    _let_go()
    return None


def _let_go() -> None:
    """What is drawn now is drawn from what stands, without the lock."""
    db.session.rollback()
    WRITE.set(False)


def check_unchanged(record: Any) -> None:
    """``Stale`` where a button was drawn for an earlier version of the record than the one that stands."""
    drawn, standing = request.form.get("version", ""), getattr(record, "version", None)
    if drawn and standing is not None and drawn != str(standing):
        raise Stale


def page(template: str, form: PortalForm | None = None, **context: Any) -> tuple[str, int]:
    """Draw a page: 422 with a refused form, 409 with a stale one, else 200."""
    status = 200
    if form is not None and form.is_submitted():
        status = 409 if form.stale else 422
    return render_template(template, form=form, **context), status


class DecimalTextField(StringField):
    """An exact number, typed with the signs of the reader's language."""

    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            symbols = get_locale().number_symbols["latn"]
            try:
                self.data = parse_decimal(valuelist[0], symbols["decimal"], symbols["group"])
                check_thousands(valuelist[0], symbols["decimal"])
            except RuleBroken as refusal:
                raise ValueError(str(refusal.sentence)) from refusal

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        plain = format(Decimal(self.data).normalize(), "f")
        return plain.replace(".", get_locale().number_symbols["latn"]["decimal"])


class MoneyField(DecimalTextField):
    """A price or an amount. Negative ones are refused unless the field says otherwise."""

    def __init__(self, *args: Any, negative: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.negative = negative

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and self.data < 0 and not self.negative:
            raise ValueError(str(_("This cannot be negative.")))


class QuantityField(MoneyField):
    """A quantity; the unit stands beside it in a field of its own."""


class InstantField(DateTimeLocalField):
    """A wall-clock time in the zone that another field of the form names; ``data`` is the instant in UTC."""

    data: Any

    def __init__(self, *args: Any, zone_field: str = "zone", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone_field = zone_field
        self.zone_name: str | None = None

    def pre_validate(self, form: Any) -> None:
        if self.data is None or self.data.tzinfo is not None:
            return
        try:
            self.data = clock.local_to_instant(self.data, form[self.zone_field].data)
        except RuleBroken as refusal:
            raise ValidationError(str(refusal.sentence)) from refusal

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        if self.data is None:
            return ""
        there = self.data.astimezone(clock.zone(self.zone_name)) if self.zone_name else self.data
        return str(there.strftime("%Y-%m-%dT%H:%M"))


class ChecksField(SelectMultipleField):
    """Several of a list, as check boxes; how many there have to be, the verb asks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class _FileField(Field):
    """The files of this request under the field's name, which the edge has checked and stored already.

    ``media_types`` narrows the kinds that are taken down to these. What is taken stands below the label and is
    offered by the file dialog.
    """

    data: Any
    description: Any
    render_kw: Any
    multiple = False

    def __init__(self, *args: Any, media_types: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget = FileInput(multiple=self.multiple)
        self.type = "MultipleFileField" if self.multiple else "FileField"
        self.media_types = media_types
        taken = hint(current_app.config["SETTINGS"].max_upload, media_types)
        self.description = f"{self.description} {taken}" if self.description else taken
        self.render_kw = {"accept": kinds.endings(media_types), **(self.render_kw or {})}

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(None, *args, **kwargs)
        if not request or formdata is None:
            return
        sent: list[Upload] = g.get("uploads", {}).get(self.name, [])
        self.process_errors = [refusal for upload in sent if (refusal := self._refusal(upload))]
        # What a required field looks at to tell whether something was sent.
        self.raw_data = [upload.name for upload in sent]
        self._put([upload for upload in sent if not self._refusal(upload)])

    def _refusal(self, upload: Upload) -> str:
        if upload.error is not None:
            return str(upload.error.sentence)
        if self.media_types is None or upload.media_type in self.media_types:
            return ""
        taken = kinds.labels(self.media_types)
        return str(_("“%(name)s” cannot be sent here. Please send %(kinds)s.", name=upload.name, kinds=taken))

    def _put(self, uploads: list[Upload]) -> None:
        self.data = uploads if self.multiple else next(iter(uploads), None)


class UploadField(_FileField):
    """One file: ``data`` is an ``Upload`` or None."""


class UploadsField(_FileField):
    """Several files: ``data`` is a list of ``Upload``."""

    multiple = True
