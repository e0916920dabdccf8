//! Applications in force: one for each app and environment.

mod names;
mod placement;
mod source;
mod sync_policy;

use std::sync::Arc;

pub(crate) use sync_policy::{Automated, Backoff, Retry, SyncPolicy};

use super::identity::Identity;
use crate::{
    diagnostic::{Sink, apps as codes},
    origin::{Origin, Sourced},
    platform::{Platform, clusters::Cluster},
    spec::{
        TeamSpec,
        apps::{
            AppSpec, OnDelete,
            environments::{EnvironmentSpec, Tool},
            ignore_differences::IgnoreDifferenceSpec,
        },
    },
};

/// One Argo CD Application as meant.
#[derive(Debug)]
pub(crate) struct Application<'p> {
    /// `<team>-<app>`, or `<team>-<app>-<environment>` where the app has `environments`.
    pub(crate) name: Sourced<String>,
    /// The app's own name.
    pub(crate) app: String,
    /// `None` where it is not written and the only cluster serves any, or several.
    pub(crate) environment: Option<Sourced<String>>,
    /// The cluster that serves the environment.
    pub(crate) cluster: &'p Cluster,
    /// The repository as written.
    pub(crate) repo_url: Sourced<String>,
    pub(crate) path: Sourced<String>,
    pub(crate) target_revision: Sourced<String>,
    /// Steps behind the wave of the team's first application; never below 0.
    pub(crate) wave: Sourced<i32>,
    pub(crate) on_delete: Sourced<OnDelete>,
    /// What renders the manifests, if the team says.
    pub(crate) tool: Option<Tool>,
    pub(crate) sync_policy: SyncPolicy,
    pub(crate) ignore_differences: Arc<[IgnoreDifferenceSpec]>,
}

/// Judges every app. An app with an error has no application, which does not matter: nothing is emitted then.
pub(crate) fn validate<'p>(
    spec: &TeamSpec,
    identity: Option<&Identity>,
    platform: &'p Platform,
    sink: &mut Sink,
) -> Vec<Application<'p>> {
    let mut names = identity.map(|identity| names::Names::new(&identity.name, platform));
    let first = spec.apps.iter().filter_map(|app| app.sync_wave.as_ref()).map(|wave| wave.value).min();
    let judge = Judge { platform, first_wave: first.unwrap_or(0).min(0) };
    source::check_repositories(&spec.apps, platform, sink);
    let mut applications = Vec::with_capacity(spec.apps.len());
    for app in &spec.apps {
        judge.app(app, identity, sink);
        for placed in placement::place(app, platform, sink) {
            let environment = placed.written.map(|environment| &environment.name);
            let helm = source::is_helm(app, placed.written);
            let name = names.as_mut().zip(app.name.as_ref());
            let name = name.map(|(names, name)| names.claim(name, environment, helm, sink));
            applications.extend(name.and_then(|name| judge.application(app, placed, name)));
        }
    }
    applications
}

/// What every app is judged by.
struct Judge<'p> {
    platform: &'p Platform,
    /// The smallest wave that the team writes, if it is below 0.
    first_wave: i64,
}

impl<'p> Judge<'p> {
    /// Reports what is wrong with an app, wherever it goes.
    fn app(&self, app: &AppSpec, identity: Option<&Identity>, sink: &mut Sink) {
        source::check(&app.settings, sink);
        for environment in &app.environments {
            source::check(&environment.settings, sink);
            source::check_override(&app.settings, &environment.settings, sink);
        }
        let Some(identity) = identity else { return };
        for namespace in app.ignore_differences.iter().filter_map(|entry| entry.namespace.as_ref()) {
            let own = identity.namespace.value.as_str();
            if namespace.value != own {
                let message = format!("`{}` is not the team's namespace", namespace.value);
                sink.report(codes::OTHER_NAMESPACE, namespace.span, message)
                    .help(format!("remove `namespace`, or write `{own}`"));
            }
        }
    }

    /// The application of an app in one place; `None` if a part of it was wrong.
    fn application(
        &self,
        app: &AppSpec,
        placed: placement::Placed<'_, 'p>,
        name: Sourced<String>,
    ) -> Option<Application<'p>> {
        let own = placed.written.map(|environment| &environment.settings);
        let above = &app.settings;
        let path = own.and_then(|own| own.path.as_ref()).or(above.path.as_ref())?;
        let revision = own.and_then(|own| own.target_revision.as_ref()).or(above.target_revision.as_ref())?;
        let policy = own.and_then(|own| own.sync_policy.as_ref()).or(above.sync_policy.as_ref());
        let on_delete = app.on_delete.as_ref();
        Some(Application {
            name,
            app: app.name.as_ref()?.value.clone(),
            environment: placed.environment,
            cluster: placed.cluster,
            repo_url: Sourced::written(app.repo_url.as_ref()?),
            path: Sourced::written(path),
            target_revision: Sourced::written(revision),
            wave: self.wave(app),
            on_delete: on_delete.map_or(Sourced::built_in(OnDelete::Delete), Sourced::written),
            tool: source::tool(app, placed.written),
            sync_policy: SyncPolicy::of(policy, placed.cluster, self.platform),
            ignore_differences: Arc::clone(&app.ignore_differences),
        })
    }

    /// Offsets are moved up so that the smallest is 0: no application comes before the wave of applications.
    fn wave(&self, app: &AppSpec) -> Sourced<i32> {
        let offset = app.sync_wave.as_ref().map_or(0, |wave| wave.value);
        let steps = i32::try_from(offset - self.first_wave).unwrap_or(0);
        let rule = "syncWave, counted from the team's smallest";
        let origin = app.sync_wave.as_ref().map(|wave| Origin::written(wave.span).becomes(rule));
        Sourced::new(steps, origin.unwrap_or(Origin::INHERITED))
    }
}

/// The environment as a part of names and labels.
fn environment_of(environment: &EnvironmentSpec) -> Sourced<String> {
    Sourced::written(&environment.name)
}

#[cfg(test)]
mod tests;
