//! One request's course through its attempts, on a clock of the test's own.

use super::*;
use crate::rest::Response;

const SECOND: Duration = Duration::from_secs(1);

fn pipeline(retry: RetryOptions) -> Pipeline {
    let mut pipeline = Pipeline::new(&ConnectOptions::new().retry(retry));
    pipeline.random = || 1.0; // the longest pauses
    pipeline
}

fn error(kind: ErrorKind, retry: Retry) -> Error {
    let code = if kind == ErrorKind::Timeout { "request-timeout" } else { "server-failed" };
    Error::new(kind, code, "x").with_retry(retry)
}

/// An answer of this status, perhaps with a wish.
fn refused(status: u16, retry: Retry, wish: Option<&str>) -> Failed {
    let headers = wish.map(|wish| ("retry-after".to_owned(), wish.to_owned()));
    let response = Response { status, headers: headers.into_iter().collect(), body: Vec::new() };
    Failed::refused(error(ErrorKind::Server, retry), &response)
}

fn timed_out() -> Failed {
    let error = error(ErrorKind::Timeout, Retry::Safe);
    Failed { error, status: None, wish: None, trouble: None, is_lasting: false }
}

/// Makes attempts with these outcomes, the last one again and again; the result and when each attempt was made.
async fn run(
    pipeline: &Pipeline,
    outcomes: Vec<fn() -> Result<(), Failed>>,
) -> (Result<()>, Vec<u64>) {
    let begun = Instant::now();
    let mut course = pipeline.begin("read an API", "https://cp", true);
    let mut made = Vec::new();
    loop {
        let admission = match course.admit().await {
            Ok(admission) => admission,
            Err(error) => return (Err(error), made),
        };
        made.push(u64::try_from(begun.elapsed().as_millis()).unwrap());
        let outcome = outcomes.get(made.len() - 1).or(outcomes.last()).unwrap();
        if let Some(result) = course.settle(admission, outcome()).await {
            return (result, made);
        }
    }
}

fn context<'e>(error: &'e Error, key: &str) -> &'e str {
    error.context().iter().find(|(known, _)| *known == key).map_or("", |(_, value)| value)
}

#[tokio::test(start_paused = true)]
async fn pauses_double_up_to_the_longest_and_attempts_end() {
    let retry = RetryOptions::new().attempts(6).first_delay(SECOND).longest_delay(4 * SECOND);
    let pipeline = pipeline(retry);
    let (result, made) = run(&pipeline, vec![|| Err(refused(503, Retry::Safe, None))]).await;
    assert_eq!(made, [0, 1000, 3000, 7000, 11000, 15000]);
    let error = result.unwrap_err();
    assert_eq!((context(&error, "attempts"), context(&error, "gave_up")), ("6", "attempts"));
    assert_eq!(context(&error, "correlation_id").len(), 36);
}

#[tokio::test(start_paused = true)]
async fn jitter_takes_any_part_of_a_pause() {
    let mut pipeline = pipeline(RetryOptions::new().first_delay(SECOND));
    pipeline.random = || 0.0;
    assert_eq!(pipeline.pause(3), Duration::ZERO);
    pipeline.random = || 0.25;
    assert_eq!(pipeline.pause(3), SECOND);
    assert_eq!(pipeline.pause(u32::MAX), 5 * SECOND, "a quarter of the longest");
}

#[tokio::test(start_paused = true)]
async fn only_what_is_safe_is_repeated() {
    let pipeline = pipeline(RetryOptions::new());
    for retry in [Retry::Never, Retry::Ambiguous] {
        let fail: fn() -> Result<(), Failed> = match retry {
            Retry::Never => || Err(refused(404, Retry::Never, None)),
            _ => || Err(refused(503, Retry::Ambiguous, None)),
        };
        let (result, made) = run(&pipeline, vec![fail]).await;
        let error = result.unwrap_err();
        assert_eq!((made.len(), error.retry()), (1, retry));
        assert_eq!((context(&error, "attempts"), context(&error, "gave_up")), ("1", ""));
    }
    let lasting = || Err(Failed { is_lasting: true, ..timed_out() });
    assert_eq!(run(&pipeline, vec![lasting]).await.1.len(), 1, "an untrusted certificate stays so");
    assert!(pipeline.budget.is_full());
}

#[tokio::test(start_paused = true)]
async fn switched_off_nothing_is_repeated() {
    let pipeline = pipeline(RetryOptions::off());
    let (result, made) = run(&pipeline, vec![|| Err(timed_out())]).await;
    assert_eq!((made.len(), context(&result.unwrap_err(), "gave_up")), (1, ""));
}

#[tokio::test(start_paused = true)]
async fn a_servers_wish_is_obeyed_and_the_pause_comes_on_top() {
    let pipeline = pipeline(RetryOptions::new().first_delay(SECOND));
    let (result, made) =
        run(&pipeline, vec![|| Err(refused(503, Retry::Safe, Some("60"))), || Ok(())]).await;
    assert!(result.is_ok());
    assert_eq!(made, [0, 61_000]);
    assert!(pipeline.budget.is_full(), "a repetition that succeeds gives back what it took");
}

#[tokio::test(start_paused = true)]
async fn a_wish_beyond_the_deadline_is_told_at_once() {
    let pipeline = pipeline(RetryOptions::new().deadline(30 * SECOND));
    let begun = Instant::now();
    let (result, made) = run(&pipeline, vec![|| Err(refused(429, Retry::Safe, Some("60")))]).await;
    assert_eq!((made.len(), begun.elapsed()), (1, Duration::ZERO));
    assert_eq!(context(&result.unwrap_err(), "gave_up"), "deadline");
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_pause_everybody_and_halve_the_limit() {
    let pipeline = pipeline(RetryOptions::new().first_delay(SECOND));
    let throttled = run(&pipeline, vec![|| Err(refused(429, Retry::Safe, Some("10"))), || Ok(())]);
    let other = async {
        tokio::task::yield_now().await;
        assert_eq!(pipeline.limiter.limit(), 2);
        run(&pipeline, vec![|| Ok(())]).await.1
    };
    let ((result, made), others) = tokio::join!(throttled, other);
    assert!(result.is_ok());
    assert_eq!((made, others), (vec![0, 11_000], vec![10_000]));
    assert_eq!(pipeline.limiter.under_way(), 0);
}

#[tokio::test(start_paused = true)]
async fn waiting_for_the_others_ends_at_the_deadline() {
    let pipeline = pipeline(RetryOptions::new().deadline(5 * SECOND));
    let mut held = Vec::new();
    while held.len() < pipeline.limiter.limit() {
        held.push(pipeline.limiter.acquire().await);
    }
    let begun = Instant::now();
    let (result, made) = run(&pipeline, vec![|| Ok(())]).await;
    let error = result.unwrap_err();
    assert_eq!((made.len(), begun.elapsed()), (0, 5 * SECOND));
    assert_eq!(
        (error.code(), error.kind(), error.retry()),
        ("deadline-exceeded", ErrorKind::Timeout, Retry::Safe)
    );
    assert_eq!((context(&error, "attempts"), context(&error, "gave_up")), ("0", "deadline"));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_no_more_time_than_the_request() {
    let options = ConnectOptions::new()
        .request_timeout(20 * SECOND)
        .retry(RetryOptions::new().deadline(30 * SECOND));
    let pipeline = Pipeline::new(&options);
    let mut course = pipeline.begin("read an API", "https://cp", true);
    assert_eq!(course.admit().await.unwrap().within, 20 * SECOND);
    sleep(25 * SECOND).await;
    assert_eq!(course.admit().await.unwrap().within, 5 * SECOND);
    assert_eq!(
        course.in_time(std::future::pending::<Result<()>>()).await.unwrap_err().kind(),
        ErrorKind::Timeout
    );
}

#[tokio::test(start_paused = true)]
async fn an_empty_budget_ends_repetitions_until_successes_fill_it() {
    let pipeline = pipeline(RetryOptions::new().attempts(10).budget(3));
    let (result, made) = run(&pipeline, vec![|| Err(refused(503, Retry::Safe, None))]).await;
    let error = result.unwrap_err();
    assert_eq!((made.len(), context(&error, "gave_up")), (4, "budget"));
    let (_, made) = run(&pipeline, vec![|| Err(refused(503, Retry::Safe, None))]).await;
    assert_eq!(made.len(), 1, "the store is the session's");
    for _ in 0..5 {
        assert!(run(&pipeline, vec![|| Ok(())]).await.0.is_ok());
    }
    let (_, made) = run(&pipeline, vec![|| Err(refused(503, Retry::Safe, None))]).await;
    assert_eq!(made.len(), 2, "five successes are one repetition");
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_while_waiting_leaves_nothing_behind() {
    let pipeline = pipeline(RetryOptions::new());
    let failing = run(&pipeline, vec![|| Err(refused(503, Retry::Safe, None))]);
    assert!(tokio::time::timeout(Duration::from_millis(100), failing).await.is_err());
    assert!(pipeline.budget.is_full());
    assert_eq!(pipeline.limiter.under_way(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_wish_that_outlasts_every_deadline_is_told_at_once_and_ends_after_an_hour() {
    let pipeline = pipeline(RetryOptions::new());
    let mut course = pipeline.begin("ask", "s", true);
    let admission = course.admit().await.unwrap();
    let mut failed = refused(429, Retry::Safe, Some("99999999"));
    failed.trouble = Some(Trouble::TooManyRequests);
    assert!(course.settle::<()>(admission, Err(failed)).await.is_some_and(|done| done.is_err()));
    let before = Instant::now();
    let error = pipeline.begin("ask", "s", true).admit().await.unwrap_err();
    assert_eq!(error.code(), "deadline-exceeded");
    assert_eq!(before.elapsed(), Duration::ZERO);
    tokio::time::advance(Duration::from_secs(3601)).await;
    assert!(pipeline.begin("ask", "s", true).admit().await.is_ok());
}
