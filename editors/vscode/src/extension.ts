// The extension starts the language server and the debug adapter of luagen, and runs what the
// lenses above a script offer. All knowledge of scripts is luagen's.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

import { local, locate, type Command } from "./locate";
import { byName, unnamed, words } from "./inputs";
import { quote } from "./shell";

const installed = "https://github.com/luagen/luagen/blob/main/docs/install.md";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const extension = new Extension(context);
  context.subscriptions.push(
    extension,
    vscode.commands.registerCommand("luagen.restart", () => extension.restart()),
    vscode.commands.registerCommand("luagen.output", () => extension.output.show()),
    vscode.commands.registerCommand("luagen.generate", () => extension.inTerminal(["generate"])),
    vscode.commands.registerCommand("luagen.info", () => extension.inTerminal(["info"])),
    vscode.commands.registerCommand("luagen.run", (lens: Lens) => extension.run(lens)),
    vscode.commands.registerCommand("luagen.test", (lens: Lens) => extension.inTerminal(lens.args, lens.dir)),
    vscode.commands.registerCommand("luagen.debug", (lens: Lens) => extension.debug(lens)),
    vscode.debug.registerDebugConfigurationProvider("luagen", new Configurations()),
    vscode.debug.registerDebugAdapterDescriptorFactory("luagen", {
      createDebugAdapterDescriptor: async () => {
        const command = await extension.command();
        return command && new vscode.DebugAdapterExecutable(command.program, [...command.args, "dap"], command.cwd === undefined ? {} : { cwd: command.cwd });
      },
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("luagen.command")) {
        await extension.restart();
      }
    }),
  );
  await extension.start();
}

/** Lens is what the server gives the commands above a script. */
interface Lens {
  readonly file: string;
  /** dir is the folder to run luagen in. */
  readonly dir: string;
  /** args are luagen's, without the inputs. */
  readonly args: readonly string[];
  readonly inputs: readonly { readonly name: string }[];
}

/** Extension is the state of one window: the server that runs, and where luagen was found. */
class Extension implements vscode.Disposable {
  readonly output: vscode.LogOutputChannel;
  private client: LanguageClient | undefined;
  private found: Command | undefined;

  constructor(context: vscode.ExtensionContext) {
    this.output = vscode.window.createOutputChannel("luagen", { log: true });
    context.subscriptions.push(this.output);
  }

  /** command is where luagen is; undefined, after a message that says how to install it, without. */
  async command(): Promise<Command | undefined> {
    if (this.found !== undefined) {
      return this.found;
    }
    const setting = vscode.workspace.getConfiguration("luagen").get<string[]>("command", []);
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === "file").map((f) => f.uri.fsPath);
    this.found = await locate(setting, folders, local);
    if (this.found === undefined) {
      void this.explain();
    }
    return this.found;
  }

  private async explain(): Promise<void> {
    const how = "How to install it";
    const settings = "Settings";
    const answer = await vscode.window.showErrorMessage(
      "luagen is not installed: go.mod has no tool of that name, and it is not on PATH. Run go get -tool github.com/luagen/luagen/cmd/luagen, or set luagen.command.",
      how,
      settings,
    );
    if (answer === how) {
      await vscode.env.openExternal(vscode.Uri.parse(installed));
    } else if (answer === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "luagen.command");
    }
  }

  async start(): Promise<void> {
    const command = await this.command();
    if (command === undefined) {
      return;
    }
    this.output.info(["starting", command.program, ...command.args, "lsp"].join(" "));
    const server: ServerOptions = {
      command: command.program,
      args: [...command.args, "lsp"],
      options: command.cwd === undefined ? {} : { cwd: command.cwd },
    };
    const options: LanguageClientOptions = {
      documentSelector: [
        { scheme: "file", language: "lua" },
        { scheme: "file", language: "go" },
      ],
      outputChannel: this.output, // the server itself asks to be told of files that change
    };
    this.client = new LanguageClient("luagen", "luagen", server, options);
    try {
      await this.client.start();
    } catch (error) {
      this.output.error(String(error));
      void vscode.window.showErrorMessage(`luagen's language server did not start: ${String(error)}`);
    }
  }

  async restart(): Promise<void> {
    await this.client?.dispose();
    this.client = undefined;
    this.found = undefined;
    await this.start();
  }

  /** inTerminal runs luagen where its output can be read and answered. */
  async inTerminal(args: readonly string[], folder?: string): Promise<void> {
    const command = await this.command();
    if (command === undefined) {
      return;
    }
    const cwd = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const name = "luagen";
    const terminal =
      vscode.window.terminals.find((t) => t.name === name && t.exitStatus === undefined && (t.creationOptions as vscode.TerminalOptions).cwd === cwd) ??
      vscode.window.createTerminal({ name, ...(cwd === undefined ? {} : { cwd }) });
    terminal.show(true);
    terminal.sendText([command.program, ...command.args, ...args].map((word) => quote(word, process.platform)).join(" "));
  }

  async run(lens: Lens): Promise<void> {
    const inputs = await askInputs(lens.inputs);
    if (inputs === undefined) {
      return;
    }
    const redis = redisFor(vscode.Uri.file(lens.file));
    await this.inTerminal([...lens.args, ...inputs, ...(redis === "" ? [] : ["--redis", redis])], lens.dir);
  }

  async debug(lens: Lens): Promise<void> {
    const inputs = await askInputs(lens.inputs);
    if (inputs === undefined) {
      return;
    }
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(vscode.Uri.file(lens.file)), {
      type: "luagen",
      request: "launch",
      name: "Debug script",
      program: lens.file,
      inputs: byName(inputs),
      stopOnEntry: true,
    });
  }

  dispose(): void {
    void this.client?.dispose();
  }
}

/** Configurations completes what a launch leaves out. */
class Configurations implements vscode.DebugConfigurationProvider {
  async resolveDebugConfiguration(folder: vscode.WorkspaceFolder | undefined, config: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
    const open = vscode.window.activeTextEditor?.document;
    if (config.type === undefined || config.type === "") {
      config.type = "luagen";
      config.request = "launch";
      config.name = "Debug script";
    }
    config["program"] ??= open?.languageId === "lua" ? open.uri.fsPath : undefined;
    if (config["program"] === undefined) {
      void vscode.window.showErrorMessage("Open the script that is to be debugged, or name it as the program of the launch configuration.");
      return undefined;
    }
    const redis = redisFor(folder?.uri);
    if (config["redis"] === undefined && redis !== "") {
      config["redis"] = redis;
    }
    return config;
  }
}

function redisFor(scope: vscode.Uri | undefined): string {
  return vscode.workspace.getConfiguration("luagen", scope).get<string>("redis", "");
}

/** askInputs asks for keys and arguments; undefined when the answer is to let it be. */
async function askInputs(declared: readonly { readonly name: string }[] = []): Promise<string[] | undefined> {
  if (declared.length === 0) {
    return [];
  }
  const line = await vscode.window.showInputBox({
    value: declared.map(({ name }) => `${name}=`).join(" "),
    title: "Keys and arguments of the script",
    prompt: "By name, as in its header",
    validateInput: (value) => {
      const wrong = unnamed(words(value));
      return wrong === undefined ? undefined : `${wrong} has no name; write NAME=VALUE`;
    },
  });
  return line === undefined ? undefined : words(line);
}
