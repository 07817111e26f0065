//! Publishing in waves.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "content-in-waves",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "A roll-out would change the content of an API environment by environment, which 3.x cannot.",
        documentation: r"
## What happened

In API-M 3.x an API has one content, and every environment of its list gets a change at once. The roll-out names an API
that is in some of its environments already, and would change more of it than that list. Nothing was written.

## Usual causes

- A roll-out that was written for 4.x, where each environment has a revision of its own.

## How to fix it

Publish a new version of the API, and roll that one out; or publish without waves.
",
    },
    ErrorCode {
        code: "earlier-run-stays",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "A roll-out was taken back, and what an earlier run of it had changed stays.",
        documentation: r"
## What happened

A roll-out was cut off after it had changed the API. It was begun again with the same journal, failed, and took back what
it had changed itself. How the API was before the first run nobody knows any more: what that run changed stays.

## Usual causes

- The process of the first run was killed in a gate, or between two waves.

## How to fix it

See which revision each environment has, and go back to the one before where it should: `rollback`. Or run the roll-out
again when the reason for its failure is gone: it goes on from there.
",
    },
    ErrorCode {
        code: "invalid-rollout",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "The waves of a roll-out do not fit its publications.",
        documentation: r"
## What happened

Every environment that the publications name belongs to exactly one wave, and every environment of a wave to a
publication. Nothing was sent.

## Usual causes

- An environment that no wave names, while the rest is no wave of its own.
- A name that is misspelt in a wave, or stands in two.

## How to fix it

Name each environment once, in the wave in which it comes first, or add the rest as a last wave.
",
    },
];
