//! Bodies of replies: whole, or broken off on purpose.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// What is sent of a body.
pub(super) struct Sent {
    rest: Option<Bytes>,
    announced: u64,
    breaks: bool,
}

impl Sent {
    pub(super) fn whole(body: Bytes) -> Self {
        let announced = body.len() as u64;
        Self { rest: (!body.is_empty()).then_some(body), announced, breaks: false }
    }

    /// The length is announced, half of it is sent, and the connection breaks.
    pub(super) fn half(body: &Bytes) -> Self {
        let body = if body.is_empty() { Bytes::from_static(b"  ") } else { body.clone() };
        let announced = body.len() as u64;
        Self { rest: Some(body.slice(..body.len() / 2)), announced, breaks: true }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.rest.take() {
            Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            None if self.breaks => {
                Poll::Ready(Some(Err(io::Error::other("the fault script breaks this answer off"))))
            }
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none() && !self.breaks
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
