"""The five fill rates of one cluster: what each divides by what, on which article, or what it lacks."""

from dataclasses import dataclass

from geo.occupancy import DEFINITIONS, REMEDIES, Definition
from webmap.pages.cluster_subject import Subject
from webmap.pages.cluster_values import Value, title_of, value_of


@dataclass(frozen=True)
class Explained:
    """One fill rate; `lacks` names what is missing in short, `remedies` what would supply it."""

    value: Value
    article: str
    numerator: Value
    denominator: Value
    lacks: list[str]
    remedies: list[str]


def explain_rates(subject: Subject) -> list[Explained]:
    """Explain each of the five rates."""
    return [_explain(subject, definition) for definition in DEFINITIONS]


def list_remedies(rates: list[Explained]) -> list[str]:
    """List once each what would make the rates computable."""
    return list(dict.fromkeys(remedy for rate in rates for remedy in rate.remedies))


def _explain(subject: Subject, definition: Definition) -> Explained:
    missing = (subject.record[f"{definition.column}_missing"] or "").split()
    operands = (definition.numerator, definition.denominator)
    language = subject.language
    return Explained(
        value=value_of(subject, definition.column),
        article=definition.article.in_language(language),
        numerator=value_of(subject, definition.numerator),
        denominator=value_of(subject, definition.denominator),
        lacks=[
            title_of(name, language) if name in operands else REMEDIES[name].in_language(language)
            for name in missing
        ],
        remedies=[REMEDIES[name].in_language(language) for name in missing],
    )
