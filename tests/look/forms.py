"""The forms of the gallery, with every kind of field."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    EmailField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.web.forms import ChecksField


class FilterForm(Form):
    q = StringField("Number or title")
    state = SelectField("State", choices=[SelectChoice("", "Any"), SelectChoice("published", "Published")])


class LineForm(Form):
    item = SelectField(
        "Item",
        choices=[
            SelectChoice("", "Choose an item"),
            SelectChoice("1", "Housing 7.1"),
            SelectChoice("2", "Housing 7.2"),
        ],
        validators=[InputRequired("Choose an item.")],
    )
    quantity = DecimalField(
        "Quantity",
        validators=[InputRequired("Say how many."), NumberRange(min=1, message="More than nothing, please.")],
    )
    wanted = DateField("Wanted on", validators=[Optional()])
    remark = StringField("Remark")


class RfqForm(FlaskForm):
    title = StringField(
        "Title",
        validators=[InputRequired("Give it a title."), Length(max=40, message="At most 40 letters.")],
        description="What bidders read first.",
    )
    currency = SelectField("Currency", choices=[SelectChoice("EUR", "EUR"), SelectChoice("PLN", "PLN")])
    budget = StringField("Budget", validators=[Length(max=4, message="At most 18 digits.")])
    deadline = DateTimeLocalField("Deadline", validators=[InputRequired("Say until when bids count.")])
    terms = TextAreaField("Delivery terms")
    days = IntegerField("Payment within")
    kind = RadioField(
        "Kind",
        choices=[
            SelectChoice("goods", "Goods"),
            SelectChoice("service", "Service"),
            SelectChoice("freight", "Freight"),
        ],
        validators=[InputRequired("Choose one.")],
    )
    certificates = ChecksField(
        "Certificates bidders must hold",
        choices=[SelectChoice("9001", "ISO 9001"), SelectChoice("14001", "ISO 14001")],
    )
    contact = EmailField("Contact")
    drawing = FileField("Drawing")
    approval = BooleanField("Needs an approval before it is published")
    lines = FieldList(FormField(LineForm), min_entries=2)


class LoginForm(FlaskForm):
    email = EmailField("Email Address", validators=[InputRequired("Type your address.")])
    password = PasswordField("Password", validators=[InputRequired("Type your password.")])
    password_confirm = PasswordField("The same again", validators=[InputRequired("Type it again.")])
    new_password = PasswordField("New password")
    new_password_confirm = PasswordField("The same again")
    name = StringField("Your name")
    remember = BooleanField("Remember Me")
    submit = SubmitField("Login")
