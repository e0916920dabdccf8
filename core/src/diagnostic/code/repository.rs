//! TW20xx: the repository as a whole.

codes! {
    SYMLINK "TW2001" Error "a file that is reached through a symbolic link";
        "A link in one team's directory could read, or stand in for, another team's file.";
        "Put the file itself there.";
        "# teams/backend/team.yaml -> ../frontend/team.yaml";
    NOT_A_FILE "TW2002" Error "something that is not a regular file";
        "Reading a pipe or a device could wait forever.";
        "Put a text file there.";
        "# mkfifo teams/backend/team.yaml";
    NO_PLATFORM "TW2003" Warning "no platform.yaml";
        "Without the platform's file the built-in defaults are used: one cluster, any https repository, no ceilings.";
        "Add a platform.yaml at the root of the repository, or name one with `--platform`.";
        "# teamwright render teams/backend";
    MISPLACED_PLATFORM "TW2004" Error "a platform.yaml where teams can write";
        "A team that can write its own platform.yaml can lift its own guardrails.";
        "Keep platform.yaml at the root of the repository.";
        "# teams/backend/platform.yaml";
    SOURCE_OVERRIDE "TW2005" Error "a file that overrides an Argo CD source";
        "Argo CD merges `.argocd-source*.yaml` into the Application that reads the directory: whoever writes it decides which plugin runs, with which parameters.";
        "Remove the file.";
        "# teams/backend/.argocd-source.yaml";
    NO_TEAM_FILE "TW2006" Error "a team's directory without a team.yaml";
        "Argo CD makes Applications for every directory among the teams; without a team.yaml they fail to sync.";
        "Add a team.yaml, or move the directory elsewhere.";
        "# teams/backend/README.md";
    SAME_TEAM "TW2010" Error "two files define the same team";
        "Both would write the same namespace, quota and project; the last sync would win.";
        "Give one of the teams another name. The file with the earlier path still compiles.";
        "# teams/a/team.yaml and other/a/team.yaml: team: a";
    SAME_APPLICATION "TW2011" Error "two teams make an Application of the same name";
        "An Application is named `<team>-<app>`: team `a` with app `b-c` and team `a-b` with app `c` both make `a-b-c`.";
        "Rename the app. The file with the earlier path still compiles.";
        "team: a-b\napps:\n  - {name: c, repoURL: https://github.com/acme/c, path: k8s, targetRevision: main}";
    FOREIGN_ROLE "TW2012" Error "an AWS role that belongs to another team";
        "Team `data` may use roles that begin with `team-data-`, which `team-data-eng-x` of team `data-eng` does as well.";
        "Name a role of your own team.";
        "team: data\nserviceAccounts:\n  - {name: jobs, awsRole: team-data-eng-jobs}";
    UNKNOWN_TEAM "TW2013" Warning "a namespace that no team has";
        "A misspelt namespace opens nothing, and nobody notices until traffic is missing.";
        "Correct the name, or remove the entry.";
        "networkPolicy:\n  allowFromNamespaces: [team-fronted]";
    HALF_OPEN "TW2014" Warning "traffic that one side allows and the other does not";
        "Traffic between two teams flows only if the sender lets it out and the receiver lets it in.";
        "Add the line that the message names to the other team's file, or remove the entry.";
        "networkPolicy:\n  allowToNamespaces: [team-payments]";
}
