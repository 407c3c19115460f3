"""Documents on paper, read back by an independent reader of PDF: what they say is what the service says."""

import shutil
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish
from webmap import create_app
from webmap.settings import Settings

HOSTILE = r'#panic("x") $a$ *b* _c_ \d <e> & "f" [g] @h `i`'
A4, A3 = (595, 842), (842, 1191)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)[-900:]
    assert answer.mimetype == "application/pdf"
    return PdfReader(BytesIO(answer.data))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def links_of(reader):
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    return {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}


def sizes_of(reader):
    return {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}


def images_of(reader):
    return [name for page in reader.pages for name in page.images]


@pytest.fixture(scope="module")
def simulated(simulated_home):
    return create_app(Settings(home=simulated_home)).test_client()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/clusters/thanh-oai.pdf", ["Cụm công nghiệp Thanh Oai", "59,32 ha", "đang hoạt động", "99%", "Trang 1/"]),
        ("/en/clusters/thanh-oai.pdf", ["Thanh Oai Industrial Cluster", "59.32 ha", "active", "99%", "Page 1 of"]),
        ("/en/clusters/ngoc-liep.pdf", ["37.78 ha", "Jul 2017", "Contradictions", "contradicts the published value"]),
        ("/clusters/quat-dong.pdf", ["chưa có số liệu", "chỉ biết huyện cũ", "một phát biểu chung về 5 cụm"]),
    ],
)  # fmt: skip
def test_a_factsheet_says_what_the_page_says(client, address, expected):
    text = text_of(read(client, address))
    for words in expected:
        assert words in text


def test_a_factsheet_bears_every_planned_area_of_the_service(client, records):
    for record in records[::16]:
        text = text_of(read(client, f"/en/clusters/{record['id']}.pdf"))
        area = record["planned_area_ha"]
        assert record["name_en"] in text
        assert area is None or f"{area:,.2f}".rstrip("0").rstrip(".") + " ha" in text


def test_a_factsheet_is_a4_vector_and_says_its_title_and_language(client):
    reader = read(client, "/en/clusters/cn2-soc-son.pdf")
    assert sizes_of(reader) == {A4}
    assert images_of(reader) == []
    assert reader.metadata.title == "CN2 (Soc Son) Industrial Cluster"
    assert reader.root_object["/Lang"] == "en"
    assert "/StructTreeRoot" in reader.root_object


def test_a_factsheet_leads_to_its_page_and_to_its_sources(client):
    links = links_of(read(client, "/en/clusters/cn2-soc-son.pdf"))
    assert "http://localhost/en/clusters/cn2-soc-son" in links
    assert any("vietnam.vn" in link for link in links)


def test_a_factsheet_is_the_same_bytes_and_is_not_sent_twice(client):
    first, second = (client.get("/clusters/hapro.pdf") for _ in range(2))
    assert first.data == second.data
    assert first.headers["Content-Disposition"] == 'inline; filename="hapro-vi.pdf"'
    same = client.get("/clusters/hapro.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304


def test_the_factsheet_page_offers_the_paper(client):
    assert 'href="/en/clusters/hapro.pdf"' in client.get("/en/clusters/hapro").get_data(as_text=True)


def test_an_unknown_cluster_has_no_paper_but_a_page_that_says_so(client):
    answer = client.get("/en/clusters/hapr.pdf")
    assert answer.status_code == 404
    assert "hapro" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "/print.pdf?paper=A5",
        "/print.pdf?orientation=upright",
        "/print.pdf?view=105.8,21.0",
        "/print.pdf?view=105.8,95,11",
        "/print.pdf?view=nan,21,11",
        "/print.pdf?view=2.3,48.8,11",
        "/print.pdf?planned_area_ha=much",
        "/clusters/hapro.pdf?paper=A3",
    ],
)
def test_what_cannot_be_is_refused_in_words(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize("view", ["102.2,8.4,0", "109.5,23.3,8", "105.8,21,0", "105.8,21,22"])
def test_a_view_of_any_place_in_vietnam_is_a_map(client, view):
    read(client, f"/print.pdf?view={view}")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", A4[::-1]),
        ("?orientation=portrait", A4),
        ("?paper=A3", A3[::-1]),
        ("?paper=A3&orientation=portrait", A3),
    ],
)
def test_a_map_is_printed_on_the_paper_that_is_asked_for(client, asked, expected):
    reader = read(client, f"/print.pdf{asked}")
    assert sizes_of(reader) == {expected}
    assert images_of(reader) == []
    assert len(reader.pages) == 1


def test_a_printed_map_counts_what_the_service_counts(client):
    asked = "status=active&planned_area_ha=10..75"
    found = client.get(
        "/api/collections/clusters/items?filter=status='active' AND planned_area_ha BETWEEN 10 AND 75&limit=1"
    ).get_json()["numberMatched"]
    text = text_of(read(client, f"/en/print.pdf?layer=status&{asked}"))
    assert f"{found} of 113 clusters" in text
    assert f"active {found}" in text
    assert "Status: active" in text
    assert "Planned area: 10 to 75 ha" in text


def test_a_printed_map_says_what_it_does_not_show(client, records):
    unplaced = sum(record["place_basis"] == "district" for record in records)
    text = text_of(read(client, "/en/print.pdf?view=105.85,20.85,13"))
    assert f"{unplaced} of them not on the map" in text
    assert "outside this section of the map" in text


@pytest.mark.parametrize("areas", ["districts", "wards"])
def test_areas_are_printed_with_their_names(client, areas):
    text = text_of(read(client, f"/en/print.pdf?layer=planned_area_ha&areas={areas}"))
    assert "Thanh Oai" in text
    assert "The sum of what is known" in text


def test_a_printed_map_bears_title_scale_credits_and_its_address(client):
    reader = read(client, "/en/print.pdf?layer=status&paper=A3")
    text = text_of(reader)
    for words in ("Hanoi: Status", "km", "EPSG:5897", "Credits", "GeoNames", "Legend", "Printed"):
        assert words in text
    assert "http://localhost/en/?layer=status" in links_of(reader)


def test_every_page_of_simulated_data_says_so(simulated):
    cluster = simulated.get("/api/collections/clusters/items?limit=1").get_json()["features"][0]["id"]
    for address in (f"/clusters/{cluster}.pdf", "/en/print.pdf", "/print.pdf?paper=A3&orientation=portrait"):
        for page in read(simulated, address).pages:
            assert "MÔ PHỎNG · SIMULATED" in page.extract_text()
        assert 'filename="SIMULATED-' in simulated.get(address).headers["Content-Disposition"]


def test_lots_are_added_up_as_the_service_has_them(simulated):
    lots = simulated.get("/api/collections/lots/items?limit=1000").get_json()["features"]
    cluster = lots[0]["properties"]["cluster_id"]
    own = [lot["properties"] for lot in lots if lot["properties"]["cluster_id"] == cluster]
    leased = [lot["area_ha"] for lot in own if lot["status"] == "leased"]
    text = text_of(read(simulated, f"/en/clusters/{cluster}.pdf"))
    assert f"Total {len(own)} {sum(lot['area_ha'] for lot in own):.2f}".rstrip("0").rstrip(".") in text
    assert not leased or f"leased {len(leased)} " in text


def test_history_is_that_of_the_service(simulated):
    features = simulated.get("/api/collections/history/items?limit=1000").get_json()["features"]
    known = [one["properties"] for one in features if one["properties"]["leased_area_ha"] is not None]
    cluster = known[0]["cluster_id"]
    text = text_of(read(simulated, f"/en/clusters/{cluster}.pdf"))
    assert "Figures over time" in text
    for record in known:
        if record["cluster_id"] == cluster:
            assert f"{record['leased_area_ha']:,.2f}".rstrip("0").rstrip(".") in text


def test_a_hostile_name_is_printed_as_it_is(tmp_path):
    package = simulate(3, 4, (2025, 2026), 1)
    clusters = package.tables["clusters"]
    cluster = clusters["id"].iloc[0]
    clusters.loc[clusters.index[0], "name_vi"] = HOSTILE
    write_package(package, tmp_path / "package")
    publish(tmp_path / "package", tmp_path / "home", date(2026, 11, 22))
    shutil.rmtree(tmp_path / "package")
    client = create_app(Settings(home=tmp_path / "home")).test_client()
    for address in (f"/clusters/{cluster}.pdf", f"/print.pdf?id={cluster}"):
        assert HOSTILE in text_of(read(client, address))
