//! Which modules of a crate use which, read from the source text alone.
//!
//! Comments, strings and what is compiled for tests alone do not count; what a macro writes is not
//! seen. A name that a module only passes on (`pub use`) is looked up where it comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

mod tokens;

use tokens::{Token, tokens};

/// The root of a crate, as a module.
pub const ROOT: &str = "crate";

/// The modules of one crate, each by its path as `device::store`, with those that it uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imports {
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Imports {
    /// Reads every source file below a crate's `src`.
    pub fn read(src: &Path) -> Self {
        Self::of(&sources(src))
    }

    /// Reads source files: the path below `src`, and the text.
    pub fn of(files: &[(String, String)]) -> Self {
        let has_library = files.iter().any(|(path, _)| path == "lib.rs");
        let is_ours = |path: &str| !path.starts_with("bin/") && (path != "main.rs" || !has_library);
        let read: BTreeMap<String, Vec<Token<'_>>> = files
            .iter()
            .filter(|(path, _)| is_ours(path))
            .map(|(path, text)| (module_of(path), tokens(text)))
            .collect();
        let for_tests: BTreeSet<String> = read
            .iter()
            .flat_map(|(module, tokens)| {
                tests_in_files(tokens).into_iter().map(move |name| join(module, name))
            })
            .collect();
        let is_for_tests =
            |module: &str| for_tests.iter().any(|tests| module == tests || is_below(module, tests));
        let files: BTreeMap<&str, File<'_>> = read
            .iter()
            .filter(|(module, _)| !is_for_tests(module))
            .map(|(module, tokens)| (module.as_str(), File::of(module, tokens)))
            .collect();
        let crate_ = Crate { files };
        let uses = crate_.files.values().map(|file| (file.module.to_owned(), crate_.uses(file)));
        Self { uses: uses.collect() }
    }

    /// Every use: which module, and which one it uses.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.uses.iter().flat_map(|(from, used)| used.iter().map(|to| (from.as_str(), to.as_str())))
    }

    /// The modules, in the order of their names.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        self.uses.keys().map(String::as_str)
    }

    /// The sets of modules of which each reaches all the others, the largest first.
    pub fn circles(&self) -> Vec<BTreeSet<&str>> {
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            self.modules().map(|module| (module, self.reached_from(module))).collect();
        let mut circles: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
        for (module, reaches) in &reached {
            let back = reaches.iter().filter(|other| reached[**other].contains(module));
            let circle: BTreeSet<&str> = back.copied().collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        let mut circles: Vec<BTreeSet<&str>> = circles.into_iter().collect();
        circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
        circles
    }

    fn reached_from<'a>(&'a self, module: &'a str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut left = vec![module];
        while let Some(next) = left.pop() {
            for used in self.uses.get(next).into_iter().flatten() {
                if reached.insert(used.as_str()) {
                    left.push(used);
                }
            }
        }
        reached
    }
}

/// Every source file below a crate's `src`: its path there, and its text.
pub fn sources(src: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(src, src, &mut files);
    files
}

/// The files of a crate while they are read.
struct Crate<'a> {
    files: BTreeMap<&'a str, File<'a>>,
}

struct File<'a> {
    module: &'a str,
    declared: Vec<Written<'a>>,
    inline: Vec<Written<'a>>,
}

/// A path of the source.
#[derive(Debug)]
struct Written<'a> {
    words: Vec<&'a str>,
    /// What it is called here, where it was imported.
    name: &'a str,
    /// How many modules within the file stand around it.
    inline: usize,
    /// Whether it passes on what it imports.
    is_public: bool,
}

impl<'a> File<'a> {
    fn of(module: &'a str, tokens: &[Token<'a>]) -> Self {
        let (declared, inline) = paths(tokens);
        Self { module, declared, inline }
    }
}

/// Where a path leads: to a module, and the names behind it that are none.
#[derive(Clone, Debug)]
struct Found<'a> {
    module: &'a str,
    rest: Vec<&'a str>,
}

impl<'a> Crate<'a> {
    fn uses(&self, file: &File<'a>) -> BTreeSet<String> {
        // A module that was imported by name begins paths of its own.
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for path in &file.declared {
            if let Some(found) = self.resolve(file, path).filter(|found| found.rest.is_empty()) {
                names.insert(path.name, found.module);
            }
        }
        let declared = file.declared.iter().filter_map(|path| self.resolve(file, path));
        let inline = file.inline.iter().filter_map(|path| {
            let (first, rest) = path.words.split_first()?;
            match names.get(first) {
                Some(module) => self.longest(module, rest),
                None => self.resolve(file, path),
            }
        });
        let used = declared.chain(inline).map(|found| self.origin(&found, 0));
        used.filter(|used| *used != file.module).map(str::to_owned).collect()
    }

    /// The module in which a name stands that others may pass on.
    fn origin(&self, found: &Found<'a>, steps: usize) -> &'a str {
        let Some(name) = found.rest.first() else { return found.module };
        let file = &self.files[found.module];
        let mut passed_on = file.declared.iter().filter(|path| path.is_public);
        let Some(path) = passed_on.find(|path| path.name == *name) else { return found.module };
        match self.resolve(file, path) {
            // Two modules that pass a name to each other hold it nowhere.
            Some(further) if steps < self.files.len() => self.origin(&further, steps + 1),
            _ => found.module,
        }
    }

    fn resolve(&self, file: &File<'a>, path: &Written<'a>) -> Option<Found<'a>> {
        let (first, rest) = path.words.split_first()?;
        let is_child = || self.files.contains_key(join(file.module, first).as_str());
        let (mut base, mut words) = match *first {
            "crate" => (ROOT, rest),
            "self" => (file.module, rest),
            "super" => (file.module, path.words.as_slice()),
            _ if is_child() => (file.module, path.words.as_slice()),
            _ => return None,
        };
        let mut above = 0;
        while let Some((&"super", rest)) = words.split_first() {
            words = rest;
            above += 1;
        }
        for _ in path.inline..above {
            base = parent(base);
        }
        self.longest(base, words)
    }

    /// The longest beginning of a path that is a module.
    fn longest(&self, base: &str, words: &[&'a str]) -> Option<Found<'a>> {
        (0..=words.len()).rev().find_map(|length| {
            let path = words[..length].iter().fold(base.to_owned(), |path, word| join(&path, word));
            let (module, _) = self.files.get_key_value(path.as_str())?;
            Some(Found { module, rest: words[length..].to_vec() })
        })
    }
}

/// The paths that are declared by `use`, and those that stand in the code.
fn paths<'a>(tokens: &[Token<'a>]) -> (Vec<Written<'a>>, Vec<Written<'a>>) {
    let (mut declared, mut inline) = (Vec::new(), Vec::new());
    // How deep in braces each inline module began.
    let mut modules: Vec<usize> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            _ if is_for_tests(&tokens[at..]) => {
                at = after_item(tokens, at + CFG_TEST.len());
                continue;
            }
            // `use<'a>` names lifetimes.
            Token::Word("use") if !matches!(tokens.get(at + 1), Some(Token::Sign('<'))) => {
                let is_public = at > 0 && is_behind_pub(&tokens[..at]);
                let first = declared.len();
                at = use_tree(tokens, at + 1, &mut Vec::new(), modules.len(), &mut declared);
                for path in &mut declared[first..] {
                    path.is_public = is_public;
                }
                continue;
            }
            Token::Word("mod") if matches!(tokens.get(at + 2), Some(Token::Sign('{'))) => {
                modules.push(depth);
            }
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => {
                depth = depth.saturating_sub(1);
                modules.pop_if(|began| *began == depth);
            }
            Token::Word(first) => {
                let mut words = vec![*first];
                while let (Some(Token::Step), Some(Token::Word(next))) =
                    (tokens.get(at + 1), tokens.get(at + 2))
                {
                    words.push(next);
                    at += 2;
                }
                if words.len() > 1 {
                    let inside = modules.len();
                    inline.push(Written { words, name: "", inline: inside, is_public: false });
                }
            }
            Token::Step | Token::Sign(_) => {}
        }
        at += 1;
    }
    (declared, inline)
}

/// Reads one tree of a `use` from a place on; answers the place behind it.
fn use_tree<'a>(
    tokens: &[Token<'a>],
    mut at: usize,
    before: &mut Vec<&'a str>,
    inline: usize,
    found: &mut Vec<Written<'a>>,
) -> usize {
    let length = before.len();
    let mut is_group = false;
    let mut other_name = None;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Word("as") => {
                at += 1;
                if let Some(Token::Word(name)) = tokens.get(at) {
                    other_name = Some(*name);
                }
            }
            Token::Word("self") if !before.is_empty() => {}
            Token::Word(word) => before.push(word),
            Token::Sign('{') => {
                is_group = true;
                at += 1;
                while !matches!(tokens.get(at), None | Some(Token::Sign('}' | ';'))) {
                    at = use_tree(tokens, at, before, inline, found);
                    if matches!(tokens.get(at), Some(Token::Sign(','))) {
                        at += 1;
                    }
                }
            }
            Token::Sign(';' | ',' | '}') => break,
            Token::Step | Token::Sign(_) => {}
        }
        at += 1;
    }
    if !is_group {
        let name = other_name.or_else(|| before.last().copied()).unwrap_or_default();
        found.push(Written { words: before.clone(), name, inline, is_public: false });
    }
    before.truncate(length);
    at
}

/// Whether `pub`, or `pub(…)`, ends these.
fn is_behind_pub(tokens: &[Token<'_>]) -> bool {
    let bare = match tokens {
        [before @ .., Token::Sign(')')] => {
            let open = before.iter().rposition(|token| *token == Token::Sign('('));
            &before[..open.unwrap_or(0)]
        }
        _ => tokens,
    };
    bare.last() == Some(&Token::Word("pub"))
}

const CFG_TEST: [Token<'static>; 7] = [
    Token::Sign('#'),
    Token::Sign('['),
    Token::Word("cfg"),
    Token::Sign('('),
    Token::Word("test"),
    Token::Sign(')'),
    Token::Sign(']'),
];

fn is_for_tests(tokens: &[Token<'_>]) -> bool {
    tokens.starts_with(&CFG_TEST)
}

/// The place behind an item: its semicolon, or the brace that closes it.
fn after_item(tokens: &[Token<'_>], mut at: usize) -> usize {
    // The braces of a `use` close before its semicolon.
    let is_use = tokens.get(at) == Some(&Token::Word("use"));
    let mut depth = 0_usize;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 && !is_use {
                    break;
                }
            }
            Token::Sign(';') if depth == 0 => break,
            Token::Word(_) | Token::Step | Token::Sign(_) => {}
        }
    }
    at
}

/// The modules in files of their own that are compiled for tests alone.
fn tests_in_files<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let starts = (0..tokens.len()).filter(|at| is_for_tests(&tokens[*at..]));
    let named = starts.filter_map(|at| match tokens[at + CFG_TEST.len()..] {
        [Token::Word("mod"), Token::Word(name), Token::Sign(';'), ..] => Some(name),
        _ => None,
    });
    named.collect()
}

fn collect(src: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(src, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a source file is text");
            let below = path.strip_prefix(src).expect("below src").to_string_lossy().into_owned();
            files.push((below, text));
        }
    }
}

/// `device/store.rs` and `device/store/mod.rs` are `device::store`.
fn module_of(path: &str) -> String {
    let bare = path.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
    if bare == "lib" || bare == "main" { ROOT.to_owned() } else { bare }
}

fn join(module: &str, name: &str) -> String {
    if module == ROOT { name.to_owned() } else { format!("{module}::{name}") }
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or(ROOT, |(before, _)| before)
}

fn is_below(module: &str, other: &str) -> bool {
    module.strip_prefix(other).is_some_and(|rest| rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)]) -> Imports {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Imports::of(&files.iter().map(owned).collect::<Vec<_>>())
    }

    fn used_by_a(text: &str) -> Vec<String> {
        let others = ["b.rs", "b/c.rs", "a/d.rs", "e.rs"];
        let files: Vec<(&str, &str)> =
            [("lib.rs", ""), ("a.rs", text)].into_iter().chain(others.map(|o| (o, ""))).collect();
        of(&files).uses["a"].iter().cloned().collect()
    }

    #[test]
    fn groups_and_groups_within_them_are_read() {
        assert_eq!(used_by_a("use crate::{b::{self, c::Word}, e::*};"), ["b", "b::c", "e"]);
    }

    #[test]
    fn a_name_that_is_no_module_leads_to_the_module_that_holds_it() {
        assert_eq!(used_by_a("use crate::b::Word as Other;"), ["b"]);
        assert_eq!(used_by_a("fn f() { crate::run() }"), ["crate"]);
    }

    #[test]
    fn paths_in_the_code_are_uses_also_through_an_imported_module() {
        assert_eq!(used_by_a("fn f() { crate::b::c::work(); }"), ["b::c"]);
        assert_eq!(used_by_a("use crate::b;\nfn f() { b::c::work(); }"), ["b", "b::c"]);
        assert_eq!(used_by_a("mod d;\nfn f() { d::work(); }"), ["a::d"]);
    }

    #[test]
    fn what_stands_above_and_beside_is_found() {
        let files =
            [("lib.rs", ""), ("b.rs", ""), ("b/c.rs", "use super::{d, Word};"), ("b/d.rs", "")];
        let of_c = |imports: &Imports| imports.uses["b::c"].iter().cloned().collect::<Vec<_>>();

        assert_eq!(of_c(&of(&files)), ["b", "b::d"]);
        assert_eq!(used_by_a("mod inner { use super::super::b::Word; }"), ["b"]);
        assert_eq!(used_by_a("mod inner { use super::Word; }"), [""; 0]);
    }

    #[test]
    fn a_name_that_is_passed_on_leads_to_where_it_comes_from() {
        let files = [
            ("lib.rs", ""),
            ("a.rs", "use crate::b::{Word, Other, Own};"),
            ("b.rs", "pub(crate) use c::Word;\npub use self::d::Name as Other;\nuse c::Own;"),
            ("b/c.rs", ""),
            ("b/d.rs", ""),
        ];

        assert_eq!(of(&files).uses["a"].iter().collect::<Vec<_>>(), ["b", "b::c", "b::d"]);
    }

    #[test]
    fn what_a_type_captures_is_no_use() {
        assert_eq!(used_by_a("fn f() -> impl Sized + use<> { crate::b::f() }"), ["b"]);
    }

    #[test]
    fn comments_strings_and_tests_use_nothing() {
        assert_eq!(used_by_a("//! [`crate::b`]\n/* crate::e::f */ /// crate::b::c"), [""; 0]);
        assert_eq!(
            used_by_a(r##"const A: &str = "crate::b::c"; const B: &str = r#"crate::e"#;"##),
            [""; 0]
        );
        assert_eq!(used_by_a("#[cfg(test)]\nmod tests { fn f() { crate::b::f() } }"), [""; 0]);
        assert_eq!(used_by_a("#[cfg(test)]\nuse crate::{b, e};\nuse crate::b::c;"), ["b::c"]);
        assert_eq!(used_by_a("#[cfg(test)]\nmod tests { use super::*; }\nuse crate::e::E;"), ["e"]);
    }

    #[test]
    fn a_lifetime_hides_nothing_that_follows_it() {
        assert_eq!(used_by_a("fn f<'a>(x: &'a str) -> char { crate::b::f('\\'', '\"') }"), ["b"]);
    }

    #[test]
    fn a_circle_is_found_and_a_line_is_none() {
        let line = [
            ("lib.rs", ""),
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "use crate::c::C;"),
            ("c.rs", ""),
        ];
        assert_eq!(of(&line).circles(), []);

        let mut circle = line;
        circle[3].1 = "fn f() { crate::a::f() }";
        assert_eq!(of(&circle).circles(), [BTreeSet::from(["a", "b", "c"])]);
    }

    #[test]
    fn a_file_of_tests_belongs_to_no_circle() {
        let files =
            [("lib.rs", ""), ("a.rs", "#[cfg(test)]\nmod tests;"), ("a/tests.rs", "use super::A;")];

        assert_eq!(of(&files).modules().collect::<Vec<_>>(), ["a", ROOT]);
    }
}
