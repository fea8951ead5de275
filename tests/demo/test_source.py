"""The demonstration's own material: counts of the organisation, distinct fictional names, texts without gaps."""

import random
import re
import unicodedata
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo import collective_phrases, figures, individual_phrases, names, posts, remarks, texts
from nomination.names import sort_key

SOURCE = Path(__file__).parents[2] / "demo"
ORGANISATION: dict[str, Any] = yaml.safe_load((SOURCE / "organisation.yaml").read_text(encoding="utf-8"))
UNITS = {unit["code"]: unit for unit in ORGANISATION["units"]}
CLUSTERS = {cluster["code"]: cluster for cluster in ORGANISATION["clusters"]}
MEMBERS = [code for cluster in CLUSTERS.values() for code in cluster["members"]]
KINDS = (texts.COLLECTIVE, texts.INDIVIDUAL)
SEEDS = range(200)


def clusters_of(kind: str) -> dict[str, dict[str, Any]]:
    return {code: cluster for code, cluster in CLUSTERS.items() if cluster["kind"] == kind}


def test_there_are_seven_blocks_and_nine_clusters_in_order() -> None:
    numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    assert [cluster["numeral"] for cluster in clusters_of("khoi").values()] == numerals[:7]
    assert [cluster["numeral"] for cluster in clusters_of("cum").values()] == numerals
    assert [cluster["rank"] for cluster in CLUSTERS.values()] == list(range(1, 17))


def test_the_clusters_share_the_63_departments_as_the_split_says() -> None:
    assert [len(cluster["members"]) for cluster in clusters_of("cum").values()] == [10, 8, 7, 6, 8, 5, 6, 5, 8]
    departments = {code for code, unit in UNITS.items() if unit["kind"] == "so"}
    assert len(departments) == 63
    assert {code for cluster in clusters_of("cum").values() for code in cluster["members"]} == departments


def test_the_blocks_share_52_units_of_the_ministry() -> None:
    assert [len(cluster["members"]) for cluster in clusters_of("khoi").values()] == [8, 7, 7, 6, 9, 5, 10]
    assert len(MEMBERS) == 115


def test_every_member_is_a_known_unit_of_exactly_one_cluster() -> None:
    assert {code: count for code, count in Counter(MEMBERS).items() if count != 1} == {}
    assert set(MEMBERS) - set(UNITS) == set()


def test_every_direct_unit_of_the_ministry_is_a_member_of_a_block() -> None:
    direct = {code for code, unit in UNITS.items() if unit["parent"] == "btnmt"}
    assert direct - set(MEMBERS) == set()


def test_codes_are_short_plain_and_unique() -> None:
    codes = [unit["code"] for unit in ORGANISATION["units"]] + [cluster["code"] for cluster in ORGANISATION["clusters"]]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) or len(code) > 40] == []


def test_leader_and_deputy_are_two_members_of_their_cluster() -> None:
    for cluster in CLUSTERS.values():
        assert cluster["leader"] != cluster["deputy"]
        assert {cluster["leader"], cluster["deputy"]} <= set(cluster["members"])
    assert (CLUSTERS["cum-iv"]["leader"], CLUSTERS["cum-iv"]["deputy"]) == ("so-quang-binh", "so-thanh-hoa")


def depth(code: str) -> int:
    parent = UNITS[code]["parent"]
    return 0 if parent is None else 1 + depth(parent)


def test_the_tree_hangs_together_to_the_third_level_and_below() -> None:
    levels = Counter(depth(code) for code in UNITS)
    assert levels[0] == 64  # the ministry and the departments of the provinces
    assert levels[2] >= 12
    assert max(levels) == 4


def test_provincial_departments_stand_under_their_province_not_the_ministry() -> None:
    departments = [unit for unit in UNITS.values() if unit["kind"] == "so"]
    assert {unit["parent"] for unit in departments} == {None}
    assert {unit["letterhead"] for unit in departments} == {"SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"}
    for unit in departments:
        place = unit["name"].removeprefix("Sở Tài nguyên và Môi trường ").upper()
        assert unit["head_block"] == f"ỦY BAN NHÂN DÂN {place}"
    cities = {unit["code"] for unit in departments if "THÀNH PHỐ" in unit["head_block"]}
    assert cities == {"so-ha-noi", "so-hai-phong", "so-da-nang", "so-hcm", "so-can-tho"}


def test_the_head_of_a_paper_names_the_body_above() -> None:
    for unit in UNITS.values():
        if unit["parent"] is not None:
            assert unit["head_block"] == UNITS[unit["parent"]]["letterhead"]
    assert (UNITS["btnmt"]["head_block"], UNITS["btnmt"]["symbol"]) == ("", "BTNMT")


def test_one_invented_unit_is_merged_within_the_year_and_leaves_its_block_that_day() -> None:
    [succession] = ORGANISATION["successions"]
    before, after = UNITS[succession["predecessor"]], UNITS[succession["successor"]]
    [left] = [(code, left) for code, cluster in CLUSTERS.items() for left in cluster.get("left", [])]
    assert succession["kind"] == "merge"
    assert left == ("khoi-iii", {"unit": before["code"], "left_on": succession["took_effect"]})
    assert before["valid_to"] == succession["took_effect"]
    assert date(ORGANISATION["year"], 1, 1) < succession["took_effect"] < date(ORGANISATION["year"], 12, 31)
    assert (before["parent"], UNITS[before["parent"]]["kind"]) == (after["parent"], "tong_cuc")
    assert "giả định" in before["name"] and "giả định" in after["name"]


def test_every_unit_says_where_it_is_known_from() -> None:
    assert {unit["source"] for unit in UNITS.values()} == {"S", "S2", "I", "M", "demo"}
    assert [unit["code"] for unit in UNITS.values() if "giả định" in unit["name"] and unit["source"] != "demo"] == []


def test_all_material_is_in_one_unicode_form() -> None:
    files = [path for path in sorted(SOURCE.iterdir()) if path.suffix in {".py", ".yaml"}]
    texts_read = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert len(texts_read) > 5
    assert [name for name, text in texts_read.items() if text != unicodedata.normalize("NFC", text)] == []


def test_names_are_distinct_composed_and_of_no_known_leader() -> None:
    drawn = [name.full for name in islice(names.people(random.Random(1)), 20_000)]
    assert len({name.casefold() for name in drawn}) == 20_000
    assert [name for name in drawn if name != unicodedata.normalize("NFC", name)] == []
    assert {name.casefold() for name in drawn} & names.DENIED == set()


def test_the_signer_of_the_dispatch_is_denied() -> None:
    assert "trần hồng hà" in names.DENIED
    assert [name for name in names.DENIED if "  " in name or name != name.strip() or len(name.split()) < 2] == []


def test_the_same_seed_names_the_same_people() -> None:
    first, again, other = (list(islice(names.people(random.Random(seed)), 50)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_the_two_odd_names_are_odd() -> None:
    assert names.DECOMPOSED.full != unicodedata.normalize("NFC", names.DECOMPOSED.full)
    assert sort_key(names.DECOMPOSED.full) == sort_key("Nguyễn Thị Thúy Hường")
    assert len(names.LONGEST.full) > 45


def test_names_carry_the_parts_their_lists_are_sorted_by() -> None:
    for name in islice(names.people(random.Random(3)), 100):
        given, middle, family = name.by_given
        assert f"{family} {middle} {given}" == name.full
        assert sort_key(name.full).startswith(sort_key(given))
        assert name.title == {"male": "Ông", "female": "Bà"}[name.gender]


@pytest.mark.parametrize("phrases", [collective_phrases, individual_phrases])
def test_there_are_at_least_twelve_summaries_and_narratives_over_all_areas(phrases: Any) -> None:
    for table in (phrases.SUMMARIES, phrases.NARRATIVES):
        assert list(table) == list(texts.AREAS)
        assert all(len(versions) >= 2 for versions in table.values())
        assert sum(len(versions) for versions in table.values()) >= 12


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("area", texts.AREAS)
def test_written_texts_have_no_gap_left_and_fit_their_fields(kind: str, area: str) -> None:
    for seed in SEEDS:
        rng = random.Random(seed)
        summary = texts.summary(rng, kind, area)
        narrative = texts.narrative(rng, kind, area, "Bà Trần Thị Mẫu")
        note = texts.reform_note(rng, kind)
        assert not re.search(r"[{}]|  ", summary + narrative + note)
        assert "Bà Trần Thị Mẫu" in narrative
        assert len(summary) <= 200 and 250 <= len(narrative) <= 1200 and 150 <= len(note) <= 600


def test_the_same_seed_writes_the_same_words_and_figures_vary() -> None:
    def written(seed: int) -> str:
        return texts.summary(random.Random(seed), texts.INDIVIDUAL, "resources")

    assert [written(seed) for seed in SEEDS] == [written(seed) for seed in SEEDS]
    assert len({written(seed) for seed in SEEDS}) > 60


def test_figures_are_written_as_vietnamese_reads_them() -> None:
    facts = texts.Facts(random.Random(2), subject="X")
    assert re.fullmatch(r"9\d,\d", facts["percent"])
    assert re.fullmatch(r"\d\.\d{3}", facts["thousands"])
    assert facts["subject"] == "X"
    with pytest.raises(KeyError):
        facts["unheard_of"]


def test_a_citation_is_one_line_that_fits_the_certificate() -> None:
    campaign = "phong trào thi đua đặc biệt năm 2020"
    assert texts.citation(campaign) == "Đã có thành tích xuất sắc trong phong trào thi đua đặc biệt năm 2020"
    for area in texts.AREAS:
        line = texts.citation(campaign, area)
        assert line.startswith("Đã có thành tích xuất sắc trong phong trào thi đua đặc biệt năm 2020, ")
        assert "\n" not in line and len(line) <= 200


def test_a_plan_names_the_unit_and_invents_no_number() -> None:
    plan = texts.plan(random.Random(5), "Vụ Pháp chế", "phong trào thi đua đặc biệt")
    assert plan.title == "Kế hoạch của Vụ Pháp chế hưởng ứng phong trào thi đua đặc biệt"
    assert plan.paper in texts.PLAN_PAPERS and not re.search(r"\d+/", plan.paper)
    assert "{" not in plan.summary


def nominating_kinds() -> set[str]:
    return {unit["kind"] for unit in UNITS.values()} - {"bo"}


def test_every_kind_of_unit_has_posts_divisions_and_areas() -> None:
    for table in (posts.WORKERS, posts.HEADS, posts.DIVISIONS, posts.SUITABLE):
        assert set(table) == nominating_kinds()
    assert {area for areas in posts.SUITABLE.values() for area in areas} == set(texts.AREAS)


def test_classes_of_nominees_lean_to_direct_workers_and_fit_the_unit() -> None:
    rng = random.Random(11)
    drawn = Counter(posts.individual_class(rng, "so") for _ in range(2000))
    assert 0.5 < drawn["direct_worker"] / 2000 < 0.6
    assert set(drawn) == {"direct_worker", "leader_other", "leader_department"}
    assert {posts.individual_class(rng, "cong_ty") for _ in range(400)} - set(drawn) == {"entrepreneur"}
    assert "leader_department" not in {posts.individual_class(rng, "chi_cuc") for _ in range(400)}
    assert (posts.collective_class("cong_ty"), posts.collective_class("vu")) == ("enterprise", "collective")


@pytest.mark.parametrize("kind", sorted(posts.WORKERS))
def test_a_post_fits_its_class(kind: str) -> None:
    for seed in SEEDS:
        rng = random.Random(seed)
        place = posts.division(rng, kind)
        assert posts.post(rng, kind, "direct_worker", place) in posts.WORKERS[kind]
        assert "rưởng" in posts.post(rng, kind, "leader_other", place)
        assert posts.post(rng, kind, "leader_department", place) in posts.HEADS[kind]


def test_remarks_are_neutral_sentences() -> None:
    rng = random.Random(4)
    notes = [remarks.vetting_note(rng, verdict) for verdict in ("met", "not_met", "waived") for _ in range(20)]
    reasons = [remarks.supplement_reason(rng, concern) for concern in remarks.SUPPLEMENT_REASONS for _ in range(20)]
    others = [write(rng) for write in (remarks.referral, remarks.hold_lift, remarks.withdrawal, remarks.match_note)]
    stops = [remarks.stop(rng).reason for _ in range(20)] + [remarks.refusal(rng).reason for _ in range(20)]
    for sentence in notes + reasons + others + stops + [remarks.waiver_ground(rng)]:
        assert sentence[0].isupper() and sentence.endswith(".")
        assert not re.search(r"vi phạm|sai phạm|tố cáo|kỷ luật", sentence)


def over_ninety(month: figures.Month) -> bool:
    return month["due"] == 0 or month["on_time"] * 10 > month["due"] * 9


@pytest.mark.parametrize("seed", SEEDS)
def test_monthly_figures_have_the_shape_their_name_says(seed: int) -> None:
    def shape(months: list[figures.Month]) -> tuple[int, int, int, int]:
        """Months, months not above ninety, months without tasks, tasks overdue."""
        idle = sum(month["due"] == 0 for month in months)
        return len(months), sum(not over_ninety(m) for m in months), idle, sum(m["overdue"] for m in months)

    rng = random.Random(seed)
    assert shape(figures.passing(rng, 2020)) == (12, 0, 0, 0)
    assert shape(figures.passing(rng, 2020, 10)) == (10, 0, 0, 0)
    assert shape(figures.exactly_ninety(rng, 2020)) == (12, 1, 0, 0)
    assert shape(figures.below_once(rng, 2020)) == (12, 1, 0, 0)
    assert shape(figures.missing_month(rng, 2020)) == (11, 0, 0, 0)
    assert shape(figures.idle_month(rng, 2020)) == (12, 0, 1, 0)
    assert shape(figures.overdue_task(rng, 2020)) == (12, 0, 0, 1)


def test_months_are_written_year_first_and_the_failing_one_is_at_exactly_ninety() -> None:
    months = figures.exactly_ninety(random.Random(9), 2020)
    assert [month["month"] for month in months] == [f"2020-{number:02d}" for number in range(1, 13)]
    [failing] = [month for month in months if not over_ninety(month)]
    assert failing["on_time"] * 10 == failing["due"] * 9
    average = sum(month["on_time"] for month in months) / sum(month["due"] for month in months)
    assert average > 0.9
