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
}
