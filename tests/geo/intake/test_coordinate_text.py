"""Points read from text: every way of writing them, and every line at fault told of at its place."""

import pytest

from geo.intake.coordinate_fields import Chunk
from geo.intake.coordinate_text import Coordinates, read_coordinates_of
from geo.intake.reading import Place


def read(text: str) -> Coordinates:
    return read_coordinates_of(
        [
            (Chunk(line, Place("pasted.txt", line=number)),) if line.strip() else ()
            for number, line in enumerate(text.splitlines(), start=1)
        ]
    )


def positions(text: str) -> list[tuple[float, float]]:
    return [(round(point.x, 3), round(point.y, 3)) for point in read(text).points]


HO_GUOM = [(588383.929, 2326366.344), (588483.929, 2326466.344)]
AS_DEGREES = [(105.8522, 21.0287), (105.8522, 21.0287)]


@pytest.mark.parametrize(
    "text",
    [
        "1 2326366.344 588383.929\n2 2326466.344 588483.929",
        "588383.929 2326366.344\n588483.929 2326466.344",
        "1\t2.326.366,344\t588.383,929\t12,50\n2\t2.326.466,344\t588.483,929\t7",
        "M1 2,326,366.344 588,383.929\nM2 2,326,466.344 588,483.929",
        "2326366,344 588383,929\n2326466,344 588483,929",
        "1;2326366,344;588383,929\n2;2326466,344;588483,929",
        "1,2326366.344,588383.929\n2,2326466.344,588483.929",
        '1,"2326366,344","588383,929"\n2,"2326466,344","588483,929"',
        "1 2 326 366,344 588 383,929\n2 2 326 466,344 588 483,929",
        "1 588 383.929 2 326 366.344\n2 588 483.929 2 326 466.344",
        "X = 2326366.344 m; Y = 588383.929 m\nX = 2326466.344 m; Y = 588483.929 m",
        "Điểm A: X: 2326366.344, Y: 588383.929\nĐiểm B: X: 2326466.344, Y: 588483.929",
        "1 2326366.344 48588383.929\n2 2326466.344 48588483.929",
        "2'326'366.344 588'383.929\n2'326'466.344 588'483.929",
        "1\u00a02326366.344\u00a0588383.929\n2\u00a02326466.344\u00a0588483.929",
        "1 | 2326366.344 | 588383.929 | 141.42\n2 | 2326466.344 | 588483.929 | 141.42",
        "1 2326366.344 588383.929 2 2326466.344 588483.929",
    ],
    ids=[
        "X first", "Y first", "dots and comma", "commas and dot", "comma", "semicolons", "commas between", "quoted",
        "blanks", "blanks, Y first", "labelled", "named in words", "zone number", "apostrophes", "hard blanks",
        "with lengths", "side by side",
    ],
)  # fmt: skip
def test_the_same_points_are_read_however_they_are_written(text):
    assert positions(text) == HO_GUOM
    assert read(text).metres and read(text).faults == ()


@pytest.mark.parametrize(
    "text",
    [
        "105.8522,21.0287",
        "21.0287 105.8522",
        "105,8522 21,0287",
        "21°01'43.32\"N, 105°51'07.92\"E",
        "B 21°01'43,32\" Đ 105°51'07,92\"",
        "105o51'07.92'' 21o01'43.32''",
        "21 độ 1 phút 43,32 giây; 105 độ 51 phút 7,92 giây",
        "21°1.722' 105°51.132'",
        "21.0287°N 105.8522°E",
        "(105.8522; 21.0287)",
        "lat: 21.0287 lon: 105.8522",
    ],
)
def test_degrees_are_read_in_decimals_and_in_minutes_and_seconds(text):
    found = read(text)
    assert not found.metres
    assert [(round(point.x, 6), round(point.y, 6)) for point in found.points] == AS_DEGREES[:1]


def test_the_name_of_a_point_is_no_latitude():
    found = read("\n".join(f"{name}\t105,8{name:02d}1\t20,95{name:02d}1" for name in range(6, 13)))
    assert [point.name for point in found.points] == ["6", "7", "8", "9", "10", "11", "12"]
    assert all(20.95 < point.y < 20.96 for point in found.points)


def test_minutes_beyond_sixty_are_no_position():
    assert read("21°61'43\" 105°51'07\"\n21°01'43\" 105°51'07\"").listings[0].points[0].place.line == 2


def names(text: str) -> list[list[str | None]]:
    return [[point.name for point in listing.points] for listing in read(text).listings]


A, B = (
    ("2326366 588383", "2326466 588383", "2326466 588483"),
    ("2327366 588383", "2327466 588383", "2327466 588483"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n".join(f"{n} {p}" for n, p in enumerate(A * 1, 1)), [["1", "2", "3"]]),
        ("Thửa 1\n" + "\n".join(A) + "\nThửa 2\n" + "\n".join(B), [[None] * 3, [None] * 3]),
        ("\n".join(A) + "\n\n" + "\n".join(B), [[None] * 3, [None] * 3]),
        ("\n\n".join(A), [[None] * 3]),
        ("\n".join(f"{n} {p}" for part in (A, B) for n, p in enumerate(part, 1)), [["1", "2", "3"]] * 2),
        ("\n".join((*A, A[0], *B, B[0])), [[None] * 4] * 2),
        ("\n".join(f"{n} {p}" for n, p in [*enumerate(A, 1), (1, A[0])]), [["1", "2", "3", "1"]]),
        (f"STT X Y\n1 {A[0]}\n2 {A[1]}\nSTT X Y\n3 {A[2]}", [["1", "2", "3"]]),
        ("\n".join(f"A{n} {p}" for n, p in enumerate(A, 1)) + "\n" + "\n".join(f"B{n} {p}" for n, p in enumerate(B, 1)),
         [["A1", "A2", "A3"], ["B1", "B2", "B3"]]),
    ],
    ids=["one", "headings", "blank line", "blank between all", "numbering again", "closing points", "closed by name",
         "head repeated on a page", "letters"],
)  # fmt: skip
def test_rings_are_parted_where_they_end(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("4 232646.344 588483.929", "implausible"),
        ("4 2326466.344", "missing"),
        ("4 23264G6.344 588483.929", "unreadable"),
        ("4 2326466.3.44 588483.929", "unreadable"),
        ("4 2326466.344 5884839.29", "implausible"),
    ],
)
def test_a_line_at_fault_is_told_of_at_its_place(line, kind):
    found = read("\n".join(f"{n} {p}" for n, p in enumerate(A, 1)) + "\n" + line)
    assert [(fault.kind, fault.place.line) for fault in found.faults] == [(kind, 4)]


def test_the_words_and_numbers_around_a_list_are_no_points():
    text = "Quyết định số 1234/QĐ-UBND ngày 05/6/2020\nSTT X(m) Y(m) Cạnh (m)\n(1) (2) (3) (4)\n"
    found = read(text + "\n".join(f"{n} {p} 100.00" for n, p in enumerate(A, 1)) + "\nDiện tích: 5000 m2")
    assert len(found.points) == 3 and found.faults == () and found.heads == ("x", "y")
    assert "1234/QĐ-UBND" in found.words
