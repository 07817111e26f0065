//! Through which proxy, if any.
//!
//! As users expect it from other programs: the variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, unless the
//! options name a proxy or leave the environment's alone. Connections to this computer never use one: plain `http://` to
//! it may carry credentials, which a proxy would see. A kind of proxy that is not supported is an error: to go round it in
//! silence would break what it is there for.

use reqwest::{ClientBuilder, NoProxy, Proxy};

use crate::client::options::ConnectOptions;
use crate::error::{Error, ErrorKind, Result};

/// What is reached directly.
const THIS_COMPUTER: &str = "localhost,127.0.0.0/8,::1";

/// # Errors
/// [`ErrorKind::InvalidInput`], code `invalid-proxy`, for a URL that is none, or of a kind that is not supported. The user
/// and password in it are not shown.
pub(crate) fn configure(builder: ClientBuilder, options: &ConnectOptions) -> Result<ClientBuilder> {
    let found = find(options, |name| std::env::var(name).ok())?;
    // Without this the library looks at the environment itself, and would go round a proxy that it does not know.
    Ok(found.into_iter().fold(builder.no_proxy(), ClientBuilder::proxy))
}

fn find(options: &ConnectOptions, variable: impl Fn(&str) -> Option<String>) -> Result<Vec<Proxy>> {
    let direct = |more: &str| NoProxy::from_string(&format!("{THIS_COMPUTER},{more}"));
    if let Some(url) = &options.proxy {
        let proxy = checked("the option `proxy`", url.expose(), Proxy::all)?;
        return Ok(vec![proxy.no_proxy(direct(""))]);
    }
    if !options.uses_environment_proxy {
        return Ok(Vec::new());
    }
    let named = |names: [&'static str; 2]| {
        names.into_iter().find_map(|name| {
            Some((name, variable(name)?)).filter(|(_, value)| !value.trim().is_empty())
        })
    };
    let (_, except) = named(["NO_PROXY", "no_proxy"]).unwrap_or_default();
    let all = named(["ALL_PROXY", "all_proxy"]);
    // Of a program that a web server runs, the header `Proxy` of a request would be the upper-case variable.
    let is_cgi = variable("REQUEST_METHOD").is_some();
    let http = if is_cgi { None } else { named(["HTTP_PROXY", "http_proxy"]) };
    let https = named(["HTTPS_PROXY", "https_proxy"]);
    let mut proxies = Vec::new();
    if let Some((name, url)) = https.or_else(|| all.clone()) {
        proxies.push(checked(&format!("the variable `{name}`"), url.trim(), Proxy::https)?);
    }
    if let Some((name, url)) = http.or(all) {
        proxies.push(checked(&format!("the variable `{name}`"), url.trim(), Proxy::http)?);
    }
    Ok(proxies.into_iter().map(|proxy| proxy.no_proxy(direct(&except))).collect())
}

fn checked(
    what: &str,
    url: &str,
    proxy: impl FnOnce(String) -> reqwest::Result<Proxy>,
) -> Result<Proxy> {
    let refuse = |why: String| {
        let message = format!("{what} {why}");
        Err(Error::new(ErrorKind::InvalidInput, "invalid-proxy", message))
    };
    // `proxy.example.com:3128` is taken for `http`, as everywhere.
    let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let scheme = url.split("://").next().unwrap_or_default().to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        let shown: String = scheme.chars().filter(char::is_ascii_graphic).take(20).collect();
        return refuse(format!(
            "names a proxy of the kind `{shown}`, which is not supported: give an http:// or https:// proxy, or leave the \
             environment's alone with `without_environment_proxy`"
        ));
    }
    let host = url.rsplit_once('@').map_or_else(|| url.clone(), |(_, host)| host.to_owned());
    match proxy(url) {
        Ok(proxy) => Ok(proxy),
        Err(_) => refuse(format!(
            "is no URL of a proxy (`{}`): write http://host:port",
            host.escape_debug()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(options: &ConnectOptions, variables: &[(&str, &str)]) -> Result<usize> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        find(options, variable).map(|found| found.len())
    }

    #[test]
    fn the_environments_proxies_count_unless_the_options_say_otherwise() {
        let environment = [("HTTPS_PROXY", "http://a:1"), ("http_proxy", "b:2")];
        let options = ConnectOptions::new();
        assert_eq!(count(&options, &environment).unwrap(), 2);
        assert_eq!(count(&options, &[("ALL_PROXY", "https://c:3")]).unwrap(), 2);
        assert_eq!(count(&options, &[("HTTPS_PROXY", " ")]).unwrap(), 0);
        let cgi = [("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://evil:1")];
        assert_eq!(count(&options, &cgi).unwrap(), 0);
        let alone = ConnectOptions::new().without_environment_proxy();
        assert_eq!(count(&alone, &environment).unwrap(), 0);
        let given = ConnectOptions::new().proxy("http://d:4");
        assert_eq!(count(&given, &environment).unwrap(), 1);
    }

    #[test]
    fn a_kind_that_is_not_supported_is_named_and_no_password_is() {
        for scheme in ["socks5", "socks5h", "socks4", "ftp", "SOCKS5"] {
            let url = format!("{scheme}://user:hunter2@proxy:1080");
            let given = ConnectOptions::new().proxy(&url);
            let environment = count(&ConnectOptions::new(), &[("ALL_PROXY", &url)]).unwrap_err();
            for error in [count(&given, &[]).unwrap_err(), environment] {
                assert_eq!(error.code(), "invalid-proxy");
                let kind = format!("`{}`", scheme.to_lowercase());
                assert!(error.message().contains(&kind), "{error}");
                assert!(!format!("{error:?}").contains("hunter2"));
            }
            assert!(!format!("{given:?}").contains("hunter2"));
        }
        let wrong = ConnectOptions::new().proxy("http://user:hunter2@");
        let error = count(&wrong, &[]).unwrap_err();
        assert_eq!(error.code(), "invalid-proxy");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}
