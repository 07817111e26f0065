//! Values that do not survive the way into API-M's own files.

use crate::diagnostic::{Rule, Severity};

pub(crate) static UNESCAPED_XML_CHARACTER: Rule = Rule {
    code: "unescaped-xml-character",
    severity: Severity::Warning,
    summary: "A value holds a `&` or `<` that breaks the XML API-M makes of it.",
    documentation: r#"## What it finds

A value that holds `<`, or a `&` that does not begin an escape such as `&amp;` or `&#38;`, and does not stand within
`<![CDATA[…]]>`: descriptions, user names, passwords and URLs of environments; the URLs and accounts of
`[apim.key_manager]`, `[apim.event_hub]` and `[apim.throttling]`; `gateway_labels`, `revoke_endpoint` and the Developer
Portal's `url`; `[super_admin]`, keystores and truststore. Database URLs are not judged. In a `topology.toml` this is an
error.

## Why it hurts

API-M (3.0 to 4.7) pastes the values of `deployment.toml` into XML files without escaping them. `api-manager.xml` is then
not well-formed, and API-M does not start or another component fails with a message about XML that names neither the key
nor the file (product-apim#8998, product-is#28431). Characters that XML knows no way to write at all, such as
U+0000 or U+001B, do the same.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
description = "Production & Europe"
```

## How to fix it

Write `&amp;` for `&` and `&lt;` for `<`: API-M reads back what was meant. For a password with many such characters use
`<![CDATA[…]]>` around it, or a `$secret{…}`, which is never pasted.
"#,
};

pub(crate) static REFERENCE_IN_ENVIRONMENT: Rule = Rule {
    code: "reference-in-environment",
    severity: Severity::Warning,
    summary: "A `$ref{…}` stands in an environment, where it is not resolved.",
    documentation: r#"## What it finds

A `$ref{…}` in a value of `[[apim.gateway.environment]]`, or of an `[[environment]]` of a `topology.toml`, where it is
an error.

## Why it hurts

API-M (3.0 to 4.7) resolves `$ref{…}` in plain tables and lists, but not inside arrays of tables, and environments are
one: the text `$ref{super_admin.username}` itself is written into `api-manager.xml` and used as the user name.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
username = "$ref{super_admin.username}"
password = "$ref{super_admin.password}"
```

## How to fix it

Write `${admin.username}` and `${admin.password}`, which are filled in when API-M runs. `$env{…}` and `$sys{…}` are
resolved everywhere, environments included.
"#,
};
