//! Installs packages of the operating system where they are missing, and says so beforehand.

use anyhow::{Result, bail};

use xtask::shell::{program, run, works};

/// A package, and how to see whether it is needed.
pub(crate) struct Need {
    /// The package and its use, in words that are printed.
    pub(crate) what: &'static str,
    /// Its names on Debian and Ubuntu.
    pub(crate) packages: &'static [&'static str],
    /// Tries what the package brings; false where it must be installed.
    pub(crate) is_here: fn() -> bool,
}

/// Without it no program is linked.
pub(crate) const LINKER: Need = Need {
    what: "a C compiler, which links programs",
    packages: &["gcc", "libc6-dev"],
    is_here: || works("cc", &["--version"]),
};

/// Moves the clocks of programs under test.
pub(crate) const FAKETIME: Need = Need {
    what: "faketime, which moves the clocks of programs under test",
    packages: &["faketime"],
    is_here: || works("faketime", &["2026-11-23 08:10:00", "true"]),
};

/// Draws labels, and reads their codes back.
pub(crate) const LABELS: Need = Need {
    what: "what draws labels (rsvg-convert, a Chinese face) and reads their codes (zbarimg)",
    packages: &["librsvg2-bin", "zbar-tools", "fontconfig", "fonts-noto-cjk"],
    is_here: || {
        let faces = xtask::shell::output(program("fc-list").arg(":lang=zh"));
        works("rsvg-convert", &["--version"])
            && works("zbarimg", &["--version"])
            && faces.is_ok_and(|faces| !faces.trim().is_empty())
    },
};

/// Runs the tests in a browser.
pub(crate) const NODE: Need = Need {
    what: "Node.js with npm, which drives the browser under test",
    packages: &["nodejs", "npm"],
    is_here: || works("node", &["--version"]) && works("npm", &["--version"]),
};

/// The browser under test.
pub(crate) const CHROMIUM: Need = Need {
    what: "Chromium, the browser under test",
    packages: &["chromium"],
    is_here: || works("chromium", &["--version"]),
};

/// Fetches the tool that checks dependencies.
pub(crate) const PIP: Need = Need {
    what: "pip, which fetches the tool that checks licences and advisories",
    packages: &["python3-pip"],
    is_here: || works("python3", &["-m", "pip", "--version"]),
};

/// Installs what is missing.
pub(crate) fn install(need: &Need) -> Result<()> {
    if (need.is_here)() {
        println!("here: {}", need.what);
        return Ok(());
    }
    let names = need.packages.join(" ");
    println!("installing {names}: {}", need.what);
    if !works("apt-get", &["--version"]) {
        bail!(
            "{} is missing, and this is not Debian or Ubuntu: install {names} by hand",
            need.what
        );
    }
    let arguments = [&["install", "-y", "--no-install-recommends"], need.packages].concat();
    // The lists of packages may be missing or old: only then are they fetched.
    if apt(&arguments).is_err() {
        apt(&["update"])?;
        apt(&arguments)?;
    }
    if (need.is_here)() {
        Ok(())
    } else {
        bail!("{names} is installed, and still missing: {}", need.what)
    }
}

fn apt(arguments: &[&str]) -> Result<()> {
    let is_root = xtask::shell::output(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let mut command = if is_root {
        program("apt-get")
    } else {
        let mut sudo = program("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    };
    run(command.arg("-q").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}
