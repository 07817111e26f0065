//! The command line.

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask <command>

  test   Format, lint, test and doc-test all three languages, from the packages a user installs
         --only rust|python|node   one language
         --property-cases N        cases per property test in Rust (default 256)
         --release                 build the packages optimised
  lint   The part of `test` that needs no native package
         --only rust|python|node
  contract  Hold requests and answers against WSO2's documents, which GATEWRIGHT_SPECS names
  bench  Run the benchmarks; arguments go to `cargo bench`
  fuzz   Run every fuzz target
         --seconds N               per target (default 60)
  help   This text";

/// A command with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Help,
    Test(TestOptions),
    Lint(TestOptions),
    Contract,
    Bench(Vec<String>),
    Fuzz(FuzzOptions),
}

/// A language the product serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Python,
    Node,
}

/// Options of `test` and `lint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TestOptions {
    only: Option<Language>,
    pub(crate) property_cases: u32,
    pub(crate) release: bool,
}

impl TestOptions {
    /// Optimised packages, as they are published.
    pub(crate) fn released() -> Self {
        Self { release: true, ..Self::default() }
    }

    /// Whether no language is named, so that what is of all three is asked for too.
    pub(crate) fn wants_all(&self) -> bool {
        self.only.is_none()
    }

    /// Whether a language is asked for.
    pub(crate) fn wants(&self, language: Language) -> bool {
        self.only.is_none_or(|only| only == language)
    }
}

impl Default for TestOptions {
    fn default() -> Self {
        Self { only: None, property_cases: 256, release: false }
    }
}

/// Options of `fuzz`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FuzzOptions {
    pub(crate) seconds: u32,
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Action, String> {
    let mut arguments = arguments.into_iter();
    match arguments.next().as_deref() {
        None | Some("help" | "--help" | "-h") => Ok(Action::Help),
        Some("test") => test_options(arguments).map(Action::Test),
        Some("lint") => test_options(arguments).map(Action::Lint),
        Some("contract") => Ok(Action::Contract),
        Some("bench") => Ok(Action::Bench(arguments.collect())),
        Some("fuzz") => fuzz_options(arguments).map(Action::Fuzz),
        Some(other) => Err(format!("there is no command `{other}`")),
    }
}

fn test_options(mut arguments: impl Iterator<Item = String>) -> Result<TestOptions, String> {
    let mut options = TestOptions::default();
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--only" => options.only = Some(language(&value(&name, &mut arguments)?)?),
            "--property-cases" => options.property_cases = number(&name, &mut arguments)?,
            "--release" => options.release = true,
            other => return Err(format!("there is no option `{other}`")),
        }
    }
    Ok(options)
}

fn fuzz_options(mut arguments: impl Iterator<Item = String>) -> Result<FuzzOptions, String> {
    let mut options = FuzzOptions { seconds: 60 };
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--seconds" => options.seconds = number(&name, &mut arguments)?,
            other => return Err(format!("there is no option `{other}`")),
        }
    }
    Ok(options)
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "rust" => Ok(Language::Rust),
        "python" => Ok(Language::Python),
        "node" => Ok(Language::Node),
        other => Err(format!("`--only` takes rust, python or node, not `{other}`")),
    }
}

fn value(name: &str, arguments: &mut impl Iterator<Item = String>) -> Result<String, String> {
    arguments.next().ok_or_else(|| format!("`{name}` needs a value"))
}

fn number(name: &str, arguments: &mut impl Iterator<Item = String>) -> Result<u32, String> {
    let text = value(name, arguments)?;
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("`{name}` takes a whole number from 1, not `{text}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Action, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn no_command_asks_for_help() {
        assert_eq!(parsed(""), Ok(Action::Help));
    }

    #[test]
    fn test_takes_its_options_in_any_order() {
        let expected = TestOptions { only: Some(Language::Rust), property_cases: 9, release: true };
        assert_eq!(
            parsed("test --release --property-cases 9 --only rust"),
            Ok(Action::Test(expected))
        );
    }

    #[test]
    fn every_language_is_wanted_unless_one_is_named() {
        assert!(TestOptions::default().wants(Language::Python));
        let rust = TestOptions { only: Some(Language::Rust), ..TestOptions::default() };
        assert!(!rust.wants(Language::Python));
        assert!(TestOptions::default().wants_all() && !rust.wants_all());
    }

    #[test]
    fn bench_passes_everything_on() {
        assert_eq!(parsed("bench -p x"), Ok(Action::Bench(vec!["-p".into(), "x".into()])));
    }

    #[test]
    fn mistakes_are_named() {
        for (line, named) in [
            ("tset", "`tset`"),
            ("test --fast", "`--fast`"),
            ("test --only", "needs a value"),
            ("test --only ruby", "`ruby`"),
            ("fuzz --seconds soon", "`soon`"),
            ("test --property-cases 0", "from 1"),
        ] {
            let problem = parsed(line).expect_err(line);
            assert!(problem.contains(named), "{line}: {problem}");
        }
    }
}
