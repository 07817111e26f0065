//! The JSON Schema takes what the reader takes.

use serde_json::Value;

use super::{Publications, parse};

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(Publications::json_schema()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn is_valid(text: &str) -> bool {
    let table: toml::Table = toml::from_str(text).unwrap();
    validator().is_valid(&serde_json::to_value(table).unwrap())
}

const ONE: &str = "[[publication]]\nname = \"A\"\nversion = \"1\"\nenvironments = [\"E\"]\n";

#[test]
fn what_is_right_is_valid() {
    let more = [
        "",
        "lifecycle = \"retired\"\n",
        "context = \"/a\"\nproduction_endpoint = \"$env{BACK_END}\"\nplans = [\"Gold\"]\ntransports = [\"http\"]\n",
        "context = \"/a\"\nopenapi = \"pets.yaml\"\n",
        "[[publication]]\nproject = \"toys\"\nparameters = \"params.yaml\"\nparameters_environment = \"dev\"\n",
        "[[publication]]\nproject = \"toys\"\nenvironments = [{ name = \"E\", virtual_host = \"h\", display_on_devportal = true }]\n",
        "[defaults]\nenvironments = [\"E\"]\nlifecycle = \"created\"\nplans = [\"Gold\"]\ntransports = [\"https\"]\ndisplay_on_devportal = false\n",
    ];
    for more in more {
        let text = format!("{ONE}{more}");
        parse(&text).unwrap();
        assert!(is_valid(&text), "{text}");
    }
}

#[test]
fn what_is_wrong_in_itself_is_not_valid() {
    let whole = [
        "",
        "schema_version = 2\n[[publication]]\nproject = \"toys\"\n",
        "[[publication]]\nname = \"A\"\nenvironments = [\"E\"]\n",
    ];
    let more = [
        "colour = 1\n",
        "lifecycle = \"live\"\n",
        "plans = [\"Gold\"]\n",
        "project = \"toys\"\n",
        "parameters = \"params.yaml\"\n",
        "context = \"a\"\n",
        "context = \"/a\"\nplans = []\n",
        "context = \"/a\"\ntransports = [\"HTTP\"]\n",
        "context = \"/a\"\nproduction_endpoint = \"be\"\n",
        "openapi = \"pets.yaml\"\n",
        "[[publication]]\nproject = \"toys\"\nname = \"A\"\n",
        "[[publication]]\nproject = \"toys\"\nenvironments = [{ virtual_host = \"h\" }]\n",
        "[[publication]]\nproject = \"toys\"\nenvironments = [1]\n",
        "[[publication]]\nname = \" A\"\nversion = \"1\"\nenvironments = [\"E\"]\n",
    ];
    let texts = whole.iter().map(|text| (*text).to_owned());
    for text in texts.chain(more.iter().map(|more| format!("{ONE}{more}"))) {
        assert!(parse(&text).is_err(), "{text}");
        assert!(!is_valid(&text), "{text}");
    }
}
