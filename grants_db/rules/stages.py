"""The stages of an application: what may follow what, and what each needs. Pure; the order is a table."""

from collections.abc import Collection

from grants_db.errors import MissingStepError, UsageError
from grants_db.messages import Message
from grants_db.vocabulary import ApplicationStage as Stage

#: the regular ways forward
FORWARD: dict[Stage, tuple[Stage, ...]] = {
    Stage.IDEA: (Stage.REVIEW,),
    Stage.REVIEW: (Stage.INTERNAL_APPROVAL,),
    Stage.INTERNAL_APPROVAL: (Stage.SKETCH, Stage.SUBMITTED),
    Stage.SKETCH: (Stage.SUBMITTED, Stage.REJECTED),
    Stage.SUBMITTED: (Stage.AWARDED, Stage.REJECTED),
    Stage.AWARDED: (Stage.RUNNING,),
    Stage.REJECTED: (),
    Stage.RUNNING: (Stage.INTERIM_REPORT, Stage.FINAL_REPORT),
    Stage.INTERIM_REPORT: (Stage.RUNNING, Stage.FINAL_REPORT),
    Stage.FINAL_REPORT: (Stage.CLOSED,),
    Stage.CLOSED: (Stage.RETENTION,),
    Stage.RETENTION: (),
    Stage.DEFERRED: (Stage.IDEA, Stage.REVIEW, Stage.INTERNAL_APPROVAL),
    Stage.NOT_PURSUED: (Stage.IDEA, Stage.REVIEW),
    Stage.WITHDRAWN: (),
    Stage.LAPSED: (),
}
BEFORE_SUBMISSION = (Stage.IDEA, Stage.REVIEW, Stage.INTERNAL_APPROVAL, Stage.SKETCH, Stage.DEFERRED)
#: stages in which money is asked for, or will be, and nobody has decided
PENDING = (Stage.IDEA, Stage.REVIEW, Stage.INTERNAL_APPROVAL, Stage.SKETCH, Stage.SUBMITTED)
FORWARD_TO_SUBMISSION = (Stage.REVIEW, Stage.INTERNAL_APPROVAL, Stage.SKETCH, Stage.SUBMITTED)
#: stages in which an award's money is or was had
HOLDS_MONEY = (
    Stage.AWARDED,
    Stage.RUNNING,
    Stage.INTERIM_REPORT,
    Stage.FINAL_REPORT,
    Stage.CLOSED,
    Stage.RETENTION,
)
AFTER_AWARD = (Stage.AWARDED, Stage.RUNNING, Stage.INTERIM_REPORT, Stage.FINAL_REPORT)
#: side exits and the stages they are open to
EXITS: dict[Stage, tuple[Stage, ...]] = {
    Stage.DEFERRED: BEFORE_SUBMISSION,
    Stage.NOT_PURSUED: BEFORE_SUBMISSION,
    Stage.WITHDRAWN: (Stage.SKETCH, Stage.SUBMITTED, *AFTER_AWARD),
    Stage.LAPSED: AFTER_AWARD,
}
#: stages in which nothing is waited for any more; in retention receipts and purpose still bind
ENDED = {Stage.REJECTED, Stage.NOT_PURSUED, Stage.WITHDRAWN, Stage.LAPSED}


def next_stages(stage: Stage, *, two_stage: bool) -> list[Stage]:
    """The stages that may follow, the regular way first; a sketch only where the call has two stages."""
    forward = [
        following
        for following in FORWARD[stage]
        if following is not Stage.SKETCH or two_stage
        if not (stage is Stage.INTERNAL_APPROVAL and following is Stage.SUBMITTED and two_stage)
    ]
    return forward + [leaving for leaving, open_to in EXITS.items() if stage in open_to and leaving is not stage]


def steps_between(stage: Stage, to: Stage, *, two_stage: bool) -> list[Stage]:
    """The regular stages that lie between on the way to a submission or its refusal, the shortest way; else none.

    >>> [step.name for step in steps_between(Stage.IDEA, Stage.SUBMITTED, two_stage=False)]
    ['REVIEW', 'INTERNAL_APPROVAL']
    >>> steps_between(Stage.IDEA, Stage.RUNNING, two_stage=False)
    []
    """
    ways = [[stage]] if to in (*FORWARD_TO_SUBMISSION, Stage.REJECTED) else []
    while ways:
        way = ways.pop(0)
        for following in next_stages(way[-1], two_stage=two_stage):
            if following is to:
                return way[1:]
            if following in FORWARD_TO_SUBMISSION and following not in way:
                ways.append([*way, following])
    return []


def check_change(
    stage: Stage,
    to: Stage,
    *,
    two_stage: bool,
    has_award: bool,
    has_reason: bool,
    been: Collection[Stage],
    override: str,
) -> None:
    """May the application go from `stage` to `to`? An override with a reason opens everything but a change to itself.

    Raises:
        UsageError: the change is not open, or lacks what the stage needs.
    """
    if to is stage:
        raise UsageError("Der Antrag steht schon auf „{stage}“.", stage=stage)
    if to is Stage.NOT_PURSUED and not has_reason:
        raise UsageError("Wer einen Antrag nicht verfolgt, nennt einen Grund.")
    if override.strip():
        return
    if to not in (allowed := next_stages(stage, two_stage=two_stage)):
        if steps := steps_between(stage, to, two_stage=two_stage):
            raise MissingStepError(
                "Von „{stage}“ geht es nicht gleich nach „{to}“: Davor steht {steps}. Eine Ausnahme braucht eine "
                "Begründung.",
                offer=Message.of("{steps} am selben Tag eintragen und weiter", steps=tuple(steps)),
                stage=stage,
                to=to,
                steps=tuple(steps),
            )
        raise UsageError(
            "Von „{stage}“ geht es nicht nach „{to}“, sondern nach {allowed}. Eine Ausnahme braucht eine Begründung.",
            stage=stage,
            to=to,
            allowed=tuple(allowed) or Message.of("keinem weiteren Stand"),
        )
    if to is Stage.AWARDED and not has_award:
        raise UsageError("Für „bewilligt“ fehlt der Zuwendungsbescheid: bitte zuerst den Bescheid eintragen.")
    if to is Stage.AWARDED and Stage.SUBMITTED not in been:
        raise UsageError("Ohne gestellten Antrag gibt es keine Bewilligung; eine Ausnahme braucht eine Begründung.")
