// Package sidecar is Argo CD as a plugin meets it: the released argocd-cmp-server and repo-server as processes of
// their own, asked over gRPC on loopback as the application controller asks. Git fetch, tar, stream, unpacking, the
// plugin's process, splitting and tracking are all Argo CD's.
package sidecar

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/sirupsen/logrus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"sigs.k8s.io/yaml"

	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
)

// startTime is how long a server may take until it listens.
const startTime = time.Minute

// Plugin is a plugin.yaml and, unless it is empty, the command that is run in place of the one that it names: the file
// says where the command lies in the image.
type Plugin struct{ File, Command string }

// Sidecar is one repo-server that sends whole repositories, one that narrows them, and a cmp-server for each plugin.
type Sidecar struct {
	directory       string
	children        []child
	whole, narrowed *grpc.ClientConn
}

type child struct {
	command *exec.Cmd
	stdin   io.Closer
}

// Start starts all servers and waits until they listen. Their logs go to files in logs, unless it is empty.
func Start(plugins []Plugin, logs string) (s *Sidecar, err error) {
	directory, err := os.MkdirTemp("", "tw")
	if err != nil {
		return nil, err
	}
	s = &Sidecar{directory: directory}
	defer func() {
		if err != nil {
			s.Stop()
		}
	}()
	for _, folder := range []string{s.Sockets(), s.scripts()} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(filepath.Join(s.scripts(), "git-verify-wrapper.sh"), []byte("#!/bin/sh\n"), 0o700); err != nil {
		return nil, err
	}
	if err := logHere(logs); err != nil {
		return nil, err
	}
	for number, plugin := range plugins {
		if err := s.startPlugin(number, plugin, logs); err != nil {
			return nil, err
		}
	}
	if s.whole, err = s.startRepositories("whole", logs); err != nil {
		return nil, err
	}
	s.narrowed, err = s.startRepositories("narrowed", logs, isNarrowed)
	return s, err
}

// logHere makes what Argo CD's code says in this process a log of its own: that of the ApplicationSet controller.
func logHere(logs string) error {
	if logs == "" {
		logrus.SetOutput(io.Discard)
		return nil
	}
	log, err := os.Create(filepath.Join(logs, "applicationsets.log"))
	if err != nil {
		return err
	}
	logrus.SetOutput(log)
	return nil
}

// Stop ends all servers and removes what they wrote.
func (s *Sidecar) Stop() {
	for _, connection := range []*grpc.ClientConn{s.whole, s.narrowed} {
		if connection != nil {
			_ = connection.Close()
		}
	}
	for _, child := range s.children {
		_ = child.stdin.Close()
		_ = child.command.Wait()
	}
	_ = os.RemoveAll(s.directory)
}

// PluginServers are the process ids of the cmp-servers, in the order of their plugins.
func (s *Sidecar) PluginServers() []int {
	ids := []int{}
	for _, child := range s.children {
		if child.command.Args[1] == cmpServer {
			ids = append(ids, child.command.Process.Pid)
		}
	}
	return ids
}

// Sockets is the folder with a socket for each plugin.
func (s *Sidecar) Sockets() string { return filepath.Join(s.directory, "s") }

// RepoServer is the address of the repo-server that sends whole repositories.
func (s *Sidecar) RepoServer() string { return s.whole.Target() }

// scripts holds in place of a script of Argo CD's image, which asks gpg about every commit, one that knows no keys.
func (s *Sidecar) scripts() string { return filepath.Join(s.directory, "bin") }

func (s *Sidecar) startPlugin(number int, plugin Plugin, logs string) error {
	name := fmt.Sprintf("plugin-%d", number)
	config := filepath.Join(s.directory, name+"-config")
	if err := os.Mkdir(config, 0o700); err != nil {
		return err
	}
	file, socket, err := withCommand(plugin)
	if err != nil {
		return fmt.Errorf("%s: %w", plugin.File, err)
	}
	if err := os.WriteFile(filepath.Join(config, "plugin.yaml"), file, 0o600); err != nil {
		return err
	}
	if _, err := s.start(name, logs, io.Discard, cmpServer, config); err != nil {
		return err
	}
	for begin := time.Now(); time.Since(begin) < startTime; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(s.Sockets(), socket)); err == nil {
			return nil
		}
	}
	return fmt.Errorf("the cmp-server of %s does not listen", plugin.File)
}

// withCommand is the text of a plugin.yaml with the command exchanged, and the name of its socket.
func withCommand(plugin Plugin) (text []byte, socket string, err error) {
	if text, err = os.ReadFile(plugin.File); err != nil {
		return nil, "", err
	}
	var file struct {
		Metadata struct{ Name string }
		Spec     struct{ Version string }
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, "", err
	}
	socket = file.Metadata.Name
	if file.Spec.Version != "" {
		socket += "-" + file.Spec.Version
	}
	if plugin.Command == "" {
		return text, socket + ".sock", nil
	}
	var whole struct {
		APIVersion string         `json:"apiVersion"`
		Kind       string         `json:"kind"`
		Metadata   map[string]any `json:"metadata"`
		Spec       map[string]any `json:"spec"`
	}
	if err := yaml.UnmarshalStrict(text, &whole); err != nil {
		return nil, "", err
	}
	generate, _ := whole.Spec["generate"].(map[string]any)
	argv, _ := generate["command"].([]any)
	if len(argv) == 0 {
		return nil, "", errors.New("spec.generate.command names no command")
	}
	argv[0] = plugin.Command
	text, err = yaml.Marshal(whole)
	return text, socket + ".sock", err
}

func (s *Sidecar) startRepositories(name, logs string, flags ...string) (*grpc.ClientConn, error) {
	read, write := io.Pipe()
	defer read.Close()
	command, err := s.start(name, logs, write, append([]string{repoServer}, flags...)...)
	if err != nil {
		return nil, err
	}
	timer := time.AfterFunc(startTime, func() {
		_ = read.CloseWithError(fmt.Errorf("the repo-server (process %d) does not listen", command.Process.Pid))
	})
	defer timer.Stop()
	address, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		return nil, err
	}
	return grpc.NewClient(strings.TrimSpace(address),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(apiclient.MaxGRPCMessageSize)))
}

// start runs this program as a server with a temporary folder of its own.
func (s *Sidecar) start(name, logs string, stdout io.Writer, args ...string) (*exec.Cmd, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	temporary := filepath.Join(s.directory, name)
	if err := os.Mkdir(temporary, 0o700); err != nil {
		return nil, err
	}
	command := exec.Command(program, args...)
	command.Env = append(os.Environ(), "TMPDIR="+temporary, "ARGOCD_PLUGINSOCKFILEPATH="+s.Sockets(),
		"PATH="+s.scripts()+string(os.PathListSeparator)+os.Getenv("PATH"))
	command.Stdout = stdout
	if logs != "" {
		log, err := os.Create(filepath.Join(logs, name+".log"))
		if err != nil {
			return nil, err
		}
		defer log.Close()
		command.Stderr = log
	}
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	s.children = append(s.children, child{command, stdin})
	return command, nil
}
