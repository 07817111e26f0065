//! Operations of the Publisher, the Developer Portal, the Admin API and gateway nodes.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "api-exists",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "An API of that name and version is there already.",
        documentation: r"
## What happened

The Publisher has an API of this name and version, so no new one is made.

## Usual causes

- An earlier run made it.
- Another team chose the same name.

## How to fix it

Read it and update it, or choose another version.
",
    },
    ErrorCode {
        code: "api-without-id",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A document that was not read from the server cannot update an API.",
        documentation: r"
## What happened

The document has no `id`, so nobody knows which API it is.

## Usual causes

- The document was written by hand, or is the one that an API was made of.

## How to fix it

Read the API with `get_api`, change that document, and update it.
",
    },
    ErrorCode {
        code: "application-exists",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["application"],
        summary: "The user has an application of that name already.",
        documentation: r"
## What happened

The Developer Portal has an application of this name, so no new one is made.

## Usual causes

- An earlier run made it.

## How to fix it

Take it with `application`, or choose another name.
",
    },
    ErrorCode {
        code: "decided-otherwise",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &[],
        summary: "A task was decided otherwise by somebody else.",
        documentation: r"
## What happened

The answer says another decision than the one that was sent.

## Usual causes

- Somebody decided the task in the Admin Portal at the same time.

## How to fix it

Read the task, and ask again for what it was about.
",
    },
    ErrorCode {
        code: "deployment-without-revision",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A deployment that does not say its revision cannot be changed.",
        documentation: r"
## What happened

A change of a deployment names the revision that is deployed; this one does not have it.

## Usual causes

- The deployment was read from an answer that leaves the revision out.

## How to fix it

Read it with `deployments`, and change what that gives.
",
    },
    ErrorCode {
        code: "environment-exists",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["environment"],
        summary: "The Admin Portal has an environment of that name already.",
        documentation: r"
## What happened

An environment of this name is there, so no new one is made.

## Usual causes

- An earlier run made it.
- The control plane's `deployment.toml` has it.

## How to fix it

Change that one, or choose another name.
",
    },
    ErrorCode {
        code: "environment-without-id",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "An environment that was not read from the server cannot be changed.",
        documentation: r"
## What happened

The environment has no identifier, so nobody knows which one it is.

## Usual causes

- It was made in the program, and not read.

## How to fix it

Read it with `admin_environment`, and change what that gives.
",
    },
    ErrorCode {
        code: "external-gateway-failed",
        kinds: &[ErrorKind::Server],
        retries: &[Retry::Never],
        context: &["api_manager_code"],
        summary: "A gateway of another vendor failed to deploy an API.",
        documentation: r"
## What happened

The control plane took the deployment and answers that the gateway, or its connector, failed.

## Usual causes

- The gateway is down or refuses the control plane's account.
- The connector is not installed on the control plane.

## How to fix it

Look at the control plane's log and at that gateway, then undeploy and deploy again.
",
    },
    ErrorCode {
        code: "incomplete-api",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A new API lacks its name, version or context.",
        documentation: r"
## What happened

The document has no such field, or an empty one.

## Usual causes

- The document is only a part of an API.

## How to fix it

Give the document `name`, `version` and `context`.
",
    },
    ErrorCode {
        code: "invalid-api-document",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A value is no API as API-M stores it.",
        documentation: r"
## What happened

An API is one JSON object; the text or value is none, or a field has another shape than was asked for.

## Usual causes

- The text is YAML, or a list of APIs.
- The type that was asked for does not fit the field.

## How to fix it

Give one JSON object, or ask for another type.
",
    },
    ErrorCode {
        code: "invalid-archive",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "What was to be imported is no zip archive.",
        documentation: r"
## What happened

An API is imported from a zip archive, as an export gives it.

## Usual causes

- The folder was given, not the archive made of it.
- The file is the answer of a failed download.

## How to fix it

Pack the folder as a zip archive, or export the API again.
",
    },
    ErrorCode {
        code: "invalid-page-size",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A page is to have no APIs, or more than 100.",
        documentation: r"
## What happened

API-M is asked for pages of 1 to 100 APIs.

## Usual causes

- The size was meant as a number of all APIs to find.

## How to fix it

Give a size from 1 to 100; the search goes on through all pages.
",
    },
    ErrorCode {
        code: "invalid-search",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A value cannot be searched for.",
        documentation: r"
## What happened

The value is empty, or holds a quotation mark, a backslash or a line break, which no name, version or context of an API can.

## Usual causes

- The value was read from a file with the line's end.
- A whole expression was given as a name.

## How to fix it

Give the plain value; expressions of API-M's own language go into `text`.
",
    },
    ErrorCode {
        code: "keys-exist",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["application", "key_type"],
        summary: "An application has keys of that type and key manager already.",
        documentation: r"
## What happened

API-M keeps one pair of keys per key type and key manager.

## Usual causes

- An earlier run made them.

## How to fix it

Use those that are there, or another application.
",
    },
    ErrorCode {
        code: "no-order",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &[],
        summary: "The Developer Portal lists APIs in its own order.",
        documentation: r"
## What happened

The search names an order, which the portal's listings do not have.

## Usual causes

- A query for the Publisher was used for the portal.

## How to fix it

Search without an order, and sort what is found.
",
    },
    ErrorCode {
        code: "no-such-environment",
        kinds: &[ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["environment"],
        summary: "The Admin Portal has no environment of that name.",
        documentation: r"
## What happened

No environment has exactly this name; the message says which there are.

## Usual causes

- Another spelling, or upper and lower case.
- It was deleted.

## How to fix it

Use one of the names that the message lists.
",
    },
    ErrorCode {
        code: "redeployment-failed",
        kinds: &[ErrorKind::Server],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "A gateway node could not deploy an API again.",
        documentation: r"
## What happened

The node was told to fetch the API from the control plane, and answers that it failed.

## Usual causes

- The node cannot reach the control plane.
- The API's definition is not accepted by the gateway.

## How to fix it

Look at the node's log.
",
    },
    ErrorCode {
        code: "revision-description-too-long",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A revision's description is longer than API-M takes.",
        documentation: r"
## What happened

A description has at most 255 characters.

## Usual causes

- A whole change log was given.

## How to fix it

Shorten it.
",
    },
    ErrorCode {
        code: "secret-without-value",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &[],
        summary: "The server made a secret and did not show it.",
        documentation: r"
## What happened

A new secret is shown once, in the answer that makes it; this answer does not have it.

## Usual causes

- Something between hides parts of answers.

## How to fix it

Make another one, then revoke the first.
",
    },
    ErrorCode {
        code: "subscription-exists",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["application"],
        summary: "An application is subscribed to an API already.",
        documentation: r"
## What happened

API-M keeps one subscription per application and API.

## Usual causes

- An earlier run made it, perhaps with another plan.

## How to fix it

Change its plan, or end it first.
",
    },
    ErrorCode {
        code: "unknown-key-type",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A key is of no type that is known.",
        documentation: r"
## What happened

In 3.0 and 3.1 a token is asked for by the key's type, and the key does not say `PRODUCTION` or `SANDBOX`.

## Usual causes

- The key was read from an answer with another word.

## How to fix it

Use a key whose type is known.
",
    },
    ErrorCode {
        code: "update-uncertain",
        kinds: &[ErrorKind::ConcurrentChange],
        retries: &[Retry::Ambiguous],
        context: &["api", "version"],
        summary: "An update's answer was lost, and the API has changed to something else than was sent.",
        documentation: r"
## What happened

The connection broke, or the server failed, after an update of an API was sent. The API was read again: its last change
is newer than before, but what it says is not what was sent. The update was not sent again, because it could overwrite
what somebody else wrote.

## Usual causes

- A person or a program changed the same API at the same moment, before this update or after it.
- API-M made the update, and stores or shows a field in another form; the password of an endpoint, for example, is not
  shown as it was sent.

## How to fix it

Read the API, compare it with what you sent, and repeat the change on what you read if it is missing. The error that lost
the answer is the source of this one.
",
    },
];
