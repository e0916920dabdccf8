//! TW08xx: service accounts and secrets, and what platform.yaml says of AWS.

codes! {
    DEFAULT_ACCOUNT "TW0801" Error "the service account `default` is listed";
        "Every pod that names no service account runs as `default`, so a role on it would be everybody's.";
        "List a service account of another name, and name it in the pods that need the role.";
        "team: payments\nserviceAccounts:\n  - {name: default}";
    SECRETS_ACCOUNT "TW0802" Error "the service account that reads secrets is listed";
        "`<team>-secrets` is made where it is needed, with a role that may do nothing but read the team's secrets. No pod runs as it.";
        "List a service account of another name.";
        "team: payments\nserviceAccounts:\n  - {name: payments-secrets}";
    FOREIGN_ROLE_PREFIX "TW0803" Error "an AWS role that is not the team's";
        "A role belongs to the team whose name it carries; any other could be another team's, or an administrator's.";
        "Name a role that begins with the platform's role prefix, the team's name and `-`.";
        "team: payments\nserviceAccounts:\n  - {name: reports, awsRole: Administrator}";
    NO_ACCOUNT "TW0804" Error "an AWS role on a cluster without an account";
        "A role is known by its account and its name. The namespace exists on every cluster, so every cluster needs its account.";
        "Ask the platform team to add `accountId` to the cluster in platform.yaml, or remove the role.";
        "team: payments\nserviceAccounts:\n  - {name: reports, awsRole: team-payments-reports}";
    OTHER_ACCOUNT "TW0805" Error "an AWS role of another account or partition";
        "Pods take roles of their own cluster's account. The namespace exists on every cluster, so an ARN has to fit every cluster.";
        "Write the role's name alone: each cluster then takes the role of that name in its own account.";
        "# platform.yaml: clusters: [{name: a, server: \"https://a.example.com\", accountId: \"111122223333\"}]\nteam: payments\nserviceAccounts:\n  - {name: reports, awsRole: \"arn:aws:iam::999999999999:role/team-payments-reports\"}";
    NO_STORE "TW0806" Error "secrets on a cluster without a region or an account";
        "Secrets lie in an AWS region and are read with a role of an account. The namespace exists on every cluster, so every cluster needs both.";
        "Ask the platform team to add `region` and `accountId` to the cluster in platform.yaml, or remove the secrets.";
        "team: payments\nsecrets:\n  - {name: db, from: db}";
    TOO_OFTEN "TW0807" Error "a secret that is read more than once a minute";
        "AWS charges for every question and slows down whoever asks too often, for all teams together.";
        "Write an interval of `1m` or more.";
        "team: payments\nsecrets:\n  - {name: db, from: db, refreshInterval: 10s}";
    REGISTRY_SECRET "TW0808" Error "a secret named like the one for the registry";
        "`<team>-registry` holds the password with which pods pull images; two writers would replace each other's value for ever.";
        "Take another name.";
        "# platform.yaml: aws: {ecr: {accountId: \"111122223333\", region: eu-central-1}}\nteam: payments\nsecrets:\n  - {name: payments-registry, from: registry}";
    LONG_ROLE "TW0809" Error "a team's name is too long for its AWS role";
        "The role that reads secrets is named `<rolePrefix><team>-secrets`, and AWS takes 64 characters.";
        "Shorten the team's name, or have the platform team shorten `aws.irsa.rolePrefix`.";
        "# platform.yaml: aws: {irsa: {rolePrefix: a-long-prefix-for-all-roles-of-teams-}}\nteam: payments-and-invoices\nsecrets:\n  - {name: db, from: db}";
    ROLE_PREFIX "TW0830" Error "a role prefix that can't be used";
        "The team's name follows it. Without a `-` between them, and characters that AWS takes, nobody could tell whose role it is.";
        "Write letters, digits and `_+=,.@-`, ending in `-`.";
        "aws: {irsa: {rolePrefix: team}}";
    SECRET_PREFIX "TW0831" Error "a prefix of secrets that can't be used";
        "The team's name follows it. Without a `/` between them a team could read the secrets of another whose name begins alike.";
        "End it in `/`; in Parameter Store begin it with `/` as well.";
        "aws: {secretsManager: {prefix: team}}";
}
