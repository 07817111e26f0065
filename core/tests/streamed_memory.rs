//! A stream of APIs holds one page of them, however many there are: counted by the allocator of this program, in which
//! nothing else runs.

#![allow(clippy::expect_used, reason = "a test stops at a broken assumption")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use gatewright::client::{ApiQuery, ConnectOptions, Credentials};
use gatewright::{ControlPlane, Release};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// What a query's parameter says.
fn parameter(line: &str, name: &str) -> usize {
    let (_, query) = line.split_once('?').expect("a query");
    let query = query.split(' ').next().expect("a query before the protocol");
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    value.expect("the parameter").parse().expect("a number")
}

/// One page of a listing of so many APIs, made when it is asked for.
fn page(total: usize, limit: usize, offset: usize) -> String {
    let entries: Vec<String> = (offset..total.min(offset + limit))
        .map(|number| {
            format!(
                r#"{{"id":"id-{number:06}","name":"Api{number:06}","version":"1.0.0","context":"/api/{number:06}","provider":"admin","lifeCycleStatus":"PUBLISHED"}}"#
            )
        })
        .collect();
    let pagination = format!(r#"{{"offset":{offset},"limit":{limit},"total":{total}}}"#);
    let (count, list) = (entries.len(), entries.join(","));
    format!(r#"{{"count":{count},"list":[{list}],"pagination":{pagination}}}"#)
}

fn serve(stream: TcpStream, total: usize) {
    let mut writer = stream.try_clone().expect("a socket");
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 0) {
        let mut header = String::new();
        while reader.read_line(&mut header).is_ok_and(|read| read > 2) {
            header.clear();
        }
        let body = page(total, parameter(&line, "limit"), parameter(&line, "offset"));
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        if writer.write_all(answer.as_bytes()).is_err() {
            return;
        }
        line.clear();
    }
}

/// Lists so many APIs; the most memory that was allocated meanwhile beyond what was before.
async fn peak(total: usize) -> usize {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            serve(stream, total);
        }
    });
    let options = ConnectOptions::new().release(Release::V4_7).without_environment_proxy();
    let credentials = Credentials::token("a-token");
    let control_plane =
        ControlPlane::connect(&url, credentials, options).await.expect("a connection");
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let mut stream = control_plane.search_apis(ApiQuery::new());
    let mut seen = 0;
    while let Some(api) = stream.next().await {
        let api = api.expect("an API");
        assert_eq!(api.name, format!("Api{seen:06}"));
        seen += 1;
    }
    assert_eq!(seen, total);
    ALLOCATED.peak_usage().saturating_sub(before)
}

#[tokio::test]
async fn ten_times_the_apis_take_no_more_memory() {
    peak(1_000).await; // what is made once in a process
    let (thousand, ten_thousand) = (peak(1_000).await, peak(10_000).await);
    println!("peak with 1,000 APIs: {thousand} bytes; with 10,000: {ten_thousand} bytes");
    // A tenth for what differs from run to run; all 10,000 held would be several times as much.
    assert!(ten_thousand <= thousand + thousand / 10, "{thousand} and {ten_thousand} bytes");
}
