//go:build unix

package server

import (
	"io"
	"os/exec"
	"strconv"
	"syscall"
)

// guard ends a server, and removes its folder, when this process ends without having
// done so: a shell waits for the end of a pipe that only this process holds.
type guard struct {
	cmd  *exec.Cmd
	pipe io.WriteCloser
}

// apart puts a process into a group of its own: Ctrl-C in a terminal ends every process of the group
// in front, and a server is to outlive the pause of a debugged script.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// watch starts a guard. It is in a group of its own, so that what kills the group of this
// process, as a terminal or a job control does, leaves it.
func watch(p *process, dir string) (*guard, error) {
	cmd := exec.Command("/bin/sh", "-c", `read -r done || { kill -9 "$0"; rm -rf -- "$1"; }`, strconv.Itoa(p.cmd.Process.Pid), dir)
	apart(cmd)
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &guard{cmd: cmd, pipe: pipe}, nil
}

// dismiss ends the guard of a server that has been ended.
func (g *guard) dismiss() {
	_, _ = io.WriteString(g.pipe, "done\n")
	_ = g.pipe.Close()
	_ = g.cmd.Wait()
}
