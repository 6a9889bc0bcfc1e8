"""The page of a map: that a stranger's story cannot put anything into it, and what it does in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from game.authoring.map import draw_map
from tests.authoring.browser import NOT_INSTALLED, Browser, Point, find_chromium
from tests.authoring.mapped import HOSTILE_WORDS, hostile, mapped

in_browser = pytest.mark.skipif(find_chromium() is None, reason=NOT_INSTALLED)
SCALE = "document.getElementById('world').getCTM().a"
PLACE = "[document.getElementById('world').getCTM().e, document.getElementById('world').getCTM().f]"
CHOSEN = "document.querySelector('article.chosen')?.id ?? ''"


class Elements(HTMLParser):
    """Every element and attribute of a page, and its words, as a parser sees them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: dict[str, int] = {}
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names[tag] = self.names.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_hostile_story_adds_no_element_and_no_attribute_that_a_kind_one_has_not() -> None:
    kind, wicked = Elements(draw_map(mapped(), "html")), Elements(draw_map(hostile(), "html"))
    assert set(wicked.names) <= set(kind.names)
    assert wicked.attributes <= kind.attributes
    assert wicked.names["script"] == kind.names["script"] == 1
    assert not [name for name in wicked.attributes if name.startswith("on") or name == "style"]
    assert all(link.startswith("#") for link in wicked.links)


def test_the_words_of_a_hostile_story_are_all_there_to_be_read() -> None:
    read = " ".join(Elements(draw_map(hostile(), "html")).words)
    assert all(word.replace("\\\\", "\\") in read or word in read for word in HOSTILE_WORDS)


def test_the_page_forbids_itself_whatever_it_does_not_bring_along() -> None:
    page = draw_map(mapped(), "html")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)


def test_without_scripts_the_page_is_a_document_with_every_scene_in_it() -> None:
    page = draw_map(mapped(), "html")
    words = " ".join(Elements(page).words)
    assert page.count("<article ") == 10
    for expected in ("when noise > 2 and told_first == su_hyeok", "bag += rope", "Too quiet.", "He knows.", "Say it"):
        assert expected in words


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as started:
        yield started


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Browser:
    file = tmp_path / "map.html"
    file.write_text(draw_map(mapped(), "html", runs=20), encoding="utf-8")
    browser.open(file)
    return browser


@in_browser
def test_the_page_asks_the_network_for_nothing_and_has_nothing_to_complain_of(page: Browser) -> None:
    assert page.requests() == []
    assert page.complaints() == []


@in_browser
def test_a_click_on_a_scene_shows_its_words_and_marks_what_is_near(page: Browser) -> None:
    page.click(page.middle("[data-node=scene-yard]"))
    page.wait_for(f"{CHOSEN} === 'scene-yard'")
    shown = page.ask("document.querySelector('article.chosen').innerText")
    for expected in ("The yard", "Ask the patrol", "noise > 2 and told_first == su_hyeok", "Too quiet.", "Torches"):
        assert expected in shown
    assert page.ask("document.querySelectorAll('.edge.near').length") == 6
    assert page.ask("[...document.querySelectorAll('article')].filter((each) => each.offsetParent).length") == 1


@in_browser
def test_links_in_the_words_and_going_back_move_from_scene_to_scene(page: Browser) -> None:
    page.ask("location.hash = 'scene-pipe'")
    page.wait_for(f"{CHOSEN} === 'scene-pipe'")
    page.click(page.middle("article.chosen a[href='#scene-roof']"))
    page.wait_for(f"{CHOSEN} === 'scene-roof'")
    page.ask("history.back()")
    page.wait_for(f"{CHOSEN} === 'scene-pipe'")


@in_browser
def test_a_link_to_a_scene_opens_there(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_text(draw_map(mapped(), "html", runs=0), encoding="utf-8")
    browser.open(file, "#ending-ash")
    assert browser.ask(CHOSEN) == "ending-ash"


@in_browser
def test_a_scene_is_reached_and_opened_with_keys_alone(page: Browser) -> None:
    for _ in range(30):
        page.press("Tab")
        if page.ask("document.activeElement.dataset?.node ?? ''") == "scene-road":
            break
    page.press("Enter")
    page.wait_for(f"{CHOSEN} === 'scene-road'")
    page.press("Escape")
    page.wait_for(f"{CHOSEN} === ''")


@in_browser
def test_the_wheel_zooms_about_the_place_under_it_and_a_drag_moves(page: Browser) -> None:
    under, scale = page.middle("[data-node=scene-tent]"), page.ask(SCALE)
    page.wheel(under, -200)
    page.wait_for(f"{SCALE} > {scale} * 1.2")
    now = page.middle("[data-node=scene-tent]")
    assert abs(now.x - under.x) < 2
    assert abs(now.y - under.y) < 2
    x, y = page.ask(PLACE)
    page.drag(Point(200, 500), Point(260, 470))
    assert [round(each) for each in page.ask(PLACE)] == [round(x + 60), round(y - 30)]


@in_browser
def test_a_drag_that_begins_on_a_scene_chooses_nothing(page: Browser) -> None:
    start = page.middle("[data-node=scene-tent]")
    page.drag(start, Point(start.x + 50, start.y + 40))
    assert page.ask(CHOSEN) == ""


@in_browser
def test_two_fingers_zoom(page: Browser) -> None:
    scale = page.ask(SCALE)
    page.touch("touchStart", Point(300, 400), Point(400, 400))
    page.touch("touchMove", Point(250, 400), Point(450, 400))
    page.touch("touchEnd")
    assert page.ask(SCALE) > scale * 1.5


@in_browser
def test_keys_zoom_move_and_show_all(page: Browser) -> None:
    scale, (x, _) = page.ask(SCALE), page.ask(PLACE)
    page.press("+")
    assert page.ask(SCALE) > scale
    page.press("0")
    fitting = "document.querySelector('.band:last-of-type') && document.getElementById('world').getBoundingClientRect()"
    assert page.ask(f"(({{height}}) => height <= document.getElementById('view').clientHeight)({fitting})")
    page.press("ArrowRight")
    assert page.ask(PLACE)[0] != x


@in_browser
def test_a_search_looks_into_titles_ids_and_text_says_how_many_and_enter_opens_the_first(page: Browser) -> None:
    page.press("/")
    page.write("he knows")
    page.wait_for("document.querySelectorAll('.node.hit').length === 1")
    assert page.ask("document.getElementById('said').textContent") == "1 of 10 have it."
    assert page.ask("document.getElementById('found').innerText.trim()") == "The tent tent"
    page.press("Enter")
    page.wait_for(f"{CHOSEN} === 'scene-tent'")


@in_browser
def test_the_runs_can_be_taken_off_the_picture(page: Browser) -> None:
    width = "getComputedStyle(document.querySelector('.edge[data-to=scene-yard]')).strokeWidth"
    assert page.ask(width) == "6px"
    page.click(page.middle("#runs"))
    assert page.ask(width) == "1.5px"


@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground_in_light_and_dark(page: Browser, scheme: str) -> None:
    page.prefer(scheme)
    page.ask("location.hash = 'scene-yard'")
    page.wait_for(f"{CHOSEN} === 'scene-yard'")
    pairs = {
        "body": "getComputedStyle(document.body)",
        "link": "{color: getComputedStyle(document.querySelector('article.chosen a')).color}",
        "quiet": "{color: getComputedStyle(document.querySelector('.facts')).color}",
        "title": "{color: getComputedStyle(document.querySelector('.name')).fill}",
    }
    ground = page.ask("getComputedStyle(document.body).backgroundColor")
    for name, style in pairs.items():
        assert contrast(page.ask(f"({style}).color"), ground) >= 4.5, name
    condition = page.ask(
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.querySelector('.chosen .when')))"
    )
    assert contrast(*condition) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@in_browser
def test_no_title_is_wider_than_its_box(page: Browser) -> None:
    wide = """[...document.querySelectorAll('.node')].filter((node) => {
        const box = node.querySelector('.box').getBoundingClientRect();
        return [...node.querySelectorAll('text')].some((each) => each.getBoundingClientRect().right > box.right + 1);
    }).map((node) => node.dataset.node)"""
    assert page.ask(wide) == []


@in_browser
def test_a_hostile_story_runs_nothing_in_the_page(browser: Browser, tmp_path: Path) -> None:
    for wanted in ("html", "svg"):
        file = tmp_path / f"map.{wanted}"
        file.write_text(draw_map(hostile(), "html" if wanted == "html" else "svg"), encoding="utf-8")
        browser.open(file)
        assert browser.requests() == []
        assert browser.complaints() == []
        assert browser.ask("document.querySelectorAll('img, [onload], [onerror]').length") == 0
    browser.open(tmp_path / "map.html")
    assert "owned" not in browser.ask("document.title").replace("document.title='owned'", "")


@in_browser
def test_the_policy_stops_a_script_even_where_escaping_had_failed(browser: Browser, tmp_path: Path) -> None:
    page = draw_map(mapped(), "html", runs=0)
    planted = page.replace('<div id="articles">', '<div id="articles"><script>document.title = "owned"</script>', 1)
    assert planted != page
    file = tmp_path / "planted.html"
    file.write_text(planted, encoding="utf-8")
    browser.open(file)
    assert browser.ask("document.title") == "Mapped: map"
    assert any("Content Security Policy" in each for each in browser.complaints())


@in_browser
def test_on_a_narrow_screen_the_words_stand_below_the_map(page: Browser) -> None:
    page.send("Emulation.setDeviceMetricsOverride", width=400, height=800, deviceScaleFactor=1, mobile=False)
    try:
        assert page.ask("document.getElementById('panel').getBoundingClientRect().top > 300")
        assert page.ask("document.documentElement.scrollWidth <= 400")
    finally:
        page.send("Emulation.setDeviceMetricsOverride", width=1200, height=800, deviceScaleFactor=1, mobile=False)
