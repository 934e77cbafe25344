"""
The sections of the form: which questions each one asks, in which words.

Data alone. Every key of the contract's Referral that is not part of the case stands in one
section, and so does every dimension that is marked; tests hold this.
"""

from __future__ import annotations

from threshold_api.web.referral.form_words import (
    ANSWER,
    CHILD_HINT,
    KIND,
    NEED_HINT,
    SAFE,
    TOLD,
    YES_NO_UNKNOWN,
)
from threshold_api.web.referral.shapes import Field, Group, Section

TONIGHT = "The child"
WORRY = "The worry"
FAMILY = "The family"
ASK = "You and what you ask for"

SECTIONS: tuple[Section, ...] = (
    Section(
        "safety",
        "Safety tonight",
        TONIGHT,
        "The people who read this start here.",
        (
            Field("safety_tonight.safe", "Is the child safe tonight?", kind="choice", options=SAFE),
            Field("safety_tonight.where", "Where is the child now?", "And where will they sleep tonight?"),
            Field("safety_tonight.with_whom", "Who is with the child?"),
            Field("safety_tonight.until", "Until when is that safe?", "For example: until 9am tomorrow.", width=20),
            Field("safety_tonight.unsafe_if", "What would make it unsafe?", kind="text", rows=3),
            Field("safety_tonight.done_so_far", "What have you done so far to keep the child safe?", kind="text", rows=3),
        ),
        ("safety",),
        ("location-tonight",),
        ("danger",),
    ),
    Section(
        "child",
        "About the child",
        TONIGHT,
        "So that checks are made on the right child.",
        (
            Field("identity.name", "Name", "First and last name, and any other name they use."),
            Field(
                "identity.date_of_birth", "Date of birth", "For example, 27 3 2019. For an unborn baby leave this empty.", "day"
            ),
            Field("identity.address", "Address", "Where the child lives, with the postcode."),
            Field("identity.school", "School, nursery or college", "Or say that there is none."),
            Field("identity.gp", "GP or surgery"),
            Field("identity.nhs_number", "NHS number", "10 digits. Leave it empty if you do not have it.", width=20),
            Field("identity.upn", "Pupil number (UPN)", "Schools have it.", width=20),
            Group(
                "identity.carers",
                "Who looks after the child",
                "carer",
                (
                    Field("name", "Name"),
                    Field("relationship", "Who they are to the child", "For example: mother, father, foster carer."),
                    Field(
                        "parental_responsibility", "Do they have parental responsibility?", kind="choice", options=YES_NO_UNKNOWN
                    ),
                ),
                "Parental responsibility means the legal right to make choices for the child.",
            ),
        ),
        ("child",),
        known=("child",),
    ),
    Section(
        "people",
        "Home and key people",
        TONIGHT,
        "Everyone in the home, and people who matter to the child and live elsewhere. Each child needs to be seen.",
        (
            Group(
                "household",
                "People",
                "person",
                (
                    Field("name", "Name", "If you do not know it, say so."),
                    Field("age", "Age", "Such as 4 years, or unborn.", width=20),
                    Field("relationship", "Who they are to the child", "Such as brother, or mother’s partner."),
                    Field("lives_with_child", "Do they live with the child?", kind="choice", options=YES_NO_UNKNOWN),
                    Field("safe_tonight", "Are they safe tonight?", kind="choice", options=YES_NO_UNKNOWN),
                ),
            ),
        ),
        ("household",),
        ("adults-in-home",),
    ),
    Section(
        "worry",
        "What worries you",
        WORRY,
        "Say what you saw, what you were told and by whom, and what you think. Keep the three apart.",
        (
            Field("narrative", "Your first account", "What you wrote in the check. You can add to it here.", "text", rows=6),
            Field(
                "worry",
                "What exactly happened?",
                "When, where, how often, how bad, and who saw it. Describe it. Do not use a label such as “neglect”.",
                "text",
                rows=6,
            ),
            Field("child_voice", "What did the child say or do?", CHILD_HINT, "text"),
            Field("impact", "What does it do to the child?", "And what is likely to happen if nothing changes?", "text"),
        ),
        ("worry", "source", "voice", "impact"),
        ("infant-mark", "duty-status"),
        ("signs",),
    ),
    Section(
        "history",
        "What happened before",
        WORRY,
        "If you looked and found nothing, add one event that says so.",
        (
            Group(
                "chronology",
                "Events",
                "event",
                (
                    Field("on", "When was it?", "A day, or words such as “spring 2024”.", width=20),
                    Field("what", "What happened?", kind="text", rows=3),
                    Field("outcome", "What came of it?", kind="text", rows=2),
                    Field("source", "How do you know?", "For example: our own records, her mother told me."),
                ),
                "The oldest first. Add as many as you need.",
            ),
        ),
        ("history",),
    ),
    Section(
        "strengths",
        "What helps, and what it all means",
        WORRY,
        "A fair account shows both sides.",
        (
            Field(
                "strengths_text",
                "Who or what keeps the child safe and well?",
                "Who helps, and how? Is it still so today? What can it not do?",
                "text",
            ),
            Field("parents_views", "What does each parent say?", "If you have not asked one of them, say why.", "text"),
            Field(
                "analysis", "What do you make of it all?", "What worries you most, and why? What do you not know?", "text", rows=6
            ),
        ),
        ("strengths", "parents", "analysis"),
        known=("strengths",),
    ),
    Section(
        "adults",
        "What the adults struggle with",
        WORRY,
        "Harm to children can hide behind what adults live with. Ask about each adult who looks after the child.",
        (
            Group(
                "adults_needs",
                "Adults",
                "adult",
                (
                    Field("who", "Which adult?", "For example: mother."),
                    Field("mental_health", "Mental health", kind="need", rows=2),
                    Field("substances", "Drink or drugs", kind="need", rows=2),
                    Field("domestic_abuse", "Abuse at home", kind="need", rows=2),
                    Field("learning_disability", "Learning disability", kind="need", rows=2),
                    Field("immigration_or_money", "Money, housing or immigration", kind="need", rows=2),
                ),
                NEED_HINT,
            ),
        ),
        ("adults",),
    ),
    Section(
        "consent",
        "Consent and telling the family",
        FAMILY,
        "Ask first, unless asking could put the child at more risk or lose time. Consent cannot stop you when a child may be "
        "seriously harmed.",
        (
            Field("sharing.answer", "Did the family agree that you share this?", kind="choice", options=ANSWER),
            Field("sharing.consent_asked_by", "Who asked them?"),
            Field("sharing.asked_on", "When were they asked?", "For example, 23 11 2026.", "day"),
            Field("sharing.parents_told", "Have the parents been told of this referral?", kind="choice", options=TOLD),
            Field(
                "sharing.reason",
                "If they said no, or nobody asked or told them, why share it?",
                "How would asking raise the risk or lose time?",
                "text",
            ),
        ),
        ("consent",),
        ("consent-reason",),
    ),
    Section(
        "tried",
        "What was tried",
        FAMILY,
        "What you and others have done to help, and what came of it.",
        (
            Group(
                "tried",
                "Steps",
                "step",
                (
                    Field("what", "What was done?", kind="text", rows=2),
                    Field("on", "When?", "A day, or words such as “since May”.", width=20),
                    Field("by", "Who did it?"),
                    Field("result", "What came of it?", kind="text", rows=2),
                ),
            ),
        ),
        ("tried",),
    ),
    Section(
        "diversity",
        "Who the child is, and what they need to take part",
        FAMILY,
        "Say what the child and the family tell you. Leave the rest empty.",
        (
            Field("diversity.ethnicity", "Ethnic background"),
            Field("diversity.first_language", "First language"),
            Field("diversity.interpreter", "Is an interpreter needed?", "For example: not needed; yes, Polish.", width=20),
            Field("diversity.religion", "Religion or belief"),
            Field("diversity.disability", "Disability", "Or: none known."),
            Field("diversity.communication", "How the child communicates", "For example: talks freely, signs, a baby."),
            Field("diversity.sex", "Sex", width=20),
            Field(
                "diversity.orientation_or_gender",
                "Sexual orientation or gender identity",
                "Only if the child told you and it matters here.",
            ),
            Field(
                "diversity.not_asked_because",
                "What did you not ask, and why?",
                "“Not asked, because” is an answer.",
                "text",
                rows=2,
            ),
        ),
        ("diversity",),
        known=("self",),
    ),
    Section(
        "level",
        "Your level and why",
        ASK,
        "Yours is compared with what this service suggests. It does not have to be the same.",
        (
            Field("level_view.level", "Which level of need do you think it is?", kind="level"),
            Field(
                "level_view.matrix_item",
                "Which item of the guidance is it?",
                "For example: injury with an explanation that does not fit.",
            ),
            Field("level_view.why_not_lower", "Why not one level lower?", kind="text", rows=3),
            Field("level_view.why_not_higher", "Why not one level higher?", kind="text", rows=3),
        ),
        ("level",),
        known=("level",),
    ),
    Section(
        "request",
        "What you ask for",
        ASK,
        "“Please look into it” leaves the reader to guess.",
        (
            Field("request.kind", "Do you ask for advice or for action?", kind="choice", options=KIND),
            Field(
                "request.service", "Which service or step do you ask for?", "For example: strategy discussion, family support."
            ),
            Field("request.outcome_wanted", "What should be different for the child?", kind="text", rows=3),
            Field("request.we_will", "What will you go on doing?", kind="text", rows=3),
            Field("request.reply_to", "How and when should they tell you?", "For example: by phone to me today."),
        ),
        ("request",),
    ),
    Section(
        "you",
        "About you",
        ASK,
        "So that someone can phone you back.",
        (
            Field("referrer.name", "Your name"),
            Field("referrer.role", "Your job or role", "For example: class teacher, ward sister, neighbour."),
            Field("referrer.agency_team", "Your exact team", "For example: emergency department, children’s side."),
            Field("referrer.phone", "A number to phone you on", width=20),
            Field("referrer.email", "Email address"),
            Field("referrer.available_until", "Until when can you be reached, and who can be after that?"),
            Field("referrer.relationship_to_child", "How do you know the child?"),
            Field("referrer.seen_child_on", "When did you last see the child yourself?", "For example, 23 11 2026.", "day"),
            Field(
                "setting.source_code", "Where does this worry come from?", "From the national list for children in need.", "list"
            ),
            Field("referrer.source_detail", "Team, school or place it comes from", "If the list above does not say enough."),
            Field(
                "referrer.source_reason",
                "Why can the source not be named?",
                "Only if you chose 8 (other), 9 (anonymous) or 10 (unknown). Those need a reason.",
                "text",
                rows=2,
            ),
            Field("referrer.sent_on", "Day you send it", "Leave it empty until you do.", "day"),
            Field("referrer.sent_at", "Time you send it", "For example, 15:20.", "time", width=5),
        ),
        ("referrer",),
        ("child-seen", "source-agency", "source-reason"),
        ("agency",),
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}


def section_after(section: Section) -> Section | None:
    """Give the section that follows; None after the last."""
    at = SECTIONS.index(section) + 1
    return SECTIONS[at] if at < len(SECTIONS) else None


def section_of_dimension(dimension: str) -> Section | None:
    """Give the section whose marks a dimension is; None for one that this form does not know."""
    return next((section for section in SECTIONS if dimension in section.dimensions), None)


def section_of_gap(gap: str) -> Section | None:
    """Give the section in which a critical gap is filled; None for one that this form does not know."""
    return next((section for section in SECTIONS if gap in section.gaps), None)
