package main

import (
	"fmt"
	"strings"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/rbac"
)

var groups = topic{
	name:    "role_groups",
	judge:   "AppProject.ValidateProject, rbac.ValidatePolicy and the Enforcer of Argo CD",
	modules: []string{"github.com/argoproj/argo-cd/v3", "github.com/casbin/casbin/v2"},
	fields: map[string]string{
		"valid":  "whether a role may have the group",
		"grants": "whether a person of exactly this group gets the role's permissions",
	},
	rows: func() ([]any, error) {
		var rows []any
		for _, text := range groupTexts() {
			rows = append(rows, judgeGroup(text))
		}
		return rows, nil
	},
}

type groupRow struct {
	Text   string `json:"text"`
	Valid  bool   `json:"valid"`
	Grants bool   `json:"grants"`
}

const getLine = "p, proj:team-a:viewer, applications, get, team-a/*, allow"

func judgeGroup(text string) groupRow {
	project := projectOf("team-a", v1alpha1.ProjectRole{Name: "viewer", Policies: []string{getLine}, Groups: []string{text}})
	lines := project.ProjectPoliciesString()
	enforcer := rbac.NewEnforcer(nil, "argocd", "argocd-rbac-cm", nil)
	return groupRow{
		Text:   text,
		Valid:  project.ValidateProject() == nil && rbac.ValidatePolicy(lines) == nil,
		Grants: enforcer.EnforceRuntimePolicy("team-a", lines, text, "applications", "get", "team-a/web"),
	}
}

func projectOf(name string, roles ...v1alpha1.ProjectRole) *v1alpha1.AppProject {
	project := &v1alpha1.AppProject{Spec: v1alpha1.AppProjectSpec{Roles: roles}}
	project.Name = name
	return project
}

func groupTexts() []string {
	list := []string{
		"", " ", "payments", "Payments", "payments-developers", "ann@example.com", "Platform Team", "acme:payments", "oidc:team/dev", "CN=dev;OU=x", "CN=dev,OU=x", "\"CN=dev,OU=x\"", "4f6c0c3e-0a2b-4b5e-9c1a-3f2d1e0b9a8c",
		"équipe", "チーム", "😀", "systemic:x", "system:masters", "system:authenticated", "role:admin", "role:readonly", "proj:team-a:viewer", "proj:team-b:developer", "*", "team-*", "a,b", "a, b", "\"a\"", "\"", "\"\"", "\"a", "a\"", "a\"b", "o'brien", "'a'",
		" a", "a ", "a  b", "\ta", "a\t", "a\tb", "a\nb", "a\rb", "a\r\nb", "a\u00a0b", "\u00a0a", "a\u00a0", "a\u200bb", "\u200ba", "a\u202eb", "a\u0085b", "\u0085a", "a\u2028b", "\u2028a", "#payments", "# a", "a#b", "p", "g", "g, a, b", "a;b", "a|b",
		"a\\b", "a\\nb", "\\", "{{group}}", "${GROUP}", "$(id)", "`id`", "a`b", "~a", "!a", "-a", "--a", "@a", "a@", ".", "..", "/", "a/b", "(a)", "[a]", "{a}", "<a>", "a=b", "a&b", "a%b", "a^b", "a+b", "a?b", "a:b:c", ":", "a\u0001b", "a\u007fb", "a\u3000b",
		"\u3000a", "a\u3000", strings.Repeat("a", 256), strings.Repeat("é", 256), strings.Repeat("a", 257), "true", "null", "123", "1e3", "a\u00adb", "a\ufeffb", "\ufeffa",
	}
	r := dice("role_groups")
	return distinct(list, damaged(r, list, 700))
}

var policies = topic{
	name:    "policies",
	judge:   "AppProject.ValidateProject and rbac.ValidatePolicy of Argo CD",
	modules: []string{"github.com/argoproj/argo-cd/v3", "github.com/casbin/casbin/v2"},
	fields:  map[string]string{"valid": "whether the role of the project may have the line"},
	rows:    policyRows,
}

type policyRow struct {
	Project string `json:"project"`
	Role    string `json:"role"`
	Line    string `json:"line"`
	Valid   bool   `json:"valid"`
}

func policyRows() ([]any, error) {
	var rows []any
	add := func(project, role, line string) {
		object := projectOf(project, v1alpha1.ProjectRole{Name: role, Policies: []string{line}})
		valid := object.ValidateProject() == nil && rbac.ValidatePolicy(object.ProjectPoliciesString()) == nil
		rows = append(rows, policyRow{project, role, line, valid})
	}
	actions := map[string][]string{
		"applications":    {"get", "create", "update", "delete", "sync", "override", "*", "action/*", "update/*", "delete/*", "delete/*/Pod/*", "action/apps/Deployment/restart", "rollback", "Get", ""},
		"logs":            {"get", "*"},
		"exec":            {"create"},
		"projects":        {"get"},
		"*":               {"*"},
		"applicationsets": {"get"},
	}
	for _, project := range []string{"team-a", "team-a-b", "team-x9", "team-" + strings.Repeat("a", 48), "default"} {
		for _, role := range []string{"developer", "viewer"} {
			for resource, verbs := range actions {
				for _, verb := range verbs {
					add(project, role, fmt.Sprintf("p, proj:%s:%s, %s, %s, %s/*, allow", project, role, resource, verb, project))
				}
			}
		}
	}
	for _, line := range []string{
		"", "p", getLine + ",", "p, proj:team-a:viewer, applications, get, team-a/*", "p, proj:team-a:viewer, applications, get, team-a/*, Allow", "p, proj:team-a:viewer, applications, get, team-b/*, allow",
		"p, proj:team-a:viewer, applications, get, */*, allow", "p, proj:team-a:viewer, applications, get, *, allow", "p, proj:team-a:viewer, applications, get, team-a, allow", "p, proj:team-a:viewer, applications, get, team-a/*/*, allow",
		"p, proj:team-a:viewer, applications, get, team-a/a/b/c, allow", "p, proj:team-b:viewer, applications, get, team-a/*, allow", "p, role:admin, applications, get, team-a/*, allow", "g, ann, role:admin", getLine + "\n" + getLine,
		getLine + "\ng, ann, role:admin", "p,proj:team-a:viewer,applications,get,team-a/*,allow", " " + getLine + " ", "p, proj:team-a:viewer, applications, get, team-a/*, deny", "p, proj:team-a:viewer, applications, get, team-a/web, allow",
		"p, proj:team-a:viewer, \"applications\", get, team-a/*, allow", "p, proj:team-a:viewer, applications, get, team-a/a b, allow", "p, proj:team-a:viewer, applications, get, team-a/ä, allow", "# p",
	} {
		add("team-a", "viewer", line)
	}
	return rows, nil
}
