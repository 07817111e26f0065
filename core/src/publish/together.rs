//! Several pieces of work at a time.

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

/// Does all of them, so many at a time, and gives the results in their order. What a session may have under way at once is
/// the session's to say; this bounds what is kept in memory for it.
pub(crate) async fn together<F: Future>(
    at_a_time: usize,
    work: impl IntoIterator<Item = F>,
) -> Vec<F::Output> {
    let mut rest = work.into_iter().enumerate();
    let mut under_way = FuturesUnordered::new();
    let mut done = Vec::new();
    // Not a stream's `buffered`: there, one that is slow holds the places of those after it that are done.
    loop {
        while under_way.len() < at_a_time.max(1) {
            let Some((at, one)) = rest.next() else { break };
            under_way.push(numbered(at, one));
        }
        let Some(next) = under_way.next().await else { break };
        done.push(next);
    }
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, output)| output).collect()
}

async fn numbered<F: Future>(at: usize, one: F) -> (usize, F::Output) {
    (at, one.await)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn no_more_than_that_and_in_order() {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = (0..20_u64).map(|number| {
            let (now, most) = (&now, &most);
            async move {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(std::time::Duration::from_millis(20 - number)).await;
                now.fetch_sub(1, Ordering::SeqCst);
                number
            }
        });
        assert_eq!(together(3, work).await, (0..20).collect::<Vec<_>>());
        assert_eq!(most.into_inner(), 3);
        assert!(together(3, Vec::<std::future::Ready<()>>::new()).await.is_empty());
    }

    #[tokio::test]
    async fn a_slow_one_holds_one_place_only() {
        let others = tokio::sync::Semaphore::new(0);
        let work = (0..9).map(|number| {
            let others = &others;
            async move {
                if number == 0 {
                    drop(others.acquire_many(8).await.unwrap());
                } else {
                    others.add_permits(1);
                }
            }
        });
        let patience = std::time::Duration::from_secs(5);
        assert_eq!(tokio::time::timeout(patience, together(2, work)).await.unwrap().len(), 9);
    }
}
