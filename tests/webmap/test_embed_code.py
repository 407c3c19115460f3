"""The code that embeds the map shows this very map."""

import html
import re


def test_the_code_of_the_dialog_embeds_this_very_map(visit, server_url):
    page = visit(f"{server_url}/en/?layer=status&status=active")
    page.get_by_role("button", name="Embed").click()
    code = page.get_by_label("Embed code").input_value()
    address = html.unescape(re.search(r'src="([^"]+)"', code)[1])
    assert "status=active" in address and "embed=1" in address
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
