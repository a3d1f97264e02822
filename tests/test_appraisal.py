"""The trained reader: pinned to its base, small, remembered by hash, and never the only thing that counts."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.appraisal import LONGEST, stretches
from screening.appraisal.lessons import ASIDES, CIRCUMSTANCES, CROSSED, NEUTRAL, Curriculum, Lesson, Recipe
from screening.appraisal.minilm import MiniLMAppraiser, adapter_file
from screening.errors import ModelError
from screening.fitted import fitted_settings
from screening.opening import assembled, models, open_screener
from screening.reading.indicators import draft_checklist
from screening.screener import UNTRAINED, Fingerprints
from screening.settings import Settings
from screening.similarity.minilm import WEIGHTS
from screening.standards import Ksa, Source, Standard

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "robustness"
FORKLIFT = "Ability to operate a forklift safely in a busy warehouse."
DROVE = "I drove a stand-up lift for six winters at a cold store and loaded forty trailers a night."
DREW = "I drew the floor plan of a cold store for six winters and printed forty sheets a night."
NARROW = Standard(
    occupation_code="unfiled", title="one", source=Source(file="a test", sha256="0" * 64),
    ksas=(Ksa(id="requirement", kind="ability", text=FORKLIFT),),
)  # fmt: skip


@pytest.fixture(scope="module")
def appraiser() -> MiniLMAppraiser:
    """The one of record."""
    return MiniLMAppraiser()


def test_the_same_deed_in_other_words_is_told_from_another_deed_in_the_same_words(
    appraiser: MiniLMAppraiser,
) -> None:
    """No word of the requirement is in the first; most words of the first are in the second."""
    assert appraiser.appraise(FORKLIFT, DROVE) > appraiser.appraise(FORKLIFT, DREW)


def test_an_appraisal_does_not_depend_on_what_was_read_before() -> None:
    """A fresh reader that reads the pairs in another order says the same, to the last thousandth."""
    pairs = [(FORKLIFT, DROVE), (FORKLIFT, DREW), ("Ability to draw plans.", DREW)]
    one, other = MiniLMAppraiser(), MiniLMAppraiser()
    first = [one.appraise(*pair) for pair in pairs]
    assert first == [other.appraise(*pair) for pair in reversed(pairs)][::-1]


def test_the_adapter_is_small_and_says_what_it_was_trained_over() -> None:
    """Under 10 MB; another base is refused."""
    from safetensors import safe_open

    assert adapter_file().stat().st_size < 10_000_000
    with safe_open(str(adapter_file()), framework="pt") as opened:
        assert json.loads(opened.metadata()["recipe"])["base"] == WEIGHTS


def test_an_adapter_over_other_weights_is_refused(tmp_path: Path) -> None:
    """With both hashes and what to do."""
    import torch
    from safetensors.torch import save_file

    file = tmp_path / "other.safetensors"
    save_file({"a": torch.zeros(1)}, str(file), metadata={"recipe": json.dumps({"base": "other"})})
    with pytest.raises(ModelError, match="trained over weights other"):
        MiniLMAppraiser(file).appraise(FORKLIFT, DROVE)


def test_every_result_names_the_adapter() -> None:
    """By its hash, beside the base model's."""
    appraiser = models().appraiser
    assert appraiser is not None
    assert appraiser.sha256 in open_screener("2320-0012@2019-03-16").versions.model


def test_the_base_model_alone_judges_and_says_so() -> None:
    """With numbers fitted for it, and a notice on every application."""
    alone = assembled(NARROW, draft_checklist(NARROW), fitted_settings(trained=False), Fingerprints())
    assert alone.appraiser is None
    assert UNTRAINED in alone.caveats
    assert UNTRAINED not in assembled(NARROW, draft_checklist(NARROW), None, Fingerprints()).caveats


def test_the_appraisal_is_one_step_among_the_named_ones() -> None:
    """It has a weight of its own, and the findings keep theirs."""
    settings = fitted_settings()
    assert settings.appraisal > 0
    assert not settings.telling
    assert fitted_settings(trained=False).appraisal == 0
    assert Settings().appraisal == 0
    assert all(weight.points for name, weight in settings.weights.items() if name != "learning")


@given(st.lists(st.text(min_size=1, max_size=400), max_size=40))
def test_stretches_lose_and_double_nothing(sentences: Sequence[str]) -> None:
    """Each sentence stands in one stretch, in order; none is much longer than the bound."""
    made = stretches(sentences)
    assert " ".join(made) == " ".join(sentences)
    assert all(len(text) <= LONGEST + 2 * max(map(len, sentences)) for text in made)


LESSONS = [
    Lesson("Ability to weld.", ("I weld.", "I grind."), 2, "strong-plain", "x", 1, ("Ability to grind",)),
    Lesson("Ability to weld.", ("Welding is a skill.",), 0, "opinion", "x", 1),
    Lesson("Ability to grind steel.", ("I was shown.",), 0, "near-miss", "x", 1),
    Lesson("Ability to count.", ("I count tills.", "I close."), 2, "strong-plain", "x", 2),
    Lesson("Ability to count.", ("I may count.",), 1, "thin", "x", 2),
]
OTHERS = [
    Lesson("Ability to bake.", ("I baked rolls.",), 2, "strong-plain", "y"),
    Lesson("Ability to fry.", ("I burned eggs.",), 0, "near-miss", "y"),
]


def test_the_same_seed_shows_the_same() -> None:
    """In the same batches, and in another order in the next epoch."""
    one, other = Curriculum(LESSONS * 9, Recipe()), Curriculum(LESSONS * 9, Recipe())
    first, second = one.epoch(), one.epoch()
    assert first == other.epoch()
    assert first != second


def test_a_narrative_is_never_shown_as_failing_what_it_demonstrates() -> None:
    """Neither its own requirement nor those that its author named besides; others it is shown under."""
    curriculum = Curriculum(LESSONS, Recipe(swapped=1.0, padded=0.0, shuffled=0.0))
    shown = {one[:3] for _ in range(60) for batch in curriculum.epoch() for one in batch}
    welding = {(requirement, wanted) for requirement, words, wanted in shown if words == "I weld. I grind."}
    assert welding == {("Ability to weld.", 1.0), ("Ability to count.", 0.0)}


def test_empty_talk_beside_a_narrative_changes_nothing_of_what_it_is_to_be() -> None:
    """The good one stays good, whichever comes first."""
    curriculum = Curriculum(LESSONS, Recipe(swapped=0.0, padded=1.0, shuffled=0.0))
    shown = {one[:3] for _ in range(20) for batch in curriculum.epoch() for one in batch}
    assert ("Ability to weld.", "I weld. I grind. Welding is a skill.", 1.0) in shown
    assert ("Ability to weld.", "Welding is a skill. I weld. I grind.", 1.0) in shown


def test_a_circumstance_changes_nothing_of_what_a_narrative_is_to_be() -> None:
    """At the end of a sentence, before one, or on its own; good stays good and poor stays poor."""
    curriculum = Curriculum(LESSONS, Recipe(swapped=0.0, padded=0.0, shuffled=0.0, circumstances=1.0))
    shown = {one[:3] for _ in range(200) for batch in curriculum.epoch() for one in batch}
    said = {words: wanted for asked, words, wanted in shown if asked == "Ability to weld."}
    assert any(f"I weld. {aside}" in words for words in said for aside in ASIDES)
    assert any(words.startswith("For three years I weld.") for words in said)
    assert any(f"I grind {circumstance}." in words for words in said for circumstance in CIRCUMSTANCES)
    assert all(wanted == 1.0 for words, wanted in said.items() if "I weld" in words)


def test_what_is_not_to_the_matter_changes_nothing_either() -> None:
    """One to three such sentences stand anywhere among the others, beside good and poor alike."""
    curriculum = Curriculum(LESSONS, Recipe(swapped=0.0, padded=0.0, shuffled=0.0, neutral=1.0))
    shown = [one[:3] for _ in range(200) for batch in curriculum.epoch() for one in batch]
    beside = [sum(words.count(neutral) for neutral in NEUTRAL) for _, words, _ in shown]
    assert {*beside} == {1, 2, 3}
    said = {words for asked, words, wanted in shown if asked == "Ability to weld." and wanted == 1.0}
    assert any(words.startswith("I weld.") for words in said)
    assert any(words.endswith("I grind.") for words in said)
    assert any("I weld. I grind." not in words for words in said)


def test_what_stands_beside_a_text_is_the_text_and_more() -> None:
    """One or two sentences, anywhere: sayings, or what another did well for another requirement."""
    curriculum = Curriculum(LESSONS + OTHERS, Recipe(swapped=0.0, padded=0.0, shuffled=0.0, steadied=1.0))
    shown = [one for _ in range(200) for batch in curriculum.epoch() for one in batch]
    welding = [one for one in shown if one.words == "I weld. I grind."]
    added = {" ".join(re.split(r"I weld\.|I grind\.", one.beside)).strip() for one in welding}
    assert all(one.beside.index("I weld.") < one.beside.index("I grind.") for one in welding)
    assert "I baked rolls." in added
    assert added & {*NEUTRAL}
    assert not any("I burned" in words or "I count" in words for words in added)


def test_what_stands_beside_is_in_order_where_the_text_is() -> None:
    """As the engine will hand it; and nothing stands there where the recipe wants none."""
    curriculum = Curriculum(LESSONS, Recipe(swapped=0.0, padded=0.0, shuffled=0.0, ordered=1.0, steadied=1.0))
    shown = [one for _ in range(20) for batch in curriculum.epoch() for one in batch]
    split = [re.findall(r"[^.]+\.", one.beside) for one in shown]
    assert all(told and told == sorted(told) for told in ([t.strip() for t in one] for one in split))
    plain = Curriculum(LESSONS, Recipe())
    assert not any(one.beside for batch in plain.epoch() for one in batch)


def test_a_crossed_narrative_is_shown_as_it_was_rated_and_under_nothing_else() -> None:
    """Whoever rated it went through the whole list: met and partly met always come, of the others a share."""
    ratings = enumerate((2, 1, 0, 0))
    crossed = [Lesson(f"Ability {n}.", ("I weld.",), label, CROSSED, "t1-1") for n, label in ratings]
    recipe = Recipe(swapped=1.0, padded=1.0, unmet=0.5)
    curriculum = Curriculum(crossed, recipe)
    epochs = [{one[:3] for batch in curriculum.epoch() for one in batch} for _ in range(40)]
    always = {("Ability 0.", "I weld.", 1.0), ("Ability 1.", "I weld.", recipe.borderline)}
    sometimes = {("Ability 2.", "I weld.", 0.0), ("Ability 3.", "I weld.", 0.0)}
    assert all(always <= epoch <= always | sometimes for epoch in epochs)
    assert {len(epoch) for epoch in epochs} == {2, 3, 4}


def test_neighbours_that_are_not_met_come_in_a_share_of_their_own() -> None:
    """They are the hard ones; where the recipe says nothing of them they come as the others do."""
    near = [Lesson(f"Ability {n}.", ("I weld.",), 0, CROSSED, "t1-1", family=1) for n in range(200)]
    far = [Lesson(f"Skill {n}.", ("I weld.",), 0, CROSSED, "t1-1") for n in range(200)]
    shares = []
    for recipe in (Recipe(unmet=0.05, unmet_near=0.5), Recipe(unmet=0.05)):
        shown = [one.requirement for batch in Curriculum(near + far, recipe).epoch() for one in batch]
        shares += [sum(name.startswith(kind) for name in shown) / 200 for kind in ("Ability", "Skill")]
    assert 0.4 < shares[0] < 0.6
    assert all(0.005 < share < 0.12 for share in shares[1:])


def test_the_same_recipe_teaches_the_same_and_another_something_else(tmp_path: Path) -> None:
    """To the last digit on one machine; what the recipe says of dropout and steadiness is done."""
    from screening.appraisal.training import train_adapter

    lessons = [Lesson(f"Ability {n}.", (DROVE, DREW), n % 3, "thin", "x") for n in range(12)]
    plain = Recipe(rank=2, head=4, epochs=1, batch=6, warming=1, steadied=1.0, threads=1)
    changes: tuple[dict[str, object], ...] = (
        {}, {}, {"dropout": False}, {"bounded": True}, {"steadiness": 0.1}
    )  # fmt: skip
    losses = []
    for number, change in enumerate(changes):
        folder = tmp_path / str(number)
        folder.mkdir()
        train_adapter(lessons, folder, plain.model_copy(update=change))
        losses.append((folder / "training.log").read_text(encoding="utf-8").splitlines()[-1])
    assert losses[0].startswith("epoch 1: mean loss ")
    assert losses[0] == losses[1]
    assert len(set(losses)) == 4


@pytest.mark.parametrize(("bounded", "pull"), [(True, 0.007), (False, 1.0)])
def test_how_hard_a_sure_reading_is_pulled_towards_a_surer_one(bounded: bool, pull: float) -> None:
    """As probabilities hardly; as logits without end: a course of it drove them from ten to thirty."""
    import torch

    from screening.appraisal.training import unlike

    beside = torch.tensor([-5.0], requires_grad=True)
    unlike(beside, torch.tensor([-10.0]), bounded=bounded).backward()
    assert beside.grad is not None
    assert float(beside.grad) == pytest.approx(pull, rel=0.1)
    doubtful = torch.tensor([1.0], requires_grad=True)
    unlike(doubtful, torch.tensor([-10.0]), bounded=bounded).backward()
    assert doubtful.grad is not None
    assert float(doubtful.grad) > 0.7


def test_of_what_was_taught_before_a_share_is_repeated() -> None:
    """Another one in each epoch."""
    lessons = [Lesson(f"Ability {n}.", ("I weld.",), 0, "thin", "x") for n in range(200)]
    curriculum = Curriculum(lessons, Recipe(swapped=0.0, repeated=0.5))
    first, second = ({one[0] for batch in curriculum.epoch() for one in batch} for _ in range(2))
    assert 60 < len(first) < 140
    assert first != second


def test_robustness_is_tried_with_circumstances_that_nobody_was_shown() -> None:
    """Else its figure would say how well the reader remembers them."""
    tried = SCRIPT.read_text(encoding="utf-8").partition("CIRCUMSTANCES = (")[2].partition("\n)\n")[0]
    phrases = re.findall(r'"([^"]+)"', tried)
    assert len(phrases) > 5
    assert not set(phrases) & set(CIRCUMSTANCES)


def test_the_mean_of_two_adapters_is_the_mean_of_their_networks(tmp_path: Path) -> None:
    """Each low-rank change is the mean of the two changes, whatever the factors; so is the head."""
    import torch
    from safetensors.torch import load_file, save_file

    from screening.appraisal.training import average

    chance = torch.Generator().manual_seed(0)
    files = []
    for number in range(2):
        tensors = {name: torch.randn(shape, generator=chance)
                   for name, shape in (("x.a", (2, 5)), ("x.b", (3, 2)), ("head.0.bias", (4,)))}
        files.append(tmp_path / f"{number}.safetensors")
        save_file(tensors, str(files[-1]), metadata={"recipe": json.dumps({"rank": 2, "base": WEIGHTS})})
    one, other = (load_file(str(file)) for file in files)
    mixed = load_file(str(average(files[0], files[1], tmp_path)))
    changes = (one["x.b"] @ one["x.a"] + other["x.b"] @ other["x.a"]) / 2
    assert torch.allclose(mixed["x.b"] @ mixed["x.a"], changes, atol=1e-6)
    assert torch.equal(mixed["head.0.bias"], (one["head.0.bias"] + other["head.0.bias"]) / 2)
    assert "mean of" in (tmp_path / "training.log").read_text(encoding="utf-8")

    # of the rank that it has it stays what it is; of a lower one nothing of that rank lies nearer
    whole = load_file(str(average(files[0], files[1], tmp_path, rank=3)))
    assert torch.allclose(whole["x.b"] @ whole["x.a"], changes, atol=1e-6)
    lower = load_file(str(average(files[0], files[1], tmp_path, rank=1)))
    assert lower["x.a"].shape == (1, 5)
    left = torch.linalg.norm(changes - lower["x.b"] @ lower["x.a"])
    assert torch.isclose(left, torch.linalg.svdvals(changes)[1:].square().sum().sqrt(), atol=1e-5)


def test_a_training_that_was_broken_off_goes_on_after_its_last_whole_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte what one leaves that ran through; the packaged one stands until the last course is done."""
    from screening.appraisal import training

    script = runpy.run_path(str(SCRIPT.parent / "fit"))["courses"].__globals__
    tiny = {"rank": 2, "head": 4, "epochs": 1, "batch": 6, "warming": 1, "threads": 1}
    courses = [script["Course"](name, {**tiny, "seed": seed}, seed, 2) for seed, name in enumerate("abc")]
    taught = {name: [Lesson(f"Ability {name} {n}.", (DROVE, DREW), n % 3, "thin", name) for n in range(6)]
              for name in "abc"}  # fmt: skip
    monkeypatch.setitem(script, "COURSES", courses)
    monkeypatch.setitem(script, "lessons", lambda authors: taught[authors[0]])
    monkeypatch.setitem(script, "crossed_lessons", lambda courses: [])
    splits, counted, real = {name: [name] for name in "abc"}, list[int](), training.train_adapter

    def breaking(lessons: Sequence[Lesson], folder: Path, recipe: Recipe, **given: object) -> Path:
        counted.append(len(lessons))
        if len(counted) == 2:
            raise KeyboardInterrupt
        return real(lessons, folder, recipe, told=lambda line: None, **given)  # type: ignore[arg-type]

    left = []
    for kept in ("broken-off", "whole"):
        out = tmp_path / f"out-{kept}"
        out.mkdir()
        monkeypatch.setitem(script, "OUT", out)
        monkeypatch.setattr(training, "train_adapter", breaking)
        if kept == "broken-off":
            with pytest.raises(KeyboardInterrupt):
                script["courses"](splits, tmp_path / kept)
            assert not list(out.iterdir())
        script["courses"](splits, tmp_path / kept)
        left.append({file.name: file.read_bytes() for file in out.iterdir()})
    assert counted == [6, 12, 12, 18, 6, 12, 18]
    assert left[0].keys() == {training.FILE, training.LOG}
    assert left[0] == left[1]


def test_of_what_an_earlier_course_has_shown_a_share_is_recalled() -> None:
    """All that is new comes besides."""
    lessons = [Lesson(f"Ability {n}.", ("I weld.",), 0, "thin", "x", earlier=n < 100) for n in range(200)]
    curriculum = Curriculum(lessons, Recipe(swapped=0.0, recalled=0.3))
    for _ in range(3):
        shown = {one[0] for batch in curriculum.epoch() for one in batch}
        assert {f"Ability {n}." for n in range(100, 200)} <= shown
        assert 110 < len(shown) < 160
