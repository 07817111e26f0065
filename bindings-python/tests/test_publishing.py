"""Functions of the user's while something is published: what they are told, asked, and raise."""

import asyncio
import threading
from typing import Any

import pytest
from gatewright import GatewrightError
from gatewright.publish import Event, EventCallbackError, EventKind, Publication, Rollout
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
