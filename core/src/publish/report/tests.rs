//! Every format over one plan and one outcome, held against snapshots and schemas.

use proptest::prelude::*;
use serde_json::Value;

use super::view::{ApiOutcomeView, ApiView, ErrorView, OutcomeView, PlanView, StepView};
use super::{OutcomeFormat, PlanFormat, outcome_json};
use crate::error::{Error, ErrorKind, Retry};
use crate::publish::outcome::{ApiOutcome, Made, Outcome};
use crate::publish::plan::{Action, EnvironmentChange, EnvironmentPlan, Step, Verdict};

fn step(action: Action) -> Step {
    Step { api: "Pets".to_owned(), version: "1.0.0".to_owned(), action }
}

fn deploy() -> Action {
    let environment = |name: &str| (name.to_owned(), "gw.example.com".to_owned());
    Action::Deploy { environments: vec![environment("Production Gateway"), environment("eu|west")] }
}

fn view(action: Action) -> StepView {
    let outcome = ApiOutcome { done: vec![step(action)], ..api("", None) };
    OutcomeView::of(&Outcome { apis: vec![outcome], not_recorded: None })
        .apis
        .remove(0)
        .done
        .remove(0)
}

fn there(name: &str, change: EnvironmentChange, why: &str) -> EnvironmentPlan {
    EnvironmentPlan { environment: name.to_owned(), change, why: why.to_owned() }
}

fn api(name: &str, error: Option<Error>) -> ApiOutcome {
    ApiOutcome {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        id: None,
        done: Vec::new(),
        pending: Vec::new(),
        failed: None,
        error,
        is_stopped: false,
        awaited: Vec::new(),
        is_half_done: false,
        made: Made::No,
        revision: None,
        traces: None,
    }
}

fn rejected() -> Error {
    Error::new(ErrorKind::Rejected, "rejected", "API-M says:\n<no> \"way\" & \u{1b}[31m@team |`x`")
        .with_context("environments", "Production Gateway, eu|west")
        .with_context("correlation_id", "01234567-89ab-4def-8123-456789abcdef")
}

fn outcome() -> OutcomeView {
    let done = vec![step(Action::CreateRevision), step(deploy())];
    let failed = ApiOutcome {
        id: Some("f00".to_owned()),
        done: vec![step(Action::CreateRevision)],
        failed: Some(step(deploy())),
        ..api("Pets", Some(rejected()))
    };
    let pending = ApiOutcome {
        done: done.clone(),
        pending: vec!["the deployment to eu|west awaits an approval".to_owned()],
        ..api("Orders", None)
    };
    let lost = Error::cancelled("apply").with_retry(Retry::Ambiguous);
    let apis = vec![
        api("Same", None),
        ApiOutcome { done, ..api("Changed", None) },
        failed,
        pending,
        api("Lost", Some(lost)),
        ApiOutcome { is_stopped: true, ..api("Later", None) },
    ];
    OutcomeView::of(&Outcome { apis, not_recorded: None })
}

fn plan() -> PlanView {
    let api = |name: &str, verdict, steps, environments, error: Option<&Error>| ApiView {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        verdict,
        steps,
        environments,
        error: error.map(ErrorView::of),
    };
    let none = Vec::new;
    let update = Action::UpdateApi { fields: vec!["policies"], environments: Vec::new() };
    let create = Action::CreateApi { context: "/new".to_owned(), environments: Vec::new() };
    let steps = vec![view(update), view(Action::CreateRevision), view(deploy())];
    let environments = vec![
        there("Production Gateway", EnvironmentChange::Replace, "`Revision 2` is there"),
        there("eu|west", EnvironmentChange::Add, "it is not there yet"),
        there("Sandbox", EnvironmentChange::Keep, "it is there"),
    ];
    PlanView {
        apis: vec![
            api("Same_1", Verdict::NothingToDo, Vec::new(), none(), None),
            api("Pets", Verdict::Changes, steps, environments, None),
            api("Refused", Verdict::Cannot, Vec::new(), none(), Some(&rejected())),
            api("New|er", Verdict::Changes, vec![view(create), view(deploy())], none(), None),
            api("Same_2", Verdict::NothingToDo, Vec::new(), none(), None),
        ],
    }
}

#[test]
fn an_outcome_as_text() {
    insta::assert_snapshot!(outcome().format(OutcomeFormat::Text));
}

#[test]
fn an_outcome_as_json() {
    insta::assert_snapshot!(outcome().format(OutcomeFormat::Json));
}

#[test]
fn an_outcome_as_junit() {
    insta::assert_snapshot!(outcome().format(OutcomeFormat::Junit));
}

#[test]
fn a_plan_as_text() {
    insta::assert_snapshot!(plan().format(PlanFormat::Text));
}

#[test]
fn a_plan_as_json() {
    insta::assert_snapshot!(plan().format(PlanFormat::Json));
}

#[test]
fn a_plan_as_markdown() {
    insta::assert_snapshot!(plan().format(PlanFormat::Markdown));
}

#[test]
fn nothing_at_all_is_said_in_every_format() {
    let (plan, outcome) = (PlanView::default(), OutcomeView::default());
    assert_eq!(plan.format(PlanFormat::Text), "no APIs\n");
    assert_eq!(plan.format(PlanFormat::Markdown), "**no APIs**\n");
    assert_eq!(outcome.format(OutcomeFormat::Text), "no APIs\n");
    assert!(outcome.format(OutcomeFormat::Junit).contains("tests=\"1\" failures=\"0\""));
    assert_eq!(json(&outcome)["ok"], true);
}

fn json(outcome: &OutcomeView) -> Value {
    serde_json::from_str(&outcome.format(OutcomeFormat::Json)).unwrap()
}

#[track_caller]
fn assert_valid(schema: &str, document: &str) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

const OUTCOME_SCHEMA: &str = include_str!("../../../schemas/outcome.schema.json");
const PLAN_SCHEMA: &str = include_str!("../../../schemas/plan.schema.json");

#[test]
fn json_follows_its_schemas() {
    for outcome in [outcome(), OutcomeView::default()] {
        assert_valid(OUTCOME_SCHEMA, &outcome.format(OutcomeFormat::Json));
    }
    for plan in [plan(), PlanView::default()] {
        assert_valid(PLAN_SCHEMA, &plan.format(PlanFormat::Json));
    }
}

#[test]
fn every_documented_field_is_required_and_no_other_is_written() {
    // Otherwise a field that is misspelt in a renderer would pass.
    for (schema, document) in [
        (OUTCOME_SCHEMA, outcome().format(OutcomeFormat::Json)),
        (PLAN_SCHEMA, plan().format(PlanFormat::Json)),
    ] {
        let schema: Value = serde_json::from_str(schema).unwrap();
        for object in [
            "",
            "/properties/counts",
            "/definitions/api",
            "/definitions/step",
            "/definitions/error",
        ] {
            let object = schema.pointer(object).unwrap();
            let properties = object["properties"].as_object().unwrap();
            assert_eq!(properties.len(), object["required"].as_array().unwrap().len(), "{object}");
        }
        let api = &serde_json::from_str::<Value>(&document).unwrap()["apis"][2];
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(api), keys(&schema["definitions"]["api"]["properties"]));
        assert_eq!(keys(&api["error"]), keys(&schema["definitions"]["error"]["properties"]));
    }
}

#[test]
fn junit_counts_its_cases() {
    let xml = outcome().format(OutcomeFormat::Junit);
    let document = roxmltree::Document::parse(&xml).unwrap();
    let root = document.root_element();
    let count = |name: &str, node: roxmltree::Node<'_, '_>| {
        node.descendants().filter(|node| node.has_tag_name(name)).count().to_string()
    };
    assert_eq!(root.attribute("failures"), Some("2"));
    for node in root.children().filter(roxmltree::Node::is_element).chain([root]) {
        assert_eq!(node.attribute("tests"), Some(count("testcase", node).as_str()));
        assert_eq!(node.attribute("failures"), Some(count("failure", node).as_str()));
    }
    let suites = root.children().filter(|node| node.has_tag_name("testsuite"));
    assert_eq!(suites.count(), outcome().apis.len());
}

#[test]
fn every_error_says_how_to_fix_it() {
    for code in crate::error::error_codes() {
        let error = Error::new(code.kinds[0], code.code, "no");
        let remedy = ErrorView::of(&error).remedy;
        assert!(
            remedy.len() > 10 && !remedy.contains('\n') && !remedy.contains("##"),
            "{}: {remedy}",
            code.code
        );
    }
}

#[test]
fn a_comment_is_short_enough_however_many_apis_there_are() {
    let mut plan = plan();
    let apis = plan.apis.clone();
    for at in 0..3000 {
        let mut api = apis[at % apis.len()].clone();
        if let Some(error) = &mut api.error {
            error.message = "long | words ".repeat(2000);
        }
        plan.apis.push(api);
    }
    let text = plan.format(PlanFormat::Markdown);
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.starts_with("**1202 APIs change, 1202 stay, 601 cannot**\n"), "{text:.80}");
    assert!(text.contains("\n| … ") && text.ends_with("</details>\n"));
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(text.lines().filter(|line| line.starts_with('|')).all(|line| cells(line) == 5));
}

/// The lines of each API in the document, as they stand there.
fn sizes(document: &str) -> Vec<usize> {
    let (_, apis) = document.split_once("\"apis\": [\n").unwrap();
    // The last one has no comma.
    let (apis, _) = apis.rsplit_once("\n    }\n  ]").unwrap();
    apis.split("\n    },\n").map(|api| api.len() + "\n    },\n".len()).collect()
}

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof!["[a-z ]{0,20}", "[\\x00-\\x1f\"\\\\]{0,20}", "[é日🦀]{0,20}"];
    (part, 0_usize..400).prop_map(|(part, times)| part.repeat(times))
}

fn steps() -> impl Strategy<Value = Vec<StepView>> {
    let step = (text(), prop::collection::vec(text(), 0..30)).prop_map(|(text, environments)| {
        StepView { action: "change-lifecycle", environments, text }
    });
    prop::collection::vec(step, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_api_takes_at_most_4_kib_whatever_there_is_to_say(
        name in text(),
        done in steps(),
        pending in prop::collection::vec(text(), 0..30),
        failed in prop::option::of(steps()),
        message in text(),
        environments in prop::collection::vec(text(), 0..30),
    ) {
        let error = ErrorView { message, environments, ..ErrorView::of(&rejected()) };
        let (total, failed) = (done.len() + pending.len(), failed.and_then(|mut all| all.pop()));
        let (id, version) = (Some(name.clone()), name.clone());
        let error = Some(error);
        let is_stopped = false;
        let api = ApiOutcomeView { name, version, id, done, pending, failed, error, is_stopped };
        let outcome = OutcomeView { apis: vec![api.clone(), api] };
        let document = outcome.format(OutcomeFormat::Json);
        assert_valid(OUTCOME_SCHEMA, &document);
        let sizes = sizes(&document);
        prop_assert_eq!(sizes.len(), 2);
        prop_assert!(sizes.iter().all(|size| *size <= outcome_json::MOST), "{sizes:?}");
        let shown = &json(&outcome)["apis"][0];
        let listed = ["done", "pending"].map(|list| shown[list].as_array().unwrap().len());
        let omitted = shown["omitted"].as_u64().unwrap();
        prop_assert!(listed.iter().sum::<usize>() as u64 + omitted >= total as u64);
    }
}

#[test]
fn a_huge_message_is_cut_with_a_mark_and_an_ordinary_one_is_whole() {
    let mut outcome = outcome();
    let whole = json(&outcome);
    assert_eq!(whole["apis"][2]["error"]["message"], rejected().message());
    assert_eq!(whole["apis"][2]["omitted"], 0);
    outcome.apis[2].error.as_mut().unwrap().message = "x".repeat(1_000_000);
    let cut = json(&outcome);
    let message = cut["apis"][2]["error"]["message"].as_str().unwrap();
    assert!(message.ends_with(" characters more)") && message.len() > 1000, "{message}");
    assert_eq!(cut["apis"][2]["failed_step"], whole["apis"][2]["failed_step"]);
}
