"""What a report says around the verdict: peers, time, and the rules that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from suzhou_assess.domain.points import as_text
from suzhou_assess.report.model import Part, PeerRow, PeersPart, TimePart, TimeRow
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.report_facts_sources import Sources, bare
from suzhou_assess.services.workspace import Workspace


def peers_part(src: Sources) -> PeersPart | None:
    from suzhou_assess.services.peers import group_name

    peers, pack, words = src.peers, src.session.pack, src.words
    if peers is None or not peers.scores:
        return None
    indicators = {one.id: src.text(one.name) for one in pack.indicators}
    names = {peers.total.id: words.say("peers.total"), **indicators}
    return PeersPart(
        group=words.say(
            f"peers.group_{peers.source}",
            group=group_name(peers, src.places, words),
            count=peers.count,
        ),
        text=src.say("peers_text", rank=peers.total.rank, median=as_text(peers.total.median)),
        rows=tuple(
            PeerRow(
                name=names[one.id],
                points=as_text(one.value),
                median=as_text(one.median),
                rank=words.say("peers.ahead", rank=one.rank),
                share=one.value / one.full,
                median_share=one.median / one.full,
            )
            for one in peers.scores
            if one.id in names
        ),
    )


def time_part(ws: Workspace, src: Sources) -> TimePart | None:
    """All submitted assessments, and what moved since the one before this."""
    from suzhou_assess.services.over_time import compare_sessions

    session = src.session
    place = next((n for n, one in enumerate(src.time) if one.assessment_id == session.id), None)
    if len(src.time) < 2 or not place:
        return None
    earlier = src.time[place - 1]
    older = AssessmentSession(ws, earlier.assessment_id)
    if older.pack.id != session.pack.id:
        return None
    moved = compare_sessions(older, session)
    said: dict[str, list[str]] = {"rise": [], "fall": []}
    for change in moved.items:
        if change.direction in said:
            in_levels = change.item in session.pack.scenario_by_id
            amount = abs(change.gained)
            said[change.direction].append(
                src.say(
                    "moved_item_levels" if in_levels else "moved_item_points",
                    name=session.pack.item_name(change.item),
                    amount=str(amount) if in_levels else as_text(amount),
                )
            )
    return TimePart(
        lead=src.say(
            "time_lead",
            date=earlier.date.isoformat(),
            before=as_text(earlier.score),
            after=as_text(session.verdict.score),
            level_before=src.explain.level_name(earlier.level),
            level_after=src.explain.level_name(session.verdict.level),
        ),
        rows=tuple(
            TimeRow(
                date=one.date.isoformat(),
                mode=src.say(f"mode_{one.mode}"),
                score=as_text(one.score),
                share=one.score / session.pack.full_score,
                level=one.level,
                level_text=src.explain.level_name(one.level),
                current=one.assessment_id == session.id,
            )
            for one in src.time
        ),
        rises=tuple(said["rise"]),
        falls=tuple(said["fall"]),
    )


def method_parts(src: Sources) -> Iterator[Part]:
    """By which rules the verdict came about, as the index has them."""
    session, say = src.session, src.say
    pack = session.pack
    dimensions = src.words.joined(
        tuple(
            say("method_dimension", name=one.name, points=as_text(one.points))
            for one in pack.dimensions
        )
    )
    yield Part(
        say("method_index"),
        (
            say(
                "method_source",
                name=pack.name,
                edition=pack.edition,
                source=bare(src.text(pack.source)),
            ),
            say(
                "method_score",
                dimensions=dimensions,
                full=as_text(pack.full_score),
                questions=len(pack.questions),
            ),
            say(
                "method_scenarios",
                name=pack.scenario_dimension,
                count=len(pack.scenarios),
                binding=sum(one.binding for one in pack.scenarios),
            ),
        ),
    )
    yield Part(
        say("method_levels"),
        (
            say("method_level_rule"),
            *(
                say(
                    "method_level",
                    level=src.explain.level_name(one.level),
                    number=one.level,
                    score=as_text(one.min_score),
                    scenarios=one.min_scenarios,
                    binding=one.min_binding,
                )
                for one in pack.levels
                if one.level
            ),
        ),
    )
    yield Part(
        say("method_this"),
        (
            say(f"method_{session.mode}"),
            say("method_unanswered"),
            say("method_plan"),
            *((say("method_peers"),) if src.peers else ()),
            *((say("method_evidence"),) if src.evidence else ()),
            say("method_use"),
        ),
    )
