//! What a right text says.

use super::{Publications, folder, parse};
use crate::model::KeyType;
use crate::publish::{Lifecycle, Source, Target};

const EVERYTHING: &str = r#"
schema_version = 1

[defaults]
environments = ["Production", { name = "Hybrid", virtual_host = "$env{HOST}.example.com" }]
lifecycle = "created"
plans = ["Gold"]
transports = ["http", "https"]
display_on_devportal = false

[[publication]]
name = "Cats"
version = "1.0.0"

[[publication]]
openapi = "pets.yaml"
context = "/pets"
production_endpoint = "$env{BACK_END}/p"
sandbox_endpoint = "https://sandbox.example.com"

[[publication]]
openapi = "pets.yaml"
name = "Named"
version = "7"
context = "/named"
plans = ["Silver", "Bronze"]
transports = ["https"]
environments = [{ name = "Sandbox", display_on_devportal = true }]
lifecycle = "deprecated"

[[publication]]
project = "toys"

[[publication]]
project = "bare"

[[publication]]
project = "toys"
parameters = "params.yaml"
parameters_environment = "dev"
lifecycle = "unchanged"
"#;

#[test]
fn everything_that_can_be_said_is_read() {
    let twice = parse(EVERYTHING).unwrap_err();
    assert!(twice.message().contains("published-twice"), "{twice}");
    let text = EVERYTHING.replacen("[[publication]]\nproject = \"toys\"\n\n", "", 1);
    let publications = parse(&text).unwrap();
    for publication in publications.iter() {
        publication.validate().unwrap();
    }
    let [cats, pets, named, bare, toys] =
        publications.into_iter().collect::<Vec<_>>().try_into().unwrap();

    let defaults = [
        Target::new("Production").hidden_in_portal(),
        Target::new("Hybrid").virtual_host("gw.example.com").hidden_in_portal(),
    ];
    assert_eq!((cats.name(), cats.version()), ("Cats", "1.0.0"));
    assert!(matches!(cats.source(), Source::Existing));
    assert_eq!(cats.targets(), defaults);
    assert_eq!(cats.wanted_lifecycle(), Lifecycle::Created);

    assert_eq!((pets.name(), pets.version()), ("Pets", "1.0.0"));
    let Source::Definition(definition) = pets.source() else { panic!("no definition") };
    assert_eq!(definition.document.as_deref(), Some(super::OPENAPI));
    assert_eq!(definition.endpoint(KeyType::Production), Some("https://be/p"));
    assert_eq!(definition.endpoint(KeyType::Sandbox), Some("https://sandbox.example.com"));
    assert_eq!(
        (&*definition.plans, &*definition.transports),
        (&["Gold".to_owned()][..], &["http".to_owned(), "https".to_owned()][..])
    );

    assert_eq!((named.name(), named.version(), named.context()), ("Named", "7", Some("/named")));
    let Source::Definition(definition) = named.source() else { panic!("no definition") };
    assert_eq!(definition.plans, ["Silver", "Bronze"]);
    assert_eq!(named.targets(), [Target::new("Sandbox")]);
    assert_eq!(named.wanted_lifecycle(), Lifecycle::Deprecated);

    // A project that names no environment and no state has those of the defaults.
    assert_eq!(bare.targets(), defaults);
    assert_eq!(bare.wanted_lifecycle(), Lifecycle::Created);
    assert_eq!(toys.targets(), [Target::new("Hybrid")]);
    assert_eq!(toys.wanted_lifecycle(), Lifecycle::Unchanged);
}

#[test]
fn a_project_says_more_than_the_defaults() {
    let text = "[defaults]\nenvironments = [\"Production\"]\nlifecycle = \"created\"\n[[publication]]\nproject = \"toys\"\n";
    let toys = parse(text).unwrap().into_iter().next().unwrap();
    assert_eq!(toys.targets(), [Target::new("Sandbox").hidden_in_portal()]);
    assert_eq!(toys.wanted_lifecycle(), Lifecycle::Blocked);
    let text = format!("{text}environments = [\"Hybrid\"]\nlifecycle = \"published\"\n");
    let toys = parse(&text).unwrap().into_iter().next().unwrap();
    assert_eq!(toys.targets(), [Target::new("Hybrid")]);
    assert_eq!(toys.wanted_lifecycle(), Lifecycle::Published);
}

#[test]
fn an_api_without_a_document_has_the_usual_plan_and_transport() {
    let text = "[[publication]]\nname = \"A\"\nversion = \"1\"\ncontext = \"/a\"\nenvironments = [\"Hybrid\"]\n";
    let one = parse(text).unwrap().into_iter().next().unwrap();
    let Source::Definition(definition) = one.source() else { panic!("no definition") };
    assert_eq!(
        (definition.plans.join(","), definition.transports.join(",")),
        ("Unlimited".into(), "https".into())
    );
    assert!(!one.has_endpoint(KeyType::Production));
    assert_eq!(one.wanted_lifecycle(), Lifecycle::Published);
}

#[test]
fn paths_lead_from_the_folder_of_the_file() {
    let folder = folder();
    let path = folder.path().join("publications.toml");
    std::fs::write(&path, "[[publication]]\nproject = \"toys\"\n").unwrap();
    let publications = Publications::load(&path).unwrap();
    assert_eq!(publications.path(), Some(&*path));
    assert_eq!(publications.iter().next().unwrap().name(), "Toys");
    std::fs::write(&path, "[[publication]]\nproject = \"toyz\"\n").unwrap();
    let error = Publications::load(&path).unwrap_err();
    assert_eq!(error.operation(), "load");
    let found = &error.report().unwrap().diagnostics()[0];
    assert_eq!((found.path.as_deref(), found.line), (Some(&*path), Some(2)));
}

#[test]
fn what_is_shown_holds_no_password() {
    let text = "[[publication]]\nname = \"A\"\nversion = \"1\"\ncontext = \"/a\"\n\
                production_endpoint = \"https://me:hunter2@be\"\nenvironments = [\"Hybrid\"]\n";
    let shown = format!("{:?}", parse(text).unwrap());
    assert!(shown.contains("\"A\"") && !shown.contains("hunter2"), "{shown}");
    let wrong = text.replace("https://me", "ftp://me").replace("[\"Hybrid\"]", "3");
    let error = parse(&wrong).unwrap_err();
    let report = error.report().unwrap();
    let formats = crate::diagnostic::Format::ALL.map(|format| report.format(format)).join("\n");
    let shown = format!("{error} {error:?} {formats}");
    assert!(shown.contains("invalid-endpoint") && !shown.contains("hunter2"), "{shown}");
    let options = super::PublicationsOptions::new().variables([("A", "hunter2")]);
    assert_eq!(format!("{options:?}"), "PublicationsOptions { variables: Some([\"A\"]) }");
}

/// The example of `docs/publications.md`, with the documents and the project it names.
#[test]
fn the_documented_example_is_right() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = std::fs::read_to_string(repository.join("docs/publications.md")).unwrap();
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    file("apis/pets.yaml", super::OPENAPI);
    file("apis/Toys-1.0.0/api.yaml", "data: {name: Toys, version: 1.0.0, context: /toys}\n");
    let parameters = "environments: [{name: dev, configs: {deploymentEnvironments: [{deploymentEnvironment: E}]}}]\n";
    file("apis/params.yaml", parameters);
    let options =
        super::PublicationsOptions::new().variables([("PETS_SANDBOX_URL", "https://sandbox")]);
    let publications = Publications::parse_with(example, folder.path(), &options).unwrap();
    let names: Vec<&str> = publications.iter().map(crate::publish::Publication::name).collect();
    assert_eq!(names, ["Orders", "Pets", "Echo", "Toys"]);
    // What it says of keys is what the reader knows.
    for key in super::super::keys::PUBLICATION.iter().chain(super::super::keys::TARGET) {
        assert!(page.contains(&format!("`{key}`")), "{key} is not on the page");
    }
}
