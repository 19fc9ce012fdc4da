//! The READMEs' stories, command by command: whoever follows them gets what they promise.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use inwards_tests::clock::Clock;
use inwards_tests::pipe::Pipe;
use inwards_tests::site::Site;
use sample_plant::{DEFAULT_SEED, Plant, Size};
use serde_json::Value;

const EXPORTS: [&str; 6] = ["vendors", "approved-vendors", "items", "standards", "costs", "orders"];

#[test]
fn the_english_story_can_be_followed() {
    follow("README.md");
}

#[test]
fn the_chinese_story_can_be_followed() {
    follow("README.zh-CN.md");
}

/// The devices that the story's shell functions stand for.
struct Story {
    _site: Site,
    pipes: BTreeMap<&'static str, Pipe>,
    /// What the story calls a number, and what it is here.
    numbers: Vec<(String, String)>,
    /// The answer of the last command, until the story's own answer names it.
    answer: Value,
}

fn follow(readme: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(readme);
    let text = fs::read_to_string(path).expect("the README");
    let mut story = Story::begin();
    let mut steps = 0;
    for line in console(&text) {
        match line.strip_prefix("$ ") {
            Some(command) => {
                story.perform(command);
                steps += 1;
            }
            None => story.learn(line),
        }
    }
    assert!(steps > 20, "{readme} tells {steps} steps");
}

/// The lines of all blocks that show a console.
fn console(text: &str) -> impl Iterator<Item = &str> {
    let blocks = text.split("```console\n").skip(1);
    blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines())
}

impl Story {
    fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let day = "2026-11-23".parse().expect("a day of the calendar");
        let plant = Plant::of_size(Size::Full, DEFAULT_SEED, day);
        plant.write_to(folder.path()).expect("it can be written");
        let people: Vec<(&str, &str, &str)> = plant
            .people
            .iter()
            .map(|p| (p.name.as_str(), p.posts.as_str(), p.pin.as_str()))
            .collect();
        let site = Site::open(folder, &EXPORTS, &people, &Clock::Real);
        let mut pipes = BTreeMap::new();
        for (short, name) in
            [("handheld", "handheld-1"), ("tablet", "tablet-1"), ("desk", "desk-1")]
        {
            let device = plant.devices.iter().find(|device| device.name == name).expect(name);
            pipes.insert(short, site.device(name, &device.posts).pipe());
        }
        Self { _site: site, pipes, numbers: Vec::new(), answer: Value::Null }
    }

    fn perform(&mut self, command: &str) {
        let (command, remark) = command.split_once(" #").unwrap_or((command, ""));
        let (device, line) = command.trim().split_once(' ').expect("a device and a command");
        let mut line = line.to_owned();
        for (told, real) in &self.numbers {
            line = line.replace(told, real);
        }
        if line.starts_with("sign-in ") {
            let pin = remark.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6);
            line = format!("{line} --pin-stdin\n{}", pin.expect("the remark names the PIN"));
        }
        let pipe =
            self.pipes.get_mut(device).unwrap_or_else(|| panic!("no device is called {device}"));
        self.answer = pipe.ok(&line);
    }

    /// The story's answer names what was made: here it has another number.
    fn learn(&mut self, line: &str) {
        let Some((named, told)) = line.rsplit_once(' ') else { return };
        let what = named.rsplit(' ').next().unwrap_or(named);
        if let Some(real) = self.answer[what].as_str() {
            self.numbers.push((told.trim().to_owned(), real.to_owned()));
        }
    }
}
