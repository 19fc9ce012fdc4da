//! What code and documents refer to exists: items, sections, clauses, decisions, links, files, names.

use std::collections::{BTreeMap, BTreeSet};

use inwards_tests::sources;

const DOMAIN: &str = "docs/domain.md";
const SEMANTICS: &str = "docs/semantics.md";
/// This file quotes references that lead nowhere.
const THIS: &str = "tests/tests/references.rs";

/// Endings of the project's own text files, as documents name them.
const ENDINGS: [&str; 8] = ["rs", "md", "js", "mjs", "css", "html", "toml", "webmanifest"];

#[test]
fn every_item_of_the_semantics_and_section_of_the_domain_that_is_referred_to_exists() {
    let tree = Tree::read();
    let items = numbered(tree.text(SEMANTICS), "", ". **");
    let sections = numbered(tree.text(DOMAIN), "## ", ". ");
    let up_to = u32::try_from(items.len()).expect("few items");
    assert_eq!(items, (1..=up_to).collect(), "items are numbered without a gap");
    assert!(items.contains(&36) && sections.contains(&8));

    let mut missing = Vec::new();
    for (path, text) in tree.texts() {
        missing.extend(unknown(path, referred(text, "SEMANTICS "), &items));
        missing.extend(unknown(path, referred(text, "DOMAIN §"), &sections));
        // Both are written in one way, so that somebody who searches finds all of them.
        missing.extend(unknown(path, referred(text, "DOMAIN "), &BTreeSet::new()));
        missing.extend(unknown(path, referred(text, "SEMANTICS §"), &BTreeSet::new()));
    }

    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_clause_that_is_cited_stands_in_the_list_of_the_domain() {
    let tree = Tree::read();
    let listed = listed_clauses(tree.text(DOMAIN));
    assert!(listed.contains("4.6.3"));

    let mut missing = Vec::new();
    for (path, text) in tree.texts() {
        let cited = clauses(text).into_iter().filter(|clause| !listed.contains(clause));
        missing.extend(cited.map(|clause| format!("{path}: §{clause}")));
    }

    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_decision_that_is_named_exists() {
    let tree = Tree::read();
    let mut missing = Vec::new();
    for (path, text) in tree.texts() {
        for number in decisions(text) {
            if !tree.has_beginning(&format!("docs/decisions/{number}-")) {
                missing.push(format!("{path}: decision {number}"));
            }
        }
    }

    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_link_of_a_document_leads_to_a_file_and_a_heading() {
    let tree = Tree::read();
    let mut missing = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| ending(path) == "md") {
        for link in links(&without_code_blocks(text)) {
            if !leads_somewhere(&tree, path, &link) {
                missing.push(format!("{path}: {link}"));
            }
        }
    }

    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_file_and_name_of_code_in_a_document_is_there() {
    let tree = Tree::read();
    let mut missing = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| says_where_code_is(path)) {
        for span in spans(&without_code_blocks(text)) {
            if !spelt_out(&span).iter().all(|one| is_there(&tree, one)) {
                missing.push(format!("{path}: {span}"));
            }
        }
    }

    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_architecture_lists_every_module_of_the_core_and_the_engine() {
    let tree = Tree::read();
    let architecture = tree.text("ARCHITECTURE.md");
    let mut missing = Vec::new();
    for (heading, folder) in [
        ("### `sync-core`", "sync-core/src/"),
        ("### `scanner-client/engine`", "scanner-client/engine/src/"),
    ] {
        let listed = words_in_spans(section(architecture, heading));
        let modules = tree.paths().filter_map(|path| module_of(path.strip_prefix(folder)?));
        let unlisted = modules.filter(|module| !listed.contains(*module));
        missing.extend(unlisted.map(|module| format!("{folder}: {module}")));
    }

    assert_eq!(missing, [""; 0]);
}

#[test]
fn a_reference_to_a_missing_item_is_found_wherever_it_stands_in_a_list() {
    let known = BTreeSet::from([5, 12, 27]);
    let text = "//! Counts (SEMANTICS 5, 12).\n/// Others (SEMANTICS 27–36; SEMANTICS 5 and 13).";

    let missing = unknown("a.rs", referred(text, "SEMANTICS "), &known);

    assert_eq!(missing, ["a.rs:2: 36", "a.rs:2: 13"]);
    assert_eq!(referred("SEMANTICS n, DOMAIN §n", "SEMANTICS "), []);
    assert_eq!(referred("(DOMAIN §4, §9)", "DOMAIN §"), [(1, 4), (1, 9)]);
}

#[test]
fn a_clause_is_read_without_the_stop_behind_it_and_a_section_is_none() {
    assert_eq!(
        clauses("Regulation §4.6.3. See (§4.8.3, §4.4.3) and DOMAIN §4."),
        ["4.6.3", "4.8.3", "4.4.3"]
    );
    let list = "| clause | says |\n| --- | --- |\n| §4.6.3 | four hours, unlike §9.9 |\n";
    assert_eq!(listed_clauses(list), BTreeSet::from(["4.6.3".to_owned()]));
}

#[test]
fn decisions_and_links_are_read_in_both_languages_and_code_blocks_are_passed_over() {
    assert_eq!(decisions("([decision 0004](x.md)), 决定 0003, decisions"), ["0004", "0003"]);
    let text = "[a](b.md#c-d)\n```\n[no](link)\n```\n[web](https://inwards.example)";
    assert_eq!(links(&without_code_blocks(text)), ["b.md#c-d"]);
    assert_eq!(slug("Numbers on paper, `both`"), "numbers-on-paper-both");
}

#[test]
fn a_name_that_no_file_holds_is_found() {
    let files = [
        ("sync-core/src/fact.rs", "pub enum Event {} pub struct Fact; impl Fact { fn event() {} }"),
        ("sync-core/src/rules/returns.rs", "pub fn left_to_return() {}"),
    ];
    let tree = Tree(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into());

    for there in
        ["fact::Event", "Fact::event", "rules/returns.rs", "rules::returns", "fact.rs::Fact"]
    {
        assert!(is_there(&tree, there), "{there}");
    }
    for gone in ["fact::Gone", "Fact::gone", "Gone::new", "rules/gone.rs", "returns.rs::gone"] {
        assert!(!is_there(&tree, gone), "{gone}");
    }
    assert!(is_there(&tree, "a word, no name"));
    assert_eq!(spelt_out("replica/{links,changes}.rs"), ["replica/links.rs", "replica/changes.rs"]);
}

/// The numbers of lines that begin with `opening`, a number and `closing`.
fn numbered(text: &str, opening: &str, closing: &str) -> BTreeSet<u32> {
    let number = |line: &str| {
        let (number, _) = line.strip_prefix(opening)?.split_once(closing)?;
        number.parse().ok()
    };
    text.lines().filter_map(number).collect()
}

/// The numbers behind every `opening`, with their lines: `5`, `5, 12`, `5 and 12`, `27–36`.
fn referred(text: &str, opening: &str) -> Vec<(usize, u32)> {
    let mut found = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        for (place, _) in content.match_indices(opening) {
            let mut rest = &content[place + opening.len()..];
            while let Some((number, behind)) = leading_number(rest) {
                found.push((line, number));
                let next =
                    [", §", ", ", " and ", "–"].iter().find_map(|and| behind.strip_prefix(*and));
                let Some(next) = next else { break };
                rest = next;
            }
        }
    }
    found
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok().map(|number| (number, &text[end..]))
}

fn unknown(path: &str, referred: Vec<(usize, u32)>, known: &BTreeSet<u32>) -> Vec<String> {
    let unknown = referred.into_iter().filter(|(_, number)| !known.contains(number));
    unknown.map(|(line, number)| format!("{path}:{line}: {number}")).collect()
}

/// The clauses of the regulation that a text cites: at least two numbers with a point between.
fn clauses(text: &str) -> Vec<String> {
    let cited = text.split('§').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        rest[..end].trim_end_matches('.').to_owned()
    });
    cited.filter(|clause| clause.contains('.')).collect()
}

/// The clauses of the list: rows of a table that begin with one.
fn listed_clauses(text: &str) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| §"));
    rows.filter_map(|row| row.split_once(" |")).map(|(clause, _)| clause.to_owned()).collect()
}

/// The numbers of decisions that a text names.
fn decisions(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (place, _) in text.match_indices(['0', '1']) {
        let before = &text[..place];
        let number: String = text[place..].chars().take_while(char::is_ascii_digit).collect();
        let is_named = before.ends_with("decision ") || before.ends_with("决定 ");
        if is_named && number.len() == 4 {
            found.push(number);
        }
    }
    found
}

/// The targets of a document's links within the project.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let targets = targets.map(|(target, _)| target.to_owned());
    targets.filter(|target| !target.contains("://")).collect()
}

fn leads_somewhere(tree: &Tree, from: &str, link: &str) -> bool {
    let (file, heading) = link.split_once('#').unwrap_or((link, ""));
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let target = if file.is_empty() { from.to_owned() } else { joined(folder, file) };
    let Some(text) = tree.0.get(&target) else {
        return heading.is_empty() && sources::root().join(&target).exists();
    };
    let mut headings = text.lines().filter(|line| line.starts_with('#'));
    heading.is_empty() || headings.any(|line| slug(line.trim_start_matches('#')) == heading)
}

/// A path below `folder`, with every `..` taken.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A heading as links to it are written.
fn slug(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Documents that lead into the code as it is; a decision says how it was.
fn says_where_code_is(path: &str) -> bool {
    let of_docs = path.starts_with("docs/") && !path.starts_with("docs/decisions/");
    ending(path) == "md" && (of_docs || path == "ARCHITECTURE.md" || path.starts_with("README"))
}

fn without_code_blocks(text: &str) -> String {
    let mut is_code = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// What stands between backticks, a line at a time.
fn spans(text: &str) -> Vec<String> {
    let of_line = |line: &str| -> Vec<String> {
        line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    text.lines().flat_map(of_line).collect()
}

fn words_in_spans(text: &str) -> BTreeSet<String> {
    let spans = spans(text);
    let words = spans.iter().flat_map(|span| span.split(|c: char| !is_of_word(c)));
    words.map(str::to_owned).collect()
}

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`.
fn spelt_out(span: &str) -> Vec<String> {
    let parts = span.split_once('{').and_then(|(before, rest)| {
        let (choices, after) = rest.split_once('}')?;
        Some(choices.split(',').map(|choice| format!("{before}{choice}{after}")).collect())
    });
    parts.unwrap_or_else(|| vec![span.to_owned()])
}

/// Whether a span of a document names nothing of ours, or something that is there.
fn is_there(tree: &Tree, span: &str) -> bool {
    let is_name = |c: char| is_of_word(c) || ['/', '.', ':', '-'].contains(&c);
    if span.is_empty() || !span.chars().all(is_name) {
        return true;
    }
    let (path, item) = span.split_once("::").unwrap_or((span, ""));
    if ENDINGS.contains(&ending(path)) {
        let files: Vec<&str> = tree.files_called(path).collect();
        let name = item.rsplit("::").next().unwrap_or_default();
        return !files.is_empty()
            && (name.is_empty() || files.iter().any(|file| has_word(tree.text(file), name)));
    }
    item.is_empty() || path.contains(['/', '.', '-']) || has_item(tree, span)
}

/// Whether `module::Name` or `Type::name` stands in the files of the module or of the type.
fn has_item(tree: &Tree, span: &str) -> bool {
    let parts: Vec<&str> = span.split("::").collect();
    let [.., owner, name] = &parts[..] else { return false };
    let is_type = owner.starts_with(|c: char| c.is_ascii_uppercase());
    tree.texts().filter(|(path, _)| ending(path) == "rs" && *path != THIS).any(|(path, text)| {
        let is_owner = if is_type { defines(text, owner) } else { is_of_module(path, owner) };
        is_owner && (has_word(text, name) || is_of_module(path, name))
    })
}

fn defines(text: &str, owner: &str) -> bool {
    let openings = ["struct ", "enum ", "trait ", "type ", "impl "];
    let defined = |opening: &str| format!("{opening}{owner}");
    openings.iter().any(|opening| {
        let opening = defined(opening);
        text.match_indices(&opening)
            .any(|(place, _)| !text[place + opening.len()..].starts_with(is_of_word))
    })
}

fn is_of_module(path: &str, module: &str) -> bool {
    let stem = path.trim_end_matches(".rs");
    stem.split('/').any(|part| part == module)
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(place, _)| {
        !text[..place].ends_with(is_of_word) && !text[place + word.len()..].starts_with(is_of_word)
    })
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// The part of a document from a heading to the next of its rank.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let (_, rest) = text.split_once(heading).expect(heading);
    rest.split("\n### ").next().unwrap_or(rest)
}

/// A module's name by its file; the crate's root and tests are none.
fn module_of(file: &str) -> Option<&str> {
    let stem = file.strip_suffix(".rs")?;
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    let name = stem.rsplit('/').next()?;
    (!["lib", "main", "tests"].contains(&name)).then_some(name)
}

/// The project's text files by their paths, those that are not committed yet too.
struct Tree(BTreeMap<String, String>);

impl Tree {
    fn read() -> Self {
        Self(sources::texts(&[]).into_iter().collect())
    }

    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        texts.filter(|(path, _)| *path != THIS)
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    fn text(&self, path: &str) -> &str {
        self.0.get(path).unwrap_or_else(|| panic!("{path} is missing"))
    }

    fn has_beginning(&self, beginning: &str) -> bool {
        self.paths().any(|path| path.starts_with(beginning))
    }

    /// The files that a document may mean by a path: documents leave out the folder of the crate.
    fn files_called<'t>(&'t self, path: &'t str) -> impl Iterator<Item = &'t str> {
        self.paths().filter(move |file| {
            file.strip_suffix(path).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
        })
    }
}
