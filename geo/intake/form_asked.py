"""One form while it is read: the options for it, and what was found, asked and said."""

from dataclasses import dataclass, field
from datetime import date

from geo.intake.form_layout import Block
from geo.intake.form_says import finding
from geo.intake.reading import Choice, Finding, Options, Place, Question, Statement
from geo.schema import Text


@dataclass
class Asked:
    """What concerns one form: its block, the options for it, and what was found, asked and said."""

    block: Block
    name: str
    """How options name this form: `period:NAME`, of several forms in a file `period:NAME#2`."""
    alone: bool
    options: Options
    today: date
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where the form begins."""
        return self.block.heading[0].place if self.block.heading else self.block.place

    def own_answer(self, name: str) -> str | None:
        """Return the option given for this very form or its file."""
        file = self.name.partition("#")[0]
        return self.options.get(f"{name}:{self.name}") or self.options.get(f"{name}:{file}")

    def ask(
        self,
        name: str,
        place: Place,
        text: Text,
        choices: tuple[Choice, ...] = (),
        proposed: str | None = None,
    ) -> None:
        """Ask for what the heading does not say."""
        self.questions.append(Question(self.option(name), place, text, choices, proposed))

    def option(self, name: str) -> str:
        """Name the option that answers for this form."""
        return name if self.alone else f"{name}:{self.name}"

    def refuse(self, name: str, answer: str) -> None:
        """Say that an option means nothing."""
        self.findings.append(finding("option", self.place, name=name, got=answer))
