//! What the project promises about its own files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use inwards_tests::programs;
use inwards_tests::sources::{files, root};
use serde_json::Value;

const LONGEST_FILE: usize = 600;
const LONGEST_FUNCTION: usize = 80;

/// What the core may stand on: it is carried by every device, for life.
const CORE_STANDS_ON: [&str; 11] = [
    "chrono",
    "crc32c",
    "rmp",
    "rmp-serde",
    "rust_decimal",
    "rust_decimal_macros",
    "serde",
    "serde_bytes",
    "sha2",
    "thiserror",
    "utoipa",
];

// ISC is MIT in fewer words; the CDLA is that of a list of roots which the lock names and nothing builds.
const LICENCES: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[test]
fn the_core_stands_on_few_and_chosen_crates() {
    let metadata = metadata();
    let core = package(&metadata, "sync-core");

    for dependency in core["dependencies"].as_array().expect("a list") {
        let name = dependency["name"].as_str().expect("a name");
        if dependency["kind"].is_null() {
            assert!(CORE_STANDS_ON.contains(&name), "{name}: say in docs/decisions why");
        }
        if name == "utoipa" {
            assert_eq!(dependency["optional"], true);
        }
    }
}

#[test]
fn everything_that_is_shipped_may_be_shipped() {
    for package in metadata()["packages"].as_array().expect("packages") {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(is_allowed(licence), "{}: {licence}", package["name"]);
    }
}

#[test]
fn a_choice_of_licences_is_allowed_where_one_of_them_is() {
    assert!(is_allowed("(Apache-2.0 OR GPL-3.0) AND BSD-3-Clause"));
    assert!(is_allowed("Unlicense/MIT"));
    assert!(!is_allowed("MIT AND GPL-3.0"));
    assert!(!is_allowed("none"));
}

#[test]
fn one_file_of_server_and_terminal_each_knows_the_database() {
    for folder in ["server/", "scanner-client/terminal/"] {
        let naming: Vec<String> = sources()
            .into_iter()
            .filter(|(path, text)| path.starts_with(folder) && uses_database(text))
            .map(|(path, _)| path)
            .collect();
        assert_eq!(naming.len(), 1, "{naming:?}");
    }
    for folder in ["sync-core/", "scanner-client/engine/", "deploy/"] {
        let names =
            |(path, text): &(String, String)| path.starts_with(folder) && uses_database(text);
        assert!(!sources().iter().any(names), "{folder}");
    }
}

#[test]
fn every_source_file_says_first_what_it_is() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{path}");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.len() > 15, "{path}: {first}");
    }
}

#[test]
fn no_file_is_longer_than_somebody_reads_at_once() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{path}: {lines} lines");
    }
}

#[test]
fn no_function_outgrows_a_screen_without_a_reason() {
    for (path, text) in sources() {
        assert_eq!(long_functions(&text), [], "{path}");
    }
}

#[test]
fn long_functions_are_found_unless_they_say_why() {
    let body = "    work();\n".repeat(LONGEST_FUNCTION);
    let long = format!("fn long() {{\n{body}}}\n");
    let excused = format!("#[allow(clippy::too_many_lines, reason = \"a list\")]\n{long}");

    assert_eq!(long_functions(&long).len(), 1);
    assert_eq!(long_functions(&excused).len(), 0);
    assert_eq!(long_functions("fn short() {\n    work();\n}\n").len(), 0);
}

#[test]
fn no_file_knows_the_machine_that_it_was_written_on() {
    let places = [["/wo", "rk/"], ["/ro", "ot/"], ["/tmp/", "core"], ["/home", "/"]];
    let hosts = [["crates", ".io"], ["pypi", ".org"], ["npmjs", ".org"], ["debian", ".org"]];
    for path in files() {
        // The lock file names its registry by design, pictures and the like are no text.
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        if path == "Cargo.lock" {
            continue;
        }
        for needle in places.iter().chain(&hosts).map(|parts| parts.concat()) {
            assert!(!text.contains(&needle), "{path} names {needle}");
        }
    }
}

#[test]
fn every_command_of_the_readme_exists() {
    let tasks = help("xtask");
    let terminal = help("inwards");
    let server = help("inwards-server");
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(root().join(readme)).expect(readme);
        let tasks_named = words_after(&text, "cargo xtask ");
        assert!(tasks_named.contains("up") && tasks_named.contains("test"), "{readme}");
        for (program, known, named) in [
            ("cargo xtask", &tasks, tasks_named),
            ("inwards-server", &server, words_after(&text, "inwards-server ")),
            ("inwards", &terminal, words_after(&text, "debug/inwards ")),
        ] {
            for word in named {
                assert!(known.contains(&word), "{readme}: `{program} {word}` is no command");
            }
        }
    }
}

#[test]
fn only_the_terminal_speaks_of_options_and_commands() {
    let folders = ["sync-core/src/", "scanner-client/engine/src/", "scanner-client/web/src/"];
    for (path, text) in sources() {
        if folders.iter().any(|folder| path.starts_with(folder)) && !path.ends_with("tests.rs") {
            assert_eq!(typed_words(&text), Vec::<&str>::new(), "{path}");
        }
    }
}

#[test]
fn options_and_commands_are_found_in_sentences_and_nowhere_else() {
    assert_eq!(typed_words(r#"Say("state it with --qty, or sync")"#).len(), 1);
    assert_eq!(typed_words(r#"Say("see `list conflicts`")"#).len(), 1);
    assert_eq!(typed_words("/// What `--qty` says.").len(), 0);
    assert_eq!(typed_words(r#"count(x--y, "a -- b")"#).len(), 0);
}

#[test]
fn decisions_are_numbered_without_a_gap() {
    let mut names: Vec<String> =
        files().into_iter().filter(|path| path.starts_with("docs/decisions/")).collect();
    names.sort();
    assert!(!names.is_empty());

    for (place, path) in names.iter().enumerate() {
        let expected = format!("docs/decisions/{:04}-", place + 1);
        assert!(path.starts_with(&expected), "{path} is not {expected}…");
    }
}

/// Lines whose sentences name an option (`--qty`) or quote a command: one who taps has neither.
fn typed_words(text: &str) -> Vec<&str> {
    let is_option = |text: &str| {
        let after = text.split("--").skip(1);
        after.into_iter().any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let says = |line: &str| {
        let mut sentences = line.split('"').skip(1).step_by(2);
        sentences.any(|sentence| sentence.contains('`') || is_option(sentence))
    };
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.filter(|line| says(line)).collect()
}

fn uses_database(text: &str) -> bool {
    text.contains("sled::")
}

fn is_allowed(licence: &str) -> bool {
    licence.replace('/', " OR ").split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')', ' ']);
        part.split(" OR ").any(|choice| LICENCES.contains(&choice.trim_matches(['(', ')', ' '])))
    })
}

/// Functions from their `fn` to the brace that closes them, by the indentation of our formatter.
fn long_functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let bare = line.trim_start();
        let is_function =
            ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "async fn ", "pub async fn "]
                .iter()
                .any(|opening| bare.starts_with(opening));
        if !is_function || line.ends_with(';') {
            continue;
        }
        let closing = format!("{}}}", &line[..line.len() - bare.len()]);
        let length = lines[start..].iter().position(|line| *line == closing).unwrap_or(0) + 1;
        let attributes = lines[start.saturating_sub(8)..start].join("\n");
        if length > LONGEST_FUNCTION && !attributes.contains("clippy::too_many_lines") {
            found.push((bare.to_owned(), length));
        }
    }
    found
}

/// Words that stand for commands: options and placeholders are none.
fn words_after(text: &str, opening: &str) -> BTreeSet<String> {
    let rests = text.split(opening).skip(1);
    let words = rests.map(|rest| {
        let word = |c: char| c.is_ascii_lowercase() || c == '-';
        rest.chars().take_while(|c| word(*c)).collect::<String>()
    });
    words.filter(|word| !word.is_empty() && !word.starts_with('-')).collect()
}

/// The commands that a program's own help names.
fn help(program: &str) -> BTreeSet<String> {
    let output = Command::new(programs::path(program)).arg("--help").output().expect(program);
    let text = String::from_utf8(output.stdout).expect("help is text");
    let commands = text.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    commands.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn package<'a>(metadata: &'a Value, name: &str) -> &'a Value {
    let packages = metadata["packages"].as_array().expect("packages");
    packages.iter().find(|package| package["name"] == name).expect(name)
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(root());
    let output = command.output().expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("metadata is JSON")
}

/// Our source files: (path, text).
fn sources() -> Vec<(String, String)> {
    let rust = files()
        .into_iter()
        .filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "rs"));
    rust.map(|path| {
        let text = fs::read_to_string(root().join(&path)).expect("a source file is text");
        (path, text)
    })
    .collect()
}
