"""A run as text, Markdown and a page: what is in it, and what a hostile story cannot put into it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from game.errors import HyosanError
from game.loading.art import MAX_COLUMNS
from game.telling.as_markdown import as_markdown
from game.telling.as_page import as_page
from game.telling.as_text import as_text
from game.telling.keeping import keep, keep_in
from game.telling.retelling import Retelling
from tests.authoring.browser import NOT_INSTALLED, Browser, find_chromium
from tests.making import pick
from tests.telling.runs import DECLARATIONS, SCENES, Run, run

FORMS = (as_text, as_markdown, as_page)
in_browser = pytest.mark.skipif(find_chromium() is None, reason=NOT_INSTALLED)


def told() -> Retelling:
    return run("say", "cook", "take", "go", "climb", "on").retold()


def words(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page).split())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_the_scenes_the_speech_the_picks_the_ending_and_the_summary(form: object) -> None:
    assert callable(form)
    text = words(form(told()))
    for part in ("The Walk", "The kitchen", "The pots are warm.", "Take the rope", "Where to?", "Su-hyeok", "The end: The Roof"):
        assert part in text
    assert "ended with “The Roof”, after 6 choices" in text
    assert "It opened the choice: Climb with the rope" in text
    assert "1 of 1 notes" in text
    assert "0 of 1 secrets" in text
    assert "5 of 5 places" in text
    assert "seed 1" in text


@pytest.mark.parametrize("form", FORMS)
def test_what_was_missed_is_counted_and_never_named(form: object) -> None:
    assert callable(form)
    text = form(told())
    assert "A grave" not in text
    assert "A vow" not in text


@pytest.mark.parametrize("form", FORMS)
def test_a_run_that_goes_on_is_told_without_how_much_there_is(form: object) -> None:
    assert callable(form)
    text = form(run("say", "cook").retold())
    assert "It has not ended yet: 2 choices so far." in words(text)
    assert " of 5 places" not in text


@pytest.mark.parametrize("form", FORMS)
def test_a_run_whose_beginning_is_not_known_says_so(form: object) -> None:
    assert callable(form)
    whole = run("say", "cook", "take")
    later = Run(whole.program, pick(whole.program, whole.start, "say", "cook"), ["take"], whole.passages[2:], whole.now)
    assert "What was before turn 2 is not known" in words(form(later.retold()))
    assert "is not known" not in form(told())


def test_a_scene_called_like_its_act_needs_no_second_heading() -> None:
    story = run().program.story
    night = replace(story, scenes={name: replace(scene, act="The tent") for name, scene in story.scenes.items()})
    played = run("say")
    played.program.story = night
    assert [(act.title, [scene.title for scene in act.scenes]) for act in played.retold().acts] == [
        ("The tent", ["", "The camp"])
    ]


def test_emphasis_is_kept_by_those_who_have_it() -> None:
    assert "<em>somebody</em>" in as_page(told())
    assert "*somebody*" in as_markdown(told())
    assert "and somebody sings" in as_text(told())


def test_pictures_stand_as_they_were_drawn_with_their_words() -> None:
    page, markdown, text = (form(told()) for form in (as_page, as_markdown, as_text))
    assert '<pre aria-hidden="true">_O_\n |&lt;</pre><figcaption>A lamp on a pole.</figcaption>' in page
    assert "    _O_\n     |<\n\n*A lamp on a pole.*" in markdown
    assert "\n_O_\n |<\n[A lamp on a pole.]" in text
    assert all("A siren winds up." in form for form in (page, markdown, text))


HOSTILE = """<script>alert(1)</script> & "><img src=x onerror=alert(2)> `code` [a](javascript:b) # 1. - \u202eevil"""


def hostile() -> Retelling:
    quoted = "'" + HOSTILE.replace("'", "''").replace("\u202e", "") + "'"
    scenes = SCENES.replace("It is cold in here, and *somebody* sings.", quoted).replace("title: The camp", f"title: {quoted}")
    made = run("say", scenes=scenes.replace("pick: Tell him", f"pick: {quoted}"), declarations=DECLARATIONS)
    made.program.story = replace(made.program.story, title=HOSTILE)
    return made.retold()


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(name for name, _ in attrs)))


def test_a_hostile_story_adds_no_element_and_no_attribute_to_the_page() -> None:
    assert Elements(as_page(hostile())).found <= Elements(as_page(told())).found
    assert "\u202e" not in as_page(hostile())


def test_a_hostile_story_adds_no_mark_to_the_markdown() -> None:
    text = as_markdown(hostile())
    for mark in ("<script>", "<img", "`code`", "[a](", "\u202e"):
        assert not re.search(rf"(?<!\\){re.escape(mark)}", text)


def test_the_page_forbids_itself_whatever_it_does_not_bring_along() -> None:
    page = as_page(told())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


@in_browser
@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "dark")])
def test_in_a_browser_the_page_is_styled_fits_and_asks_for_nothing(width: int, scheme: str, tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    page.write_text(as_page(told()), encoding="utf-8")
    with Browser(width, 800) as browser:
        browser.prefer(scheme)
        browser.open(page)
        assert browser.complaints() == []
        assert browser.requests() == []
        assert browser.ask("document.documentElement.scrollWidth") <= width
        background = browser.ask("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", background))) > 600) == (scheme == "light")
        measure = browser.ask("document.querySelector('main p.prose').getBoundingClientRect().width")
        size = float(browser.ask("getComputedStyle(document.body).fontSize").removesuffix("px"))
        assert measure / size < 36
        for kind in ("prose", "kicker", "picked"):
            assert contrast(browser, f".{kind}") >= 4.5


@in_browser
@pytest.mark.parametrize("width", [360, 500, 700, 1200])
def test_in_a_browser_the_widest_picture_fits_the_window(width: int, tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    drawn = as_page(told()).replace("_O_\n |&lt;</pre>", "─" * MAX_COLUMNS + "</pre>")
    assert "─" * MAX_COLUMNS in drawn
    page.write_text(drawn, encoding="utf-8")
    with Browser(width, 800) as browser:
        browser.open(page)
        edges = browser.ask("(({left, right}) => [left, right])(document.querySelector('pre').getBoundingClientRect())")
        assert edges[0] >= 0
        assert edges[1] <= width
        assert browser.ask("document.documentElement.scrollWidth") <= width


def contrast(browser: Browser, selector: str) -> float:
    """The contrast of an element's words on the page, by WCAG 2.2."""
    ground, ink = (
        browser.ask(f"getComputedStyle(document.querySelector({chosen!r})).{name}")
        for chosen, name in (("body", "backgroundColor"), (selector, "color"))
    )
    light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@in_browser
def test_in_a_browser_a_hostile_story_runs_nothing(tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    page.write_text(as_page(hostile()), encoding="utf-8")
    with Browser(800, 600) as browser:
        browser.open(page)
        assert browser.complaints() == []
        assert browser.ask("document.scripts.length + document.images.length") == 0
        assert "<script>alert(1)</script>" in browser.ask("document.querySelector('.picked').textContent")


def test_the_name_of_the_file_says_the_form(tmp_path: Path) -> None:
    assert keep(told(), tmp_path / "run.md").read_text(encoding="utf-8").startswith("# The Walk")
    assert keep(told(), tmp_path / "a.TXT").read_text(encoding="utf-8").startswith("THE WALK")
    assert keep(told(), tmp_path / "no.ending").name == "no.ending.html"


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "run.html"
    kept.write_text("mine")
    with pytest.raises(HyosanError, match="is there already"):
        keep(told(), kept)
    assert kept.read_text() == "mine"


def test_without_a_name_each_run_gets_one_of_its_own(tmp_path: Path) -> None:
    first = keep_in(told(), tmp_path / "runs")
    assert first.name == "the-walk-the-roof.html"
    first.write_text("another run with that ending")
    assert keep_in(told(), tmp_path / "runs").name == "the-walk-the-roof-2.html"
    assert first.read_text() == "another run with that ending"


def test_a_run_that_is_kept_already_as_it_stands_is_not_kept_twice(tmp_path: Path) -> None:
    assert keep_in(told(), tmp_path) == keep_in(told(), tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HyosanError, match="could not be written"):
        keep(told(), tmp_path / "file" / "run.html")
