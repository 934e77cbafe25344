"""The shape of the files about reading free text."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, RootModel, model_validator

from threshold_engine.model.reading import Context, ContextRule, Side, SignWords, Turn, WordGroup, Wording
from threshold_engine.schema.base import Entry, Limit, Slug, Text


class WordGroupsIn(RootModel[dict[Slug, Annotated[list[Text], Field(min_length=1)]]]):
    """A mapping from the name of a group to its words."""

    def to_models(self) -> tuple[WordGroup, ...]:
        return tuple(WordGroup(name, tuple(words)) for name, words in self.root.items())


class AgeBandIn(Entry):
    below: Limit | None = None
    from_: Annotated[Limit | None, Field(alias="from")] = None


class WordingIn(Entry):
    words: Text
    age: AgeBandIn | None = None
    with_: list[Text] = Field(alias="with", default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, raw: Any) -> Any:
        return {"words": raw} if isinstance(raw, str) else raw

    def to_model(self) -> Wording:
        band = self.age or AgeBandIn()
        return Wording(self.words, band.from_, band.below, tuple(self.with_))


class SignWordsIn(Entry):
    indicator: Slug
    reads: Annotated[list[WordingIn], Field(min_length=1)]
    unless: list[Text] = Field(default_factory=list)
    instead_of: list[Slug] = Field(default_factory=list)

    def to_model(self) -> SignWords:
        return SignWords(
            self.indicator, tuple(entry.to_model() for entry in self.reads), tuple(self.unless), tuple(self.instead_of)
        )


def _marked(sentence: str) -> str:
    if sentence.count("[") != 1 or sentence.count("]") != 1 or sentence.index("[") > sentence.index("]"):
        raise ValueError("put the words it is about in one pair of square brackets")
    return sentence


Marked = Annotated[Text, AfterValidator(_marked)]


class ContextRuleIn(Entry):
    id: Slug
    turn: Annotated[Turn, Field(strict=False)]
    side: Annotated[Side, Field(strict=False)]
    cues: Annotated[list[Text], Field(min_length=1)]
    within: Annotated[int, Field(ge=1, le=40)]
    but_not: list[Text] = Field(default_factory=list)
    examples: Annotated[list[Marked], Field(min_length=1)]
    counterexamples: list[Marked] = Field(default_factory=list)

    def to_model(self) -> ContextRule:
        return ContextRule(
            self.id,
            self.turn,
            self.side,
            tuple(self.cues),
            self.within,
            tuple(self.but_not),
            tuple(self.examples),
            tuple(self.counterexamples),
        )


class ContextIn(Entry):
    """The file about context: where a cue's reach ends, and the rules."""

    people: list[Slug]
    stops: Annotated[list[Text], Field(min_length=1)]
    rules: Annotated[list[ContextRuleIn], Field(min_length=1)]

    def to_model(self) -> Context:
        return Context(tuple(self.people), tuple(self.stops), tuple(rule.to_model() for rule in self.rules))
