"""Invented posters for the programme: a few shapes on paper, drawn when the demonstration is loaded."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from labspace.pictures.encoding import Encoded, encode

WIDE, HIGH = 960, 720
PAPER, INK, PETROL, COPPER, SAND = "#faf7f0", "#1b2426", "#0b5464", "#8f4a17", "#ded7c8"

POSTERS = (
    "Gezeichnetes Plakat: ein großer Kreis über einer Reihe von Stühlen",
    "Gezeichnetes Plakat: Hausgiebel nebeneinander im Abendlicht",
    "Gezeichnetes Plakat: Wellenlinien auf hellem Papier",
    "Gezeichnetes Plakat: ein langer Tisch mit runden Tellern",
)


@cache
def poster(number: int) -> tuple[Encoded, str]:
    """A poster as an encoded picture, and what is to be seen on it."""
    picture = Image.new("RGB", (WIDE, HIGH), (PAPER, SAND, PAPER, "#e2edec")[number])
    (_circle, _gables, _waves, _table)[number](ImageDraw.Draw(picture))
    file = BytesIO()
    picture.save(file, "PNG")
    return encode(file.getvalue()), POSTERS[number]


def _circle(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((300, 90, 660, 450), fill=COPPER)
    for row in range(3):
        for seat in range(12):
            left, top = 90 + seat * 66, 510 + row * 62
            draw.rectangle((left, top, left + 42, top + 34), fill=PETROL if row else INK)


def _gables(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((640, 80, 800, 240), fill=COPPER)
    for index, (width, height) in enumerate(((200, 300), (160, 380), (240, 260), (180, 340), (220, 300))):
        left = 20 + index * 188
        top = HIGH - height
        colour = PETROL if index % 2 else INK
        draw.polygon(
            (
                (left, top),
                (left + width / 2, top - 90),
                (left + width, top),
                (left + width, HIGH),
                (left, HIGH),
            ),
            fill=colour,
        )
        for floor in range(3):
            draw.rectangle((left + 40, top + 40 + floor * 80, left + 76, top + 84 + floor * 80), fill=PAPER)


def _waves(draw: ImageDraw.ImageDraw) -> None:
    for line in range(11):
        top = 120 + line * 48
        colour = COPPER if line == 5 else PETROL
        for step in range(0, WIDE, 160):
            draw.arc(
                (step, top - 40, step + 160, top + 40),
                180 if (step // 160) % 2 else 0,
                360 if (step // 160) % 2 else 180,
                fill=colour,
                width=10,
            )


def _table(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((80, 260, 880, 460), fill=INK)
    for plate in range(6):
        left = 116 + plate * 128
        draw.ellipse((left, 290, left + 88, 378), fill=PAPER)
        draw.ellipse((left + 24, 314, left + 64, 354), fill=COPPER if plate % 3 == 1 else PETROL)
        draw.ellipse((left + 20, 160, left + 68, 208), fill=PETROL)
        draw.ellipse((left + 20, 512, left + 68, 560), fill=PETROL)
