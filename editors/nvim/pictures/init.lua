-- The settings that the pictures are taken with.
vim.opt.termguicolors = false
vim.opt.number = true
vim.opt.signcolumn = 'yes'
vim.opt.showmode = false
vim.opt.swapfile = false
vim.opt.completeopt = { 'menuone', 'noinsert' }
vim.opt.pumheight = 8
vim.opt.laststatus = 0
vim.cmd('syntax on')

vim.api.nvim_create_autocmd('FileType', {
  pattern = { 'lua', 'go' },
  callback = function()
    local id = vim.lsp.start_client({ name = 'luagen', cmd = { 'luagen', 'lsp' }, root_dir = vim.fn.getcwd(), on_init = function() print('luagen ready') end })
    vim.lsp.buf_attach_client(0, id)
    vim.bo.omnifunc = 'v:lua.vim.lsp.omnifunc'
    vim.keymap.set('n', 'K', vim.lsp.buf.hover, { buffer = true })
    vim.keymap.set('i', '<C-k>', vim.lsp.buf.signature_help, { buffer = true })
  end,
})

for group, colours in pairs({
  SignColumn = 'ctermbg=NONE', NormalFloat = 'ctermfg=252 ctermbg=238', Pmenu = 'ctermfg=252 ctermbg=238',
  PmenuSel = 'ctermfg=255 ctermbg=24', LineNr = 'ctermfg=242', LspCodeLens = 'ctermfg=245', QuickFixLine = 'ctermfg=255 ctermbg=24',
}) do
  vim.cmd('highlight ' .. group .. ' cterm=NONE ' .. colours)
end
