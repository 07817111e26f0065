//! A time that API-M cannot read.

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Item, ItemKind};
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::Text;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "invalid-time-value",
    severity: Severity::Error,
    summary: "A time is written so that API-M cannot read it.",
    documentation: r#"## What it finds

On any node, a value of one of these keys

| key | counted in |
|---|---|
| `apim.cache.jwt_claim.expiry_time`, `apim.cache.restapi_token.expiry_time`, `apim.cache.resource.expiry_time`, `apim.cache.token_expiry_time` | seconds |
| `apim.cache.tags.expiry_time` | milliseconds |
| `apim.throttling.publisher.keep_alive_time` | seconds |
| `apim.throttling.blacklist_condition.start_delay`, `apim.throttling.blacklist_condition.period`, `apim.throttling.jms.start_delay` | milliseconds |
| `apim.monetization.publish_duration` | days |
| `tomcat.management_console.session_timeout`, `tomcat.global.session_timeout` | minutes |
| `server.default_cache_timeout`, `server.default_realm_cache_timeout` | minutes |

that

- has another unit than `d`, `h`, `m`, `s` or `ms`: `10min`, `1h30m`;
- holds no number at all;
- is less than one of what the key is counted in: `500ms` where seconds are;
- is no text and no number.

A number without a unit is right: it is taken for what the key is counted in. What a reference stands for is not known
here.

## Why it hurts

API-M stops when it starts, with `Invalid unit : min`, `Invalid configuration value …` or `Converted value result in 0
for non zero source value`.

## Example

```toml
[apim.cache.resource]
expiry_time = "15min"
```

## How to fix it

Write a whole number and one of the units: `expiry_time = "15m"`.
"#,
};

/// What a key is counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
}

use Unit::{Days, Hours, Milliseconds, Minutes, Seconds};

/// Source: API-M 3.0–4.7, `unit-resolve.json` of carbon-apimgt, as far as all of its versions agree, and of the kernel.
const KEYS: [(&str, Unit); 14] = [
    ("apim.cache.jwt_claim.expiry_time", Seconds),
    ("apim.cache.restapi_token.expiry_time", Seconds),
    ("apim.cache.resource.expiry_time", Seconds),
    ("apim.cache.token_expiry_time", Seconds),
    ("apim.cache.tags.expiry_time", Milliseconds),
    ("apim.throttling.publisher.keep_alive_time", Seconds),
    ("apim.throttling.blacklist_condition.start_delay", Milliseconds),
    ("apim.throttling.blacklist_condition.period", Milliseconds),
    ("apim.throttling.jms.start_delay", Milliseconds),
    ("apim.monetization.publish_duration", Days),
    ("tomcat.management_console.session_timeout", Minutes),
    ("tomcat.global.session_timeout", Minutes),
    ("server.default_cache_timeout", Minutes),
    ("server.default_realm_cache_timeout", Minutes),
];

impl Unit {
    const ALL: [Self; 5] = [Milliseconds, Seconds, Minutes, Hours, Days];

    /// As API-M reads it: exactly so.
    const fn suffix(self) -> &'static str {
        match self {
            Milliseconds => "ms",
            Seconds => "s",
            Minutes => "m",
            Hours => "h",
            Days => "d",
        }
    }

    const fn words(self) -> [&'static str; 5] {
        match self {
            Milliseconds => ["ms", "msec", "millis", "millisecond", "milliseconds"],
            Seconds => ["s", "sec", "secs", "second", "seconds"],
            Minutes => ["m", "min", "mins", "minute", "minutes"],
            Hours => ["h", "hr", "hrs", "hour", "hours"],
            Days => ["d", "day", "days", "day", "days"],
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Milliseconds => "millisecond",
            Seconds => "second",
            Minutes => "minute",
            Hours => "hour",
            Days => "day",
        }
    }

    const fn milliseconds(self) -> u128 {
        match self {
            Milliseconds => 1,
            Seconds => 1000,
            Minutes => 60_000,
            Hours => 3_600_000,
            Days => 86_400_000,
        }
    }
}

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        for (key, counted_in) in KEYS {
            if let Some(item) = node.get(key) {
                judge(node, key, counted_in, item, sink);
            }
        }
    }
}

fn judge(node: &NodeView, key: &str, counted_in: Unit, item: Item<'_>, sink: &mut Sink) {
    let units = "`d`, `h`, `m`, `s` or `ms`";
    let text = match (item.as_str(), item.kind()) {
        (Some(text), _) if Text::parse(&text).is_plain() => text,
        // The keys of a table are other keys.
        (Some(_), _) | (None, ItemKind::Integer | ItemKind::Float | ItemKind::Table(_)) => return,
        (None, _) => {
            sink.report(&RULE, Some(&node.at(item)), format!("`{key}` is neither text nor number"))
                .help(format!("write a number and one of the units {units}, such as \"15m\""));
            return;
        }
    };
    let Some((number, unit)) = taken_apart(&text) else {
        let message = format!("`{key}` is {}, in which there is no number", quoted(&text));
        sink.report(&RULE, Some(&node.at(item)), message)
            .help(format!("write a number and one of the units {units}, such as \"15m\""));
        return;
    };
    let exact = Unit::ALL.into_iter().find(|known| known.suffix() == unit);
    match exact {
        _ if unit.is_empty() => {}
        Some(exact) => {
            // What is written after the point is cut off before it is converted.
            let is_nothing =
                number.saturating_mul(exact.milliseconds()) < counted_in.milliseconds();
            if number > 0 && is_nothing {
                let message = format!(
                    "`{key}` is {}, less than the one {} that API-M counts in",
                    quoted(&text),
                    counted_in.name()
                );
                sink.report(&RULE, Some(&node.at(item)), message)
                    .help(format!("write at least \"1{}\"", counted_in.suffix()));
            }
        }
        None => {
            let message =
                format!("`{key}` is {}: {} is no unit of API-M's", quoted(&text), quoted(unit));
            let found = sink.report(&RULE, Some(&node.at(item)), message);
            match repaired(&text, unit) {
                Some(right) => {
                    let quote = if item.raw().starts_with('\'') { '\'' } else { '"' };
                    let edit = node.edit(item.span(), format!("{quote}{right}{quote}"));
                    found
                        .help(format!("write \"{right}\""))
                        .fix(Fix::new(Safety::Unsafe, vec![edit]));
                }
                None => {
                    found.help(format!("write a whole number and one of the units {units}"));
                }
            }
        }
    }
}

/// The first number, and what follows it, as API-M's `(\d+(?:\.\d+)?)\s*(\w*)` finds them anywhere in a text.
fn taken_apart(text: &str) -> Option<(u128, &str)> {
    let rest = text.get(text.find(|c: char| c.is_ascii_digit())?..)?;
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (whole, mut rest) = rest.split_at_checked(digits(rest))?;
    if let Some(fraction) = rest.strip_prefix('.').filter(|rest| digits(rest) > 0) {
        rest = fraction.get(digits(fraction)..)?;
    }
    let rest = rest.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    Some((whole.parse().unwrap_or(u128::MAX), rest.get(..end)?))
}

/// A whole number with the unit that was meant, where the text is nothing else.
fn repaired(text: &str, unit: &str) -> Option<String> {
    let number = text.trim().strip_suffix(unit)?.trim_end();
    let is_whole = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let word = unit.to_lowercase();
    let meant = Unit::ALL.into_iter().find(|known| known.words().contains(&&*word))?;
    is_whole.then(|| format!("{number}{}", meant.suffix()))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};
    use crate::diagnostic::{Safety, Severity};

    const CODE: &str = "invalid-time-value";

    fn cache(value: &str) -> String {
        format!("[apim.cache.resource]\nexpiry_time = {value}\n")
    }

    #[test]
    fn what_api_m_cannot_read_is_found() {
        for (value, part) in [
            ("\"15min\"", "`apim.cache.resource.expiry_time` is `15min`: `min` is no unit"),
            ("\"15 Minutes\"", "`Minutes` is no unit"),
            ("\"15M\"", "`M` is no unit"),
            ("\"1h30m\"", "`h30m` is no unit"),
            ("\"1.5hours\"", "`hours` is no unit"),
            ("\"soon\"", "in which there is no number"),
            ("\"\"", "in which there is no number"),
            ("\"500ms\"", "`500ms`, less than the one second"),
            ("\"999.9 ms\"", "less than the one second"),
            ("true", "is neither text nor number"),
            ("[15]", "is neither text nor number"),
            ("15:00:00", "is neither text nor number"),
        ] {
            assert_found(CODE, [file(&cache(value))], &[("2:15", part)]);
        }
        for (text, at) in [
            ("[apim.throttling.blacklist_condition]\nperiod = \"1 hour\"\n", "2:10"),
            ("[tomcat.management_console]\nsession_timeout = \"30s\"\n", "2:19"),
            ("server.default_cache_timeout = \"15 mins\"\n", "1:32"),
            ("[apim.monetization]\npublish_duration = \"23h\"\n", "2:20"),
        ] {
            assert_found(CODE, [file(text)], &[(at, "")]);
            assert_eq!(findings(CODE, [file(text)])[0].severity, Severity::Error);
        }
    }

    #[test]
    fn a_unit_that_is_only_spelt_otherwise_is_repaired() {
        for (before, after) in [
            ("\"15min\"", "\"15m\""),
            ("'15 Minutes'", "'15m'"),
            ("\"900SEC\"", "\"900s\""),
            ("\"90000 milliseconds\"", "\"90000ms\""),
            ("\"2 hrs\"", "\"2h\""),
            ("\"1day\"", "\"1d\""),
        ] {
            let text = cache(before);
            let found = &findings(CODE, [file(&text)])[0];
            assert_eq!(fixed(&text, found), cache(after));
            assert_eq!(found.fix.as_ref().unwrap().safety, Safety::Unsafe);
            assert_silent(CODE, [file(&cache(after))]);
        }
        for value in ["\"1h30m\"", "\"1.5hours\"", "\"15 weeks\"", "\"soon\"", "\"500ms\"", "true"]
        {
            assert!(findings(CODE, [file(&cache(value))])[0].fix.is_none(), "{value}");
        }
    }

    #[test]
    fn what_api_m_reads_is_left_alone() {
        for value in [
            "15",
            "15.5",
            "\"15\"",
            "\"900s\"",
            "\"15 m\"",
            "\"1000ms\"",
            "\"1.5h\"",
            "\"0ms\"",
            "\"-1\"",
            "\"about 15m or so\"",
            "\"$env{EXPIRY}\"",
            "{ unit = \"min\" }",
        ] {
            assert_silent(CODE, [file(&cache(value))]);
        }
        assert_silent(CODE, [file("[apim.throttling.jms]\nstart_delay = \"500ms\"\n")]);
        assert_silent(CODE, [file("[apim.cache.other]\nexpiry_time = \"15min\"\n")]);
    }
}
