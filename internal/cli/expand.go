package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
)

func (a *app) expandCommand() *cobra.Command {
	var root string
	cmd := &cobra.Command{
		Use:   "expand FILE",
		Short: "Print the text of a script as Redis gets it",
		Long: prose("Expand prints the text that reaches Redis: the file's own bytes with what it includes pasted " +
			"in. Its SHA-1 is the one under which Redis knows the script."),
		Example: "  luagen expand like_post.lua | sha1sum\n" +
			"  redis-cli --eval <(luagen expand like_post.lua) post:1 , user:7",
		Args:              oneFile,
		ValidArgsFunction: completeScript,
		RunE: func(_ *cobra.Command, args []string) error {
			s, _, err := a.loadOne(args[0], root)
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(s.Text)
			return err
		},
	}
	rootFlag(cmd, &root, "the working directory, or the script's folder elsewhere")
	return cmd
}

// loadOne loads the script at path and returns it with the source of what is reported
// about it. Errors in it are reported here.
func (a *app) loadOne(path, root string) (*project.Script, diag.Source, error) {
	settings, err := a.readSettings()
	if err != nil {
		return nil, nil, err
	}
	ws, err := project.Open(project.Request{Files: settings.files, Paths: []string{path}, Root: root, Wide: true, Config: settings.Config})
	if err != nil {
		return nil, nil, err
	}
	if len(ws.Units) != 1 || ws.Units[0].All {
		return nil, nil, usagef("%s is a folder; expected one .lua file", path)
	}
	if err := ws.Load(); err != nil {
		return nil, nil, err
	}
	for _, s := range ws.Units[0].Scripts {
		if !s.Named {
			continue
		}
		if diag.HasErrors(s.Findings) {
			if err := a.textPrinter(a.stderr, ws.Source).Print(a.stderr, diag.Sort(s.Findings)); err != nil {
				return nil, nil, err
			}
			return nil, nil, errFindings
		}
		return s, ws.Source, nil
	}
	return nil, nil, fmt.Errorf("%s has gone since it was found; run again", path)
}
