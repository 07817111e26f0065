//! The text: read as it was written, and refused when it is anything else.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::error::{Error, ErrorKind};
use crate::model::Release;
use crate::publish::Publication;
use crate::publish::recorder::digest_of;
use crate::publish::saved::document::{
    FORMAT, SCHEMA_VERSION, SavedApi, SavedDeployment, SavedGround, SavedPlan, SavedStep,
};

const URL: &str = "https://localhost:9443";

fn pets() -> Publication {
    Publication::new("Pets", "1.0.0").environment("eu")
}

fn ground() -> SavedGround {
    SavedGround {
        id: "f00".to_owned(),
        last_updated: "1795464000120".to_owned(),
        lifecycle: "PUBLISHED".to_owned(),
        content: "5f".repeat(16),
        document: Some("6e".repeat(16)),
        listed: Vec::new(),
        revisions: vec!["rev-1".to_owned()],
        deployed: vec![SavedDeployment {
            environment: "eu".to_owned(),
            revision: "rev-1".to_owned(),
        }],
    }
}

fn example() -> SavedPlan {
    let step = |action: &str, environments: &[&str], text: &str| SavedStep {
        action: action.to_owned(),
        environments: environments.iter().map(|name| (*name).to_owned()).collect(),
        text: text.to_owned(),
    };
    let api = |name: &str, steps, error, ground| SavedApi {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        publication: digest_of(&pets()),
        steps,
        error,
        ground,
    };
    let steps = vec![
        step("create-revision", &[], "make a revision"),
        step("deploy", &["eu"], "deploy to eu (gw)"),
    ];
    SavedPlan {
        format: FORMAT.to_owned(),
        schema_version: SCHEMA_VERSION,
        checksum: String::new(),
        gatewright: "0.1.0".to_owned(),
        control_plane: URL.to_owned(),
        release: "4.7".to_owned(),
        apis: vec![
            api("Pets", steps, None, Some(ground())),
            api("Cats", Vec::new(), Some("unknown-api".to_owned()), None),
        ],
    }
    .sealed()
}

#[track_caller]
fn refused(text: &str) -> Error {
    SavedPlan::read(text).unwrap_err()
}

#[test]
fn the_text_follows_its_schema_and_says_no_more() {
    let text = example().text();
    insta::assert_snapshot!(text);
    let schema: Value =
        serde_json::from_str(include_str!("../../../../schemas/saved-plan.schema.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for (object, written) in [
        ("", ""),
        ("/definitions/api", "/apis/0"),
        ("/definitions/step", "/apis/0/steps/0"),
        ("/definitions/ground", "/apis/0/ground"),
        ("/definitions/deployment", "/apis/0/ground/deployed/0"),
    ] {
        let object = schema.pointer(object).unwrap();
        assert_eq!(keys(&object["properties"]), keys(document.pointer(written).unwrap()));
        let required = object["required"].as_array().unwrap();
        assert_eq!(required.len(), object["properties"].as_object().unwrap().len());
    }
}

#[test]
fn the_same_document_set_out_otherwise_is_the_same_plan() {
    let text = example().text();
    let compact = serde_json::from_str::<Value>(&text).unwrap().to_string();
    assert_eq!(SavedPlan::read(&compact).unwrap(), example());
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(SavedPlan::read(&windows).unwrap(), example());
}

#[test]
fn another_text_is_told_from_a_damaged_one() {
    let report = json!({"schema_version": 1, "counts": {}, "apis": []}).to_string();
    for (text, why) in [
        ("", "the text is empty"),
        ("\u{feff} \n", "the text is empty"),
        ("nothing to do\n", "it is no JSON object"),
        ("[1, 2]", "it does not say that it is one"),
        ("{\"password\": \"hunter2\"}", "it does not say that it is one"),
        (report.as_str(), "it is a plan's report in JSON, which is for reading"),
    ] {
        let error = refused(text);
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "not-a-saved-plan"));
        assert_eq!(error.message(), format!("the text is no saved plan: {why}"));
    }
}

#[test]
fn damage_is_told_with_its_place_and_without_the_text() {
    let text = example().text();
    let (cut, _) = text.split_at(text.len() / 2);
    let last = cut.lines().last().unwrap();
    let error = refused(cut);
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "saved-plan-damaged"));
    let place = [("line", cut.lines().count().to_string()), ("column", last.len().to_string())];
    assert_eq!(error.context(), place);
    assert!(error.message().ends_with("it ends too early"), "{error}");

    let error = refused(&text.replace("\"eu\"", "hunter2"));
    assert_eq!(error.context()[0].0, "line");
    assert!(error.message().ends_with("it is not JSON"), "{error}");

    let error = refused(&text.replace("\"PUBLISHED\"", "{\"hunter2\": 1}"));
    let line = text.lines().position(|line| line.contains("PUBLISHED")).unwrap() + 1;
    assert_eq!(error.context()[0], ("line", line.to_string()));
    assert!(error.message().contains("a field is missing") && !error.message().contains("hunter2"));

    for (sought, other) in [("rev-1", "rev-2"), ("make a revision", "make nothing"), ("f00", "f01")]
    {
        let error = refused(&text.replace(sought, other));
        assert_eq!(error.code(), "saved-plan-damaged");
        assert!(error.message().ends_with("its checksum is that of another text"), "{error}");
    }
    let error = refused(&text.replace("\"schema_version\": 1", "\"schema_version\": \"1\""));
    assert_eq!(error.code(), "saved-plan-damaged");
}

#[test]
fn a_plan_of_a_later_format_is_refused_and_a_field_that_was_added_is_not() {
    let text = example().text();
    let error = refused(&text.replace("\"schema_version\": 1", "\"schema_version\": 2"));
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unsupported, "saved-plan-too-new"));
    let mut later: Value = serde_json::from_str(&text).unwrap();
    later["apis"][0]["owner"] = json!("somebody");
    let sum = crate::publish::saved::document::checksum(later.clone());
    later["checksum"] = json!(sum);
    assert_eq!(SavedPlan::read(&later.to_string()).unwrap().apis, example().apis);
}

#[test]
fn a_plan_belongs_to_one_server_and_one_release() {
    let saved = example();
    saved.require_server(URL, Release::V4_7).unwrap();
    for (url, release) in [("https://localhost:9444", Release::V4_7), (URL, Release::V4_5)] {
        let error = saved.require_server(url, release).unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::InvalidInput, "plan-of-another-server")
        );
        assert!(error.message().contains("`https://localhost:9443` (4.7)"), "{error}");
        assert!(error.message().contains(&format!("`{url}` ({release})")), "{error}");
    }
}

#[test]
fn a_plan_belongs_to_its_publications() {
    let mut saved = example();
    saved.apis.truncate(1);
    let dogs = || Publication::new("Dogs", "1.0.0").environment("eu");
    saved.require_publications(&[pets()]).unwrap();
    for (publications, what) in [
        (vec![pets().environment("us")], "that of `Pets` 1.0.0 says something else than then"),
        (vec![pets(), dogs()], "that of `Dogs` 1.0.0 is not among those it was made for"),
        (Vec::new(), "that of `Pets` 1.0.0 is missing"),
    ] {
        let error = saved.require_publications(&publications).unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::InvalidInput, "plan-of-other-publications")
        );
        assert!(error.message().contains(what), "{error}");
    }
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(any::<String>(), 0..3)
}

fn any_ground() -> impl Strategy<Value = SavedGround> {
    let deployed = vec((any::<String>(), any::<String>()), 0..3);
    let texts = (texts(), texts());
    (any::<[String; 4]>(), option::of(any::<String>()), texts, deployed).prop_map(
        |([id, last_updated, lifecycle, content], document, (listed, revisions), deployed)| {
            let deployed = deployed
                .into_iter()
                .map(|(environment, revision)| SavedDeployment { environment, revision })
                .collect();
            SavedGround {
                id,
                last_updated,
                lifecycle,
                content,
                document,
                listed,
                revisions,
                deployed,
            }
        },
    )
}

fn any_api() -> impl Strategy<Value = SavedApi> {
    let step = (any::<[String; 2]>(), texts())
        .prop_map(|([action, text], environments)| SavedStep { action, environments, text });
    let error = option::of(any::<String>());
    (any::<[String; 3]>(), vec(step, 0..3), error, option::of(any_ground())).prop_map(
        |([name, version, publication], steps, error, ground)| SavedApi {
            name,
            version,
            publication,
            steps,
            error,
            ground,
        },
    )
}

fn any_plan() -> impl Strategy<Value = SavedPlan> {
    (any::<[String; 3]>(), vec(any_api(), 0..4)).prop_map(
        |([gatewright, control_plane, release], apis)| {
            SavedPlan { gatewright, control_plane, release, apis, ..example() }.sealed()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_saved_is_read_again(plan in any_plan()) {
        prop_assert_eq!(SavedPlan::read(&plan.text()).unwrap(), plan);
    }

    /// A byte that is another one, is missing or is there twice: an error, or the same plan set out otherwise.
    #[test]
    fn what_was_damaged_is_never_another_plan(
        plan in any_plan(), at in any::<prop::sample::Index>(), byte in any::<u8>(), how in 0..4_u8,
    ) {
        let mut bytes = plan.text().into_bytes();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            2 => drop(bytes.remove(at)),
            _ => bytes.truncate(at),
        }
        if let Ok(text) = String::from_utf8(bytes) && let Ok(read) = SavedPlan::read(&text) {
            prop_assert_eq!(read, plan);
        }
    }

    #[test]
    fn any_text_gives_an_error(text in any::<String>()) {
        prop_assert!(SavedPlan::read(&text).is_err());
    }
}
