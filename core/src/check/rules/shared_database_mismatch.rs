//! Nodes of one installation with different shared databases.

use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Rule, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "shared-database-mismatch",
    severity: Severity::Warning,
    summary: "A node's shared database is not the control plane's.",
    documentation: r#"## What it finds

A node whose `[database.shared_db]` is another database than the control plane's: another kind, host, port or name. Both
must say all of it in plain text, by `hostname`, `port` and `name` or by `url`. The embedded H2 database of the packs is
not compared with others: it is what stands there before anybody set one up. A node without the section is not judged;
the gateway distribution has had none since 4.5.

## Why it hurts

Tenants, roles and the registry are in this database, in every release from 3.0 to 4.7. With another one a node does not
know the tenants of the control plane, and permissions differ from node to node.

## Example

```toml
[database.shared_db]
type = "mysql"
url = "jdbc:mysql://db.example.com:3306/apim_db"
username = "$env{DB_USER}"
password = "$env{DB_PASSWORD}"
```

The control plane's is `jdbc:mysql://db.example.com:3306/shared_db`.

## How to fix it

Write the control plane's database on every node that has the section. `apim_db` is another one.
"#,
};

const KEY: &str = "database.shared_db";

/// What tells one database from another.
#[derive(Debug, PartialEq, Eq)]
struct Database {
    kind: String,
    /// Host and port.
    place: String,
    name: String,
}

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let known = set.control_planes().find_map(|node| Some((node, database(node)?)));
    let Some((control_plane, expected)) = known else { return };
    for node in set.nodes().filter(|node| !node.is(control_plane)) {
        let Some(found) = database(node).filter(|found| *found != expected) else { continue };
        let (what, theirs, ours) = if found.kind != expected.kind {
            ("kind", &expected.kind, &found.kind)
        } else if found.name != expected.name {
            ("name", &expected.name, &found.name)
        } else {
            ("host", &expected.place, &found.place)
        };
        let message = format!(
            "the shared database is not the control plane's: the {what} is `{ours}` here and `{theirs}` there"
        );
        sink.report(&RULE, Some(&at(node)), message)
            .related(Some(&at(control_plane)), format!("the one of `{}`", control_plane.label))
            .help(format!("write what `{}` has in its `[{KEY}]`", control_plane.label));
    }
}

fn at(node: &NodeView) -> crate::diagnostic::Location {
    node.at_first_of(&["database.shared_db.url", "database.shared_db.hostname", KEY])
}

/// The shared database of a node; `None` when it says none, not all of it in plain text, or an embedded one.
fn database(node: &NodeView) -> Option<Database> {
    let table = node.get(KEY)?;
    let text = |key: &str| -> Option<String> {
        let item: Item<'_> = table.get(key)?;
        let value =
            item.as_str().map_or_else(|| item.raw().to_owned(), std::borrow::Cow::into_owned);
        (!value.contains('$') && !value.trim().is_empty()).then(|| value.trim().to_lowercase())
    };
    let kind = text("type");
    let found = if table.get("url").is_some() {
        of_url(&text("url")?)?
    } else {
        let kind = kind?;
        let port = match table.get("port") {
            Some(_) => Some(text("port")?),
            None => default_port(&kind).map(str::to_owned),
        };
        let place = format!("{}:{}", text("hostname")?, port.unwrap_or_default());
        Database { kind, place, name: text("name")? }
    };
    (found.kind != "h2").then_some(found)
}

/// `jdbc:kind://host:port/name?options` and its relatives, in lower case; `None` for a form that is not known.
fn of_url(url: &str) -> Option<Database> {
    let (kind, rest) = url.strip_prefix("jdbc:")?.split_once(':')?;
    if kind == "h2" {
        return Some(Database { kind: kind.to_owned(), place: String::new(), name: String::new() });
    }
    // `jdbc:oracle:thin:@host:1521/name`
    let rest = rest.trim_start_matches("thin:").trim_start_matches('@').trim_start_matches("//");
    let (place, after) = rest.split_once(['/', ';'])?;
    let name = match after.split(['?', '&']).next()?.split(';').find_map(|option| {
        option.strip_prefix("databasename=").or_else(|| option.strip_prefix("database="))
    }) {
        Some(name) => name,
        None => after.split(['?', ';', ':']).next()?,
    };
    let kind = match kind {
        "sqlserver" => "mssql",
        "mariadb" => "mysql",
        other => other,
    };
    let place = if place.contains(':') {
        place.to_owned()
    } else {
        format!("{place}:{}", default_port(kind).unwrap_or_default())
    };
    let is_complete = !place.is_empty() && !name.is_empty() && !place.contains(['@', ',']);
    is_complete.then(|| Database { kind: kind.to_owned(), place, name: name.to_owned() })
}

fn default_port(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "mysql" => "3306",
        "mssql" => "1433",
        "oracle" => "1521",
        "postgresql" | "postgre" => "5432",
        "db2" => "50000",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Database, of_url};
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent};
    use crate::model::Role;

    const CODE: &str = "shared-database-mismatch";

    fn set(ours: &str, theirs: &str) -> [NodeFile; 2] {
        let node = |name: &str, lines: &str, role| {
            NodeFile::from_text(format!("{name}.toml"), format!("[database.shared_db]\n{lines}\n"))
                .name(name)
                .roles([role])
        };
        [node("cp", theirs, Role::ControlPlane), node("gw", ours, Role::Gateway)]
    }

    const URL: &str =
        "type = \"mysql\"\nurl = \"jdbc:mysql://DB.example.com/shared_db?useSSL=false&amp;x=1\"";

    #[test]
    fn another_database_is_found() {
        for (ours, at, part) in [
            (
                "type = \"mysql\"\nurl = \"jdbc:mysql://db.example.com:3306/apim_db\"",
                "3:7",
                "the name is `apim_db` here and `shared_db` there",
            ),
            (
                "type = \"mysql\"\nhostname = \"db2.example.com\"\nname = \"shared_db\"",
                "3:12",
                "the host is `db2.example.com:3306`",
            ),
            (
                "url = \"jdbc:postgresql://db.example.com:5432/shared_db\"",
                "2:7",
                "the kind is `postgresql`",
            ),
        ] {
            assert_found(CODE, set(ours, URL), &[(at, part)]);
        }
    }

    #[test]
    fn the_same_in_other_words_embedded_and_referred_ones_are_silent() {
        for ours in [
            URL,
            "type = \"mysql\"\nhostname = \"db.example.com\"\nname = \"shared_db\"\nport = 3306",
            "type = \"mysql\"\nhostname = \"db.example.com\"\nname = \"shared_db\"\nport = \"3306\"",
            "type = \"h2\"\nurl = \"jdbc:h2:./repository/database/WSO2SHARED_DB;DB_CLOSE_ON_EXIT=FALSE\"",
            "type = \"mysql\"\nurl = \"$env{DB_URL}\"",
            "type = \"mysql\"\nhostname = \"$env{DB}\"\nname = \"other\"",
            "username = \"a\"",
        ] {
            assert_silent(CODE, set(ours, URL));
            assert_silent(CODE, set(URL, ours));
        }
        assert_silent(CODE, [set("url = \"jdbc:mysql://a/b\"", URL)[1].clone()]);
    }

    #[test]
    fn urls_of_all_kinds_are_taken_apart() {
        for (url, kind, place, name) in [
            ("jdbc:mysql://a:3307/b?c=d", "mysql", "a:3307", "b"),
            ("jdbc:postgresql://a/b", "postgresql", "a:5432", "b"),
            (
                "jdbc:sqlserver://a:1433;databasename=b;sendtimeasdatetime=false",
                "mssql",
                "a:1433",
                "b",
            ),
            ("jdbc:oracle:thin:@a:1521/b", "oracle", "a:1521", "b"),
            (
                "jdbc:db2://a:50000/b:retrievemessagesfromserverongetmessage=true;",
                "db2",
                "a:50000",
                "b",
            ),
        ] {
            let expected = Database { kind: kind.into(), place: place.into(), name: name.into() };
            assert_eq!(of_url(url), Some(expected), "{url}");
        }
        for url in ["jdbc:oracle:thin:@a:1521:sid", "jdbc:mysql://a", "mysql://a/b", "jdbc:x"] {
            assert_eq!(of_url(url), None, "{url}");
        }
    }
}
