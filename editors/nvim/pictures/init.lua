-- The settings that the pictures are taken with.
vim.opt.termguicolors = false
vim.opt.number = true
vim.opt.signcolumn = 'yes'
vim.opt.showmode = false
vim.opt.swapfile = false
vim.opt.completeopt = { 'menuone', 'noinsert' }
vim.opt.pumheight = 8
vim.opt.laststatus = 0
if vim.lsp.inlay_hint then
  vim.treesitter.start = function() end -- which not every package of Neovim has all of
end
vim.cmd('syntax on')

local function ready()
  print('luagen ready')
end

local function keys(buffer)
  vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
  vim.keymap.set('n', 'K', vim.lsp.buf.hover, { buffer = buffer })
  vim.keymap.set('i', '<C-k>', vim.lsp.buf.signature_help, { buffer = buffer })
end

if vim.lsp.config then
  -- As docs/editors.md has it.
  vim.lsp.config('luagen', {
    cmd = { 'luagen', 'lsp' },
    filetypes = { 'lua', 'go' },
    root_markers = { 'luagen.yaml', 'go.mod', '.git' },
    on_init = ready,
    on_attach = function(_, buffer) keys(buffer) end,
  })
  vim.lsp.enable('luagen')
else
  vim.api.nvim_create_autocmd('FileType', {
    pattern = { 'lua', 'go' },
    callback = function(args)
      local id = vim.lsp.start_client({ name = 'luagen', cmd = { 'luagen', 'lsp' }, root_dir = vim.fn.getcwd(), on_init = ready })
      vim.lsp.buf_attach_client(args.buf, id)
      keys(args.buf)
    end,
  })
end

for group, colours in pairs({
  SignColumn = 'ctermbg=NONE', NormalFloat = 'ctermfg=252 ctermbg=238', Pmenu = 'ctermfg=252 ctermbg=238',
  PmenuSel = 'ctermfg=255 ctermbg=24', LineNr = 'ctermfg=242', LspCodeLens = 'ctermfg=245', QuickFixLine = 'ctermfg=255 ctermbg=24',
}) do
  vim.cmd('highlight ' .. group .. ' cterm=NONE ' .. colours)
end

if vim.lsp.inlay_hint then
  -- What words are, in colours that differ.
  for kind, colour in pairs({
    macro = 222, enumMember = 150, decorator = 175, property = 116, type = 110, ['function'] = 110, namespace = 110, variable = 252, parameter = 180,
  }) do
    vim.cmd('highlight @lsp.type.' .. kind .. ' ctermfg=' .. colour)
  end
  vim.cmd('highlight LspInlayHint cterm=NONE ctermfg=245 ctermbg=236')
end
