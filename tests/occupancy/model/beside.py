"""The program's figures laid beside the model's: what differs, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from tests.occupancy.model.figures import Answer, Answers, Mixes, figures_and_mixes
from tests.occupancy.model.rows import Asked, World, read

TENTH = Fraction(1, 1000)


def asked_of_the_program(session: Session, world: World, asked: Asked) -> Figures:
    """What `figures_of` says."""
    houses: list[Location] = [one for one in world.houses if one.id in asked.house_ids]
    choice = FigureChoice(houses=tuple(houses), period=Days(asked.first, asked.last), kinds=asked.kinds)
    return figures_of(session, choice, now=asked.now)


def found_in(program: Figures) -> Answers:
    """The program's numbers in the words of the model."""
    return {
        (indicator.value, part.value): Answer(
            value.numerator,
            value.denominator,
            value.internal,
            {grade.value: number for grade, number in value.grades.items()},
            (value.known, value.of),
        )
        for (indicator, part), value in program.values.items()
    }


def differences(session: Session, asked: Asked) -> list[str]:
    """Every number on which program and model disagree."""
    world = read(session)
    program = asked_of_the_program(session, world, asked)
    model, mixes = figures_and_mixes(world, asked)
    return [*between(model, found_in(program)), *mix_differences(mixes, program)]


def between(model: Answers, program: Answers) -> Iterator[str]:
    if set(model) != set(program):
        yield f"numbers: {sorted(set(model) ^ set(program))}"
    for key in sorted(set(model) & set(program)):
        ours, theirs = model[key], program[key]
        name = " ".join(key)
        if ours.value != theirs.value:
            yield f"{name}: {told(ours)}, the program says {told(theirs)}"
            continue
        if ours.denominator is not None and ours.numerator != theirs.numerator:
            yield f"{name}: {told(ours)}, the program divides {told(theirs)}"
        if ours.internal != theirs.internal:
            yield f"{name}: {ours.internal} internal, the program says {theirs.internal}"
        grades = {grade: number for grade, number in theirs.grades.items() if number}
        if ours.grades and {grade: number for grade, number in ours.grades.items() if number} != grades:
            yield f"{name}: graded {ours.grades}, the program says {grades}"
        if ours.known is not None and coverage(ours) != coverage(theirs):
            yield f"{name}: known of {ours.known}, the program says {theirs.known}"


def coverage(answer: Answer) -> Fraction | None:
    known, of = answer.known or (1, 1)
    return Fraction(known) / of if of else None


def told(answer: Answer) -> str:
    if answer.denominator is None:
        return str(answer.numerator)
    return f"{answer.numerator} ÷ {answer.denominator}"


def mix_differences(model: Mixes, program: Figures) -> Iterator[str]:
    """Hours of each key; shares are whole tenths of a percent, each off by less than one, together 100.0."""
    for of, rows in program.mixes.items():
        ours = {key: number for key, number in model[of.value].items() if number}
        theirs = {row.key: row.hours for row in rows}
        if ours != theirs:
            yield f"K24 {of.value}: {ours}, the program says {theirs}"
            continue
        total = sum(ours.values(), Fraction(0))
        if rows and sum((row.share for row in rows), Fraction(0)) != 1:
            yield f"K24 {of.value}: shares are not 100.0"
        for row in rows:
            if row.share % TENTH or abs(row.share - row.hours / total) >= TENTH:
                yield f"K24 {of.value} {row.key}: {row.share} of {row.hours} ÷ {total}"
