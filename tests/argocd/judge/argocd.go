package judge

import (
	"context"
	"time"
	// The zones must be the same everywhere, also where the machine has none.
	_ "time/tzdata"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/argo"
	"github.com/argoproj/argo-cd/v3/util/db"
	"github.com/argoproj/argo-cd/v3/util/rbac"
	kjson "sigs.k8s.io/json"
)

const argoGroup = "argoproj.io"

// checkArgo comes after the definition's schema, which is all that stands
// between a manifest from Git and the controller; the rules here are otherwise
// asked only by the API that the user interface and the command line talk to.
func (j *Judge) checkArgo(doc *document, projects map[projectKey]*project, v *verdict) {
	switch doc.kind.Kind {
	case "AppProject":
		var object v1alpha1.AppProject
		if decodeStrict(doc, &object, v) {
			checkProject(&object, v)
		}
	case "Application":
		var object v1alpha1.Application
		if decodeStrict(doc, &object, v) {
			j.checkApplication(&object, projects, v)
		}
	case "ApplicationSet":
		decodeStrict(doc, &v1alpha1.ApplicationSet{}, v)
	}
}

// decodeStrict reads into Argo CD's own type, which can differ from the schema.
func decodeStrict(doc *document, into any, v *verdict) bool {
	strict, err := kjson.UnmarshalStrict(doc.json, into)
	if err != nil {
		v.problem("%v", err)
		return false
	}
	for _, err := range strict {
		v.problem("%v", err)
	}
	return true
}

func checkProject(object *v1alpha1.AppProject, v *verdict) {
	// First, because ValidateProject replaces an unknown zone by UTC.
	for i, window := range object.Spec.SyncWindows {
		if _, err := time.LoadLocation(window.TimeZone); err != nil {
			v.problem("spec.syncWindows[%d].timeZone: %v", i, err)
		}
	}
	if err := object.ValidateProject(); err != nil {
		v.problem("%v", err)
	}
	if err := rbac.ValidatePolicy(object.ProjectPoliciesString()); err != nil {
		v.problem("%v", err)
	}
}

type projectKey struct{ namespace, name string }

type project = v1alpha1.AppProject

// findProjects reads every AppProject that can be read; what is wrong with one
// is said where its own document is judged.
func findProjects(documents []*document) map[projectKey]*project {
	projects := map[projectKey]*project{}
	for _, doc := range documents {
		var object project
		if doc.object["kind"] != "AppProject" {
			continue
		}
		if _, err := kjson.UnmarshalStrict(doc.json, &object); err == nil {
			projects[projectKey{object.Namespace, object.Name}] = &object
		}
	}
	return projects
}

// anything permits whatever has a shape, so that the shape is judged also when
// the project is elsewhere.
var anything = project{Spec: v1alpha1.AppProjectSpec{
	SourceRepos:  []string{"*"},
	Destinations: []v1alpha1.ApplicationDestination{{Server: "*", Name: "*", Namespace: "*"}},
}}

func (j *Judge) checkApplication(app *v1alpha1.Application, projects map[projectKey]*project, v *verdict) {
	for _, source := range app.Spec.GetSources() {
		if _, err := source.ExplicitType(); err != nil {
			v.problem("%v", err)
		}
	}
	owner, known := projectOf(app, projects)
	if !known {
		say := v.warning
		if j.options.RequireProjects {
			say = v.problem
		}
		say("its project %s is not in the stream: what that permits is not judged", app.Spec.GetProject())
		owner = &anything
	} else if !owner.IsAppNamespacePermitted(app, owner.Namespace) {
		v.problem("its namespace %s is not permitted in project %s", app.Namespace, owner.Name)
	}
	conditions, err := argo.ValidatePermissions(context.Background(), &app.Spec, owner, clusters{servers: j.options.Clusters})
	if err != nil {
		v.problem("%v", err)
	}
	for _, condition := range conditions {
		v.problem("%s", condition.Message)
	}
}

// projectOf looks in the Application's own namespace first, then in any other:
// projects live with Argo CD, and an Application may live elsewhere.
func projectOf(app *v1alpha1.Application, projects map[projectKey]*project) (*project, bool) {
	name := app.Spec.GetProject()
	if own, ok := projects[projectKey{app.Namespace, name}]; ok {
		return own, true
	}
	for key, other := range projects {
		if key.name == name {
			return other, true
		}
	}
	return nil, false
}

// clusters answers the few questions that ValidatePermissions asks of Argo CD's
// settings. Any other question has no answer here, and panics.
type clusters struct {
	db.ArgoDB
	servers map[string]string
}

func (c clusters) GetCluster(_ context.Context, server string) (*v1alpha1.Cluster, error) {
	for name, known := range c.servers {
		if known == server {
			return &v1alpha1.Cluster{Name: name, Server: server}, nil
		}
	}
	// A server that is not listed is judged by its address alone.
	return &v1alpha1.Cluster{Server: server}, nil
}

func (c clusters) GetClusterServersByName(_ context.Context, name string) ([]string, error) {
	if server, ok := c.servers[name]; ok {
		return []string{server}, nil
	}
	return nil, nil
}

func (c clusters) GetProjectClusters(context.Context, string) ([]*v1alpha1.Cluster, error) {
	return nil, nil
}
