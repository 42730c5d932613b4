"""The page's picture before recognition: what was blacked out goes, what was printed stays."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from draad.read.picture import Block, prepare, skew

DPI = 300


def sheet(*rectangles: tuple[int, int, int, int]) -> np.ndarray:
    """A page with dark rectangles (x0, y0, x1, y1)."""
    image = Image.new("L", (2000, 1200), 255)
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in rectangles:
        draw.rectangle((x0, y0, x1 - 1, y1 - 1), fill=20)
    return np.asarray(image, dtype=np.uint8)


def near(block: Block, wanted: tuple[int, int, int, int]) -> bool:
    return all(abs(a - b) <= 8 for a, b in zip((block.x0, block.y0, block.x1, block.y1), wanted, strict=True))


def test_a_block_is_found_and_taken_out():
    prepared = prepare(sheet((403, 201, 905, 248)), DPI)
    assert len(prepared.blocks) == 1
    assert near(prepared.blocks[0], (403, 201, 905, 248))
    assert prepared.grey.min() == 255


def test_a_block_does_not_eat_the_words_beside_the_block_above_it():
    """Names blacked out on lines under each other, each from another place on: what stands before them stays."""
    word = (200, 210, 206, 240)
    prepared = prepare(sheet(word, (500, 201, 1000, 250), (200, 250, 900, 300), (1300, 300, 1500, 350)), DPI)
    assert (prepared.grey[210:240, 200:206] == 20).all()
    assert prepared.grey[300:350, 400:1200].min() == 255
    assert {block.y0 // 20 for block in prepared.blocks} >= {10, 12}


def test_dark_patches_of_a_logo_are_no_blocks():
    """A dark grey field with lighter and darker figures in it, as a scan gives it: not even, with even patches."""
    noise = np.random.default_rng(1)
    grey = sheet((400, 200, 480, 260)).copy()
    field = noise.normal(92, 12, (600, 800))
    field[noise.random((600, 800)) < 0.05] = 170
    field[100:140, 200:300] = noise.normal(88, 4, (40, 100))
    field[300:360, 400:700] = noise.normal(30, 4, (60, 300))
    field[400:500, 100:200] = 250
    grey[400:1000, 900:1700] = field.clip(0, 255).astype(np.uint8)
    assert [(b.x0 // 100, b.y0 // 100) for b in prepare(grey, DPI).blocks] == [(4, 2)]


def test_letters_and_rules_are_no_blocks():
    strokes = [(200 + 30 * n, 200, 206 + 30 * n, 240) for n in range(20)]
    prepared = prepare(sheet(*strokes, (200, 400, 1800, 412)), DPI)
    assert prepared.blocks == ()
    assert (prepared.grey[205:235, 200:206] == 20).all()


def test_the_sides_of_a_box_are_erased_and_told_and_its_letters_stay():
    x0, y0, x1, y1 = 300, 300, 600, 350
    sides = [(x0, y0, x1, y0 + 3), (x0, y1 - 3, x1, y1), (x0, y0, x0 + 3, y1), (x1 - 3, y0, x1, y1)]
    prepared = prepare(sheet(*sides, (430, 312, 434, 338)), DPI)
    assert len(prepared.boxes) == 1
    assert near(prepared.boxes[0], (x0, y0, x1, y1))
    assert (prepared.grey[312:338, 430:434] == 20).all()
    assert (prepared.grey < 255).sum() == 26 * 4


def test_a_letter_at_the_end_of_an_underline_stays():
    prepared = prepare(sheet((300, 340, 700, 343), (690, 305, 694, 336)), DPI)
    assert (prepared.grey[305:336, 690:694] == 20).all()
    assert prepared.grey[340:343, 300:600].min() == 255


def test_a_grey_ground_becomes_white_and_its_letters_stay():
    grey = sheet().copy()
    grey[200:260, 400:900] = 170
    grey[215:245, 420:426] = 20
    prepared = prepare(grey, DPI)
    assert (prepared.grey[215:245, 420:426] == 20).all()
    assert (prepared.grey < 255).sum() == 30 * 6
    assert any(near(box, (400, 200, 900, 260)) for box in prepared.boxes)


@pytest.mark.parametrize("angle", [-2.0, 1.3, 0.0])
def test_skew(angle):
    lines = sheet(
        *[(200 + 40 * n, 150 + 60 * row, 225 + 40 * n, 175 + 60 * row) for row in range(14) for n in range(38)]
    )
    turned = Image.fromarray(lines).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew(np.asarray(turned), DPI) == pytest.approx(-angle, abs=0.15)
