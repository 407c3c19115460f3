"""A worker is warm before the first visitor comes."""

from flask import request

from webmap import create_app
from webmap.settings import Settings
from webmap.warming import warm


def test_a_new_worker_makes_the_map_in_both_languages(published_home):
    app, asked = create_app(Settings(home=published_home)), []
    app.after_request(lambda response: asked.append((request.path, response.status_code)) or response)
    warm(app).join()
    assert asked == [("/", 200), ("/en/", 200)]
