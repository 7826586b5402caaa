"""Why a space cannot be booked by everybody or at once, in a few words beside it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.queries import organisations_of
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.breaches import Booker, broken_who_rules
from labspace.bookings.rulebook.words import lead_text, who_text
from labspace.errors import Refusal
from labspace.words import gettext as _


def bookers_of(
    session: Session, user: User | None, location_id: int, rules: Iterable[Rules]
) -> tuple[Booker, ...]:
    """As whom this reader may book: privately, or for each organisation; nobody is signed in: as none.

    One statement, and only where a space asks who books.
    """
    if user is None or not any(one.asks_who for one in rules):
        return ()
    is_team = user.runs(location_id)
    return (
        Booker(is_team=is_team),
        *(
            Booker(
                is_team=is_team,
                partner_type=organisation.partner_type,
                is_chamber_member=organisation.is_chamber_member,
            )
            for organisation in organisations_of(session, user.id)
        ),
    )


def bars_reader(rules: Rules, bookers: Iterable[Booker]) -> Refusal | None:
    """Why none of `bookers` may book here; None where one may, or nobody is signed in."""
    first: Refusal | None = None
    for booker in bookers:
        found = next(iter(broken_who_rules(booker, rules=rules)), None)
        if found is None:
            return None
        first = first or found
    return first


def note_of(rules: Rules) -> str:
    """Who may book, who approves, and how long before: what makes this space unlike others; may be empty."""
    lead = lead_text(rules)
    notes = (
        who_text(rules),
        _("nach Freigabe durch das Team") if rules.needs_approval else "",
        _("Vorlauf %(length)s", length=lead) if lead else "",
    )
    return " · ".join(note for note in notes if note)
