-- What a session calls: it does what a person does in the editor, and prints what is shown.

local out = assert(io.open(vim.env.SESSION_OUT, 'w'))
local limit = 30000 -- ms; far beyond what anything takes

local published = {} -- the version of the text for which findings were last shown, by file
local client

local function fail(message)
  out:write('FAILED: ' .. message .. '\n')
  out:close()
  vim.cmd('cquit')
end

local function wait(what, done)
  if not vim.wait(limit, done, 5) then
    fail('nothing came of: ' .. what)
  end
end

vim.lsp.handlers['textDocument/publishDiagnostics'] = (function(shown)
  return function(err, result, context, config)
    shown(err, result, context, config)
    published[vim.uri_to_fname(result.uri)] = result.version
  end
end)(vim.lsp.handlers['textDocument/publishDiagnostics'])

local function say(line) out:write(line, '\n') end

local function start()
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  capabilities.textDocument.publishDiagnostics.versionSupport = true
  client = vim.lsp.start_client({
    name = 'luagen',
    cmd = { vim.env.LUAGEN, 'lsp' },
    root_dir = vim.fn.getcwd(),
    capabilities = capabilities,
  })
  wait('the start of the server', function() return vim.lsp.get_client_by_id(client) ~= nil and vim.lsp.get_client_by_id(client).initialized end)
end

local function version() return vim.lsp.util.buf_versions[vim.api.nvim_get_current_buf()] end

local function settled()
  local file = vim.api.nvim_buf_get_name(0)
  wait('findings in ' .. file, function() return published[file] == version() end)
end

local function request(method, params)
  local answers, err = vim.lsp.buf_request_sync(0, method, params or vim.lsp.util.make_position_params(), limit)
  if err then
    fail(method .. ': ' .. err)
  end
  for _, answer in pairs(answers) do
    if answer.error then
      fail(method .. ': ' .. answer.error.message)
    end
    return answer.result
  end
end

local session = {}

-- open shows a file, and waits until the server has it.
function session.open(file)
  if not client then
    start()
  end
  vim.cmd('edit ' .. file)
  vim.lsp.buf_attach_client(0, client)
  request('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
end

-- at puts the cursor on the nth place of a text.
function session.at(text, n)
  vim.fn.cursor(1, 1)
  for _ = 1, n or 1 do
    if vim.fn.search('\\V' .. text, 'cW') == 0 then
      fail('there is no ' .. text)
    end
    if (n or 1) > 1 then
      n = n - 1
      vim.fn.search('\\V' .. text, 'W')
    end
  end
end

-- type presses keys in normal mode, and waits for what is shown then.
function session.type(keys)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'ntx', false)
  settled()
end

function session.diagnostics()
  local found = vim.diagnostic.get(0)
  table.sort(found, function(a, b) return a.lnum < b.lnum or (a.lnum == b.lnum and a.col < b.col) end)
  if #found == 0 then
    say('nothing is found')
  end
  for _, d in ipairs(found) do
    say(('%d:%d %s %s (%s)'):format(d.lnum + 1, d.col + 1, vim.diagnostic.severity[d.severity], d.message, d.code or d.user_data.lsp.code))
  end
end

function session.hover()
  local result = request('textDocument/hover')
  if not result then
    return say('no hover')
  end
  for _, line in ipairs(vim.lsp.util.convert_input_to_markdown_lines(result.contents)) do
    say('| ' .. line)
  end
end

-- complete prints what is offered at the end of the cursor's word.
function session.complete(most)
  local params = vim.lsp.util.make_position_params()
  params.position.character = params.position.character + 1 -- after the letter that the cursor is on
  local result = request('textDocument/completion', params)
  local items = result.items or result
  table.sort(items, function(a, b) return (a.sortText or a.label) < (b.sortText or b.label) end)
  for i, item in ipairs(items) do
    if i > most then
      break
    end
    say(('- %s  %s'):format(item.label, item.detail or ''))
  end
end

function session.rename(to)
  local params = vim.lsp.util.make_position_params()
  params.newName = to
  local edit = request('textDocument/rename', params)
  vim.lsp.util.apply_workspace_edit(edit, vim.lsp.get_client_by_id(client).offset_encoding)
  vim.cmd('silent wall')
end

local function actions()
  local params = vim.lsp.util.make_range_params()
  local there = {}
  for _, d in ipairs(vim.diagnostic.get(0, { lnum = vim.fn.line('.') - 1 })) do
    table.insert(there, d.user_data.lsp and d.user_data.lsp.range and d.user_data.lsp or {
      range = { start = { line = d.lnum, character = d.col }, ['end'] = { line = d.end_lnum, character = d.end_col } },
      severity = d.severity, message = d.message, source = d.source, code = d.code or d.user_data.lsp.code,
    })
  end
  params.context = { diagnostics = there }
  return request('textDocument/codeAction', params) or {}
end

function session.actions()
  for _, a in ipairs(actions()) do
    say(('- %s (%s)'):format(a.title, a.kind))
  end
end

-- apply carries the action of a title out.
function session.apply(title)
  for _, a in ipairs(actions()) do
    if a.title == title then
      if not a.edit then
        a = request('codeAction/resolve', a)
      end
      vim.lsp.util.apply_workspace_edit(a.edit, vim.lsp.get_client_by_id(client).offset_encoding)
      settled()
      return
    end
  end
  fail('there is no action ' .. title)
end

-- places prints where definition or references lead.
function session.places(method)
  local params = vim.lsp.util.make_position_params()
  params.context = { includeDeclaration = true }
  local result = request('textDocument/' .. method, params) or {}
  if result.uri or result.targetUri then
    result = { result }
  end
  local root = vim.fn.getcwd() .. '/'
  local lines = {}
  for _, l in ipairs(result) do
    local range = l.range or l.targetSelectionRange
    table.insert(lines, ('%s:%d:%d'):format(vim.uri_to_fname(l.uri or l.targetUri):gsub('^' .. vim.pesc(root), ''), range.start.line + 1, range.start.character + 1))
  end
  table.sort(lines)
  for _, line in ipairs(lines) do
    say(line)
  end
end

function session.text()
  for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    say('| ' .. line)
  end
end

function session.file(name)
  for line in io.lines(name) do
    say('| ' .. line)
  end
end

-- run runs a program in the project's folder.
function session.run(...)
  local printed = vim.fn.system({ ... })
  if vim.v.shell_error ~= 0 then
    fail(table.concat({ ... }, ' ') .. ':\n' .. printed)
  end
end

session.luagen = vim.env.LUAGEN
session.say = say

function session.quit()
  vim.lsp.stop_client(client)
  wait('the end of the server', function() return vim.lsp.get_client_by_id(client) == nil or vim.lsp.client_is_stopped(client) end)
  out:close()
  vim.cmd('qall!')
end

local chunk = assert(loadfile(vim.env.SESSION))
setfenv(chunk, setmetatable(session, { __index = _G }))
local ok, err = pcall(chunk)
if not ok then
  fail(tostring(err))
end
session.quit()
