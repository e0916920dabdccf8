//! Scalars: text, numbers, booleans, words, and free values.

use super::null;
use crate::{
    diagnostic::{Sink, shape as codes},
    shape::{
        Fault, Grammar, Shape, did_you_mean,
        words::{expected, form},
    },
    span::Span,
    yaml::{
        Node, Style, Value,
        scalar::{Reading, has_too_many_digits, reading},
    },
};

pub(super) fn scalar(shape: &Shape, text: &str, style: Style, span: Span, sink: &mut Sink) -> bool {
    let plain = if style == Style::Plain { reading(text) } else { Reading::Text };
    match shape {
        Shape::Text(_) | Shape::Free(_) if plain != Reading::Text => {
            sink.report(codes::QUOTE_IT, span, format!("`{text}` could be read as something other than a text"))
                .help(format!("quote it: `\"{text}\"`"))
                .fix("quote it", span, format!("\"{text}\""));
            false
        }
        Shape::Text(grammar) | Shape::Bare(grammar) => fits(grammar, text, span, Some(style), sink),
        Shape::Free(longest) => free_text(text, *longest, span, sink),
        Shape::Boolean => boolean(text, style, plain, span, sink),
        Shape::Choice(words) => choice(words, text, span, sink),
        Shape::Record(_) | Shape::List(_) | Shape::Map(_) => {
            let found = if text.chars().count() <= 40 { format!(", not `{text}`") } else { String::new() };
            sink.report(codes::WRONG_TYPE, span, format!("expected {}{found}", expected(shape))).help(form(shape));
            false
        }
        Shape::Anything => true,
    }
}

/// Judges a text by its grammar. `style` is `None` for keys, which get no fix.
pub(super) fn fits(grammar: &Grammar, text: &str, span: Span, style: Option<Style>, sink: &mut Sink) -> bool {
    let Err(fault) = (grammar.check)(text) else { return true };
    let (message, help) = fault.words(grammar, text);
    let Fault { code, replacement, .. } = fault;
    let report = sink.report(code.unwrap_or(codes::VALUE), span, message).help(help);
    if let Some(replacement) = replacement.filter(|_| style.is_some()) {
        let text = if style == Some(Style::Quoted) { format!("\"{replacement}\"") } else { replacement };
        report.fix(format!("write `{text}`"), span, text);
    }
    false
}

fn free_text(text: &str, longest: usize, span: Span, sink: &mut Sink) -> bool {
    let length = text.chars().count();
    if length > longest {
        let message = format!("a text of {length} characters, where {longest} is the most");
        sink.report(codes::VALUE, span, message).help(format!("shorten it by {} characters", length - longest));
        return false;
    }
    if text.trim().is_empty() {
        sink.report(codes::VALUE, span, "an empty text").help("write something, or remove the key");
        return false;
    }
    true
}

fn boolean(text: &str, style: Style, plain: Reading, span: Span, sink: &mut Sink) -> bool {
    if style == Style::Plain && plain == Reading::Boolean {
        return true;
    }
    let message = if text == "true" || text == "false" {
        format!("`\"{text}\"` in quotes is a text, not `true` or `false`")
    } else {
        format!("`{}` is not `true` or `false`", text.escape_debug())
    };
    let report = sink.report(codes::NOT_A_BOOLEAN, span, message);
    let report = report.help("write `true` or `false`, without quotes");
    if text == "true" || text == "false" {
        report.fix(format!("write `{text}` without quotes"), span, text);
    }
    false
}

fn choice(words: &'static [&'static str], text: &str, span: Span, sink: &mut Sink) -> bool {
    if words.contains(&text) {
        return true;
    }
    let all = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let report = sink.report(codes::NOT_A_CHOICE, span, format!("`{text}` is not one of {all}"));
    match did_you_mean(text, words.iter().copied()) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help(format!("write one of {all}")),
    };
    false
}

/// Free values keep their type: strings, booleans and plain numbers, and nothing that readers disagree about.
pub(super) fn anything(node: &mut Node, sink: &mut Sink) {
    match &mut node.value {
        Value::Scalar(text, Style::Plain) if reading(text) == Reading::Ambiguous => {
            let text = text.clone();
            let help = if has_too_many_digits(&text) {
                format!("quote it: `\"{text}\"`; some readers keep 15 digits of a number and round the rest")
            } else {
                format!("quote it for a text: `\"{text}\"`; write `true`, `false` or plain digits otherwise")
            };
            sink.report(codes::QUOTE_IT, node.span, format!("readers of YAML disagree about what `{text}` is"))
                .help(help);
            node.value = Value::Invalid;
        }
        Value::List(items) => {
            for item in items {
                if matches!(item.value, Value::Null) {
                    sink.report(codes::NULL, item.span, "an entry without a value")
                        .help("write a value, or remove the entry");
                }
                anything(item, sink);
            }
        }
        Value::Map(entries, _) => {
            for entry in entries {
                if matches!(entry.value.value, Value::Null) {
                    null(entry, &Shape::Anything, sink);
                }
                anything(&mut entry.value, sink);
            }
        }
        Value::Scalar(..) | Value::Null | Value::Invalid => {}
    }
}
