//! The figures as docs/performance.md and its picture show them.

use std::{fmt::Write as _, fs};

use teamwright_tests::repository::root;

use crate::{
    figures::Figure,
    inside::EVENTS,
    processes::{CAT, CHECK_1000, CHECK_10000, GENERATE, HELLO, HELM},
};

const BEGIN: &str = "<!-- figures of one run: `make bench-page` writes them -->\n";
const END: &str = "<!-- end of the figures -->";

/// Every table, and what the targets speak of.
pub(crate) fn tables(inside: &[Figure], one: &[Figure], many: &[Figure]) -> String {
    let mut text = String::new();
    text += &table("One team, one process", one, HELLO);
    text += &table("One team, inside a process", inside, EVENTS);
    text += &table("Thousands of teams, one process", many, CAT);
    let least = |figures: &[Figure], what| {
        figures.iter().find(|figure| figure.what == what).map(|figure| figure.least.as_secs_f64())
    };
    if let (Some(helm), Some(generate)) = (least(one, HELM), least(one, GENERATE)) {
        let _ = writeln!(text, "Helm takes {:.0} times as long as `teamwright generate`.", helm / generate);
    }
    if let (Some(hello), Some(generate)) = (least(one, HELLO), least(one, GENERATE)) {
        let _ = writeln!(
            text,
            "`teamwright generate` takes {:.2} ms more than 1.5 hello-worlds.",
            (generate - 1.5 * hello) * 1e3
        );
    }
    if let (Some(thousand), Some(all)) = (least(many, CHECK_1000), least(many, CHECK_10000)) {
        let _ = writeln!(text, "`teamwright check` of ten times the teams takes {:.1} times as long.", all / thousand);
    }
    text
}

fn table(title: &str, figures: &[Figure], yardstick: &str) -> String {
    let base = figures.iter().find(|figure| figure.what == yardstick).map(|figure| figure.least.as_secs_f64());
    let has_peaks = figures.iter().any(|figure| figure.peak.is_some());
    let mut text = format!(
        "### {title}\n\n| what | least | median | beside the first |{}\n",
        if has_peaks { " most memory |" } else { "" }
    );
    text += if has_peaks { "|---|--:|--:|--:|--:|\n" } else { "|---|--:|--:|--:|\n" };
    for figure in figures {
        let ratio = base.map(|base| format!("{:.2} ×", figure.least.as_secs_f64() / base)).unwrap_or_default();
        let [least, median] = [figure.least, figure.median].map(|time| milliseconds(time.as_secs_f64() * 1e3));
        let _ = write!(text, "| {} | {least} | {median} | {ratio} |", figure.what);
        if has_peaks {
            let peak = figure.peak.map(|peak| format!("{:.1} MiB", mebibytes(peak))).unwrap_or_default();
            let _ = write!(text, " {peak} |");
        }
        text.push('\n');
    }
    text.push('\n');
    text
}

fn milliseconds(time: f64) -> String {
    let digits = if time < 10.0 { 3 } else { 0 };
    format!("{time:.digits$} ms")
}

fn mebibytes(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0
}

/// Puts the tables into the page, and draws the picture.
pub(crate) fn write(tables: &str, one: &[Figure]) {
    let page = root().join("docs/performance.md");
    let text = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let places = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = places.unwrap_or_else(|| panic!("{} has no place for figures", page.display()));
    let pages = [
        (page.clone(), format!("{before}{BEGIN}\n{tables}\n{END}{after}")),
        (root().join("docs/performance.svg"), picture(one)),
    ];
    for (path, text) in pages {
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// Bars of the least times, on a logarithmic scale from 0.1 ms to 1 s.
fn picture(figures: &[Figure]) -> String {
    const LEFT: f64 = 250.0;
    const DECADE: f64 = 110.0;
    let bottom = 64 + 34 * figures.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 {}\" role=\"img\" aria-labelledby=\"t d\" \
         font-family=\"ui-sans-serif, system-ui, 'Segoe UI', sans-serif\">\n  \
         <title id=\"t\">One team, one whole process</title>\n  \
         <desc id=\"d\">Least time in milliseconds on a logarithmic scale; docs/performance.md has the figures.</desc>\n  \
         <style>\n    text {{ fill: #1f2933; font-size: 14px; }}\n    .dim {{ fill: #52606d; font-size: 12px; }}\n    \
         .bar {{ fill: #9aa5b1; }}\n    .ours {{ fill: #0f4c5c; }}\n    .grid {{ stroke: #c9d1d9; }}\n    \
         @media (prefers-color-scheme: dark) {{\n      text {{ fill: #e6edf3; }}\n      .dim {{ fill: #9aa5b1; }}\n      \
         .bar {{ fill: #52606d; }}\n      .ours {{ fill: #2ba3b5; }}\n      .grid {{ stroke: #3d444d; }}\n    }}\n  </style>\n",
        bottom + 40
    );
    let at = |milliseconds: f64| LEFT + DECADE * (milliseconds / 0.1).log10().max(0.0);
    for tick in ["0.1", "1", "10", "100", "1000"] {
        let x = at(tick.parse().unwrap_or(0.1));
        let _ = writeln!(svg, "  <line class=\"grid\" x1=\"{x:.0}\" y1=\"40\" x2=\"{x:.0}\" y2=\"{bottom}\"/>");
        let _ = writeln!(
            svg,
            "  <text class=\"dim\" x=\"{x:.0}\" y=\"{}\" text-anchor=\"middle\">{tick} ms</text>",
            bottom + 20
        );
    }
    let _ = writeln!(
        svg,
        "  <text x=\"16\" y=\"26\" font-weight=\"650\">One team, one whole process: least time, logarithmic</text>"
    );
    let mut y = 52;
    for figure in figures {
        let time = figure.least.as_secs_f64() * 1e3;
        let name = figure.what.replace('`', "");
        let class = if name.starts_with("teamwright") { "ours" } else { "bar" };
        let _ = writeln!(svg, "  <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{name}</text>", LEFT - 10.0, y + 16);
        let _ = writeln!(
            svg,
            "  <rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{:.1}\" height=\"22\" rx=\"3\"/>",
            (at(time) - LEFT).max(2.0)
        );
        let _ = writeln!(
            svg,
            "  <text class=\"dim\" x=\"{:.1}\" y=\"{}\">{}</text>",
            at(time) + 6.0,
            y + 16,
            milliseconds(time)
        );
        y += 34;
    }
    svg + "</svg>\n"
}
