//! Several pieces of work at a time.

use futures_util::{StreamExt as _, stream};

/// Does all of them, so many at a time, and gives the results in their order. What a session may have under way at once is
/// the session's to say; this bounds what is kept in memory for it.
pub(crate) async fn together<F: Future>(
    at_a_time: usize,
    work: impl IntoIterator<Item = F>,
) -> Vec<F::Output> {
    stream::iter(work).buffered(at_a_time.max(1)).collect().await
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
}
