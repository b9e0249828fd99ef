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

// watch starts a guard. It is in a group of its own, so that what kills the group of this
// process, as a terminal or a job control does, leaves it.
func watch(p *process, dir string) (*guard, error) {
	cmd := exec.Command("/bin/sh", "-c", `read -r done || { kill -9 "$0"; rm -rf -- "$1"; }`, strconv.Itoa(p.cmd.Process.Pid), dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
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
