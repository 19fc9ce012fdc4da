//! Presses the web app's files with Brotli and gzip, once, so that no server presses them again.
//!
//! `cargo xtask web` runs it. It also holds the app to its weight (docs/decisions/0017-the-apps-size.md).

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context as _, Result, anyhow, ensure};

/// What program and glue should weigh, pressed, so that a slow handheld loads them at once.
const GOAL_BYTES: usize = 350 << 10;
/// What they may not weigh: the goal is missed so far, and this keeps it from being missed by more.
const MOST_BYTES: usize = 1 << 20;
/// Smaller files are not worth pressing.
const WORTH_PRESSING: u64 = 1_024;

fn main() -> ExitCode {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let outcome = match &folders[..] {
        [folder] => press_all(folder).and_then(tell),
        _ => Err(anyhow!("`cargo xtask web` runs this: web-press FOLDER")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("web-press: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Says what the app weighs, and refuses one that nobody would wait for.
fn tell(weight: usize) -> Result<()> {
    println!("program and glue: {weight} bytes, pressed");
    if weight > GOAL_BYTES {
        println!("!! that is more than the goal of {GOAL_BYTES} bytes");
    }
    ensure!(weight <= MOST_BYTES, "more than {MOST_BYTES} bytes are too slow to load");
    Ok(())
}

/// Presses whatever is worth it, on every core; answers what the counted files weigh with Brotli.
fn press_all(folder: &Path) -> Result<usize> {
    let files = worth_pressing(folder)?;
    let (next, weight) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || -> Result<()> {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let brotli = press(path).with_context(|| path.display().to_string())?;
            if is_counted(&name_of(path)) {
                weight.fetch_add(brotli, Ordering::Relaxed);
            }
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(anyhow!("a thread that presses ended early")))
        })
    })?;
    Ok(weight.into_inner())
}

/// The files to press, the largest first: the last ones are then short, and no core waits long.
fn worth_pressing(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let size = entry.metadata()?.len();
        if size >= WORTH_PRESSING && !is_pressed(&entry.path()) {
            files.push((size, entry.path()));
        }
    }
    files.sort();
    Ok(files.into_iter().rev().map(|(_, path)| path).collect())
}

/// Whether pressing gains nothing: pictures, and what was pressed before.
fn is_pressed(path: &Path) -> bool {
    path.extension().is_some_and(|kind| ["png", "br", "gz"].iter().any(|known| kind == *known))
}

/// Whether a file must be there before anybody sees anything: the app's program and its glue.
fn is_counted(name: &str) -> bool {
    let kind = name.strip_prefix("app-").and_then(|rest| rest.rsplit_once('.'));
    kind.is_some_and(|(_, kind)| ["wasm", "js"].contains(&kind))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Writes both pressed forms beside a file; answers how large the one with Brotli is.
fn press(path: &Path) -> Result<usize> {
    let plain = fs::read(path)?;
    let brotli = with_brotli(&plain)?;
    let name = name_of(path);
    fs::write(path.with_file_name(format!("{name}.br")), &brotli)?;
    fs::write(path.with_file_name(format!("{name}.gz")), with_gzip(&plain)?)?;
    Ok(brotli.len())
}

fn with_brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let how = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut pressed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut pressed, &how)?;
    Ok(pressed)
}

fn with_gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(plain)?;
    Ok(gzip.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apps_program_and_glue_are_counted_and_nothing_that_comes_later() {
        assert!(is_counted("app-00112233aabb.wasm"));
        assert!(is_counted("app-00112233aabb.js"));
        for name in ["app-00112233aabb.css", "camera-glue-00112233aabb.wasm", "sw.js", "boot-1.js"]
        {
            assert!(!is_counted(name), "{name}");
        }
    }

    #[test]
    fn what_is_large_enough_is_pressed_in_both_forms_and_once() {
        let kept = tempfile::tempdir().expect("a folder");
        let app = "let rows = 1;\n".repeat(500);
        for (name, content) in [("app-1.js", app.as_str()), ("sw.js", "short"), ("icon.png", &app)]
        {
            fs::write(kept.path().join(name), content).expect("it can be written");
        }

        let first = press_all(kept.path()).expect("it can be pressed");
        let again = press_all(kept.path()).expect("it can be pressed again");

        assert_eq!(first, again);
        assert!(first > 0 && first < app.len());
        let mut names: Vec<String> = fs::read_dir(kept.path())
            .expect("a folder")
            .map(|entry| name_of(&entry.expect("a file").path()))
            .collect();
        names.sort();
        assert_eq!(names, ["app-1.js", "app-1.js.br", "app-1.js.gz", "icon.png", "sw.js"]);
    }
}
