// A stand-in for the editor's module: it notes what the extension does there, and gives the answers that a test has
// prepared.

import Module from "node:module";

export interface Terminal {
  readonly name: string;
  readonly creationOptions: { readonly cwd?: string };
  exitStatus: unknown;
  readonly sent: string[];
  shown: number;
}

interface Client {
  readonly server: { readonly command: string; readonly args: readonly string[]; readonly options: { readonly cwd?: string } };
  readonly options: { readonly documentSelector: readonly unknown[] };
  running: boolean;
}

type Handler = (...args: never[]) => unknown;

/** Editor is the state of one window. */
export class Editor {
  // What a test prepares.
  settings: Record<string, unknown> = {};
  folders: string[] = [];
  answer: string | undefined; // to the next message or prompt
  active: { languageId: string; uri: { fsPath: string } } | undefined;
  refuses = false; // the server does not start

  // What the extension does.
  readonly commands = new Map<string, Handler>();
  readonly executed: unknown[][] = [];
  readonly opened: string[] = [];
  readonly messages: { text: string; choices: string[] }[] = [];
  readonly prompts: { title: string; value: string; validateInput(value: string): string | undefined }[] = [];
  readonly terminals: Terminal[] = [];
  readonly clients: Client[] = [];
  readonly sessions: unknown[][] = [];
  readonly logged: string[] = [];
  readonly providers = new Map<string, never>();
  readonly factories = new Map<string, never>();
  private readonly configured: ((event: { affectsConfiguration(name: string): boolean }) => unknown)[] = [];

  /** change tells the extension that a setting is another one. */
  async change(name: string, value: unknown): Promise<void> {
    this.settings[name] = value;
    for (const listener of this.configured) {
      await listener({ affectsConfiguration: (of) => name === of || name.startsWith(`${of}.`) });
    }
  }

  /** run runs a command of the extension, as a click does. */
  async run(command: string, ...args: unknown[]): Promise<void> {
    const handler = this.commands.get(command);
    if (handler === undefined) {
      throw new Error(`there is no command ${command}`);
    }
    await (handler as (...args: unknown[]) => unknown)(...args);
  }

  private answered(): string | undefined {
    const answer = this.answer;
    this.answer = undefined;
    return answer;
  }

  /** vscode is the module. */
  vscode(): Record<string, unknown> {
    const nothing = { dispose: () => undefined };
    const editor = this;
    return {
      Uri: {
        parse: (text: string) => ({ text }),
        file: (fsPath: string) => ({ scheme: "file", fsPath }),
      },
      DebugAdapterExecutable: class {
        constructor(
          readonly command: string,
          readonly args: readonly string[],
          readonly options: unknown,
        ) {}
      },
      env: { openExternal: async (uri: { text: string }) => editor.opened.push(uri.text) },
      commands: {
        registerCommand: (name: string, handler: Handler) => {
          editor.commands.set(name, handler);
          return nothing;
        },
        executeCommand: async (...args: unknown[]) => editor.executed.push(args),
      },
      debug: {
        registerDebugConfigurationProvider: (type: string, provider: never) => {
          editor.providers.set(type, provider);
          return nothing;
        },
        registerDebugAdapterDescriptorFactory: (type: string, factory: never) => {
          editor.factories.set(type, factory);
          return nothing;
        },
        startDebugging: async (...args: unknown[]) => editor.sessions.push(args),
      },
      workspace: {
        get workspaceFolders() {
          return editor.folders.map((fsPath) => ({ uri: { scheme: "file", fsPath }, name: fsPath }));
        },
        getWorkspaceFolder: ({ fsPath }: { fsPath: string }) => editor.folders.find((folder) => fsPath.startsWith(folder)),
        getConfiguration: (section: string) => ({
          get: (name: string, fallback: unknown) => editor.settings[`${section}.${name}`] ?? fallback,
        }),
        onDidChangeConfiguration: (listener: never) => {
          editor.configured.push(listener);
          return nothing;
        },
      },
      window: {
        get activeTextEditor() {
          return editor.active && { document: editor.active };
        },
        get terminals() {
          return editor.terminals;
        },
        createOutputChannel: () => ({ info: (line: string) => editor.logged.push(line), error: (line: string) => editor.logged.push(line), show: () => editor.executed.push(["output"]), dispose: () => undefined }),
        createTerminal: (options: { name: string; cwd?: string }) => {
          const terminal = {
            name: options.name,
            creationOptions: options,
            exitStatus: undefined,
            sent: [] as string[],
            shown: 0,
            show() {
              terminal.shown++;
            },
            sendText: (line: string) => terminal.sent.push(line),
          };
          editor.terminals.push(terminal);
          return terminal;
        },
        showErrorMessage: async (text: string, ...choices: string[]) => {
          editor.messages.push({ text, choices });
          return editor.answered();
        },
        showInputBox: async (options: never) => {
          editor.prompts.push(options);
          return editor.answered();
        },
      },
    };
  }

  /** client is the module of the editor's language client. */
  client(): Record<string, unknown> {
    const editor = this;
    return {
      LanguageClient: class {
        running = false;
        constructor(
          readonly id: string,
          readonly name: string,
          readonly server: Client["server"],
          readonly options: Client["options"],
        ) {
          editor.clients.push(this);
        }
        async start(): Promise<void> {
          if (editor.refuses) {
            throw new Error("it ends at once");
          }
          this.running = true;
        }
        async dispose(): Promise<void> {
          this.running = false;
        }
      },
    };
  }

  /** activate loads the extension anew in this window, and starts it. */
  async activate(): Promise<void> {
    const modules: Record<string, unknown> = { vscode: this.vscode(), "vscode-languageclient/node": this.client() };
    const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
    const load = loader._load;
    loader._load = (request, ...rest) => modules[request] ?? load.call(loader, request, ...rest);
    try {
      const file = require.resolve("../src/extension");
      delete require.cache[file];
      const extension = require(file) as { activate(context: unknown): Promise<void> };
      await extension.activate({ subscriptions: [] });
    } finally {
      loader._load = load;
    }
  }
}
