"""The alert rules and the dashboard in deploy/ are about numbers that there are."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from flask import Flask

from seatapp.errors import Refusal
from tests.support import servers
from tests.support.worker import ROOT

RULES = yaml.safe_load((ROOT / "deploy/prometheus-rules.yml").read_text())
DASHBOARD = json.loads((ROOT / "deploy/grafana-dashboard.json").read_text())
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
EXPRESSIONS = {
    **{rule["alert"]: rule["expr"] for rule in ALERTS},
    **{
        f"{panel['title']} {target['refId']}": target["expr"]
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
    },
}
# What Prometheus itself knows of each target.
OF_PROMETHEUS = {"up"}
SUFFIXES = {"counter": [""], "gauge": [""], "histogram": ["_bucket", "_sum", "_count"]}


@pytest.fixture
def series(make_app: Callable[..., Flask], redis_server: servers.Breakable) -> set[str]:
    """The names of all series that /metrics has."""
    text = make_app(redis_url=redis_server.uri).test_client().get("/metrics").text
    types = re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE)
    return {name + suffix for name, kind in types for suffix in SUFFIXES[kind]}


def codes(kind: type[Refusal] = Refusal) -> set[str]:
    return {kind.code}.union(*map(codes, kind.__subclasses__()))


def names(expression: str) -> set[str]:
    """Return the series that an expression names: words with what they are selected by, or alone."""
    without_labels = re.sub(r"\{[^}]*\}|\b(?:by|without) \([^)]*\)|\[[^\]]*\]", "", expression)
    return set(re.findall(r"\b[a-z]\w*\b(?!\s*\()", without_labels)) - {"by", "and", "or"}


def test_every_number_that_an_alert_or_a_panel_names_is_there(series: set[str]) -> None:
    for where, expression in EXPRESSIONS.items():
        assert names(expression), where
        assert names(expression) - series - OF_PROMETHEUS == set(), where


def test_twin_a_number_that_is_not_there_is_found(series: set[str]) -> None:
    assert names("sum by (le) (rate(seatapp_nothing_total{code='x'}[5m])) > 1") - series == {
        "seatapp_nothing_total"
    }


def test_the_codes_that_alerts_ask_for_are_refusals() -> None:
    asked = re.findall(r'code=~?"([^"]+)"', " ".join(EXPRESSIONS.values()))
    assert asked
    assert {code for some in asked for code in some.split("|")} - codes() == set()


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_an_expression_is_whole(expression: str) -> None:
    bare = re.sub(r'"[^"]*"', "", expression)
    for opening, closing in ("()", "[]", "{}"):
        assert bare.count(opening) == bare.count(closing)
    assert not re.search(r"[^\w\s(){}\[\],.=~<>*+/$:-]", bare)


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_has_what_prometheus_takes_and_people_need(rule: dict[str, Any]) -> None:
    assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"Seatapp[A-Z]\w+", rule["alert"])
    assert re.fullmatch(r"\d+[smh]", rule.get("for", "0s"))
    assert rule["labels"]["severity"] in {"page", "warn"}
    assert rule["annotations"].keys() == {"summary", "description"}


def test_alerts_and_panels_have_names_of_their_own() -> None:
    assert len({rule["alert"] for rule in ALERTS}) == len(ALERTS)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_every_number_of_ours_is_documented(series: set[str]) -> None:
    section = (ROOT / "docs/operations.md").read_text().partition("## Metrics\n")[2].partition("\n## ")[0]
    ours = {re.sub(r"_(bucket|sum|count)$", "", name) for name in series if name.startswith("seatapp_")}
    assert len(ours) > 15
    assert {name for name in ours if name not in section} == set()
