"""Functions of the user's while something is published: what they are told, asked, and raise."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from gatewright import ConcurrentChangeError, ConflictError, GatewrightError, SecretText
from gatewright.publish import (
    Certainty,
    Event,
    EventCallbackError,
    EventKind,
    Fate,
    NodeAddress,
    ProofKind,
    Publication,
    Rollout,
    VerifyOptions,
)
from installation import ENVIRONMENTS, Installation

WAVES = [[ENVIRONMENTS[0]]]


def test_events_come_on_another_thread_while_the_caller_waits(newest: Installation) -> None:
    threads = []
    control_plane = newest.connect()
    control_plane.publish(
        [newest.publication()], on_event=lambda _: threads.append(threading.get_ident())
    )
    assert len(threads) == 9
    assert threading.get_ident() not in threads


def test_events_come_on_the_event_loop_before_the_call_is_over(newest: Installation) -> None:
    async def use() -> None:
        control_plane = await newest.connect_async()
        events: list[Event] = []

        def listen(event: Event) -> None:
            asyncio.get_running_loop()
            events.append(event)

        plan = await control_plane.plan([newest.publication()])
        outcome = await control_plane.apply(plan, on_event=listen)
        assert outcome.is_ok
        assert [event.step for event in events if event.kind is EventKind.STEP_DONE] == list(plan)
        assert events[-1].kind is EventKind.API_FINISHED
        assert str(events[-1]) == "[1/1] Pets 1.0.0: finished"

    asyncio.run(use())


def test_an_apply_that_is_cancelled_lets_go_of_its_journal_and_says_nothing_more(
    newest: Installation, tmp_path: Path
) -> None:
    async def use() -> None:
        control_plane = await newest.connect_async()
        for number in range(12):
            names = [f"Pets{number}x{other}" for other in range(4)]
            publications = [newest.publication(name, f"/{name.lower()}") for name in names]
            journal = tmp_path / f"{number}.journal"
            events: list[Event] = []
            begun = asyncio.Event()

            def listen(
                event: Event, events: list[Event] = events, begun: asyncio.Event = begun
            ) -> None:
                events.append(event)
                begun.set()

            plan = await control_plane.plan(publications)
            apply = control_plane.apply(plan, journal=journal, on_event=listen)
            task = asyncio.ensure_future(apply)
            await begun.wait()
            task.cancel()
            if number % 2:
                await asyncio.sleep(0)
                task.cancel()  # as the end of a program does, while it waits
            with pytest.raises(asyncio.CancelledError):
                await task
            heard = len(events)
            assert (await control_plane.resume(publications, journal)).is_ok
            assert len(events) == heard

    asyncio.run(use())


def test_a_plan_that_another_job_saved_is_applied_or_stale(newest: Installation) -> None:
    publication = newest.publication()
    saved = newest.connect().plan([publication]).save()

    async def use() -> None:
        control_plane = await newest.connect_async()
        plan = await control_plane.plan_as_saved([publication], saved)
        assert plan.save() == saved
        assert (await control_plane.apply(plan)).is_ok
        id_ = (await control_plane.api("Pets", "1.0.0")).id
        await control_plane.delete_api(id_)
        other = await control_plane.plan_as_saved([publication], saved)
        assert (await control_plane.apply(other)).is_ok
        await control_plane.undeploy("Pets", "1.0.0", ENVIRONMENTS[0])
        with pytest.raises(ConcurrentChangeError, match="it was not there, and is now") as caught:
            await control_plane.plan_as_saved([publication], saved)
        assert caught.value.code == "stale-plan"

    asyncio.run(use())


def test_what_a_listener_raises_stops_no_step_and_is_not_lost(newest: Installation) -> None:
    control_plane = newest.connect()
    publication = newest.publication()
    told = []

    def listen(event: Event) -> None:
        told.append(event)
        raise LookupError("the bar is closed")

    with pytest.raises(EventCallbackError, match="on_event raised") as caught:
        control_plane.apply(control_plane.plan([publication]), on_event=listen)
    assert len(told) == 1
    assert str(caught.value.__cause__) == "'the bar is closed'" or isinstance(
        caught.value.__cause__, LookupError
    )
    assert caught.value.outcome.is_ok
    assert control_plane.plan([publication]).is_empty


def test_what_a_listener_raises_on_the_event_loop(newest: Installation) -> None:
    async def use() -> None:
        control_plane = await newest.connect_async()
        plan = await control_plane.plan([newest.publication()])

        def listen(_: Event) -> None:
            raise LookupError

        with pytest.raises(EventCallbackError) as caught:
            await control_plane.apply(plan, on_event=listen)
        assert isinstance(caught.value.__cause__, LookupError)
        assert caught.value.outcome.is_ok

    asyncio.run(use())


def test_an_operation_that_fails_keeps_what_its_listener_raised(newest: Installation) -> None:
    control_plane = newest.connect()
    control_plane.publish([newest.publication()])

    def listen(_: Event) -> None:
        raise LookupError

    with pytest.raises(GatewrightError) as caught:
        control_plane.publish([newest.publication("Cats")], on_event=listen)
    assert isinstance(caught.value.__context__, LookupError)


def test_a_listener_is_a_plain_function(newest: Installation) -> None:
    async def listen(_: Event) -> None: ...

    control_plane = newest.connect()
    plan = control_plane.plan([newest.publication()])
    wrong: list[Any] = [listen, "print"]
    for on_event in wrong:
        with pytest.raises(TypeError, match="on_event must be a"):
            control_plane.apply(plan, on_event=on_event)
    assert control_plane.apis() == ()


def test_a_check_is_a_function_or_a_coroutine_function(newest: Installation) -> None:
    asked: list[tuple[str, ...]] = []

    async def check(environments: tuple[str, ...]) -> None:
        await asyncio.sleep(0)
        asked.append(environments)

    async def use(rollout: Rollout) -> None:
        control_plane = await newest.connect_async()
        outcome = await control_plane.roll_out(rollout)
        assert outcome.is_ok, outcome

    publications = [newest.publication()]
    with_coroutine = Rollout(publications, waves=WAVES, rest=True, check=check)
    asyncio.run(use(with_coroutine))
    assert asked == [(ENVIRONMENTS[0],), (ENVIRONMENTS[1],)]
    # Nobody awaits it here: it runs on a loop of its own.
    assert newest.connect().roll_out(with_coroutine).is_ok
    assert len(asked) == 4
    asyncio.run(use(Rollout(publications, waves=WAVES, rest=True, check=asked.append)))
    assert len(asked) == 6


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        (RuntimeError("freeze until Monday"), "freeze until Monday"),
        (AssertionError(), "AssertionError"),
        (None, "the check returned False"),
    ],
)
def test_why_a_check_keeps_the_gate_closed(
    newest: Installation, raised: Exception | None, says: str
) -> None:
    def check(_: tuple[str, ...]) -> bool:
        if raised is not None:
            raise raised
        return False

    rollout = Rollout([newest.publication()], waves=WAVES, rest=True, check=check)
    outcome = newest.connect().roll_out(rollout)
    assert [failure.message for failure in outcome.waves[-1].failures] == [says]
    assert len(outcome.waves) == 1


def test_a_roll_out_that_is_cancelled_cancels_its_check(newest: Installation) -> None:
    async def use() -> None:
        control_plane = await newest.connect_async()
        begun, ended = asyncio.Event(), asyncio.Event()

        async def check(_: tuple[str, ...]) -> None:
            begun.set()
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()

        rollout = Rollout([newest.publication()], waves=WAVES, rest=True, check=check)
        task = asyncio.ensure_future(control_plane.roll_out(rollout))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(ended.wait(), 30)
        assert (await control_plane.plan([newest.publication()])).steps

    asyncio.run(use())


def test_a_roll_out_says_what_it_cannot_take() -> None:
    pets = Publication("Pets", "1.0.0", environments=["Default"])
    wrong: Any = "Default"
    for options, says in [
        ({"waves": wrong}, "waves must be a list"),
        ({"waves": [wrong]}, r"waves\[0\] must be a list"),
        ({"waves": [[3]]}, r"waves\[0\]\[0\] must be str"),
        ({"check": wrong}, "check must be a function"),
    ]:
        with pytest.raises(TypeError, match=says):
            Rollout([pets], **options)
    with pytest.raises(TypeError, match=r"publications\[0\] must be Publication"):
        Rollout([wrong])


def test_proof_is_awaited_and_so_is_what_goes_back(newest: Installation) -> None:
    environments = ENVIRONMENTS[:2]

    async def use() -> None:
        control_plane = await newest.connect_async()
        pets = newest.publication()
        await control_plane.publish([pets])
        live = await control_plane.verify_with(pets, acknowledged=True, probed=True, timeout=60)
        assert live.is_ok
        assert live.certainty is Certainty.PROVEN
        assert {of.proof.kind for of in live.evidence} == {ProofKind.ACKNOWLEDGED, ProofKind.LIVE}
        assert (await control_plane.drift([pets])).is_empty
        back = await control_plane.rollback("Pets", "1.0.0", environments, revision=1)
        assert [done.to_revision for done in back.environments] == [1, 1]
        with pytest.raises(ConflictError, match="no older one"):
            await control_plane.rollback("Pets", "1.0.0", environments)
        undeployed = await control_plane.undeploy_with(
            "Pets",
            "1.0.0",
            environments[0],
            gone=timedelta(minutes=1),
            others_serve=VerifyOptions(probed=True, timeout=60),
        )
        assert undeployed.was_there
        assert undeployed.is_ok
        retired = await control_plane.retire(environments[1])
        assert [api.fate for api in retired.apis] == [Fate.TAKEN_OFF]

    asyncio.run(use())


def test_what_a_rollback_goes_back_to_is_one_thing(newest: Installation) -> None:
    control_plane = newest.connect()
    with pytest.raises(ValueError, match="revision and api"):
        control_plane.rollback("Pets", "1.0.0", [ENVIRONMENTS[0]], revision=1, api={})
    with pytest.raises(ValueError, match="definition goes with api"):
        control_plane.rollback("Pets", "1.0.0", [ENVIRONMENTS[0]], definition="{}")


def test_proof_keeps_the_password_of_nodes_to_itself() -> None:
    proof = VerifyOptions(nodes=[("eu", "https://gw:8243")], node_account=("admin", "hunter2"))
    rollout = Rollout([], waves=WAVES, proof=proof)
    assert "hunter2" not in f"{proof!r} {proof} {rollout!r}"
    assert proof.nodes == (NodeAddress("eu", "https://gw:8243"),)
    assert proof.node_account == ("admin", SecretText("hunter2"))
    with pytest.raises(TypeError, match="must be VerifyOptions"):
        Rollout([], proof=cast("VerifyOptions", {"probed": True}))
