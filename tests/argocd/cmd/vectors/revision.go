package main

import (
	"os/exec"
	"strings"

	"github.com/argoproj/argo-cd/v3/util/git"
	"github.com/argoproj/argo-cd/v3/util/versions"
)

var revisions = topic{
	name:    "revisions",
	judge:   "git check-ref-format; versions.IsConstraint, git.IsCommitSHA and git.IsTruncatedCommitSHA of Argo CD",
	modules: []string{"git", "github.com/argoproj/argo-cd/v3", "github.com/Masterminds/semver/v3"},
	fields: map[string]string{
		"name":  "whether it can be the name of a branch or tag",
		"range": "whether Argo CD looks for the newest tag in a range of versions",
		"sha":   "whether it is a commit by its whole name or its beginning",
	},
	rows: revisionRows,
}

type revisionRow struct {
	Text  string `json:"text"`
	Name  bool   `json:"name"`
	Range bool   `json:"range,omitempty"`
	SHA   bool   `json:"sha,omitempty"`
}

func revisionRows() ([]any, error) {
	var rows []any
	for _, text := range revisionTexts() {
		err := exec.Command("git", "check-ref-format", "--allow-onelevel", "refs/heads/"+text).Run()
		if _, refused := err.(*exec.ExitError); err != nil && !refused {
			return nil, err
		}
		rows = append(rows, revisionRow{text, err == nil, versions.IsConstraint(text), git.IsCommitSHA(text) || git.IsTruncatedCommitSHA(text)})
	}
	return rows, nil
}

func gitVersion() (string, error) {
	out, err := exec.Command("git", "version").Output()
	return strings.TrimSpace(strings.TrimPrefix(string(out), "git version ")), err
}

func revisionTexts() []string {
	good := []string{
		"main", "master", "HEAD", "FETCH_HEAD", "head", "v1.0.0", "1.0.0", "1.0", "1", "v1", "V1", "1.2.3-rc.1", "1.2.3+build", "v1.2.3-rc.1+b", "release-1.2", "release/1.2",
		"feature/a-b_c", "refs/heads/main", "refs/tags/v1", "release@2", "a@", "@a", "4f1c2d3", "4F1C2D3", "4f1c2d", "4f1c2d3a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0e", "a#1", "a%20b", "a,b",
		"a;b", "a&b", "a|b", "a'b", "a\"b", "a`b", "a$b", "a(b)", "a!b", "!a", "a=b", "a+b", "a<b", "a>b", "größe", "中文", "main2", "x", "X", "x.x", "1.x", "1.X", "v1.x", "v1.2.X",
		"1.2.x", "x.1", "1.x.3", "1.x.x", "v1.2.x-rc", "1.x-beta", ">=1.0.0", ">1", "<2", "=1.2", "!=1.0.0", "!=1", "=>1.0", "=<1.0", "<=2.0.0", "==1.0", ">=1.0.0,<2.0.0", "1.0.0,2.0.0",
		"1.0,2.0", "1||2", "1.0.0||2.0.0", "v1||v2", "||", "1||", "main||1", ">=v1.0", ">=1.x", "=x", "!x", "=v1.2.3", "1.2.3.4", "01.2.3", "1.02.3", "1-2", "1.0-2.0", "1.0.0-2.0.0", "1,2",
		"1.2,", ",1.2", "v", "vv1", "1.2.3-", "1.2-rc", "1-rc", "v1-alpha.x", ">=1.2-0", "<1.0.0-0", "1.x+b", "latest", "stable", "x1", "xx", "1.*",
	}
	odd := []string{
		"", "@", "-x", "--help", "a..b", "a b", " a", "a ", "a~1", "a^", "^1.0", "~1.2", "a:b", "a?", "a*", "*", "a[1]", "a]", "a\\b", "a.lock", "a.lock/b", "a.LOCK", ".lock", "lock", "a.locks", "a/",
		"/a", "a//b", ".a", "a/.b", "a.", "a./b", "a/b.", "a@{1}", "@{u}", "@{", "{{branch}}", "${BRANCH}", "$BRANCH", "{a}", "a{b", "a\nb", "a\tb", "a\u007fb", "a\u200db", "a\u200bb", "a\u00a0b", "a\u202eb",
		"a\u0301", "\u0301", "नमस्ते", "😀", "a/b/c", "refs/heads/", "refs/", "refs", strings.Repeat("a", 244), strings.Repeat("a", 255), strings.Repeat("a", 256), strings.Repeat("a/", 100) + "a",
		"1.0.0 - 2.0.0", ">= 1.0", "1.0 || 2.0", "1.*.3", ">*", "a...b", "...", "a.b.c", "-", "--", "a-", "_", "~", "HEAD~1", "HEAD^", "HEAD/x", "origin/main",
	}
	r := dice("revisions")
	return distinct(good, odd, join(good[:12], []string{"/", "-", ".", "_", "@", "..", ","}, good[:12]), damaged(r, append(good, odd...), 900))
}
