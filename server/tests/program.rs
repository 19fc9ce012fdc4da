//! The program itself: its commands with and without a server, its exit codes, and its end.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use common::{Device, PIN, enrol, fresh, jpeg};
use ed25519_dalek::SigningKey;
use serde_json::Value;
use sync_core::fact::Fact;
use sync_core::ids::{DeviceNumber, PersonNumber};
use sync_core::sync::ServerMessage;

fn program(data: &Path, arguments: &[&str]) -> Output {
    with_input(data, arguments, "")
}

fn with_input(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(data, arguments).stdin(Stdio::piped()).spawn().unwrap();
    // A program that reads nothing may be gone before it is written to.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inwards-server"));
    command.args(arguments).arg("--data").arg(data);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A server of its own process; killed when the test ends.
struct Serving {
    child: Child,
    base: String,
}

impl Serving {
    fn start(data: &Path) -> Self {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--open-board"];
        let mut child = command(data, &serve).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.split_whitespace().last().unwrap().to_owned();
        Self { child, base }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn check_people(data: &Path, name: &str, number: &str) {
    let added = with_input(
        data,
        &["people", "add", name, "--post", "dock-clerk", "--pin-stdin"],
        "482917\n",
    );
    assert_eq!((code(&added), said(&added).as_str()), (0, number));
    let list: Value =
        serde_json::from_str(&said(&program(data, &["people", "list", "--json"]))).unwrap();
    let newest = list.as_array().unwrap().last().unwrap();
    assert_eq!(newest["name"], name);
    assert_eq!(newest["pin"], true);
    assert!(!list.to_string().contains("argon2"));
}

#[test]
fn commands_work_the_same_without_a_server_and_with_one() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");

    check_people(&data, "王伟", "1");
    let serving = Serving::start(&data);
    check_people(&data, "赵敏", "2");
    let status: Value =
        serde_json::from_str(&said(&program(&data, &["status", "--json"]))).unwrap();
    assert_eq!(status["serving"], true);
    serving.kill();
    check_people(&data, "刘洋", "3");
}

#[test]
fn a_code_made_before_the_server_starts_enrols_a_device() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let made = program(&data, &["devices", "code", "--name", "K1", "--post", "dock-clerk"]);
    let serving = Serving::start(&data);

    let (status, answer) = enrol(&serving.base, &said(&made), &SigningKey::from_bytes(&fresh()));

    assert_eq!(status, 200, "{answer}");
    let list = said(&program(&data, &["devices", "list"]));
    assert!(list.contains("K1") && list.contains("dock-clerk"), "{list}");
}

#[test]
fn whatever_lies_in_the_data_directory_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    // One of before, made by hand and open to all, under an umask that keeps nobody out.
    for folder in ["journal", "index"] {
        std::fs::create_dir_all(data.join(folder)).unwrap();
        let open = std::fs::Permissions::from_mode(0o777);
        std::fs::set_permissions(data.join(folder), open).unwrap();
    }
    let program = env!("CARGO_BIN_EXE_inwards-server");
    let script =
        format!("umask 000; exec {program} --data {} serve --listen 127.0.0.1:0", data.display());
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    program_kills(&mut child);

    let mut folders = vec![data.clone()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode & 0o077, 0, "{} {mode:o}", path.display());
            seen += 1;
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    assert!(seen > 8, "{seen}");
}

fn program_kills(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_key_that_comes_with_the_service_is_used_and_not_changed_here() {
    let place = tempfile::tempdir().unwrap();
    let (data, credentials) = (place.path().join("data"), place.path().join("credentials"));
    let other = place.path().join("other");
    assert_eq!(code(&program(&other, &["keys", "rotate"])), 0);
    std::fs::create_dir(&credentials).unwrap();
    std::fs::copy(other.join("token.key"), credentials.join("token.key")).unwrap();

    let mut rotate = command(&data, &["keys", "rotate"]);
    let rotated = rotate.env("CREDENTIALS_DIRECTORY", &credentials).output().unwrap();

    assert_eq!(code(&rotated), 3);
    assert!(String::from_utf8_lossy(&rotated.stderr).contains("credentials"));
    assert!(!data.join("token.key").exists(), "it is kept nowhere else");
}

#[test]
fn exit_codes_say_what_happened() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let bad = place.path().join("bad.csv");
    std::fs::write(&bad, "x").unwrap();
    let bad = bad.to_str().unwrap();

    for (expected, arguments) in [
        (0, &["status"][..]),
        (2, &["dance"]),
        (2, &["devices", "code", "--name", "K1", "--post", "king"]),
        (2, &["import", "items", "/nowhere.csv"]),
        (2, &["import", "items", bad]),
        (3, &["devices", "revoke", "9"]),
        (3, &["people", "revoke", "9"]),
    ] {
        assert_eq!(code(&program(&data, arguments)), expected, "{arguments:?}");
    }
    let pin = ["people", "add", "王", "--post", "dock-clerk", "--pin-stdin"];
    assert_eq!(code(&with_input(&data, &pin, "12345\n")), 2);
    assert_eq!(code(&program(Path::new("/proc/nowhere"), &["status"])), 5);
}

#[test]
fn a_second_server_does_not_start_on_the_same_data() {
    let place = tempfile::tempdir().unwrap();
    let _serving = Serving::start(place.path());

    let second = program(place.path(), &["serve", "--listen", "127.0.0.1:0"]);

    assert_eq!(code(&second), 3);
    assert!(String::from_utf8_lossy(&second.stderr).contains("in use"));
}

#[test]
fn an_import_is_the_same_twice_and_costs_stay_away_from_the_dock() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let vendors = place.path().join("vendors.csv");
    std::fs::write(&vendors, "vendor,name,currency\nV1,新源压铸,CNY\nV2,,CNY\n").unwrap();
    let import = ["import", "vendors", vendors.to_str().unwrap(), "--json"];
    let report = |output: &Output| serde_json::from_str::<Value>(&said(output)).unwrap();

    let first = program(&data, &import);
    let again = program(&data, &[&import[..], &["--partial"]].concat());
    let nothing = program(&data, &[&import[..], &["--all-or-nothing"]].concat());

    // A row was refused: the others are taken, and the exit code says so, unless that is wanted.
    assert_eq!((code(&first), &report(&first)["new"]), (3, &Value::from(1)));
    assert_eq!((code(&again), &report(&again)["unchanged"]), (0, &Value::from(1)));
    assert_eq!((code(&nothing), &report(&nothing)["withheld"]), (3, &Value::Bool(true)));
}

/// A clerk's device, enrolled at a server that is started for it.
fn clerk_at(data: &Path) -> (Serving, Device) {
    let add = ["people", "add", "王", "--post", "dock-clerk", "--pin-stdin", "--chosen"];
    with_input(data, &add, &format!("{PIN}\n"));
    let made = said(&program(data, &["devices", "code", "--name", "K1", "--post", "dock-clerk"]));
    let serving = Serving::start(data);
    let key = SigningKey::from_bytes(&fresh());
    let (_, answer) = enrol(&serving.base, &made, &key);
    let number = DeviceNumber(u32::try_from(answer["device"].as_u64().unwrap()).unwrap());
    let author = PersonNumber(1);
    let base = serving.base.clone();
    let mut device = Device { base, number, key, token: String::new(), author, written: 0 };
    device.sign_in();
    let (status, answer) = device.try_person(author, PIN);
    assert_eq!(status, 200, "{answer}");
    (serving, device)
}

#[test]
fn a_photo_goes_on_where_a_killed_server_had_it() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let (mut serving, mut clerk) = clerk_at(&data);
    let (content, bytes) = jpeg(400_000);

    for begin in (0..bytes.len()).step_by(100_000) {
        clerk.base.clone_from(&serving.base);
        clerk.sign_in();
        assert_eq!(clerk.upload(&content).1["received"], begin);
        let (status, state) = clerk.send_piece(&content, &bytes, begin..begin + 100_000);
        assert_eq!((status, &state["received"]), (200, &Value::from(begin + 100_000)));
        serving.kill();
        serving = Serving::start(&data);
    }

    clerk.base.clone_from(&serving.base);
    clerk.sign_in();
    assert_eq!(clerk.upload(&content).1["complete"], true);
}

#[test]
fn a_killed_server_knows_what_it_acknowledged() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let (mut serving, mut clerk) = clerk_at(&data);
    let number = clerk.number;

    let mut written: Vec<Fact> = Vec::new();
    for round in 0..5 {
        clerk.base.clone_from(&serving.base);
        clerk.sign_in();
        assert_eq!(clerk.hello().2, clerk.written, "round {round}");
        for n in 0..8 {
            let facts: Vec<Fact> =
                (0..5).map(|k| clerk.receipt(&format!("{round} {n} {k}"))).collect();
            let (_, answer) = clerk.push(&facts);
            assert_eq!(answer, ServerMessage::Pushed { known: clerk.written });
            written.extend(facts);
        }
        serving.kill();
        serving = Serving::start(&data);
    }

    clerk.base.clone_from(&serving.base);
    clerk.sign_in();
    let pulled: Vec<Fact> =
        clerk.pull().into_iter().filter(|fact| fact.header.id.device == number).collect();
    assert_eq!(pulled, written);
}
