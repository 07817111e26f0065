//! What the benchmarks share.

use std::fmt::Write as _;

/// A control plane's file as the shipped one, with many environments.
pub(crate) fn text(environments: usize) -> String {
    let mut text = String::from(
        "[server]\nhostname = \"localhost\"\n\n[super_admin]\nusername = \"admin\"\npassword = \"admin\"\n",
    );
    for number in 0..environments {
        let offset = number % 1_000;
        let _ = write!(
            text,
            "\n[[apim.gateway.environment]]\nname = \"Gateway {number}\"\ntype = \"hybrid\"\ngateway_type = \"Regular\"\nprovider = \"wso2\"\ndisplay_in_api_console = true\ndescription = \"Gateway number {number} of a large installation.\"\nshow_as_token_endpoint_url = true\nservice_url = \"https://gw{number}.example.com:{}/services/\"\nusername= \"${{admin.username}}\"\npassword= \"${{admin.password}}\"\nws_endpoint = \"ws://gw{number}.example.com:{}\"\nwss_endpoint = \"wss://gw{number}.example.com:{}\"\nhttp_endpoint = \"http://gw{number}.example.com:{}\"\nhttps_endpoint = \"https://gw{number}.example.com:{}\"\n",
            9443 + offset,
            9099 + offset,
            8099 + offset,
            8280 + offset,
            8243 + offset,
        );
    }
    text
}
