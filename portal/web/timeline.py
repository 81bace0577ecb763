"""The timeline on a record's page, drawn from events for the reader's side only."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select

from portal import history
from portal.accounts import queries
from portal.accounts.events import TryRefused
from portal.accounts.models import Organisation, Person
from portal.db import db
from portal.history import Event
from portal.web import access
from portal.web.facts import filled
from portal.web.sentences import SENTENCES, WRITERS


@dataclass(frozen=True)
class Entry:
    """One line: who (None is the portal itself), when, and what in words."""

    actor: str | None
    at: datetime
    sentence: str


def events_of(record: Any) -> list[Entry]:
    """What happened to ``record``, newest first, as far as the organisation of this request may know.

    One's own people are named; of another organisation only its name is told.
    """
    reader = access.organisation_id()
    events = history.timeline(reader, record)
    names = _names(events, reader)
    return [
        Entry(names[event.person_id, event.organisation_id], event.at, sentence_of(event, record))
        for event in events
    ]


def events_of_own(person: Person) -> list[Entry]:
    """What happened lately to the account of the person who asks, newest first; tries in a row are one line."""
    runs = [list(run) for _run, run in groupby(queries.lately(person), _run_of)]
    return [
        Entry(
            person.name if run[0].person_id else None,
            run[0].at,
            _times(sentence_of(run[0], person), len(run)),
        )
        for run in runs
    ]


def _run_of(event: Event) -> object:
    return event.facts["what"] if event.name == TryRefused.__name__ else event.id


def _times(sentence: str, times: int) -> str:
    return sentence if times == 1 else str(_("%(what)s, %(times)s times", what=sentence, times=times))


def sentence_of(event: Event, record: Any) -> str:
    """The event in words, as they stand on the page of a record that it is about."""
    return filled(SENTENCES[event.name], event.facts, WRITERS.get(event.name, {}), record)


def _names(events: list[Event], reader: int) -> dict[tuple[int | None, int | None], str | None]:
    actors = {(event.person_id, event.organisation_id) for event in events}
    own = {person for person, organisation in actors if organisation == reader and person is not None}
    others = {organisation for _person, organisation in actors if organisation is not None}
    people = {row.id: row.name for row in db.session.execute(_named(Person, own))}
    companies = {row.id: row.name for row in db.session.execute(_named(Organisation, others))}
    return {
        (person, organisation): people.get(person or 0) or companies.get(organisation or 0)
        for person, organisation in actors
    }


def _named(model: type[Person] | type[Organisation], ids: set[int]) -> Select[int, str]:
    return select(model.id, model.name).where(model.id.in_(ids))
