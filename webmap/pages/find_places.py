"""The places an investor measures from, by name in the language of the request."""

from flask_babel import gettext

from geo.snapshot import Frozen, Snapshot
from geo.text import collation_key, slug
from webmap.pages.find_address import AT, NEAR, Asked
from webmap.pages.map_texts import place_texts
from webmap.pages.wording import degrees

_TOWN = "populated place"
_MILITARY = "airport (military)"
_TITLED = (
    ("Sân bay quốc tế ", "international_airport"),
    ("Sân bay ", "airport"),
)

Options = list[tuple[str, str]]


def list_places(snapshot: Snapshot) -> tuple[Options, Options]:
    """List what goods are carried to and from, and the towns, each as id and name.

    The centre of the city stands among the first; a military airport carries nobody's goods.
    """
    records = snapshot.collections["places"].records()
    centre = slug(snapshot.about["province_vi"]).replace("-", "")
    hubs, towns = Options(), Options()
    for record in records:
        if record["kind"] == _MILITARY:
            continue
        if slug(record["name"]).replace("-", "") == centre:
            said = gettext("{name}: city centre").format(name=snapshot.about["province_vi"])
            hubs.append((record["id"], said))
        else:
            (towns if record["kind"] == _TOWN else hubs).append((record["id"], name_of(record)))
    return hubs, sorted(towns, key=lambda town: collation_key(town[1]))


def name_of(record: dict[str, str]) -> str:
    """Name a place; what it is is said in the language of the page, its own name stays."""
    kind, bare = record["kind"], record["name"].split(" (")[0]
    for title, key in _TITLED:
        if kind.startswith("airport") and bare.startswith(title):
            return place_texts()[key].format(name=bare.removeprefix(title))
    if kind.endswith(" port") and bare.startswith("Cảng "):
        said = gettext("{name} River Port") if kind == "river port" else gettext("{name} Port")
        return str(said).format(name=bare.removeprefix("Cảng "))
    roles = {
        "populated place near river port": gettext("{name} (near the river port)"),
        "road junction QL2/QL3/QL18 area": gettext("{name} (junction of QL2, QL3, QL18)"),
        "end of Đại lộ Thăng Long / QL21": gettext("{name} (end of Đại lộ Thăng Long, QL21)"),
    }
    return str(roles.get(kind, "{name}")).format(name=bare)


def name_spot(asked: Asked, places: Frozen) -> str:
    """Name where distances are measured from."""
    if asked[AT] is not None:
        lon, lat = asked[AT]
        return str(gettext("the position {lon}, {lat}")).format(lon=degrees(lon), lat=degrees(lat))
    return name_of(places.record(places.get_row(asked[NEAR]))) if asked[NEAR] else ""
