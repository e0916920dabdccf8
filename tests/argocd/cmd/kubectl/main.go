// Command kubectl is Kubernetes' own, for the commands that people are told to type.
package main

import (
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

func main() {
	util.CheckErr(cmd.NewDefaultKubectlCommand().Execute())
}
