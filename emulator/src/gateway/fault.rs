//! A gateway's own answers: REST reference §6, each in the release's form.

use serde_json::json;

use crate::server::{Reply, Request};

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

/// REST reference §6.2.
pub(super) fn authentication(classic: bool, code: u32, context: &str, request: &Request) -> Reply {
    let (status, message, description) = match code {
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
        900_908 => (
            403,
            "Resource forbidden",
            "User is NOT authorized to access the Resource. API Subscription validation failed.",
        ),
        _ => (500, "Unclassified Authentication Failure", "Access failure for API"),
    };
    let wants_json = request.header("accept").is_some_and(|accept| accept.contains("json"));
    let reply = if !classic {
        let body =
            json!({"code": code.to_string(), "message": message, "description": description});
        Reply::json(status, &body)
    } else if wants_json {
        let fault = json!({"code": code, "message": message, "description": description});
        Reply::json(status, &json!({"fault": fault}))
    } else {
        let body = format!(
            "<ams:fault xmlns:ams=\"http://wso2.org/apimanager/security\"><ams:code>{code}</ams:code>\
             <ams:message>{message}</ams:message><ams:description>{description}</ams:description></ams:fault>"
        );
        Reply::xml(status, body)
    };
    if status != 401 {
        return reply;
    }
    let error = if code == 900_902 { "" } else { ", error=\"invalid_token\"" };
    reply.with(
        "WWW-Authenticate",
        format!("OAuth2 realm=\"WSO2 API Manager\", context=\"{context}\"{error}"),
    )
}
