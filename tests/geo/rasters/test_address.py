"""A raster at an address is read by ranges: only what is needed of it, and what goes wrong is told."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from geo.errors import RefusedError
from geo.rasters.adding import add_raster
from geo.rasters.reading import public_url
from tests.geo.rasters.conftest import PROVINCE, brought, full, write

_RANGE = re.compile(r"bytes=(\d+)-(\d+)?$")


class Ranges(SimpleHTTPRequestHandler):
    """Serves files by ranges, and counts the bytes that left."""

    sent = 0

    def log_message(self, *_):
        pass

    def do_GET(self):
        found = _RANGE.match(self.headers.get("Range", ""))
        try:
            whole = Path(self.translate_path(self.path.partition("?")[0])).read_bytes()
        except OSError:
            self.send_error(404)
            return
        first, last = (int(found[1]), int(found[2] or len(whole) - 1)) if found else (0, len(whole) - 1)
        body = whole[first : last + 1]
        self.send_response(206 if found else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(body)))
        if found:
            self.send_header("Content-Range", f"bytes {first}-{first + len(body) - 1}/{len(whole)}")
        self.end_headers()
        type(self).sent += len(body)
        self.wfile.write(body)


@pytest.fixture
def served(tmp_path):
    """Serve the folder; its address."""
    Ranges.sent = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_only_the_part_within_the_province_is_fetched(home, tmp_path, served):
    noise = np.random.default_rng(1).normal(50, 5, (3_000, 3_000)).astype("float32")
    path = write(tmp_path / "x.tif", noise, crs="EPSG:4326", origin=(100.0, 30.0), cell=0.01, tiled=True)
    raster, *_ = add_raster(home, f"{served}/x.tif?key=secret", brought(), PROVINCE)
    assert raster.url == f"{served}/x.tif"
    assert raster.width == pytest.approx(160, abs=2)
    assert Ranges.sent < path.stat().st_size / 4


@pytest.mark.parametrize("name", ["none.tif", "page.tif", "x.vrt"])
def test_what_is_no_raster_there_is_refused(home, tmp_path, served, name):
    (tmp_path / "page.tif").write_text("<html>")
    (tmp_path / "x.vrt").write_text("<VRTDataset/>")
    with pytest.raises(RefusedError) as caught:
        add_raster(home, f"{served}/{name}", brought(), PROVINCE)
    assert caught.value.rule == "raster.url"
    assert "download the file" in caught.value.suggestion.en


def test_a_server_that_is_not_there_is_told(home):
    with pytest.raises(RefusedError) as caught:
        add_raster(home, "http://127.0.0.1:9/x.tif", brought(), PROVINCE)
    assert caught.value.rule == "raster.url"


def test_a_file_cut_off_on_its_way_is_damaged(home, tmp_path, served):
    path = write(tmp_path / "x.tif", full(5.0, (2_000, 2_000)))
    path.write_bytes(path.read_bytes()[:200_000])
    with pytest.raises(RefusedError) as caught:
        add_raster(home, f"{served}/x.tif", brought(), PROVINCE)
    assert caught.value.rule == "raster.damaged"


def test_keys_and_passwords_of_an_address_are_not_published():
    assert (
        public_url("https://me:pw@host.example:8443/a/b.tif?sig=1#x") == "https://host.example:8443/a/b.tif"
    )
