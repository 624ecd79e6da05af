//! The program as people start it: what it says, and with which exit code it ends.

#![expect(clippy::unwrap_used, reason = "what a test cannot do without fails it")]

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What came of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(data: &Path, args: &[&str], input: &str) -> Run {
    run_with(data, args, input, &[])
}

fn run_with(data: &Path, args: &[&str], input: &str, env: &[(&str, &str)]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kakehashi"))
        .args(args)
        .env_clear()
        .env("KAKEHASHI_DATA_DIR", data)
        .envs(env.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: status.code(), out: text(stdout), err: text(stderr) }
}

impl Run {
    #[track_caller]
    fn succeeded(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// One line, no panic, nothing on the standard output.
    #[track_caller]
    fn failed(self, code: i32, says: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""), "{}", self.err);
        assert_eq!(self.err.trim_end().lines().count(), 1, "{}", self.err);
        assert!(self.err.starts_with("kakehashi: ") && self.err.contains(says), "{}", self.err);
    }
}

fn add_member(data: &Path, name: &str) -> Run {
    let args = ["member", "add", "--email", "aoi@example.com", "--name", name, "--password-stdin"];
    run(data, &args, "long enough\n")
}

fn add_connection(data: &Path, secret: &str) -> Run {
    let args = ["--channel-id", "2000000001", "--channel-secret-stdin"];
    let args = [&["connection", "add", "--member", "aoi@example.com"][..], &args[..]].concat();
    run(data, &args, secret)
}

fn export(data: &Path) -> Run {
    run(data, &["export", "--format", "jsonl"], "")
}

#[test]
fn adding_twice_brings_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(add_member(dir.path(), "葵").succeeded(), "Member aoi@example.com added.\n");
    let again = add_member(dir.path(), "<b>林 葵</b>").succeeded();
    assert_eq!(again, "Member aoi@example.com brought up to date.\n");

    let first = add_connection(dir.path(), SECRET).succeeded();
    let second = add_connection(dir.path(), SECRET).succeeded();
    let address = |text: &str| text.lines().find(|line| line.contains("http")).unwrap().to_owned();
    assert!(address(&first).starts_with("  http://127.0.0.1:3000/line/webhook/"), "{first}");
    assert_eq!(address(&first), address(&second));

    let exported = export(dir.path()).succeeded();
    assert_eq!(exported.lines().count(), 1, "{exported}");
    let member: serde_json::Value = serde_json::from_str(&exported).unwrap();
    assert_eq!(member["type"], "member");
    assert_eq!(member["name"], "<b>林 葵</b>");
    assert!(!exported.contains("argon2") && !exported.contains(SECRET), "{exported}");
}

#[test]
fn the_database_holds_no_readable_channel_secret() {
    let dir = tempfile::tempdir().unwrap();
    add_member(dir.path(), "葵").succeeded();
    add_connection(dir.path(), SECRET).succeeded();
    let mut files = vec![dir.path().to_owned()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
            assert!(!found, "{}", path.display());
        }
    }
}

#[test]
fn a_member_must_be_there_before_a_connection() {
    let dir = tempfile::tempdir().unwrap();
    add_connection(dir.path(), SECRET).failed(1, "there is no member with the address");
}

#[test]
fn what_breaks_a_rule_is_refused_in_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let member = ["member", "add", "--email", "aoi@example.com", "--password-stdin", "--name"];
    for (name, password, code, says) in [
        ("葵", "short", 1, "at least 8 characters"),
        ("葵", "", 1, "empty"),
        ("葵", "two\nlines", 1, "single line"),
        ("\u{202e}葵", "long enough", 2, "direction characters"),
        (" ", "long enough", 2, "the name is empty"),
    ] {
        run(dir.path(), &[&member[..], &[name]].concat(), password).failed(code, says);
    }
    assert!(!dir.path().join("database").exists(), "nothing was opened");
}

#[test]
fn a_wrong_setting_stops_the_start_with_one_line() {
    let dir = tempfile::tempdir().unwrap();
    for (name, value, code, says) in [
        ("KAKEHASHI_LISTEN", "localhost", 2, "--listen"),
        ("KAKEHASHI_LISTEN", "0.0.0.0:0", 1, "KAKEHASHI_PUBLIC_URL must be set"),
        ("KAKEHASHI_PUBLIC_URL", "https://", 2, "--public-url"),
        ("KAKEHASHI_PUBLIC_URL", "https://chat.example.com/", 2, "must not end with a slash"),
        ("KAKEHASHI_DATABASE_URL", "postgres://db", 1, "KAKEHASHI_DATABASE_URL must begin with"),
        ("KAKEHASHI_SECRET_KEY", "hunter2", 1, "KAKEHASHI_SECRET_KEY must be 32 bytes"),
        ("KAKEHASHI_LINE_API_URL", "file:///etc", 2, "must begin with http"),
        ("KAKEHASHI_LOG", "kakehashi=loud", 2, "--log"),
        ("KAKEHASHI_LOG_FORMAT", "xml", 2, "--log-format"),
        ("KAKEHASHI_SITE_DIR", "/nowhere", 1, "KAKEHASHI_SITE_DIR /nowhere is not a directory"),
    ] {
        let run = run_with(dir.path(), &["serve"], "", &[(name, value)]);
        assert!(!run.err.contains("hunter2"), "{}", run.err);
        run.failed(code, says);
    }
}

#[test]
fn a_damaged_database_is_said_in_one_line() {
    let dir = tempfile::tempdir().unwrap();
    add_member(dir.path(), "葵").succeeded();
    for entry in dir.path().join("database/manifest").read_dir().unwrap() {
        std::fs::write(entry.unwrap().path(), "damaged").unwrap();
    }
    export(dir.path()).failed(1, "could not be opened");
}

#[test]
fn a_database_in_use_is_said_in_one_line() {
    let dir = tempfile::tempdir().unwrap();
    add_member(dir.path(), "葵").succeeded();
    let mut server = Command::new(env!("CARGO_BIN_EXE_kakehashi"))
        .env_clear()
        .env("KAKEHASHI_DATA_DIR", dir.path())
        .env("KAKEHASHI_LISTEN", "127.0.0.1:0")
        .env("KAKEHASHI_LINE_API_URL", "http://127.0.0.1:9")
        .env("KAKEHASHI_LOG", "kakehashi::cli=info")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = std::io::BufReader::new(server.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("ready: ") {
        let read = std::io::BufRead::read_line(&mut log, &mut said).unwrap();
        assert_ne!(read, 0, "the server ended: {said}");
    }
    let second = export(dir.path());
    server.kill().unwrap();
    server.wait().unwrap();
    second.failed(1, "the database is in use by another process: stop the server first");
    export(dir.path()).succeeded();
}

#[test]
fn connections_are_listed_without_their_secrets() {
    let dir = tempfile::tempdir().unwrap();
    add_member(dir.path(), "葵").succeeded();
    add_connection(dir.path(), SECRET).succeeded();
    let listed = run(dir.path(), &["connection", "list"], "").succeeded();
    let columns: Vec<&str> = listed.trim_end().split('\t').collect();
    assert_eq!(columns[1..], ["2000000001", "-", "not described yet", "葵"], "{listed}");
    assert!(!listed.contains(SECRET));
}

#[test]
fn the_key_is_rotated_and_the_old_one_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    add_member(dir.path(), "葵").succeeded();
    add_connection(dir.path(), SECRET).succeeded();
    let path = dir.path().join("secret.key");
    let before = std::fs::read_to_string(&path).unwrap();
    let said = run(dir.path(), &["key", "rotate"], "").succeeded();
    assert!(said.contains("sealed with the new key"), "{said}");
    let after = std::fs::read_to_string(&path).unwrap();
    assert_ne!(before, after);
    assert!(!said.contains(after.trim()), "{said}");
    let new = "22".repeat(32);
    run(dir.path(), &["key", "rotate", "--new-key-stdin"], &new).succeeded();
    run(dir.path(), &["key", "rotate", "--new-key-stdin"], "hunter2")
        .failed(1, "the new key must be");
    let env = [("KAKEHASHI_SECRET_KEY", new.as_str())];
    run_with(dir.path(), &["key", "rotate"], "", &env).failed(1, "--new-key-stdin");
    std::fs::write(dir.path().join("secret.key.next"), "").unwrap();
    add_connection(dir.path(), SECRET).failed(1, "run `kakehashi key rotate` again");
}
