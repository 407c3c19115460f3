"""Every class colour: seen against the ground, and told from its neighbour by colour-blind eyes."""

from itertools import pairwise

import numpy as np
import pytest

from webmap.pages.colours import BOUNDS, FAINT_INK, GROUP, INK, NO_DATA, QUALITIES, STATUSES, steps

GROUNDS = {"white": "#ffffff", "ground": "#edf2f2"}
LEAST_CONTRAST = 3.0
LEAST_DIFFERENCE = 10.0
# Machado, Oliveira and Fernandes 2009, full deficiency, on linear RGB
EYES = {
    "ordinary": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ @ np.ones(3)


def linear(colour):
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """WCAG 2.2: the ratio of two relative luminances."""
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    scaled = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    root = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def difference(one, other, eye):
    """CIE 1976: the distance of two colours as an eye sees them."""
    matrix = np.array(EYES[eye])
    return float(np.linalg.norm(lab(matrix @ linear(one)) - lab(matrix @ linear(other))))


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("outline", [INK, FAINT_INK, BOUNDS, GROUP])
def test_what_outlines_a_class_stands_out_from_the_ground(outline, ground):
    assert contrast(outline, GROUNDS[ground]) >= LEAST_CONTRAST


@pytest.mark.parametrize("count", range(2, 8))
@pytest.mark.parametrize("eye", EYES)
def test_neighbouring_steps_differ_for_every_eye(count, eye):
    colours = [*steps(count), NO_DATA]
    apart = [difference(one, other, eye) for one, other in pairwise(colours)]
    assert min(apart) >= LEAST_DIFFERENCE, dict(zip(pairwise(colours), apart, strict=True))


@pytest.mark.parametrize("colours", [STATUSES, QUALITIES], ids=["status", "boundary quality"])
@pytest.mark.parametrize("eye", EYES)
def test_any_two_categories_differ_for_every_eye(colours, eye):
    listed = [*colours.values()]
    apart = {
        (one, other): difference(one, other, eye)
        for at, one in enumerate(listed)
        for other in listed[at + 1 :]
    }
    assert min(apart.values()) >= LEAST_DIFFERENCE, apart


@pytest.mark.parametrize("count", range(1, 8))
def test_steps_go_from_pale_to_dark(count):
    brightness = [float(TO_XYZ[1] @ linear(colour)) for colour in steps(count)]
    assert len(set(brightness)) == count
    assert brightness == sorted(brightness, reverse=True)
