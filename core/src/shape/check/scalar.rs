//! Scalars: text, numbers, booleans, words, and free values.

use super::null;
use crate::{
    diagnostic::{Sink, shape as codes},
    shape::{
        Fault, Grammar, Shape, did_you_mean,
        words::{alternatives, characters, form, in_quotes, kind},
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
        // Quotes help only a text that fits with them; any other is judged by its grammar.
        Shape::Text(grammar) if plain != Reading::Text && (grammar.check)(text).is_err() => {
            fits(grammar, text, span, Some(style), sink)
        }
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
            let shown = if text.chars().count() <= 40 { in_quotes(text) } else { "a text".to_owned() };
            sink.report(codes::WRONG_TYPE, span, format!("expected {}, not {shown}", kind(shape)))
                .help(as_list(shape, text, style).unwrap_or_else(|| form(shape)));
            false
        }
        Shape::Anything => true,
    }
}

/// What a lonely entry looks like as the list that is wanted.
fn as_list(shape: &Shape, text: &str, style: Style) -> Option<String> {
    let Shape::List(list) = shape else { return None };
    let is_entry = match list.item {
        Shape::Text(grammar) => (grammar.check)(text).is_ok(),
        Shape::Choice(words) => words.contains(&text),
        _ => false,
    };
    // In brackets, a text with one of these marks would be read as something else.
    let plain = style == Style::Plain && !text.contains([',', '[', ']', '{', '}']);
    is_entry.then(|| if plain { format!("write `[{text}]`") } else { format!("write `[\"{text}\"]`") })
}

/// Judges a text by its grammar. `style` is `None` for keys, which get no fix.
pub(super) fn fits(grammar: &Grammar, text: &str, span: Span, style: Option<Style>, sink: &mut Sink) -> bool {
    let Err(fault) = (grammar.check)(text) else { return true };
    let (message, help) = fault.words(grammar, text);
    let Fault { code, replacement, .. } = fault;
    let report = sink.report(code.unwrap_or(codes::VALUE), span, message).help(help);
    if let Some(replacement) = replacement.filter(|_| style.is_some()) {
        let is_quoted = style == Some(Style::Quoted) || reading(&replacement) != Reading::Text;
        let text = if is_quoted { format!("\"{replacement}\"") } else { replacement };
        report.fix(format!("write `{text}`"), span, text);
    }
    false
}

fn free_text(text: &str, longest: usize, span: Span, sink: &mut Sink) -> bool {
    let length = text.chars().count();
    if length > longest {
        let message = format!("a text of {length} characters, where {longest} is the most");
        sink.report(codes::VALUE, span, message).help(format!("shorten it by {}", characters(length - longest)));
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
        format!("{} is not `true` or `false`", in_quotes(text))
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
    let shown = if text.chars().count() <= 80 { in_quotes(text) } else { "this text".to_owned() };
    let report = sink.report(codes::NOT_A_CHOICE, span, format!("{shown} is not a value that this key takes"));
    let Some(near) = did_you_mean(text, words.iter().copied()) else {
        report.help(format!("write {}", alternatives(words)));
        return false;
    };
    let report = report.help(format!("did you mean `{near}`?"));
    if near.eq_ignore_ascii_case(text) {
        report.fix(format!("write `{near}`"), span, near);
    }
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
                    null(entry, &Shape::Anything, false, sink);
                }
                anything(&mut entry.value, sink);
            }
        }
        Value::Scalar(..) | Value::Null | Value::Invalid => {}
    }
}
