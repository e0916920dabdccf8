//! Comparing a grammar with its judge, and the rules by which the grammar may be narrower.

use std::fmt::Debug;

use teamwright_core::grammar;

/// A kind of text that the compiler refuses although its judge takes it.
pub(crate) struct Rule<R> {
    pub(crate) why: &'static str,
    pub(crate) describes: fn(&R) -> bool,
}

/// A row whose text can be judged.
pub(crate) trait Row: Debug {
    fn text(&self) -> &str;

    /// What the judge makes of the text: the form that equal texts share; `None` if it refuses it.
    fn expected(&self) -> Option<String>;
}

/// Compares `grammar` with every row. `agreed` is the least number of texts that both must take, so that an empty comparison
/// can't pass.
pub(crate) fn compare<R: Row>(grammar: &str, rows: &[R], rules: &[Rule<R>], agreed: usize) {
    let mut wrong = Vec::new();
    let mut used = vec![0; rules.len()];
    let mut both = 0;
    for row in rows {
        let found = grammar::accepts(grammar, row.text());
        let rule = rules.iter().position(|rule| (rule.describes)(row));
        match (found, row.expected(), rule) {
            (Ok(_), None, _) => wrong.push(format!("taken, but its judge refuses it: {row:?}")),
            (Ok(_), Some(_), Some(rule)) => {
                wrong.push(format!("taken, against the rule {:?}: {row:?}", rules[rule].why))
            }
            (Ok(found), Some(expected), None) if found != expected => {
                wrong.push(format!("read as {found:?}, and by its judge as {expected:?}: {row:?}"));
            }
            (Ok(_), Some(_), None) => both += 1,
            (Err(message), Some(_), None) => wrong.push(format!("refused without a rule ({message}): {row:?}")),
            (Err(_), Some(_), Some(rule)) => used[rule] += 1,
            (Err(_), None, _) => {}
        }
    }
    let idle = rules.iter().zip(&used).filter(|(_, count)| **count == 0).map(|(rule, _)| rule.why);
    wrong.extend(idle.map(|why| format!("a rule that refuses nothing: {why}")));
    let shown = wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{grammar}: {} differences\n{shown}", wrong.len());
    assert!(both >= agreed, "{grammar}: only {both} texts are taken by both");
    let refused: Vec<_> = rules.iter().zip(&used).map(|(rule, count)| format!("  {count:5} {}", rule.why)).collect();
    println!("{grammar}: {both} of {} taken by both; refused by rule:\n{}", rows.len(), refused.join("\n"));
}
