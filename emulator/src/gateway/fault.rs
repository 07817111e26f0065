//! A gateway's own answers: REST reference §6, each in the release's form.

use std::time::SystemTime;

use serde_json::json;

use super::moment::Moment;
use crate::server::Reply;

/// `type: Status report` in 4.x, `am:fault` in 3.x.
pub(super) fn report(
    classic: bool,
    status: u16,
    code: u32,
    kind: &str,
    message: &str,
    description: &str,
) -> Reply {
    if classic {
        let body = format!(
            "<am:fault xmlns:am=\"http://wso2.org/apimanager\"><am:code>{code}</am:code>\
             <am:type>{kind}</am:type><am:message>{message}</am:message>\
             <am:description>{description}</am:description></am:fault>"
        );
        return Reply::xml(status, body);
    }
    let body = json!({
        "code": code.to_string(), "type": kind, "message": message, "description": description,
    });
    Reply::json(status, &body)
}

const STATUS: &str = "Status report";

pub(super) fn not_found(classic: bool) -> Reply {
    let description = "The requested resource is not available.";
    report(classic, 404, 404, STATUS, "Not Found", description)
}

pub(super) fn no_resource(classic: bool) -> Reply {
    let message = "No matching resource found for given API Request";
    report(classic, 404, 404, STATUS, message, message)
}

pub(super) fn method_not_allowed(classic: bool) -> Reply {
    let description = "Method not allowed for given API resource";
    report(classic, 405, 405, STATUS, "Method Not Allowed", description)
}

pub(super) fn unsupported_transport(classic: bool, transport: &str) -> Reply {
    let description = format!("Unsupported Transport [ {transport} ]");
    report(classic, 403, 403, STATUS, "Forbidden", &description)
}

pub(super) fn blocked(classic: bool) -> Reply {
    let description = "This API has been blocked temporarily. Please try again later or contact the system administrators.";
    report(classic, 503, 700_700, "API blocked", "API blocked", description)
}

pub(super) fn no_backend(classic: bool) -> Reply {
    report(classic, 500, 101_503, STATUS, "Runtime Error", "Error connecting to the back end")
}

/// The API has no endpoint for keys of this type.
pub(super) fn no_endpoint(classic: bool, sandbox_key: bool) -> Reply {
    let description = if sandbox_key {
        "Sandbox key offered to the API with no sandbox endpoint"
    } else {
        "Production key offered to the API with no production endpoint"
    };
    report(classic, 403, 900_901, STATUS, "Runtime Error", description)
}

/// The environment takes keys of the other type only: XML in every release.
pub(super) fn wrong_key_type(environment_type: &str) -> Reply {
    let message = match environment_type {
        "production" => "<message>Sandbox Key Provided for Production Gateway</message>",
        "sandbox" => "<message>Production Key Provided for Sandbox Gateway</message>",
        _ => "",
    };
    Reply::xml(401, format!("<error>{message}</error>"))
}

/// REST reference §6.2: a code's status, message and description; `None` for a number that is not one of its codes.
fn failure(code: u32) -> Option<(u16, &'static str, &'static str)> {
    Some(match code {
        900_900 => (500, "Unclassified Authentication Failure", "Access failure for API"),
        900_901 => (
            401,
            "Invalid Credentials",
            "Invalid Credentials. Make sure you have provided the correct security credentials",
        ),
        900_902 => (
            401,
            "Missing Credentials",
            "Invalid Credentials. Make sure your API invocation call has a header: 'Authorization : Bearer ACCESS_TOKEN'",
        ),
        900_903 => (401, "Access Token Expired", "Access token has expired"),
        900_904 => (401, "Access Token Inactive", "Access token is not active"),
        900_905 => (
            401,
            "Incorrect Access Token Type is provided",
            "The resource does not take access tokens of this type",
        ),
        900_906 => (
            403,
            "No matching resource found in the API for the given request",
            "Check the API documentation and add a proper REST resource path to the invocation URL",
        ),
        900_907 => (
            401,
            "The requested API is temporarily blocked",
            "The subscription to the API has been blocked",
        ),
        900_908 => (
            403,
            "Resource forbidden",
            "User is NOT authorized to access the Resource. API Subscription validation failed.",
        ),
        900_909 => (
            401,
            "The subscription to the API is inactive",
            "The subscription waits for an approval, or was refused it",
        ),
        900_910 => (
            403,
            "The access token does not allow you to access the requested resource",
            "User is NOT authorized to access the Resource. Scope validation failed.",
        ),
        900_911 => {
            (500, "Missing OpenAPI definition", "The API has no definition to check calls by")
        }
        900_912 => (401, "Claim Mismatch", "A claim of the token is not the expected one"),
        900_914 => (403, "Invalid Audience", "The token is not meant for the API"),
        _ => return None,
    })
}

/// REST reference §6.2; what is none of its codes is a failure without a class.
pub(crate) fn authentication(classic: bool, code: u32, wants_json: bool) -> Reply {
    let unclassified = (500, "Unclassified Authentication Failure", "Access failure for API");
    let (status, message, description) = failure(code).unwrap_or(unclassified);
    if !classic {
        let body =
            json!({"code": code.to_string(), "message": message, "description": description});
        return Reply::json(status, &body);
    }
    if wants_json {
        let fault = json!({"code": code, "message": message, "description": description});
        return Reply::json(status, &json!({"fault": fault}));
    }
    let body = format!(
        "<ams:fault xmlns:ams=\"http://wso2.org/apimanager/security\"><ams:code>{code}</ams:code>\
         <ams:message>{message}</ams:message><ams:description>{description}</ams:description></ams:fault>"
    );
    Reply::xml(status, body)
}

/// What a 401 asks for: one challenge for each way in that the API has.
pub(crate) fn challenge(code: u32, context: &str, schemes: &[String]) -> String {
    const REALM: &str = "realm=\"WSO2 API Manager\"";
    let has = |wanted: &str| schemes.iter().any(|scheme| scheme == wanted);
    let mut ways = Vec::new();
    if has("oauth2") || !has("api_key") {
        ways.push(format!("OAuth2 {REALM}, context=\"{context}\""));
    }
    if has("api_key") {
        ways.push(format!("API Key {REALM}"));
    }
    if code != 900_902 {
        ways.push("error=\"invalid_token\"".to_owned());
    }
    ways.join(", ")
}

/// REST reference §5.2.
pub(crate) fn throttled(classic: bool, code: u32, until: SystemTime) -> Reply {
    let (message, description) = match code {
        900_801 => ("API Limit Reached", "API not accepting requests"),
        900_805 => ("Message blocked", "You have been blocked from accessing the resource"),
        _ => ("Message throttled out", "You have exceeded your quota"),
    };
    let moment = Moment::of(until);
    let reply = if classic {
        let body = format!(
            "<amt:fault xmlns:amt=\"http://wso2.org/apimanager/throttling\"><amt:code>{code}</amt:code>\
             <amt:message>{message}</amt:message><amt:description>{description}</amt:description></amt:fault>"
        );
        Reply::xml(429, body)
    } else {
        let body = json!({
            "code": code.to_string(), "message": message, "description": description,
            "nextAccessTime": moment.next_access(),
        });
        Reply::json(429, &body)
    };
    reply.with("Retry-After", moment.http_date())
}
