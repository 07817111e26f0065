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
