package main

import (
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/git"
	"github.com/go-git/go-git/v5/plumbing/transport"
)

var repositories = topic{
	name:    "repositories",
	judge:   "git.NormalizeGitURL of Argo CD, transport.NewEndpoint of go-git",
	modules: []string{"github.com/argoproj/argo-cd/v3", "github.com/go-git/go-git/v5"},
	fields: map[string]string{
		"normalised": "the form in which Argo CD compares; absent: none",
		"endpoint":   "protocol, user, password, host, port and path that would be connected to; absent: none",
	},
	rows: func() ([]any, error) {
		var rows []any
		for _, text := range repositoryTexts() {
			row := repositoryRow{Text: text, Normalised: git.NormalizeGitURL(text)}
			// A file has no such parts, and is looked for below the current folder.
			if endpoint, err := transport.NewEndpoint(text); err == nil && endpoint.Protocol != "file" {
				row.Endpoint = []any{endpoint.Protocol, endpoint.User, endpoint.Password, endpoint.Host, endpoint.Port, endpoint.Path}
			}
			rows = append(rows, row)
		}
		return rows, nil
	},
}

type repositoryRow struct {
	Text       string `json:"text"`
	Normalised string `json:"normalised,omitempty"`
	Endpoint   []any  `json:"endpoint,omitempty"`
}

var goodRepositories = []string{
	"https://github.com/acme/web", "https://github.com/acme/web.git", "https://github.com/Acme/Web", "https://github.com/acme/web.GIT", "https://github.com/acme/web.git.git",
	"https://github.com/acme/web2", "https://github.com/acme/api", "https://github.com/acmee/web", "https://github.com/acme/web/sub", "https://github.com/acme/group/sub/web",
	"https://github.com/acme/group/web", "https://github.com/acme-inc/web", "https://github.com/acme.inc/web", "https://github.com/acme_inc/web", "https://github.com/~acme/web",
	"https://github.com/acme/web~1", "https://github.com/acme/web+1", "https://github.com/acme/a.b.c", "https://github.com/acme/.github", "https://github.com/acme/web.gitx",
	"https://gitlab.com/acme/web", "https://gitlab.example.com/acme/group/sub/web.git", "https://dev.azure.com/acme/shop/_git/web", "https://bitbucket.example.com/scm/acme/web.git",
	"https://git/acme/web", "https://git.git/acme/web", "https://github.com.evil.com/acme/web", "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/web",
	"git@github.com:acme/web", "git@github.com:acme/web.git", "git@github.com:Acme/Web.git", "git@github.com:acme/group/web.git", "git@gitlab.com:acme/web.git", "git@github.com:acme/api",
	"git@github.com:22/web", "git@github.com:443/acme/web", "git@github.com:8080/acme", "git@github.com:99999/web", "git@github.com:1/2/3", "git@git:acme/web",
	"git@ssh.dev.azure.com:v3/acme/shop/web", "https://github.com/123/456", "https://github.com/acme/web-", "https://github.com/-acme/web", "https://github.com/acme/-web",
	"https://github.com/acme/web.", "https://github.com/acme/...", "https://github.com/acme/web.git/api", "https://1.2.3.example/acme/web", "https://xn--gthub-n4a.com/acme/web",
	"git@github.com:acme/web.git.git", "git@github.com:acme.git/web", "git@github.com:~acme/web", "https://github.com/acme/web.GIT.git", "git@github.com:acme/web.GIT",
}

var oddRepositories = []string{
	"", " ", "/", "https://", "https:///acme/web", "https://github.com", "https://github.com/", "https://github.com/acme", "https://github.com/acme/", "https://github.com/acme/web/",
	"https://github.com/acme/web.git/", "https://github.com//acme/web", "https://github.com/acme//web", "https://github.com/acme/../evil/web", "https://github.com/acme/./web",
	"https://github.com/acme/%2e%2e/web", "https://github.com/acme/web%20", "https://github.com/acme/my web", " https://github.com/acme/web", "https://github.com/acme/web ",
	"https://github.com/acme/web\n", "https://github.com/acme/web?ref=main", "https://github.com/acme/web#main", "https://github.com/acme/web.git?ref=main", "https://github.com:443/acme/web",
	"https://github.com:/acme/web", "https://github.com:8443/acme/web", "https://bob@github.com/acme/web", "https://bob:secret@github.com/acme/web", "https://@github.com/acme/web",
	"https://GitHub.com/acme/web", "HTTPS://github.com/acme/web", "Https://github.com/acme/web", "http://github.com/acme/web", "git://github.com/acme/web", "ssh://git@github.com/acme/web",
	"ssh://git@github.com:22/acme/web", "ssh://github.com/acme/web", "git+ssh://git@github.com/acme/web", "file:///etc/passwd", "/etc/passwd", "./web", "../web", "ext::sh -c id", "--upload-pack=sh",
	"-oProxyCommand=x", "github.com/acme/web", "github.com:acme/web", "root@github.com:acme/web", "GIT@github.com:acme/web", "git@GitHub.com:acme/web", "git@github.com:/acme/web", "git@github.com:web",
	"git@github.com:acme/web/", "git@github.com/acme/web", "git@github.com:22:acme/web", "git@github.com:acme:web", "git@@github.com:acme/web", "git@github.com:", "git@:acme/web", "bob@git@github.com:acme/web",
	"git@[::1]:acme/web", "https://[::1]/acme/web", "https://169.254.169.254/acme/web", "https://127.0.0.1/acme/web", "https://0x7f.1/acme/web", "https://2130706433/acme/web", "https://localhost/acme/web",
	"https://gıthub.com/acme/web", "https://github.com/äcme/web", "https://github.com/acme/wéb", "https://github.com/acme/web\u200b", "https://github.com/acme/web\u00a0", "https://github.com/${ORG}/web",
	"https://github.com/{{org}}/web", "https://github.com/acme/*", "https://github.com/acme/**", "!https://github.com/acme/web", "https://github.com/acme/.git", "https://github.com/.git/web",
	"https://github.com/acme/..", "https://github.com/./web", "https://github.com/acme\\web", "https:\\\\github.com\\acme\\web", "https:/github.com/acme/web", "https:github.com/acme/web", "oci://ghcr.io/acme/web",
	"https://github.com./acme/web", "https://.github.com/acme/web", "https://github..com/acme/web", "https://-github.com/acme/web", "https://git_hub.com/acme/web", "https://github.com/acme/web;x", "https://github.com/acme/web,x",
	"https://github.com/acme/web@v1", "https://github.com/acme/web:v1", "https://github.com/acme/web&x", "https://github.com/acme/web=x", "https://github.com/acme/(web)", "https://github.com/acme/web'", "https://github.com/acme/web\"",
	"https://github.com/acme/[web]", "https://github.com/acme/{web,api}", "https://github.com/acme/web|x", "https://github.com/acme/web^x", "https://github.com/acme/<web>", "https://github.com/acme/web$x", "https://github.com/acme/web!x",
}

func repositoryTexts() []string {
	r := dice("repositories")
	return distinct(goodRepositories, oddRepositories, damaged(r, append(goodRepositories, oddRepositories...), 700))
}

var repositoryPatterns = topic{
	name:    "repository_patterns",
	judge:   "AppProject.IsSourcePermitted",
	modules: []string{"github.com/argoproj/argo-cd/v3", "github.com/gobwas/glob"},
	fields: map[string]string{
		"repositories": "the addresses that every pattern was asked about",
		"permits":      "those of them that an application may use in a project whose only source is the pattern",
	},
	rows: func() ([]any, error) {
		asked := distinct(goodRepositories, oddRepositories[:40])
		rows := []any{map[string]any{"repositories": asked}}
		for _, pattern := range patternTexts() {
			project := v1alpha1.AppProject{Spec: v1alpha1.AppProjectSpec{SourceRepos: []string{pattern}}}
			permits := []string{}
			for _, address := range asked {
				if project.IsSourcePermitted(v1alpha1.ApplicationSource{RepoURL: address}) {
					permits = append(permits, address)
				}
			}
			rows = append(rows, patternRow{pattern, permits})
		}
		return rows, nil
	},
}

type patternRow struct {
	Pattern string   `json:"pattern"`
	Permits []string `json:"permits"`
}

func patternTexts() []string {
	return distinct(goodRepositories, []string{
		"*", "**", "https://*", "https://**", "https://github.com/*", "https://github.com/**", "https://github.com/*/web", "https://*/acme/*", "https://*.com/acme/web", "https://github.com/acme/*",
		"https://github.com/acme/**", "https://github.com/Acme/*", "https://github.com/acme/*.git", "https://github.com/acme/web-*", "https://github.com/acme*", "https://github.com/acme*/**",
		"https://github.com/acme/group/*", "https://github.com/acme/group/**", "https://github.com/acme/*/*", "https://github.com/acme/**/web", "https://github.com/acme/?eb", "https://github.com/acme/[wx]eb",
		"https://github.com/acme/{web,api}", "https://github.com/acme/***", "https://github.com/acme/", "https://github.com/acme", "!https://github.com/acme/*", "!*", "https://GitHub.com/acme/*",
		"https://gitlab.example.com/acme/**", "https://dev.azure.com/acme/**", "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/*", "git@github.com:acme/*", "git@github.com:acme/**", "git@github.com:*",
		"git@github.com:Acme/*", "git@github.com:22/*", "git@github.com:acme/group/*", "git@*:acme/web", "ssh://git@github.com/acme/*", "git@github.com/acme/*", "https://github.com/acme.inc/*", "https://github.com/acme_inc/**",
		"https://github.com/~acme/*", "https://github.com/123/*", "https://github.com/acme.git/*", "https://github.com/acme/web.git/*", "https://github.com/acme/web/*", "https://github.com/acme/web/**", "http://github.com/acme/*",
		"https://github.com/-acme/*", "https://git/acme/*", "https://1.2.3.example/acme/**", "git@ssh.dev.azure.com:v3/acme/**", "git@github.com:1/**", "https://github.com/acme/.*", "https://github.com/acme/*/", "", " https://github.com/acme/* ",
	})
}
