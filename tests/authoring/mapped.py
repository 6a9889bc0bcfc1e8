"""A story with one of each thing that a map marks, and a story from a stranger."""

from __future__ import annotations

from game.loading import load_texts
from game.story.model import Story

DECLARATIONS = """
story: mapped
title: Mapped
version: 1.0.0
start: tent
cast:
  ha_ri: {name: Ha-ri, student: true}
  su_hyeok: {name: Su-hyeok, student: true}
each student:
  trust: {range: -2..3, start: 0}
  state: {one of: [with_you, hurt], start: with_you}
variables:
  noise: {range: 0..5}
  clock: {range: 22:40..07:00, show: time}
  told: flag
  told_first: {one of: [nobody, su_hyeok, ha_ri]}
  bag: {some of: [rope, food, tag], at most: 2}
notes:
  gate: {title: The gate, text: Ten past.}
endings:
  home: {title: Home}
  ash: {title: Ash}
  lost: {title: Lost}
"""

CAMP = """
tent:
  title: The tent
  script:
    - "It is {clock}. {told: He knows.|He does not.}"
    - goto: yard
yard:
  title: The yard
  look:
    fence: It hums.
  script:
    - hub:
        - id: ask
          pick: Ask the patrol
          when: noise > 2 and told_first == su_hyeok
          locked: Too quiet.
          do: [told = true, bag += rope, note gate]
          then:
            - visit: patrol
        - pick: Listen
          then:
            - visit: patrol
        - pick: Over the fence
          leave: true
    - choose:
        - pick: The long way
          goto: road
        - pick: The short way
          goto: pipe
patrol:
  title: Torches
  script: [Two torches.]
lonely:
  title: Lonely
  script:
    - goto: yard
"""

CITY = """
road:
  title: The road
  script:
    - choose:
        - pick: Back again
          goto: yard
        - pick: On
          goto: roof
pipe:
  title: The pipe
  script:
    - goto: roof
roof:
  title: The roof
  script:
    - ha_ri: Say it {&once|twice}.
    - if: told
      then:
        - end: home
      else:
        - end: ash
"""


def story(files: dict[str, str], declarations: str = DECLARATIONS) -> Story:
    """A story of these files; fails with the report when there are errors."""
    made, report = load_texts({"story.yaml": declarations, **files})
    assert made is not None, report.draw()
    return made


def mapped() -> Story:
    return story({"1_camp/camp.yaml": CAMP, "2_city/city.yaml": CITY})


HOSTILE_WORDS = (
    "<script>document.title='owned'</script>",
    """<img src=x onerror="document.title='owned'">""",
    "</script></style></svg></title></template><svg onload=document.title='owned'>",
    """]]> --> <!-- " ' & &lt; &#60; javascript:document.title='owned'""",
    """`; \\\\N"]; end %% <b>bold</b> "]; click n0 call owned()""",
)


def hostile() -> Story:
    """Markup in every place where a story has words, the names of its files among them."""
    one, two, three, four, five = ("'" + word.replace("'", "''") + "'" for word in HOSTILE_WORDS)
    varied = "'" + " ".join(f"{{told: {word}|{word}}}" for word in HOSTILE_WORDS[:3]).replace("'", "''") + "'"
    declarations = f"""
story: hostile
title: {one}
version: {five}
start: first
cast:
  who: {{name: {two}}}
variables:
  told: flag
endings:
  fine: {{title: {three}, hint: {four}}}
"""
    scenes = f"""
first:
  title: {three}
  look:
    fence: {two}
  script:
    - {one}
    - {varied}
    - who: {four}
    - choose:
        - id: go
          pick: {five}
          when: told
          locked: {two}
          goto: second
        - id: stay
          pick: {three}
    - goto: second
second:
  title: {five}
  script:
    - end: fine
"""
    return story({'<b>act" onload="x/scenes.yaml': scenes}, declarations)
