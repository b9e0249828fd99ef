#!lua flags=no-writes
-- Counts a like of a post.
% ^^^^^^^ !keyword.other.annotation comment.line
--@key likers = {post:<postId:int>}:likers   set of users
% ^ punctuation.definition.annotation
%  ^^^ keyword.other.annotation
%      ^^^^^^ variable.parameter
%             ^ keyword.operator.assignment
%               ^ punctuation.definition.hash-tag
%                ^^^^^ string.unquoted.template
%                      ^^^^^^ variable.parameter
%                             ^^^ support.type
%                                 ^ punctuation.definition.hash-tag
%                                  ^^^^^^^ string.unquoted.template
%                                            ^^^^^^^^^^^^ !string !variable comment.line
-- @keys from... pairs(a b)..., into
%  ^ punctuation.definition.annotation
%   ^^^^ keyword.other.annotation
%        ^^^^ variable.parameter
%            ^^^ keyword.operator.variadic
%                ^^^^^ variable.parameter
%                             ^ punctuation.separator
%                               ^^^^ variable.parameter
--@args at:time(ms), ttl?:duration(s, trunc), tags:tuple(id:string, n:int)...
%  ^^^^ keyword.other.annotation
%       ^^ variable.parameter
%          ^^^^ support.type
%               ^^ constant.other.unit
%                    ^^^ variable.parameter
%                       ^ keyword.operator.optional
%                         ^^^^^^^^ support.type
%                                     ^^^^^ constant.other.unit
%                                             ^^^^ variable.parameter
%                                                  ^^^^^ support.type
%                                                        ^^ variable.other.property
%                                                           ^^^^^^ support.type
%                                                                         ^^^ keyword.operator.variadic
--@arg order:enum(asc, desc)    how to sort them
%      ^^^^^ variable.parameter
%            ^^^^ support.type
%                               ^^^ !support.type !variable.parameter
---@arg prefix = jobs:{<queue>}:t:
%       ^^^^^^ variable.parameter
%              ^ keyword.operator.assignment
%                       ^^^^^ variable.parameter
--@returns Liked(1, likes:int) | Gone=nil | Rows:[]string  what became of it
%  ^^^^^^^ keyword.other.annotation
%          ^^^^^ entity.name.type
%                ^ constant.numeric
%                   ^^^^^ variable.other.property
%                         ^^^ support.type
%                              ^ keyword.operator.variant
%                                ^^^^ entity.name.type
%                                     ^^^ constant.language
%                                           ^^^^ entity.name.type
%                                                  ^^^^^^ support.type
%                                                          ^^^^ !entity.name.type
--@error ErrLimit -1  the counter is at its limit
%  ^^^^^ keyword.other.annotation
%        ^^^^^^^^ entity.name.type.error
%                 ^^ constant.numeric
%                     ^^^ !constant
--@error store.ErrGone nil
%        ^^^^^^^^^^^^^ entity.name.type.error
%                      ^^^ constant.language
--@error ErrBusy error "NOT NOW"
%                ^^^^^ keyword.other.reply
%                      ^^^^^^^^^ string.quoted.double
--@include "lib/clock.lua"
%  ^^^^^^^ keyword.other.annotation
%          ^^^^^^^^^^^^^^^ string.quoted.double
--@import model "acme.test/shop/model"
%         ^^^^^ entity.name.import
--@type Allowance = tuple(allowed:bool, rest:int)
%       ^^^^^^^^^ entity.name.type
%                         ^^^^^^^ variable.other.property
%                                 ^^^^ support.type
--@define task = asynq:{<qname>}:t:<id>
%         ^^^^ entity.name.constant
--@name likePost
%       ^^^^^^^^ entity.name.function
--@readonly
%  ^^^^^^^^ keyword.other.annotation
--@returned int
%  ^^^^^^^^ !keyword.other.annotation
local s = "--@key x" --lint:ignore slow-command once a year
%         ^^^^^^^^^^ string.quoted.double !keyword.other.annotation
%                      ^^^^^^^^^^^ keyword.other.annotation
%                                  ^^^^^^^^^^^^ support.constant.rule
