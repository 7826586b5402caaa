"""Files as Exchange, Outlook, Nextcloud and Google write them, and files nobody should write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dateutil.rrule import rrulestr

from labspace.busy import recurring
from labspace.busy.blocks import blocks_of, decoded
from labspace.busy.kinds import MOST_TIMES, Unreadable
from labspace.busy.reading import read_calendar
from tests.busy.calendar_text import SAMPLES, WINDOW, ZONE, calendar, codes, event, read, sample, told


def test_an_exchange_room_calendar_keeps_its_series_exceptions_and_whole_days() -> None:
    reading = sample("exchange_room")
    assert told(reading) == [
        ("24.11.2026 09:00", "90"),
        ("26.11.2026 00:00", "1440"),
        ("01.12.2026 13:00", "90"),
        ("15.12.2026 09:00", "90"),
        ("22.12.2026 09:00", "90"),
    ]
    moved = reading.times[2]
    assert (moved.title, moved.recurrence_id) == ("Jour fixe Standort (verschoben)", "20261201T080000Z")
    assert (reading.free, reading.findings) == (1, ())


def test_a_nextcloud_calendar_keeps_months_holidays_and_folded_titles() -> None:
    reading = sample("nextcloud")
    assert told(reading) == [
        ("27.11.2026 18:00", "210"),
        ("24.12.2026 00:00", "12960"),
        ("25.12.2026 18:00", "210"),
        ("29.01.2027 18:00", "210"),
    ]
    assert reading.times[0].title.endswith("Zeile hinausgeht und 🎵 enthält")
    assert reading.free == 1


def test_a_google_calendar_leaves_out_and_moves_single_dates() -> None:
    assert told(sample("google")) == [
        ("23.11.2026 17:00", "60"),
        ("25.11.2026 14:00", "120"),
        ("26.11.2026 17:00", "60"),
        ("27.11.2026 17:00", "60"),
        ("28.11.2026 19:00", "60"),
        ("29.11.2026 17:00", "60"),
    ]


def test_outlook_zones_are_understood_by_their_own_definition_list_entry_or_german_name() -> None:
    assert told(sample("outlook_com")) == [
        ("02.12.2026 08:00", "60"),
        ("03.12.2026 08:00", "60"),
        ("25.03.2027 14:00", "60"),
        ("01.04.2027 14:00", "60"),
    ]


def test_each_bad_event_is_named_and_the_good_one_counts() -> None:
    reading = sample("broken")
    assert [(finding.event, finding.code) for finding in reading.findings] == [
        ("Unmöglicher Tag", "line_not_readable"),
        ("Unbekannte Zone", "unknown_zone"),
        ("Rückwärts", "ends_before_it_begins"),
        ("Ohne Beginn", "no_start"),
        ("Jede Sekunde", "too_often"),
        ("Zehn Jahre", "too_long"),
        ("Nie weiter", "rule_not_understood"),
    ]
    assert [time.title for time in reading.times] == ["Guter Termin"]


def test_what_is_kept_names_no_person_and_reads_the_same() -> None:
    content = (SAMPLES / "exchange_room.ics").read_bytes()
    kept = blocks_of(decoded(content)).text()
    for private in ("mailto", "Erika", "Notiz", "ATTENDEE", "REMINDER"):
        assert private not in kept
    again = read_calendar(kept.encode(), zone=ZONE, window=WINDOW)
    assert again == sample("exchange_room")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "no_calendar", id="nothing"),
        pytest.param(b"<html>Anmeldung</html>", "no_calendar", id="a sign-in page"),
        pytest.param(calendar(event("DTSTART:20261124T090000Z"))[:-20], "cut_off", id="cut off at the end"),
        pytest.param(
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "cut_off", id="an event without end"
        ),
        pytest.param(b"x" * 5_000_001, "too_big", id="too big"),
    ],
)
def test_a_file_that_cannot_be_relied_on_is_refused_whole(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_calendar(content, zone=ZONE, window=WINDOW)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["DTSTART:20261124T090000", "DTEND:20261124T100000"], "24.11.2026 09:00", id="floating"),
        pytest.param(
            ["DTSTART;TZID=America/New_York:20261124T090000", "DURATION:PT1H"],
            "24.11.2026 15:00",
            id="elsewhere",
        ),
        pytest.param(
            ["DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261124T090000", "DURATION:PT1H"],
            "24.11.2026 09:00",
            id="with a maker's prefix",
        ),
        pytest.param(
            ["DTSTART;TZID=Eastern Standard Time:20261124T090000", "DURATION:PT1H"],
            "24.11.2026 15:00",
            id="Windows",
        ),
        pytest.param(
            ["DTSTART;TZID=UTC:20261124T090000", "DURATION:PT1H"], "24.11.2026 10:00", id="UTC by name"
        ),
    ],
)
def test_a_time_is_read_on_the_clock_it_names(lines: list[str], expected: str) -> None:
    assert told(read(event(*lines))) == [(expected, "60")]


def test_a_floating_time_is_read_in_the_zone_of_the_calendar() -> None:
    lines = ("DTSTART:20261124T090000", "DURATION:PT1H")
    assert told(read(event(*lines), head="X-WR-TIMEZONE:Europe/Lisbon\r\n")) == [("24.11.2026 10:00", "60")]


def test_a_whole_day_has_23_or_25_hours_when_the_clocks_change() -> None:
    days = event("DTSTART;VALUE=DATE:20270328") + event("DTSTART;VALUE=DATE:20271031", uid="b")
    assert [minutes for _at, minutes in told(read(days))] == ["1380", "1500"]


def test_an_instance_keeps_its_exact_length_over_the_night_the_clocks_change() -> None:
    lines = ("DTSTART;TZID=Europe/Berlin:20270326T220000", "DTEND;TZID=Europe/Berlin:20270327T040000")
    assert told(read(event(*lines, "RRULE:FREQ=DAILY;COUNT=2"))) == [
        ("26.03.2027 22:00", "360"),
        ("27.03.2027 22:00", "360"),
    ]


def test_an_event_without_identity_keeps_one_made_of_what_it_says() -> None:
    nameless = "BEGIN:VEVENT\r\nDTSTART:20261124T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
    (once,), (again,) = read(nameless).times, read(nameless, event("DTSTART;VALUE=DATE:20250101")).times
    assert once.identity == again.identity


def test_of_two_versions_the_later_counts() -> None:
    old = event("SEQUENCE:1", "DTSTART:20261124T090000Z", "DURATION:PT1H")
    new = event("SEQUENCE:2", "DTSTART:20261124T110000Z", "DURATION:PT1H")
    assert told(read(new, old)) == [("24.11.2026 12:00", "60")]


def test_a_change_of_this_and_all_following_moves_the_rest_of_the_series() -> None:
    series = event("DTSTART:20261124T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4")
    change = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T090000Z", "DTSTART:20261208T120000Z", "DURATION:PT2H"
    )
    reading = read(series, change)
    assert told(reading) == [
        ("24.11.2026 10:00", "60"),
        ("01.12.2026 10:00", "60"),
        ("08.12.2026 13:00", "120"),
        ("15.12.2026 13:00", "120"),
    ]
    assert reading.times[3].recurrence_id == "20261215T090000Z"


def test_one_date_called_off_frees_only_that_date() -> None:
    series = event("DTSTART:20261124T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    gone = event(
        "RECURRENCE-ID:20261201T090000Z", "DTSTART:20261201T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"
    )
    assert [at for at, _minutes in told(read(series, gone))] == ["24.11.2026 10:00", "08.12.2026 10:00"]


def test_added_dates_count_with_a_length_of_their_own() -> None:
    lines = ("DTSTART:20261124T090000Z", "DURATION:PT1H")
    added = "RDATE;VALUE=PERIOD:20261126T090000Z/PT3H"
    assert told(read(event(*lines, added))) == [("24.11.2026 10:00", "60"), ("26.11.2026 10:00", "180")]


def test_what_is_over_is_left_out_and_what_runs_counts() -> None:
    over = event("DTSTART:20261120T090000Z", "DURATION:PT1H")
    runs = event("DTSTART:20261123T070000Z", "DURATION:PT2H", uid="b")
    assert told(read(over, runs)) == [("23.11.2026 08:00", "120")]


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("FREQ=SECONDLY", id="every second"),
        pytest.param("FREQ=HOURLY;COUNT=3", id="hourly"),
        pytest.param(
            f"FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE=0,30", id="many times a day"
        ),
        pytest.param("FREQ=DAILY;INTERVAL=0", id="no step"),
        pytest.param("FREQ=FORTNIGHTLY", id="an unknown word"),
        pytest.param("FREQ=WEEKLY;BYDAY=XX", id="an unknown weekday"),
        pytest.param("FREQ=DAILY;BYSETPOS=0", id="an impossible position"),
    ],
)
def test_a_rule_that_makes_no_sense_in_a_house_is_a_finding(rule: str) -> None:
    bad = event("DTSTART:20261124T090000Z", "DURATION:PT1H", f"RRULE:{rule}")
    reading = read(bad, event("DTSTART:20261125T090000Z", "DURATION:PT1H", uid="gut"))
    assert codes(reading)[0] in {"too_often", "rule_not_understood", "line_not_readable"}
    assert [time.uid for time in reading.times] == ["gut"]


def test_rules_without_any_date_end_with_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    followed = []

    def counted(text: str, **more: object) -> Iterator[object]:
        followed.append(text)
        dates: Iterator[object] = rrulestr(text, **more)
        return dates

    monkeypatch.setattr(recurring, "rrulestr", counted)
    lines = ("DTSTART:19000101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    reading = read(*(event(*lines, uid=str(number)) for number in range(50)))
    assert len(followed) < 9
    assert set(codes(reading)) == {"too_much_work"}
    assert len(reading.findings) == 50 - len(followed) + 1


def test_a_calendar_with_more_times_than_a_house_can_have_keeps_the_nearest() -> None:
    many = [
        event("DTSTART:20261101T090000Z", "DURATION:PT1M", f"RRULE:FREQ=DAILY;BYHOUR={hour}", uid=str(hour))
        for hour in range(14)
    ]
    reading = read(*many)
    assert len(reading.times) == MOST_TIMES
    assert codes(reading) == ["too_many_times"]
    assert reading.times == tuple(sorted(reading.times))


def test_of_more_than_ten_thousand_events_the_first_count_and_it_says_so() -> None:
    hour = ("DTSTART:20261124T090000Z", "DURATION:PT1H")
    free = [event(*hour, "TRANSP:TRANSPARENT", uid=str(number)) for number in range(9_999)]
    whole = read(*free, event(*hour, uid="counts"))
    assert (codes(whole), whole.free, [time.uid for time in whole.times]) == ([], 9_999, ["counts"])
    cut = read(*free, event(*hour, uid="counts"), event(*hour, uid="too many"))
    assert [(finding.code, finding.values) for finding in cut.findings] == [
        ("too_many_events", {"most": 10_000})
    ]
    assert [time.uid for time in cut.times] == ["counts"]
