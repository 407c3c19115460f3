"""The half-yearly report forms of the model province: what its communes send in after its last facts.

The last period of the history is told by the forms alone: the package beside them ends before it.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from geo.demo.history import HUNDREDTHS, Breach, find_breaches
from geo.demo.province import Province
from geo.intake.form_files import FormFile, write_forms
from geo.package import Package
from geo.schema import Kind, Qualifier, Status
from geo.text import slug

COMMUNES = 30
_FORMATS = ("xlsx", "docx", "ods", "csv")
_KEEPS_EVERY = 3
"""Every third commune has reported serviced and leased land before; of the others it is not known yet."""
_UNREPORTED = ("serviced_area_ha", "leased_area_ha")
_MOST_CHANGE = 0.4

Values = dict[str, float | None]


@dataclass(frozen=True)
class ReportFile:
    """A file that is sent in, with one form or several."""

    name: str
    forms: tuple[FormFile, ...]

    @property
    def content(self) -> bytes:
        """Write the file; the same forms always give the same bytes."""
        return write_forms(self.forms, self.name.rpartition(".")[2])


def simulate_forms(province: Province, seed: int) -> tuple[Package, list[ReportFile]]:
    """Let 30 communes and the province report the last period.

    Returns
    -------
    the package without what only the forms tell, and the files by commune, the province's last
    """
    rng = np.random.default_rng([seed, 14, 2024])
    reports = _Reports(province, rng)
    chosen = reports.communes()[:COMMUNES]
    files = [file for turn, code in enumerate(chosen) for file in reports.files(turn, code)]
    files.append(ReportFile("tinh-mau-bieu-04.xlsx", (reports.province_form(),)))
    due = {cluster: turn for turn, code in enumerate(chosen) for cluster in reports.due(code)}
    new = {cluster for cluster, turn in due.items() if turn % _KEEPS_EVERY or reports.jumps(cluster)}
    outgrown = {cluster for cluster in due if reports.outgrows(cluster)}
    mistaken = find_breaches(province.sites.table["status"]).get(Breach.YEAR_AS_RATE, -1)
    unsaid = {
        **dict.fromkeys(_UNREPORTED, new),
        "fill_rate_pct": set(due) - {mistaken},
        "committed_area_ha": outgrown,
    }
    return _without_news(province, unsaid), files


def _without_news(province: Province, unsaid: Mapping[str, set[int]]) -> Package:
    """Leave out the last period, and all that is said of some clusters, by field."""
    package, period = province.package, province.history.periods[-1]
    facts, series = package.tables["facts"], package.tables["city_series"]
    ids = province.sites.table["id"]
    news = facts["period"] == period
    for field, clusters in unsaid.items():
        news |= (facts["field"] == field) & facts["cluster_id"].isin(ids.iloc[sorted(clusters)])
    reports = (f"sim-report-{period.lower()}", f"sim-report-province-{period.lower()}")
    sources = package.tables["sources"]
    tables = {
        **package.tables,
        "facts": facts[~news].reset_index(drop=True),
        "city_series": series[series["as_of"] != period].reset_index(drop=True),
        "sources": sources[~sources["id"].isin(reports)].reset_index(drop=True),
    }
    return replace(package, tables=tables)


class _Reports:
    """What is reported of each cluster, commune and the province for the last period."""

    def __init__(self, province: Province, rng: np.random.Generator) -> None:
        self._sites, self._history, self._wards = province.sites.table, province.history, province.land.wards
        self._period = self._history.periods[-1]
        self._ward = _wards_of(province)
        self._names = province.package.tables["clusters"]["name_vi"].to_list()
        capital = _stated_capital(province)
        self._infrastructure = [self._form_02(cluster, capital, rng) for cluster in range(len(self._sites))]

    def communes(self) -> list[str]:
        """List the communes with clusters, that of one beyond the law apart; first where any reports."""
        breaches = find_breaches(self._sites["status"])
        apart = self._ward[breaches[Breach.TOO_LARGE]] if Breach.TOO_LARGE in breaches else None
        codes = [code for code in self._wards["code"] if code != apart and self._members(code)]
        return sorted(codes, key=lambda code: not self.due(code))

    def due(self, commune: str) -> list[int]:
        """List the clusters of a commune whose infrastructure project reports."""
        return [cluster for cluster in self._members(commune) if self._history.due[cluster, -1]]

    def jumps(self, cluster: int) -> bool:
        """Tell whether land use changed so much since the period before that anyone would ask why."""
        for field in _UNREPORTED:
            before, now = (int(amount) for amount in self._history.amounts[field][cluster, -2:])
            if abs(now - before) > _MOST_CHANGE * before:
                return True
        return False

    def outgrows(self, cluster: int) -> bool:
        """Tell whether more is let now than was committed when that was last reported."""
        history = self._history
        known = history.amounts["committed_area_ha"][cluster, :-1][history.reported[cluster, :-1]]
        return bool(len(known)) and self._now("leased_area_ha", cluster) > known[-1]

    def _members(self, commune: str) -> list[int]:
        return [cluster for cluster, code in enumerate(self._ward) if code == commune]

    def files(self, turn: int, code: str) -> Iterator[ReportFile]:
        """Write what a commune sends: all in one file, or a file for each form."""
        unit = str(self._wards.loc[self._wards["code"] == code, "full_name"].iloc[0])
        look: dict[str, Any] = {"old": turn % 5 == 4, "wording": turn % 3, "numbers_as_text": turn % 5 == 2}
        area = FormFile("03", self._period, unit=unit, values=self._area(self._members(code)), **look)
        parts = [
            FormFile(
                "02", self._period, cluster=self._names[cluster], values=self._infrastructure[cluster], **look
            )
            for cluster in self.due(code)
        ]
        ending, name = _FORMATS[turn // 2 % len(_FORMATS)], slug(unit)
        if turn % 2:
            yield ReportFile(f"{name}.{ending}", (area, *parts))
            return
        yield ReportFile(f"{name}-bieu-03.{ending}", (area,))
        for number, form in enumerate(parts, start=1):
            other = _FORMATS[(turn + number) % len(_FORMATS)]
            yield ReportFile(f"{name}-bieu-02-{number}.{other}", (form,))

    def province_form(self) -> FormFile:
        """Fill in the form of the province, over all its clusters."""
        values = self._area(range(len(self._sites)))
        return FormFile("04", self._period, unit="Tỉnh Mẫu", values=values)

    def _now(self, field: str, cluster: int) -> int:
        return int(self._history.amounts[field][cluster, -1])

    def _form_02(self, cluster: int, capital: Mapping[int, float], rng: np.random.Generator) -> Values:
        """Report on the infrastructure of one cluster; what the history does not hold is drawn."""
        serviced, leased = (self._now(field, cluster) for field in _UNREPORTED)
        site, projects = self._sites.iloc[cluster], self._now("enterprises", cluster)
        draws = rng.random(6).tolist()
        approved = capital.get(cluster, round(int(site["planned"]) / HUNDREDTHS * 0.12, 1))
        earned = round(leased * (0.2 + draws[0]) / HUNDREDTHS, 2)
        plant = float(draws[5] < 0.6)
        return {
            "1": approved,
            "2": round(approved * min(1.0, serviced / int(site["industrial"])) * 0.98, 1),
            "3": serviced / HUNDREDTHS,
            "4": leased / HUNDREDTHS,
            "5": round(100 * leased / serviced, 1) if serviced else None,
            "6": projects,
            "7": int(projects * draws[1] * 0.3),
            "8": math.ceil(projects * (0.7 + 0.3 * draws[2])),
            "9": earned,
            "10": round(earned * 0.05, 2),
            "11": 4 + int(draws[3] * 30),
            "12": round(6.5 + 4 * draws[4], 1),
            "13": plant,
            "14": float(plant and draws[5] < 0.45),
        }

    def _area(self, members: Iterable[int]) -> Values:
        """Sum up clusters as a commune or the province does."""
        clusters = list(members)
        status, kind = self._sites["status"], self._sites["kind"]
        decided = [c for c in clusters if status[c] != Status.PLANNED]
        ready = [c for c in decided if status[c] != Status.ESTABLISHED]
        active = [c for c in clusters if status[c] == Status.ACTIVE]
        craft = [c for c in active if kind[c] == Kind.CRAFT_VILLAGE]
        new = [c for c in decided if self._history.established[c] == len(self._history.periods) - 1]
        groups = {"1": clusters, "3": decided, "5": new, "7": decided, "9": ready, "11": ready}
        values: Values = {}
        for line, group in groups.items():
            values |= {line: len(group), str(int(line) + 1): self._ha("planned", group)}
        values |= {"13": self._of_02("1", ready), "14": self._of_02("2", ready)}
        for part, group in {"": active, ".1": active, ".2": [], ".3": craft, ".4": []}.items():
            values |= {f"15{part}": len(group), f"16{part}": self._ha("planned", group)}
        return values | self._use(active)

    def _use(self, active: Sequence[int]) -> Values:
        industrial = self._ha("industrial", active)
        leased = self._sum("leased_area_ha", active) / HUNDREDTHS
        return {
            "17": industrial,
            "18": leased,
            "19": round(100 * leased / industrial, 1) if industrial else None,
            **{line: self._of_02(own, active) for line, own in {"20": "6", "21": "7", "22": "8"}.items()},
            "23": self._sum("revenue_bn_vnd", active) / HUNDREDTHS,
            "24": self._sum("budget_bn_vnd", active) / HUNDREDTHS,
            "25": self._sum("workers", active),
            **{line: self._of_02(own, active) for line, own in {"26": "13", "27": "14"}.items()},
        }

    def _ha(self, column: str, clusters: Sequence[int]) -> float:
        return int(self._sites[column].to_numpy()[list(clusters)].sum()) / HUNDREDTHS

    def _sum(self, field: str, clusters: Sequence[int]) -> int:
        return sum(self._now(field, cluster) for cluster in clusters)

    def _of_02(self, line: str, clusters: Sequence[int]) -> float:
        total = sum(self._infrastructure[cluster][line] or 0 for cluster in clusters)
        return round(total, 2)


def _stated_capital(province: Province) -> dict[int, float]:
    """Find the capital that is known of each cluster; a form approves of no other."""
    facts, ids = province.package.tables["facts"], province.sites.table["id"]
    known = facts[(facts["field"] == "total_investment_bn_vnd") & (facts["qualifier"] == Qualifier.EXACT)]
    stated = dict(zip(known["cluster_id"], known["value_min"].astype(float), strict=True))
    return {cluster: stated[name] for cluster, name in enumerate(ids) if name in stated}


def _wards_of(province: Province) -> list[str | None]:
    """Name the commune each cluster counts with; None where it is not known which of several."""
    wards, outlines = province.land.wards, province.package.layers["outlines"]
    tree, codes = shapely.STRtree(wards.geometry.to_numpy()), wards["code"].to_list()
    stated = province.package.tables["clusters"]["ward_codes"].to_list()
    found = []
    for basis, shape, several in zip(outlines["place_basis"], outlines.geometry, stated, strict=True):
        known = (several or "").split("; ")
        code = known[0] if len(known) == 1 and known[0] else None
        if basis in ("outline", "pin"):
            inside = tree.query(shapely.point_on_surface(shape), predicate="intersects")
            code = codes[inside[0]] if len(inside) else None
        found.append(code)
    return found
