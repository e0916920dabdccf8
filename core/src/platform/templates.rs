//! The platform's templates: files beside platform.yaml, in a folder of the platform's.

use super::Platform;
use crate::{
    diagnostic::{self, Diagnostic, templates},
    layout,
    origin::Input,
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

    /// The path of a template in that folder, for a file of this name; `None` if the name is none for a template.
    #[must_use]
    pub fn template_path(&self, name: &str) -> Option<String> {
        let is_one = layout::is_template(name) && !name.contains(['/', '\\', '\0']);
        is_one.then(|| format!("{}/{name}", self.templates_path()))
    }

    /// The template of this path, for questions about [`crate::Origins`].
    #[must_use]
    pub fn template_at(&self, path: &str) -> Option<(Input, &Source)> {
        let found = self.templates.iter().find(|template| template.source.path() == path);
        found.map(|template| (Input::Template(template.number), &template.source))
    }

    /// A template by its number.
    pub(crate) fn template(&self, number: u16) -> Option<&Source> {
        self.templates.iter().find(|template| template.number == number).map(|template| &template.source)
    }
}
