//! The platform's templates: files beside platform.yaml, in a folder of the platform's.

use super::Platform;
use crate::{
    diagnostic::{self, Diagnostic, templates},
    source::Source,
    span::Span,
    template::{self, Template},
};

impl Platform {
    /// The platform with its templates: the files of [`Self::templates_path`], or why one of them could not be read. With one
    /// that is wrong nothing is emitted, as with a wrong platform.yaml.
    #[must_use]
    pub fn with_templates(mut self, files: impl IntoIterator<Item = Result<Source, Box<Diagnostic>>>) -> Self {
        for (number, file) in files.into_iter().enumerate() {
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            match file {
                Ok(source) if usize::from(number) >= template::MOST => {
                    let message = format!("a platform has at most {} templates", template::MOST);
                    let finding = Diagnostic::new(templates::TOO_MANY, &source, Span::at(0), message);
                    self.diagnostics.push(finding.help("remove some"));
                    break;
                }
                Ok(source) => {
                    let (template, found) = Template::parse(&source, number);
                    self.diagnostics.extend(found);
                    self.templates.extend(template);
                }
                Err(why) => self.diagnostics.push(*why),
            }
        }
        diagnostic::sort(&mut self.diagnostics);
        self
    }

    /// The folder of templates, relative to the repository.
    #[must_use]
    pub fn templates_path(&self) -> String {
        format!("{}/{}", self.gitops.platform_path.value, template::FOLDER)
    }

    /// A template by its number.
    pub(crate) fn template(&self, number: u16) -> Option<&Source> {
        self.templates.iter().find(|template| template.number == number).map(|template| &template.source)
    }
}
