//! The quickstarts: run in every language for both models, and held against each other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

use crate::runner::Runner;
use crate::session::{Done, Session, Step};
use crate::workspace::Workspace;
use crate::{process, rust};

/// One release of each model: classic, and revisions.
const RELEASES: [&str; 2] = ["3.2", "4.7"];

/// What each language's program printed, by release.
#[derive(Default)]
pub(crate) struct Told {
    facts: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
}

impl Told {
    /// Runs a language's program for every release and keeps what it says.
    pub(crate) fn run(
        &mut self,
        session: &mut Session,
        language: &'static str,
        program: impl Fn() -> Command,
        needs: &Done,
    ) {
        for release in RELEASES {
            let mut command = program();
            command.args(["--release", release]);
            let told = self.facts.entry(release).or_default();
            let work = || {
                let typed = process::typed(&command);
                let finished = process::capture(command).map_err(|error| error.to_string())?;
                if !finished.succeeded {
                    return Err(format!("$ {typed}\n{}", finished.output));
                }
                told.insert(language, facts(&finished.output)?);
                Ok(())
            };
            let name = format!("{language}: quickstart of {release}");
            session.run(Step::new(name).work(work).needs(needs));
        }
    }

    /// Every language told the same.
    pub(crate) fn compare(&self, session: &mut Session) {
        for (release, told) in &self.facts {
            let mut languages = told.iter();
            let Some((first, facts)) = languages.next() else { continue };
            for (other, others) in languages {
                let name =
                    format!("{other} and {first}: the same facts in the quickstart of {release}");
                session.run(Step::new(name).work(|| same(first, facts, other, others)));
            }
        }
    }
}

/// The tests of Rust's quickstart, with another language's program in its place.
pub(crate) fn test(
    session: &mut Session,
    workspace: &Workspace,
    language: &str,
    program: &Command,
    needs: &Done,
) {
    let folder = program.get_current_dir().unwrap_or(&workspace.outside);
    let words = std::iter::once(program.get_program()).chain(program.get_args());
    // A program is named by its path; of what follows, what is a file is one in its folder.
    let words: Vec<String> = words
        .map(|word| {
            let file = folder.join(word);
            let word = if file.is_file() { file.as_os_str() } else { word };
            word.to_string_lossy().into_owned()
        })
        .collect();
    let mut cargo = process::cargo(&workspace.root);
    cargo
        .args(["test", "--locked", "--no-fail-fast"])
        .args(rust::SELECTED)
        .args(["--test", "quickstart"])
        .env("GATEWRIGHT_QUICKSTART", words.join("\n"));
    let step = Step::new(format!("{language}: tests of the quickstart")).command(cargo);
    session.run(step.tests(Runner::Cargo).needs(needs));
}

/// What a quickstart says, without what differs from run to run: the folder and the port offsets. Blank lines and the
/// widths of tables are each language's library's.
fn facts(output: &str) -> Result<String, String> {
    let after = |text: &str| output.lines().find_map(|line| line.strip_prefix(text));
    let homes = after("homes: ").ok_or_else(|| format!("it does not name its homes:\n{output}"))?;
    let base = after("control-plane: ")
        .and_then(|line| line.split_once(", offset ")?.1.split(',').next()?.parse().ok())
        .ok_or_else(|| format!("it does not name its offset:\n{output}"))?;
    let output = output.replace(homes, "<homes>");
    let mut facts = String::new();
    for line in output.lines().filter(|line| !line.trim().is_empty()) {
        let line = without_offset(line.trim_end(), base);
        let words = line.split(' ').filter(|word| !word.is_empty());
        let is_rule = line.starts_with("|-");
        let words = if is_rule { vec!["|-"] } else { words.collect() };
        let _ = writeln!(facts, "{}", words.join(" "));
    }
    Ok(facts)
}

/// The line with its offsets counted from the first, and the ports that were drawn as they are at offset 0. No port that
/// is drawn is below 10000, and none that the files name by themselves is above.
fn without_offset(line: &str, base: u32) -> String {
    let mut text = String::new();
    for (number, part) in parts(line) {
        let number = number.then(|| part.parse::<u32>().ok()).flatten();
        let is_offset = text.ends_with("offset ") || text.ends_with("offset = ");
        let _ = match number {
            Some(number) if is_offset && number >= base => write!(text, "{}", number - base),
            Some(number @ 10_000..=32_767) if number >= base => write!(text, "{}", number - base),
            _ => write!(text, "{part}"),
        };
    }
    text
}

/// The line cut into runs of digits and what is between them.
fn parts(line: &str) -> Vec<(bool, String)> {
    let mut parts: Vec<(bool, String)> = Vec::new();
    for character in line.chars() {
        let is_digit = character.is_ascii_digit();
        match parts.last_mut() {
            Some((of_digits, part)) if *of_digits == is_digit => part.push(character),
            _ => parts.push((is_digit, character.to_string())),
        }
    }
    parts
}

fn same(first: &str, facts: &str, other: &str, others: &str) -> Result<(), String> {
    let mut lines = facts.lines().zip(others.lines()).enumerate();
    if let Some((at, (fact, told))) = lines.find(|(_, (fact, told))| fact != told) {
        return Err(format!("line {}:\n{first}: {fact}\n{other}: {told}", at + 1));
    }
    if facts.lines().count() == others.lines().count() {
        return Ok(());
    }
    let rest = |text: &str, than: &str| {
        text.lines().skip(than.lines().count()).collect::<Vec<_>>().join("\n")
    };
    let (more, less) = (rest(facts, others), rest(others, facts));
    Err(format!("only {first}:\n{more}\nonly {other}:\n{less}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUST: &str = "\
homes: /tmp/a
control-plane: all-in-one, offset 4637, deployment.toml of the example
+offset = 4638
 ws://localhost:9099
+ws://localhost:13737

| gateway | answer |
|---------|--------|
| one     | 200    |
";
    const PYTHON: &str = "\
homes: /var/tmp/bcd
control-plane: all-in-one, offset 12000, deployment.toml of the example
+offset = 12001
 ws://localhost:9099
+ws://localhost:21100
| gateway | answer |
|---|---|
| one | 200 |
";

    #[test]
    fn runs_on_other_ports_in_other_folders_tell_the_same() {
        let (rust, python) = (facts(RUST).unwrap(), facts(PYTHON).unwrap());
        assert_eq!(same("Rust", &rust, "Python", &python), Ok(()));
        assert!(rust.contains("+ws://localhost:9100\n"), "{rust}");
    }

    #[test]
    fn what_differs_is_shown() {
        let rust = facts(RUST).unwrap();
        let other = facts(&PYTHON.replace("| 200", "| 401")).unwrap();
        let problem = same("Rust", &rust, "Python", &other).unwrap_err();
        assert!(problem.contains("Rust: | one | 200 |\nPython: | one | 401 |"), "{problem}");
        let shorter = rust.lines().take(3).collect::<Vec<_>>().join("\n");
        assert!(same("Rust", &rust, "Python", &shorter).unwrap_err().contains("only Rust:\n"));
    }

    #[test]
    fn an_output_without_its_facts_is_a_failure() {
        assert!(facts("nothing").is_err());
        assert!(facts("homes: /tmp/a\n").is_err());
    }
}
