//! TW11xx: templates of the platform team.

codes! {
    EXPRESSION "TW1101" Error "an expression that can't be read";
        "What an expression means is known before any team is looked at; one that means nothing would be found out only when some team needs it.";
        "Write a name of the table in docs/templates.md, with its filters, between `{{` and `}}`; `{{ '{{' }}` gives the braces themselves.";
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"{{ team.nmae }}-info\"}";
    NO_VALUE "TW1102" Error "an expression without a value for a team";
        "A field that is left out, or has an empty text in it, could mean something else than what the template says.";
        "Give another value with `| default(…)`, or make the object only `when` there is one.";
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: info}\ndata: {slack: \"{{ team.owner.slack }}\"}";
    VALUE "TW1103" Error "a value that does not fit its place";
        "Kubernetes would refuse the object, or read it as another one.";
        "Change the expression so that it gives what the message asks for.";
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"{{ team.name | upper }}\"}";
    DUPLICATE "TW1104" Error "two objects of one kind and name";
        "They would be one object in the cluster, and each sync would change it from one to the other.";
        "Give each a name of its own; with `for`, let the name hold what differs.";
        "for: {amount: \"{{ ['a', 'b'] }}\"}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: info}";
    TOO_MUCH "TW1105" Error "a template that makes too much";
        "What a template makes of a team is limited to 5,000 values and 256 KiB, so that no template can slow down Argo CD or fill a cluster's storage.";
        "Make less of each team.";
        "for: {a: \"{{ [1] * 6000 }}\"}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}";
    KIND "TW1106" Error "a kind that no template makes";
        "Templates add to what a team has. What guards the team, what the compiler makes itself and what lies in no namespace is out of their reach, so that no template can lift a guardrail or reach another team.";
        "Remove the template.";
        "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: more}";
    METADATA "TW1107" Error "a label or annotation that no template sets";
        "These keys decide who an object belongs to, how Argo CD handles it and which pods may start.";
        "Remove the key.";
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: info\n  labels: {team: other}";
    TOO_MANY "TW1108" Error "too many templates";
        "Each of them is evaluated for each team; a platform has at most 200.";
        "Remove some, or put several texts into one object.";
        "# a folder with 201 files";
}
