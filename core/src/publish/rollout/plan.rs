//! What a roll-out is.

use std::collections::HashSet;

use crate::error::{Error, ErrorKind, Result};
use crate::publish::lifecycle::Lifecycle;
use crate::publish::publication::Publication;
use crate::publish::rollout::gate::Gate;
use crate::publish::rollout::outcome::ApiRollback;

/// Publications, and the waves in which they go out: the environments of the first wave, then its gate, then the next
/// wave. A gate that fails stops the roll-out; [`Rollout::roll_back_on_failure`] takes back what it has changed.
///
/// Since 4.0 each wave gets the same revision, and the environments of later waves keep theirs until then. What somebody edits
/// meanwhile goes into no wave; when the revision or the API is deleted meanwhile, the roll-out stops. API-M 3.x has
/// one content for all environments: there a roll-out stages into which environments an API, or a new version of it,
/// comes, and one that changes an API which is there already is refused.
///
/// An API has one lifecycle state, for all environments at once. One that closes it to its callers, blocked, deprecated or
/// retired, comes in the last wave that the API is in, once the gate of that wave has opened; API-M itself has no way back from
/// the latter two.
///
/// ```no_run
/// use gatewright::publish::{ApplyOptions, Gate, Publication, Rollout};
///
/// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
/// let pets = Publication::new("Pets", "2.0.0").environments(["Sandbox", "Production EU", "Production US"]);
/// let rollout = Rollout::new([pets])
///     .wave(["Sandbox"])
///     .wave(["Production EU"])
///     .rest()
///     .gate(Gate::new())
///     .roll_back_on_failure();
/// let outcome = control_plane.roll_out(&rollout, &ApplyOptions::new()).await?;
/// println!("{outcome}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Rollout {
    pub(crate) publications: Vec<Publication>,
    pub(crate) waves: Vec<Vec<String>>,
    pub(crate) has_rest: bool,
    pub(crate) gate: Gate,
    pub(crate) rolls_back: bool,
}

impl Rollout {
    /// Of these publications, without a wave yet: the gate asks that each API is where it should be, and a failure stops
    /// the roll-out where it is.
    pub fn new(publications: impl IntoIterator<Item = Publication>) -> Self {
        Self {
            publications: publications.into_iter().collect(),
            waves: Vec::new(),
            has_rest: false,
            gate: Gate::new(),
            rolls_back: false,
        }
    }

    /// The next wave: these environments.
    #[must_use]
    pub fn wave(mut self, environments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.waves.push(environments.into_iter().map(Into::into).collect());
        self
    }

    /// A last wave: every environment that the publications name and no other wave does.
    #[must_use]
    pub fn rest(mut self) -> Self {
        self.has_rest = true;
        self
    }

    /// What must hold after each wave.
    #[must_use]
    pub fn gate(mut self, gate: Gate) -> Self {
        self.gate = gate;
        self
    }

    /// A failure takes back what this roll-out has changed, its requests that await an approval among it, and nothing else.
    #[must_use]
    pub fn roll_back_on_failure(mut self) -> Self {
        self.rolls_back = true;
        self
    }

    /// The waves, with the rest as the last one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-rollout`: no wave, an empty one, an environment in two waves, in a wave
    /// and no publication, or in a publication and no wave.
    pub(crate) fn resolved(&self) -> Result<Vec<Vec<String>>> {
        let mut named = Vec::new();
        let targets = self.publications.iter().flat_map(|publication| &publication.targets);
        for target in targets {
            if !named.contains(&target.environment) {
                named.push(target.environment.clone());
            }
        }
        let mut seen = HashSet::new();
        for (number, wave) in (1..).zip(&self.waves) {
            if wave.is_empty() {
                return Err(invalid(format!("wave {number} names no environment")));
            }
            for environment in wave {
                if !named.contains(environment) {
                    return Err(invalid(format!(
                        "wave {number} names `{}`, which is an environment of none of the publications",
                        environment.escape_debug()
                    )));
                }
                if !seen.insert(environment.clone()) {
                    return Err(invalid(format!(
                        "`{}` is in two waves: name it where it comes first",
                        environment.escape_debug()
                    )));
                }
            }
        }
        let rest: Vec<String> = named.into_iter().filter(|name| !seen.contains(name)).collect();
        let mut waves = self.waves.clone();
        match (rest.is_empty(), self.has_rest) {
            (true, _) => {}
            (false, true) => waves.push(rest),
            (false, false) => {
                return Err(invalid(format!(
                    "no wave names {}: name each environment, or add the rest as a last wave",
                    rest.join(", ")
                )));
            }
        }
        if waves.is_empty() {
            return Err(invalid("a roll-out needs a wave: name its environments".to_owned()));
        }
        Ok(waves)
    }

    /// What of the publications belongs to a wave, which later ones follow.
    pub(crate) fn of_wave(&self, wave: &[String], later: &[Vec<String>]) -> Vec<Publication> {
        let in_wave = |publication: &Publication| {
            let mut part = publication.clone();
            part.targets.retain(|target| wave.contains(&target.environment));
            // An API has one lifecycle state, everywhere: what closes it to its callers is not tried in one wave.
            let is_closed = publication.lifecycle.closes();
            if is_closed && later.iter().flatten().any(|name| publication.names(name)) {
                part.lifecycle = Lifecycle::Unchanged;
            }
            (!part.targets.is_empty()).then_some(part)
        };
        self.publications.iter().filter_map(in_wave).collect()
    }

    /// In which of these environments an API was to be.
    pub(crate) fn reached_by<'e>(&self, api: &ApiRollback, all: &'e [String]) -> Vec<&'e str> {
        let is_it = |one: &&Publication| one.name == api.name && one.version == api.version;
        let publication = self.publications.iter().find(is_it);
        let is_named = |name: &&String| publication.is_some_and(|one| one.names(name));
        all.iter().filter(is_named).map(String::as_str).collect()
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidInput, "invalid-rollout", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rollout() -> Rollout {
        Rollout::new([
            Publication::new("A", "1").environments(["s", "p1", "p2"]),
            Publication::new("B", "1").environments(["p1", "p3"]),
        ])
    }

    fn refused(rollout: &Rollout) -> String {
        let error = rollout.resolved().unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "invalid-rollout"));
        error.message().to_owned()
    }

    #[test]
    fn the_rest_is_what_no_wave_names() {
        let waves = rollout().wave(["s"]).wave(["p1"]).rest().resolved().unwrap();
        assert_eq!(waves, [vec!["s"], vec!["p1"], vec!["p2", "p3"]]);
        let all = rollout().wave(["s", "p1", "p2", "p3"]).rest().resolved().unwrap();
        assert_eq!(all.len(), 1);
    }

    #[test]
    fn each_environment_is_in_one_wave() {
        assert_eq!(
            refused(&rollout().wave(["s"])),
            "no wave names p1, p2, p3: name each environment, or add the rest as a last wave"
        );
        assert!(refused(&rollout().wave(["s"]).wave(["s"]).rest()).contains("in two waves"));
        assert!(refused(&rollout().wave(["x"]).rest()).contains("none of the publications"));
        assert!(refused(&rollout().wave(Vec::<String>::new()).rest()).contains("wave 1"));
        assert!(refused(&Rollout::new([])).contains("needs a wave"));
    }

    #[test]
    fn a_wave_has_the_part_of_each_publication_that_is_in_it() {
        let part = rollout().of_wave(&["p3".to_owned()], &[]);
        assert_eq!(part.len(), 1);
        assert_eq!((part[0].name(), part[0].targets().len()), ("B", 1));
    }

    #[test]
    fn what_closes_an_api_comes_in_its_last_wave() {
        for wanted in Lifecycle::ALL {
            let mut rollout = rollout();
            rollout.publications =
                rollout.publications.into_iter().map(|one| one.lifecycle(wanted)).collect();
            let of_wave = |wave: &str, later: &[&str]| -> Vec<Lifecycle> {
                let later: Vec<_> = later.iter().map(|name| vec![(*name).to_owned()]).collect();
                let part = rollout.of_wave(&[wave.to_owned()], &later);
                part.iter().map(Publication::wanted_lifecycle).collect()
            };
            let closing = [Lifecycle::Blocked, Lifecycle::Deprecated, Lifecycle::Retired];
            let first = if closing.contains(&wanted) { Lifecycle::Unchanged } else { wanted };
            // A is in `p2` as well, B is not.
            assert_eq!(of_wave("p1", &["p2"]), [first, wanted]);
            assert_eq!(of_wave("p2", &[]), [wanted]);
        }
    }
}
